//! Checks the values of arguments before anything is sent.

use serde_json::{Map, Value};

use crate::ArgumentError;
use crate::descriptor::{Argument, Function, Kind};

/// Values by argument name.
pub type Arguments = Map<String, Value>;

/// Checks all arguments of a call; removes nulls, which mean "not given".
pub fn check(function: &Function, arguments: &mut Arguments) -> Result<(), ArgumentError> {
    let nulls: Vec<String> = arguments.iter().filter(|(_, v)| v.is_null()).map(|(k, _)| k.clone()).collect();
    for name in nulls {
        if function.argument(&name).is_some_and(|a| !a.required) {
            arguments.shift_remove(&name);
        }
    }
    for name in arguments.keys() {
        if function.argument(name).is_none() {
            let known: Vec<&str> = function.arguments.iter().map(|a| a.name).collect();
            let takes =
                if known.is_empty() { "it takes none".into() } else { format!("it takes {}", known.join(", ")) };
            return Err(error(function, Some(name), format!("there is no argument `{name}`; {takes}")));
        }
    }
    for argument in function.arguments {
        match arguments.get(argument.name) {
            Some(value) => check_value(function, argument, value)?,
            None if argument.required => {
                return Err(error(function, Some(argument.name), format!("`{}` is required", argument.name)));
            }
            None => {}
        }
    }
    Ok(())
}

fn error(function: &Function, argument: Option<&str>, problem: String) -> ArgumentError {
    ArgumentError { function: function.name.to_owned(), argument: argument.map(str::to_owned), problem }
}

fn check_value(function: &Function, argument: &Argument, value: &Value) -> Result<(), ArgumentError> {
    let name = argument.name;
    let fail = |problem: String| Err(error(function, Some(name), format!("`{name}` {problem}")));
    if let Err(problem) = fits(&argument.kind, value) {
        return fail(problem);
    }
    if let Some(number) = value.as_i64() {
        match (argument.min, argument.max) {
            (Some(min), Some(max)) if number < min || number > max => {
                return fail(format!("must be from {min} to {max}, not {number}"));
            }
            (Some(min), None) if number < min => return fail(format!("must be {min} or more, not {number}")),
            (None, Some(max)) if number > max => return fail(format!("must be {max} or less, not {number}")),
            _ => {}
        }
    }
    let items = match value {
        Value::Array(list) => Some(list.len()),
        Value::Object(map) => Some(map.len()),
        _ => None,
    };
    if let Some(items) = items {
        if argument.min_items.is_some_and(|min| items < min) {
            return fail(if items == 0 { "is empty; give at least one".into() } else { format!("holds only {items}") });
        }
        if let Some(max) = argument.max_items
            && !argument.batch
            && items > max
        {
            return fail(format!("holds {items}, but at most {max} are allowed"));
        }
    }
    Ok(())
}

/// Whether a value has a type; else what is wrong, as the end of a sentence.
fn fits(kind: &Kind, value: &Value) -> Result<(), String> {
    let ok = match kind {
        Kind::Int => value.as_i64().is_some(),
        Kind::Float => value.is_number(),
        Kind::Bool => value.is_boolean(),
        Kind::Text => value.is_string(),
        Kind::DateTime => value.as_str().is_some_and(|t| t.parse::<jiff::Timestamp>().is_ok()),
        Kind::Any => true,
        Kind::Enum(words) => match value.as_str() {
            Some(word) if words.contains(&word) => true,
            Some(word) => return Err(format!("must be one of {}, not {word:?}", words.join(", "))),
            None => false,
        },
        Kind::List(item) => match value.as_array() {
            Some(items) => {
                for (i, v) in items.iter().enumerate() {
                    fits(item, v).map_err(|problem| format!("[{i}] {problem}"))?;
                }
                true
            }
            None => false,
        },
        Kind::Map(item) => match value.as_object() {
            Some(map) => {
                for (key, v) in map {
                    fits(item, v).map_err(|problem| format!("[{key:?}] {problem}"))?;
                }
                true
            }
            None => false,
        },
        Kind::OneOf(kinds) => kinds.iter().any(|k| fits(k, value).is_ok()),
    };
    if ok { Ok(()) } else { Err(format!("must be {}, not {}", describe(kind), shown(value))) }
}

fn describe(kind: &Kind) -> String {
    match kind {
        Kind::Int => "a whole number".into(),
        Kind::Float => "a number".into(),
        Kind::Bool => "true or false".into(),
        Kind::Text => "text".into(),
        Kind::DateTime => "a point in time such as 2024-01-02T03:04:05Z".into(),
        Kind::Any => "anything".into(),
        Kind::Enum(words) => format!("one of {}", words.join(", ")),
        Kind::List(_) => "a list".into(),
        Kind::Map(_) => "a map".into(),
        Kind::OneOf(kinds) => kinds.iter().map(describe).collect::<Vec<_>>().join(" or "),
    }
}

fn shown(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() <= 40 { text } else { text.chars().take(37).chain("...".chars()).collect() }
}
