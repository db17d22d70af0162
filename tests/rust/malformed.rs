//! Each kind of wrong value at each place of each answer is read for what it says, kept with its object in a list, or a
//! `DecodeError` that names the place, alike whether the answer is read into types, by its shape or as JSON. Which of
//! them is judged here once more.
#![allow(missing_docs)]

use std::path::Path;

use client::{API, types};
use serde_json::{Value, json};
use uplink_runtime::builder::Nothing;
use uplink_runtime::{Answer, Error};
use uplink_spec::model::{Function, Model, Type, TypeKind};
use uplink_spec::{Step, misfits};

include!(concat!(env!("OUT_DIR"), "/readers.rs"));

/// A value of each kind of JSON. The text is a word of no enum, which the client takes: they are open.
fn kinds() -> [Value; 10] {
    [
        json!(null),
        json!(true),
        json!(7),
        json!(1.5),
        json!(7.0),
        json!("12"),
        json!(u64::MAX),
        json!("2024-01-02T03:04:05Z"),
        json!([]),
        json!({}),
    ]
}

/// Each way to put a value of another kind in one place of `value`, and to write an object as the list of its values.
fn spoilt(value: &Value) -> Vec<Value> {
    let mut all: Vec<Value> = kinds().into();
    match value {
        Value::Object(fields) => {
            all.push(fields.values().cloned().collect());
            for (name, field) in fields {
                all.extend(spoilt(field).into_iter().map(|field| {
                    let mut fields = fields.clone();
                    fields.insert(name.clone(), field);
                    fields.into()
                }));
                let mut without = fields.clone();
                without.remove(name);
                all.push(without.into());
            }
        }
        Value::Array(items) => {
            for (n, item) in items.iter().enumerate() {
                all.extend(spoilt(item).into_iter().map(|item| {
                    let mut items = items.clone();
                    items[n] = item;
                    items.into()
                }));
            }
        }
        _ => {}
    }
    all
}

/// The place of what cannot be read, as messages write it; none when all can. What is `among` others is kept when some of
/// it can be read.
fn judged(model: &Model, ty: &Type, value: &Value, place: &str, among: bool) -> Option<String> {
    let wrong = |fits: bool| (!fits).then(|| place.to_owned());
    let within = |name: &str| if place.is_empty() { name.to_owned() } else { format!("{place}.{name}") };
    match (ty, value) {
        (Type::Nullable(_) | Type::List(_), Value::Null) => None,
        (Type::Nullable(inner), _) => judged(model, inner, value, place, among),
        (Type::List(inner), Value::Array(items)) => {
            items.iter().enumerate().find_map(|(n, item)| judged(model, inner, item, &format!("{place}[{n}]"), true))
        }
        (Type::Map(inner), Value::Object(entries)) => {
            entries.iter().find_map(|(name, value)| judged(model, inner, value, &within(name), true))
        }
        (Type::Named(name), _) => match (&model.type_def(name)?.kind, value) {
            (TypeKind::Alias(ty), _) => judged(model, ty, value, place, among),
            (TypeKind::Enum { .. }, _) => judged(model, &Type::String, value, place, among),
            (TypeKind::Struct { fields, .. }, Value::Object(entries)) => {
                let here = |wire: &String| fields.iter().find(|field| field.wire == *wire);
                let there = entries.iter().filter_map(|(wire, value)| Some((here(wire)?, value)));
                let there: Vec<_> = there
                    .map(|(field, value)| {
                        (!value.is_null(), judged(model, &field.ty, value, &within(&field.wire), among))
                    })
                    .collect();
                let missing = fields.iter().filter(|field| !entries.contains_key(&field.wire));
                let mut missing = missing.filter(|field| !matches!(field.ty, Type::Nullable(_)));
                let wrong = there.iter().find_map(|(_, wrong)| wrong.clone());
                let wrong = wrong.or_else(|| missing.next().map(|_| place.to_owned()));
                let readable = there.iter().any(|(full, wrong)| *full && wrong.is_none());
                wrong.filter(|_| !among || !readable)
            }
            _ => wrong(false),
        },
        (Type::Any, _) => None,
        // Of alternatives the one that fits, else the one of this kind of JSON, else one that can be read.
        (Type::OneOf(all), _) => {
            let kind = |ty: &&Type| match resolved(model, ty) {
                Type::List(_) => value.is_array(),
                Type::Map(_) | Type::Named(_) => value.is_object(),
                _ => false,
            };
            let fits = |ty: &&Type| misfits(&|name| model.type_def(name), ty, value).is_empty();
            let read = |ty: &&Type| judged(model, ty, value, place, among).is_none();
            let found = all.iter().find(fits).or_else(|| all.iter().find(kind)).or_else(|| all.iter().find(read));
            found.map_or_else(|| Some(place.to_owned()), |ty| judged(model, ty, value, place, among))
        }
        (Type::Int, Value::String(text)) => wrong(text.parse::<i64>().is_ok()),
        (Type::Int, _) => wrong(value.as_i64().is_some() || value.as_f64().is_some_and(|n| n == 7.0)),
        (Type::Float, Value::String(text)) => wrong(text.parse::<f64>().is_ok()),
        (Type::String, _) => wrong(value.is_string() || value.is_number() || value.is_boolean()),
        (ty, value) => wrong(misfits(&|name| model.type_def(name), ty, value).is_empty()),
    }
}

/// What stands behind an alias; named types that are left are structs and enums.
fn resolved<'a>(model: &'a Model, ty: &'a Type) -> &'a Type {
    match ty {
        Type::Nullable(inner) => resolved(model, inner),
        Type::Named(name) => match model.type_def(name).map(|def| &def.kind) {
            Some(TypeKind::Alias(ty)) => resolved(model, ty),
            Some(TypeKind::Enum { .. }) => &Type::String,
            _ => ty,
        },
        _ => ty,
    }
}

/// What a successful answer holds, and an example of each.
fn examples(function: &Function) -> Option<(Type, Vec<Value>)> {
    let content = function.content()?.clone();
    let answers = function.examples.iter().filter_map(|example| example.answer.as_deref());
    let values = answers.filter_map(|answer| serde_json::from_str::<Value>(answer).ok());
    let values: Vec<Value> = values
        .filter_map(|value| match &function.page {
            Some(page) => page.items_of(&value).cloned(),
            None => Some(value),
        })
        .collect();
    Some((if function.may_be_empty() { Type::Nullable(Box::new(content)) } else { content }, values))
}

#[test]
fn what_does_not_fit_is_told_with_its_place_in_one_set_of_words() {
    let model = uplink_spec::read_file(Path::new(env!("SPEC"))).expect("the spec was read by the build script");
    let (mut tried, mut odd, mut refused) = (0, 0, 0);
    let mut seen = std::collections::BTreeSet::new();
    for function in model.functions.iter().filter(|f| !f.is_binary() && f.wrapped.is_none()) {
        let described = API.function(&function.name).expect("a function of the client");
        let Some((ty, values)) = examples(function) else { continue };
        for spoilt in values.iter().flat_map(spoilt) {
            let answer = Answer::new(described, vec![spoilt.to_string().into_bytes()]);
            let all = [read(&function.name, &answer), answer.build(&mut Nothing), answer.json().map(drop)];
            let said: Vec<Option<(String, String)>> = all
                .into_iter()
                .map(|read| match read {
                    Ok(()) => None,
                    Err(Error::Decode(error)) => Some((error.path.clone(), error.to_string())),
                    Err(other) => panic!("{}: {other}", function.name),
                })
                .collect();
            assert!(said.iter().all(|s| *s == said[0]), "{}: {spoilt}: {said:?}", function.name);
            let place = said[0].as_ref().map(|(path, _)| path.clone());
            assert_eq!(place, judged(&model, &ty, &spoilt, "", false), "{}: {spoilt}: {said:?}", function.name);
            tried += 1;
            refused += usize::from(place.is_some());
            let strict = misfits(&|name| model.type_def(name), &ty, &spoilt);
            odd += usize::from(!strict.is_empty());
            seen.extend(strict.first().map(|misfit| {
                let fields = misfit.at.iter().filter(|step| matches!(step, Step::Field(_)));
                format!("{} {:?}", function.name, fields.collect::<Vec<_>>())
            }));
        }
    }
    let fields = model.types.iter().map(|def| match &def.kind {
        TypeKind::Struct { fields, .. } => fields.len(),
        _ => 0,
    });
    let places = seen.len();
    println!("{tried} answers, {odd} of them odd, at {places} kinds of places; {refused} were refused");
    assert!(odd > 1000 && places > fields.sum::<usize>() / 2, "{odd} odd answers at {seen:?}");
    assert!(refused > 300 && odd - refused > 300, "{refused} of {odd} were refused");
}
