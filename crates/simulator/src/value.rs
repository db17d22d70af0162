//! Texts and JSON read as the types of the model.

use jiff::Timestamp;
use serde_json::{Map, Value};
use uplink_spec::model::{Model, Type, TypeKind};

/// Reads text from a path, a query or a header. `Err` says what was expected.
pub(crate) fn from_text(model: &Model, ty: &Type, text: &str) -> Result<Value, String> {
    let plain = text.trim();
    match ty {
        Type::Int => plain.parse::<i64>().map(Value::from).map_err(|_| "a whole number".to_owned()),
        Type::Float => {
            let number = plain.parse::<f64>().ok().and_then(serde_json::Number::from_f64);
            number.map(Value::Number).ok_or_else(|| "a number".to_owned())
        }
        Type::Bool => match plain.to_ascii_lowercase().as_str() {
            "true" | "1" => Ok(true.into()),
            "false" | "0" => Ok(false.into()),
            _ => Err("true or false".to_owned()),
        },
        Type::String | Type::Any | Type::Bytes => Ok(text.into()),
        Type::DateTime => match plain.parse::<Timestamp>() {
            Ok(_) => Ok(plain.into()),
            Err(_) => Err("a time such as 2023-01-02T03:04:05Z".to_owned()),
        },
        Type::List(item) => {
            let items = plain.split(',').filter(|part| !part.is_empty());
            items.map(|part| from_text(model, item, part)).collect::<Result<Vec<_>, _>>().map(Value::from)
        }
        Type::Map(_) => from_json_text(model, ty, plain),
        Type::Nullable(inner) => from_text(model, inner, text),
        // What has the form of a number is one, so one that is too long is not taken for a word.
        Type::OneOf(types) if types.contains(&Type::Int) && !types.contains(&Type::Float) && is_whole(plain) => {
            from_text(model, &Type::Int, text)
        }
        Type::OneOf(types) => first(types, |ty| from_text(model, ty, text)),
        Type::Named(name) => match model.type_def(name).map(|def| &def.kind) {
            Some(TypeKind::Alias(inner)) => from_text(model, inner, text),
            Some(TypeKind::Enum { values, numbered }) => {
                let word = values.iter().find(|v| v.wire.eq_ignore_ascii_case(plain));
                let numbered = if *numbered { plain.parse().ok().and_then(|i: usize| values.get(i)) } else { None };
                match word.or(numbered) {
                    Some(value) => Ok(value.wire.as_str().into()),
                    None => Err(words(values.iter().map(|v| v.wire.as_str()))),
                }
            }
            Some(TypeKind::Struct { .. }) => from_json_text(model, ty, plain),
            None => Ok(text.into()),
        },
    }
}

fn is_whole(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
}

fn from_json_text(model: &Model, ty: &Type, text: &str) -> Result<Value, String> {
    let value = serde_json::from_str(text).map_err(|_| "JSON".to_owned())?;
    from_json(model, ty, value)
}

/// Reads JSON from a body, whose types have to be those of the model. `Err` says what was expected.
pub(crate) fn from_json(model: &Model, ty: &Type, value: Value) -> Result<Value, String> {
    match (ty, value) {
        (Type::Any, value) => Ok(value),
        (Type::Nullable(_), Value::Null) => Ok(Value::Null),
        (Type::Nullable(inner), value) => from_json(model, inner, value),
        (Type::Int, Value::Number(n)) => match (n.as_i64(), n.as_f64()) {
            (Some(_), _) => Ok(Value::Number(n)),
            (None, Some(f)) if f.fract() == 0.0 && f.abs() < 9e15 => Ok((f as i64).into()),
            _ => Err("a whole number".to_owned()),
        },
        (Type::Float, Value::Number(n)) => Ok(Value::Number(n)),
        (Type::Bool, Value::Bool(b)) => Ok(b.into()),
        (Type::String | Type::Bytes, Value::String(text)) => Ok(text.into()),
        (Type::DateTime, Value::String(text)) => from_text(model, ty, &text),
        (Type::List(item), Value::Array(items)) => {
            let items = items.into_iter().map(|v| from_json(model, item, v));
            items.collect::<Result<Vec<_>, _>>().map(Value::from)
        }
        (Type::Map(item), Value::Object(map)) => {
            let map = map.into_iter().map(|(k, v)| Ok((k, from_json(model, item, v)?)));
            map.collect::<Result<Map<_, _>, String>>().map(Value::from)
        }
        (Type::OneOf(types), value) => {
            // A number that came as text stays text where the type allows text.
            if let Some(exact) = types.iter().find(|ty| is_exact(ty, &value)) {
                return from_json(model, exact, value);
            }
            first(types, |ty| from_json(model, ty, value.clone()))
        }
        (Type::Named(name), value) if model.type_def(name).is_some_and(|def| def.tag.is_some()) => {
            let tag = model.type_def(name).and_then(|def| def.tag.as_ref());
            match tag.and_then(|tag| tag.variant(&value)) {
                Some(of) => from_json(model, &Type::Named(of.to_owned()), value),
                None => Err(tag.map(|tag| format!("an object whose {} says what it is", tag.wire)).unwrap_or_default()),
            }
        }
        (Type::Named(name), value) => match model.type_def(name).map(|def| &def.kind) {
            Some(TypeKind::Alias(inner)) => from_json(model, inner, value),
            Some(TypeKind::Struct { fields, .. }) => {
                let Value::Object(mut given) = value else {
                    return Err("an object".to_owned());
                };
                let mut out = Map::new();
                for field in fields {
                    let value = given.remove(&field.wire).unwrap_or(Value::Null);
                    let value = from_json(model, &field.ty, value)
                        .map_err(|expected| format!("{expected} in {}", field.wire))?;
                    out.insert(field.wire.clone(), value);
                }
                Ok(out.into())
            }
            Some(TypeKind::Enum { numbered, .. }) => match value {
                Value::String(text) => from_text(model, ty, &text),
                number @ Value::Number(_) if *numbered => {
                    from_text(model, ty, &from_json(model, &Type::Int, number)?.to_string())
                }
                _ => Err("a word".to_owned()),
            },
            None => Ok(value),
        },
        (Type::List(_), _) => Err("a list".to_owned()),
        (Type::Map(_), _) => Err("an object".to_owned()),
        (Type::Int | Type::Float, _) => Err("a number".to_owned()),
        (Type::Bool, _) => Err("true or false".to_owned()),
        (_, _) => Err("text".to_owned()),
    }
}

fn is_exact(ty: &Type, value: &Value) -> bool {
    match ty {
        Type::Int => value.is_i64(),
        Type::Float => value.is_number(),
        Type::Bool => value.is_boolean(),
        Type::String => value.is_string(),
        _ => false,
    }
}

fn first(types: &[Type], read: impl Fn(&Type) -> Result<Value, String>) -> Result<Value, String> {
    let mut expected = Vec::new();
    for ty in types {
        match read(ty) {
            Ok(value) => return Ok(value),
            Err(e) if expected.contains(&e) => {}
            Err(e) => expected.push(e),
        }
    }
    Err(words(expected.iter().map(String::as_str)))
}

fn words<'a>(words: impl Iterator<Item = &'a str>) -> String {
    words.collect::<Vec<_>>().join(" or ")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::testing::tiny_model;

    #[test]
    fn texts_become_typed() {
        let m = tiny_model();
        assert_eq!(from_text(&m, &Type::Int, " 7 "), Ok(json!(7)));
        assert!(from_text(&m, &Type::Int, "7.5").is_err());
        for (text, value) in [("True", true), ("false", false), ("1", true), ("0", false)] {
            assert_eq!(from_text(&m, &Type::Bool, text), Ok(json!(value)));
        }
        assert!(from_text(&m, &Type::Bool, "yes").is_err());
        assert!(from_text(&m, &Type::Float, "NaN").is_err());
        let color = Type::Named("Color".to_owned());
        assert_eq!(from_text(&m, &color, "green"), Ok(json!("GREEN")));
        assert_eq!(from_text(&m, &color, "1"), Ok(json!("GREEN")));
        assert_eq!(from_text(&m, &color, "7"), Err("RED or GREEN".to_owned()));
        let id = Type::OneOf(vec![Type::Int, Type::String]);
        assert_eq!(from_text(&m, &id, "40"), Ok(json!(40)));
        assert_eq!(from_text(&m, &id, "forty"), Ok(json!("forty")));
        assert_eq!(from_text(&m, &id, "-40x"), Ok(json!("-40x")));
        assert!(from_text(&m, &id, "9223372036854775808").is_err(), "a number that is too long is no word");
    }

    #[test]
    fn json_keeps_to_its_types() {
        let m = tiny_model();
        for (ty, wrong) in [
            (Type::Int, json!("12")),
            (Type::Int, json!(true)),
            (Type::Float, json!("1.5")),
            (Type::Bool, json!("true")),
            (Type::Bool, json!(1)),
            (Type::String, json!(0)),
            (Type::String, json!(false)),
            (Type::DateTime, json!(5)),
            (Type::DateTime, json!("yesterday")),
            (Type::Bytes, json!(5)),
            (Type::List(Box::new(Type::String)), json!([1])),
            (Type::List(Box::new(Type::String)), json!("a,b")),
            (Type::Map(Box::new(Type::Int)), json!({"a": "1"})),
            (Type::Named("Color".to_owned()), json!(true)),
            (Type::Named("Color".to_owned()), json!(0.5)),
            (Type::Named("Color".to_owned()), json!(2)),
        ] {
            assert!(from_json(&m, &ty, wrong.clone()).is_err(), "{ty:?} {wrong}");
        }
        let mut without_numbers = tiny_model();
        if let TypeKind::Enum { numbered, .. } = &mut without_numbers.types[0].kind {
            *numbered = false;
        }
        assert!(from_json(&without_numbers, &Type::Named("Color".to_owned()), json!(0)).is_err());
        assert_eq!(from_json(&m, &Type::DateTime, json!("2023-01-02T03:04:05Z")), Ok(json!("2023-01-02T03:04:05Z")));
        assert_eq!(from_json(&m, &Type::Int, json!(12.0)), Ok(json!(12)));
        assert_eq!(from_json(&m, &Type::Named("Color".to_owned()), json!(1.0)), Ok(json!("GREEN")));
        assert!(from_json(&m, &Type::Int, json!(null)).is_err());
        assert_eq!(from_json(&m, &Type::Nullable(Box::new(Type::Int)), json!(null)), Ok(json!(null)));
        let setting = Type::OneOf(vec![Type::Int, Type::Float, Type::String]);
        assert_eq!(from_json(&m, &setting, json!("1")), Ok(json!("1")));
        assert_eq!(from_json(&m, &setting, json!(1.5)), Ok(json!(1.5)));
        assert!(from_json(&m, &setting, json!([1])).is_err());
        let map = Type::Map(Box::new(setting));
        assert_eq!(from_json(&m, &map, json!({"a": 1, "b": "x"})), Ok(json!({"a": 1, "b": "x"})));
        assert!(from_json(&m, &map, json!([])).is_err());
        assert_eq!(from_json(&m, &Type::Named("Color".to_owned()), json!(0)), Ok(json!("RED")));
    }
}
