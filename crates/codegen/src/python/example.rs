//! The call of an example in Python.

use serde_json::Value;
use uplink_spec::model::{Argument, Example, Field, Function, Type, TypeKind};

use super::names;
use super::text::literal;
use super::uses::{Module, Uses};
use crate::index::Index;

/// The arguments of the call, each as it is written.
pub fn arguments(model: &Index<'_>, uses: &Uses, f: &Function, example: &Example) -> Vec<String> {
    let value = |a: &Argument| example.arguments.get(&a.name).map(|v| written(model, uses, &a.ty, v));
    let (required, optional): (Vec<&Argument>, Vec<&Argument>) = f.arguments.iter().partition(|a| a.required);
    let mut arguments: Vec<String> = required.into_iter().filter_map(value).collect();
    arguments
        .extend(optional.into_iter().filter_map(|a| value(a).map(|text| format!("{}={text}", names::value(&a.name)))));
    arguments
}

/// A JSON value of a type as a Python expression.
fn written(model: &Index<'_>, uses: &Uses, ty: &Type, value: &Value) -> String {
    match (ty, value) {
        (Type::Nullable(inner), value) => written(model, uses, inner, value),
        (Type::Bytes, Value::String(text)) => bytes(&crate::bytes(text)),
        (Type::DateTime, Value::String(text)) => {
            format!("{}.fromisoformat({})", uses.standard("datetime", "datetime"), literal(text))
        }
        (Type::List(inner), Value::Array(items)) => {
            format!("[{}]", items.iter().map(|v| written(model, uses, inner, v)).collect::<Vec<_>>().join(", "))
        }
        (Type::Map(inner), Value::Object(map)) => {
            let entries = map.iter().map(|(k, v)| format!("{}: {}", literal(k), written(model, uses, inner, v)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
        (Type::Named(name), value) if tagged(model, name, value).is_some() => {
            tagged(model, name, value).map(|ty| written(model, uses, &ty, value)).unwrap_or_default()
        }
        (Type::Named(name), value) => match model.type_def(name).map(|d| &d.kind) {
            Some(TypeKind::Alias(inner)) => written(model, uses, inner, value),
            Some(TypeKind::Struct { fields, .. }) => {
                constructed(model, uses, &uses.name(Module::MODELS, names::class(name)), fields, value)
            }
            _ => plain(value),
        },
        (_, value) => plain(value),
    }
}

/// The struct that a value is, by its tag.
fn tagged(model: &Index<'_>, name: &str, value: &Value) -> Option<Type> {
    let tag = model.type_def(name)?.tag.as_ref()?;
    tag.variant(value).map(|name| Type::Named(name.to_owned()))
}

/// Bytes as a literal.
fn bytes(bytes: &[u8]) -> String {
    format!("b\"{}\"", bytes.escape_ascii().to_string().replace("\\'", "'"))
}

/// The call of a constructor.
fn constructed(model: &Index<'_>, uses: &Uses, class: &str, fields: &[Field], value: &Value) -> String {
    let Value::Object(entries) = value else { return plain(value) };
    let known = fields.iter().filter_map(|f| {
        let value = entries.get(&f.wire)?;
        Some(format!("{}={}", names::value(&f.name), written(model, uses, &f.ty, value)))
    });
    let mut given: Vec<String> = known.collect();
    let others: serde_json::Map<String, Value> = entries
        .iter()
        .filter(|(k, _)| fields.iter().all(|f| f.wire != **k))
        .map(|(k, v)| (k.clone(), v.clone()))
        .collect();
    if !others.is_empty() {
        given.push(format!("extra={}", plain(&Value::Object(others))));
    }
    format!("{class}({})", given.join(", "))
}

fn plain(value: &Value) -> String {
    match value {
        Value::Null => "None".into(),
        Value::Bool(true) => "True".into(),
        Value::Bool(false) => "False".into(),
        Value::Number(n) => n.to_string(),
        Value::String(s) => literal(s),
        Value::Array(items) => format!("[{}]", items.iter().map(plain).collect::<Vec<_>>().join(", ")),
        Value::Object(map) => {
            let entries = map.iter().map(|(k, v)| format!("{}: {}", literal(k), plain(v)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
    }
}
