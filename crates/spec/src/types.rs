//! How types are written.

use std::fmt;

use crate::model::Type;

/// How deep types nest at most; `[{[int?]}]` is 4 deep, and no API needs more.
const DEEPEST: usize = 16;

/// Reads a type such as `[Reading]` or `int | string`.
///
/// # Errors
/// A sentence that says what is wrong.
pub fn parse(text: &str) -> Result<Type, String> {
    nested(text, DEEPEST)
}

fn nested(text: &str, depth: usize) -> Result<Type, String> {
    let Some(depth) = depth.checked_sub(1) else {
        return Err(format!("a type is nested more than {DEEPEST} deep"));
    };
    let parse = |text: &str| nested(text, depth);
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

/// What other languages call types that have another name here, with what to write instead.
const FOREIGN: [(&str, &str); 33] = [
    ("integer", "write `int`"),
    ("long", "write `int`, which has 64 bits"),
    ("int32", "write `int`"),
    ("int64", "write `int`"),
    ("i64", "write `int`"),
    ("u64", "write `int`"),
    ("number", "write `float`, or `int` for whole numbers"),
    ("double", "write `float`"),
    ("decimal", "write `float`, or `string` where no digit may be lost"),
    ("f64", "write `float`"),
    ("boolean", "write `bool`"),
    ("text", "write `string`"),
    ("str", "write `string`"),
    ("uuid", "write `string`"),
    ("url", "write `string`"),
    ("uri", "write `string`"),
    ("date", "write `string` for a day without a time; `datetime` is a moment"),
    ("time", "write `string` for a time without a day; `datetime` is a moment"),
    ("timestamp", "write `datetime`, or `int` for seconds"),
    ("duration", "write `string`, or `int` with a `unit`"),
    ("null", NULL),
    ("none", NULL),
    ("nil", NULL),
    ("void", NULL),
    ("object", "write `{T}` for an object with free keys, the name of a `[struct.NAME]`, or `any`"),
    ("map", "write `{T}`, such as `{int}`"),
    ("dict", "write `{T}`, such as `{int}`"),
    ("array", "write `[T]`, such as `[int]`"),
    ("list", "write `[T]`, such as `[int]`"),
    ("binary", "write `bytes`, as a whole answer"),
    ("file", "write `bytes`, as a whole answer"),
    ("json", "write `any`"),
    ("enum", "write its words into `[enum.NAME]`, and the name here"),
];

const NULL: &str = "write `T?`, such as `int?`, where nothing may be; an answer without content is `\"none\"`";

/// What to write in place of a type that other languages have.
pub fn instead_of(name: &str) -> Option<&'static str> {
    let name = name.to_lowercase();
    FOREIGN.iter().find(|(foreign, _)| *foreign == name).map(|(_, help)| *help)
}

/// Whether a type is or holds `bytes`.
pub fn has_bytes(ty: &Type) -> bool {
    match ty {
        Type::Bytes => true,
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => has_bytes(inner),
        Type::OneOf(all) => all.iter().any(has_bytes),
        _ => false,
    }
}

/// Whether a type is that of a file, or of several.
pub fn is_files(ty: &Type) -> bool {
    match ty {
        Type::Nullable(inner) => is_files(inner),
        Type::List(inner) => **inner == Type::Bytes,
        ty => *ty == Type::Bytes,
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

/// The same, to be changed.
pub fn names_mut(ty: &mut Type) -> Vec<&mut String> {
    match ty {
        Type::Named(name) => vec![name],
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => names_mut(inner),
        Type::OneOf(all) => all.iter_mut().flat_map(names_mut).collect(),
        _ => Vec::new(),
    }
}

/// Whether a type has `|` below its top, or at its top where it is not `allowed`.
pub fn has_alternatives(ty: &Type, allowed: bool) -> bool {
    match ty {
        Type::OneOf(all) => !allowed || all.iter().any(|t| has_alternatives(t, false)),
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => has_alternatives(inner, false),
        _ => false,
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
        assert!(parse(&format!("{}int{}", "[".repeat(1_000_000), "]".repeat(1_000_000))).is_err());
        for bad in ["", "[int", "int??", "a b", "[]"] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }
}
