//! Each kind of wrong value at each place of each answer is a `DecodeError` that names the place, in the same words
//! whether the answer is read into types, by its shape or as JSON. What fits is judged by other code: the check of specs.
#![allow(missing_docs)]

use std::path::Path;

use client::{API, types};
use serde_json::{Value, json};
use uplink_runtime::builder::Nothing;
use uplink_runtime::{Answer, Error};
use uplink_spec::model::{Function, Model, Type, TypeKind};
use uplink_spec::{Misfit, Step, misfits};

include!(concat!(env!("OUT_DIR"), "/readers.rs"));

/// A value of each kind of JSON. The text is a word of no enum, which the client takes: they are open.
fn kinds() -> [Value; 8] {
    [
        json!(null),
        json!(true),
        json!(7),
        json!(1.5),
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

/// The place of what does not fit, as messages write it; none when all fits.
fn judged(model: &Model, ty: &Type, value: &Value) -> Option<String> {
    let lenient = |misfit: &Misfit| {
        let found = misfit.at.iter().try_fold(value, |value, step| match step {
            Step::Field(name) => value.get(name),
            Step::Item(index) => value.get(index),
        });
        // Words that nobody knows are taken, and null as a list with nothing in it.
        misfit.problem.starts_with("must be a value of") && found.is_some_and(Value::is_string)
            || misfit.problem == "must be a list" && found.is_some_and(Value::is_null)
    };
    let found = misfits(&|name| model.type_def(name), ty, value);
    let first = found.iter().find(|misfit| !lenient(misfit))?;
    let mut place = String::new();
    for step in &first.at {
        match step {
            Step::Field(name) if place.is_empty() => place.push_str(name),
            Step::Field(name) => place.push_str(&format!(".{name}")),
            Step::Item(index) => place.push_str(&format!("[{index}]")),
        }
    }
    Some(place)
}

/// What a successful answer holds, and an example of each.
fn examples(function: &Function) -> Option<(Type, Vec<Value>)> {
    let content = function.content()?.clone();
    let answers = function.examples.iter().filter_map(|example| example.answer.as_deref());
    let values = answers.filter_map(|answer| serde_json::from_str::<Value>(answer).ok());
    let values: Vec<Value> = values
        .filter_map(|value| match &function.page {
            Some(page) => value.get(&page.items).cloned(),
            None => Some(value),
        })
        .collect();
    Some((if function.may_be_empty() { Type::Nullable(Box::new(content)) } else { content }, values))
}

#[test]
fn what_does_not_fit_is_told_with_its_place_in_one_set_of_words() {
    let model = uplink_spec::read_file(Path::new(env!("SPEC"))).expect("the spec was read by the build script");
    let (mut tried, mut wrong) = (0, 0);
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
            assert_eq!(place, judged(&model, &ty, &spoilt), "{}: {spoilt}: {said:?}", function.name);
            tried += 1;
            wrong += usize::from(place.is_some());
            seen.extend(place.map(|place| place.replace(|c: char| c.is_ascii_digit(), "")));
        }
    }
    let fields = model.types.iter().map(|def| match &def.kind {
        TypeKind::Struct { fields, .. } => fields.len(),
        _ => 0,
    });
    println!("{tried} answers, {wrong} of them wrong, at {} kinds of places", seen.len());
    assert!(wrong > 1000 && seen.len() > fields.sum::<usize>() / 2, "{wrong} wrong answers at {seen:?}");
}
