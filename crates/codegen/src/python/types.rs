//! Types in annotations, and how values are read from JSON.

use uplink_spec::model::{Model, Type, TypeKind};

use super::names;

/// How a type is annotated where it is received.
pub fn received(model: &Model, ty: &Type) -> String {
    match ty {
        Type::Int => "int".into(),
        Type::Float => "float".into(),
        Type::Bool => "bool".into(),
        Type::String => "str".into(),
        Type::DateTime => "datetime".into(),
        Type::Any => "Any".into(),
        Type::Bytes => "bytes".into(),
        Type::Nullable(inner) => format!("{} | None", received(model, inner)),
        Type::List(inner) => format!("list[{}]", received(model, inner)),
        Type::Map(inner) => format!("dict[str, {}]", received(model, inner)),
        Type::OneOf(all) => all.iter().map(|t| received(model, t)).collect::<Vec<_>>().join(" | "),
        Type::Named(name) => match model.type_def(name).map(|d| &d.kind) {
            Some(TypeKind::Alias(ty)) => received(model, ty),
            _ => names::class(name),
        },
    }
}

/// How a type is annotated where it is accepted: wider than what is received.
pub fn accepted(model: &Model, ty: &Type) -> String {
    match ty {
        Type::Nullable(inner) => format!("{} | None", accepted(model, inner)),
        Type::List(inner) => format!("Iterable[{}]", accepted(model, inner)),
        // Not of `str | int`: a mapping is invariant in its keys, so that a `dict[str, ...]` would be none.
        Type::Map(inner) => {
            let inner = accepted(model, inner);
            format!("Mapping[str, {inner}] | Mapping[int, {inner}]")
        }
        Type::OneOf(all) => all.iter().map(|t| accepted(model, t)).collect::<Vec<_>>().join(" | "),
        Type::Named(name) => match model.type_def(name).map(|d| &d.kind) {
            Some(TypeKind::Alias(ty)) => accepted(model, ty),
            Some(TypeKind::Enum { .. }) => format!("{} | str", names::class(name)),
            _ => names::class(name),
        },
        other => received(model, other),
    }
}

/// An expression that reads `value`, which has been checked, from decoded JSON.
pub fn read(model: &Model, ty: &Type, value: &str) -> String {
    match ty {
        Type::DateTime => format!("read_datetime({value})"),
        Type::Bytes => format!("read_bytes({value})"),
        Type::Nullable(inner) => match read(model, inner, value) {
            same if same == value => same,
            inner => format!("None if {value} is None else {inner}"),
        },
        Type::List(inner) => match read(model, inner, "item") {
            item if item == "item" => value.to_owned(),
            item => format!("[{item} for item in {value}]"),
        },
        Type::Map(inner) => match read(model, inner, "item") {
            item if item == "item" => value.to_owned(),
            item => format!("{{key: {item} for key, item in {value}.items()}}"),
        },
        Type::Named(name) => match model.type_def(name).map(|d| &d.kind) {
            Some(TypeKind::Alias(ty)) => read(model, ty, value),
            Some(TypeKind::Enum { .. }) => format!("{}({value})", names::class(name)),
            _ => format!("{}._read({value})", names::class(name)),
        },
        _ => value.to_owned(),
    }
}
