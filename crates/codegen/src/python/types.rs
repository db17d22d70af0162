//! Types in annotations.

use uplink_spec::model::{Type, TypeKind};

use super::names;
use crate::index::Index;

/// How a type is annotated where it is received.
pub fn received(model: &Index<'_>, ty: &Type) -> String {
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
pub fn accepted(model: &Index<'_>, ty: &Type) -> String {
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
