//! How types are written.

use std::fmt;

use serde_json::Value;

use crate::model::{Model, Type, TypeKind};

/// Reads a type such as `[Reading]` or `int | string`.
///
/// # Errors
/// A sentence that says what is wrong.
pub fn parse(text: &str) -> Result<Type, String> {
    let text = text.trim();
    if text.is_empty() {
        return Err("a type is missing".into());
    }
    let parts = split_alternatives(text);
    if parts.len() > 1 {
        return Ok(Type::OneOf(parts.into_iter().map(parse).collect::<Result<_, _>>()?));
    }
    if let Some(inner) = text.strip_suffix('?') {
        return match parse(inner)? {
            Type::Nullable(_) => Err("one `?` is enough".into()),
            inner => Ok(Type::Nullable(Box::new(inner))),
        };
    }
    let inside = |open, close| text.strip_prefix(open).map(|rest: &str| (rest.strip_suffix(close), close));
    if let Some((inner, close)) = inside('[', ']').or_else(|| inside('{', '}')) {
        let inner = parse(inner.ok_or_else(|| format!("`{text}` lacks its closing `{close}`"))?)?;
        return Ok(if close == ']' { Type::List(Box::new(inner)) } else { Type::Map(Box::new(inner)) });
    }
    Ok(match text {
        "int" => Type::Int,
        "float" => Type::Float,
        "bool" => Type::Bool,
        "string" => Type::String,
        "datetime" => Type::DateTime,
        "any" => Type::Any,
        "bytes" => Type::Bytes,
        name if name.chars().all(|c| c.is_alphanumeric() || c == '_') => Type::Named(name.to_owned()),
        _ => return Err(format!("`{text}` is no type")),
    })
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Type::Int => f.write_str("int"),
            Type::Float => f.write_str("float"),
            Type::Bool => f.write_str("bool"),
            Type::String => f.write_str("string"),
            Type::DateTime => f.write_str("datetime"),
            Type::Any => f.write_str("any"),
            Type::Bytes => f.write_str("bytes"),
            Type::Named(name) => f.write_str(name),
            Type::List(inner) => write!(f, "[{inner}]"),
            Type::Map(inner) => write!(f, "{{{inner}}}"),
            Type::Nullable(inner) => write!(f, "{inner}?"),
            Type::OneOf(all) => {
                for (i, ty) in all.iter().enumerate() {
                    write!(f, "{}{ty}", if i == 0 { "" } else { " | " })?;
                }
                Ok(())
            }
        }
    }
}

/// Splits at `|` outside brackets.
fn split_alternatives(text: &str) -> Vec<&str> {
    let mut depth = 0;
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, c) in text.char_indices() {
        match c {
            '[' | '{' => depth += 1,
            ']' | '}' => depth -= 1,
            '|' if depth == 0 => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

/// The words that name types by themselves.
pub const BUILT_IN: [&str; 7] = ["int", "float", "bool", "string", "datetime", "any", "bytes"];

/// Whether a type is or holds `bytes`.
pub fn has_bytes(ty: &Type) -> bool {
    match ty {
        Type::Bytes => true,
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => has_bytes(inner),
        Type::OneOf(all) => all.iter().any(has_bytes),
        _ => false,
    }
}

/// The names of the types that a type mentions.
pub fn names(ty: &Type) -> Vec<&str> {
    match ty {
        Type::Named(name) => vec![name],
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => names(inner),
        Type::OneOf(all) => all.iter().flat_map(names).collect(),
        _ => Vec::new(),
    }
}

/// Whether a JSON value has a type; else the place and what is wrong.
///
/// # Errors
/// The place inside the value and a sentence.
pub fn fits(model: &Model, ty: &Type, value: &Value, place: &str) -> Result<(), String> {
    let wrong = |what: &str| {
        Err(format!("{}must be {what}", if place.is_empty() { String::new() } else { format!("{place} ") }))
    };
    match ty {
        Type::Any => Ok(()),
        Type::Int => {
            if value.is_i64() {
                Ok(())
            } else {
                wrong("a whole number")
            }
        }
        Type::Float => {
            if value.is_number() {
                Ok(())
            } else {
                wrong("a number")
            }
        }
        Type::Bool => {
            if value.is_boolean() {
                Ok(())
            } else {
                wrong("true or false")
            }
        }
        // Bytes stand in JSON as Base64 text.
        Type::String | Type::DateTime | Type::Bytes => {
            if value.is_string() {
                Ok(())
            } else {
                wrong("text")
            }
        }
        Type::Nullable(inner) => {
            if value.is_null() {
                Ok(())
            } else {
                fits(model, inner, value, place)
            }
        }
        Type::List(inner) => match value.as_array() {
            Some(items) => {
                items.iter().enumerate().try_for_each(|(i, v)| fits(model, inner, v, &format!("{place}[{i}]")))
            }
            None => wrong("a list"),
        },
        Type::Map(inner) => match value.as_object() {
            Some(map) => map.iter().try_for_each(|(k, v)| fits(model, inner, v, &format!("{place}.{k}"))),
            None => wrong("an object"),
        },
        Type::OneOf(all) => {
            if all.iter().any(|t| fits(model, t, value, place).is_ok()) {
                Ok(())
            } else {
                wrong("of one of its types")
            }
        }
        Type::Named(name) => match model.type_def(name).map(|t| &t.kind) {
            None => Ok(()),
            Some(TypeKind::Alias(inner)) => fits(model, inner, value, place),
            Some(TypeKind::Enum { values, .. }) => match value.as_str() {
                Some(word) if values.iter().any(|v| v.wire == word) => Ok(()),
                _ => wrong(&format!("a value of {name}")),
            },
            Some(TypeKind::Struct { fields, .. }) => match value.as_object() {
                None => wrong("an object"),
                Some(map) => fields.iter().try_for_each(|field| {
                    let place = format!("{place}.{}", field.wire);
                    match map.get(&field.wire) {
                        Some(v) => fits(model, &field.ty, v, &place),
                        None if matches!(field.ty, Type::Nullable(_)) => Ok(()),
                        None => Err(format!("{place} is missing")),
                    }
                }),
            },
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_read() {
        let list_of_maybe = Type::List(Box::new(Type::Nullable(Box::new(Type::Named("Reading".into())))));
        assert_eq!(parse("[Reading?]"), Ok(list_of_maybe));
        assert_eq!(parse("{int}?"), Ok(Type::Nullable(Box::new(Type::Map(Box::new(Type::Int))))));
        assert_eq!(parse("int | string"), Ok(Type::OneOf(vec![Type::Int, Type::String])));
        for bad in ["", "[int", "int??", "a b", "[]"] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }
}
