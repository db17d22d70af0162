//! Types in annotations.

use uplink_spec::model::{Type, TypeKind};

use super::names;
use super::uses::{Module, Uses};
use crate::index::Index;

/// How a type is annotated where it is received.
pub fn received(model: &Index<'_>, uses: &Uses, ty: &Type) -> String {
    match ty {
        Type::Int => "int".into(),
        Type::Float => "float".into(),
        Type::Bool => "bool".into(),
        Type::String => "str".into(),
        Type::DateTime => uses.standard("datetime", "datetime"),
        Type::Any => uses.standard("typing", "Any"),
        Type::Bytes => "bytes".into(),
        Type::Nullable(inner) => format!("{} | None", received(model, uses, inner)),
        Type::List(inner) => format!("list[{}]", received(model, uses, inner)),
        Type::Map(inner) => format!("dict[str, {}]", received(model, uses, inner)),
        Type::OneOf(all) => all.iter().map(|t| received(model, uses, t)).collect::<Vec<_>>().join(" | "),
        Type::Named(name) => match model.type_def(name).map(|d| &d.kind) {
            Some(TypeKind::Alias(ty)) if is_tagged(model, name) => {
                format!("{} | dict[str, {}]", received(model, uses, ty), uses.standard("typing", "Any"))
            }
            Some(TypeKind::Alias(ty)) => received(model, uses, ty),
            Some(TypeKind::Enum { .. }) => uses.name(Module::ENUMS, names::class(name)),
            _ => uses.name(Module::MODELS, names::class(name)),
        },
    }
}

fn is_tagged(model: &Index<'_>, name: &str) -> bool {
    model.type_def(name).is_some_and(|def| def.tag.is_some())
}

/// How a type is annotated where it is accepted: wider than what is received.
pub fn accepted(model: &Index<'_>, uses: &Uses, ty: &Type) -> String {
    match ty {
        Type::Bytes => uses.name(Module::Package("_file"), "FileLike"),
        Type::Nullable(inner) => format!("{} | None", accepted(model, uses, inner)),
        Type::List(inner) => {
            format!("{}[{}]", uses.standard("collections.abc", "Iterable"), accepted(model, uses, inner))
        }
        // Not of `str | int`: a mapping is invariant in its keys, so that a `dict[str, ...]` would be none.
        Type::Map(inner) => {
            let (mapping, inner) = (uses.standard("collections.abc", "Mapping"), accepted(model, uses, inner));
            format!("{mapping}[str, {inner}] | {mapping}[int, {inner}]")
        }
        Type::OneOf(all) => all.iter().map(|t| accepted(model, uses, t)).collect::<Vec<_>>().join(" | "),
        Type::Named(name) => match model.type_def(name).map(|d| &d.kind) {
            Some(TypeKind::Alias(ty)) => accepted(model, uses, ty),
            Some(TypeKind::Enum { .. }) => format!("{} | str", uses.name(Module::ENUMS, names::class(name))),
            _ => uses.name(Module::MODELS, names::class(name)),
        },
        other => received(model, uses, other),
    }
}

/// Whether the annotation of a type covers `None` already.
pub fn includes_none(model: &Index<'_>, ty: &Type) -> bool {
    match ty {
        Type::Any | Type::Nullable(_) => true,
        Type::OneOf(all) => all.iter().any(|ty| includes_none(model, ty)),
        Type::Named(name) => match model.type_def(name).map(|d| &d.kind) {
            Some(TypeKind::Alias(ty)) => includes_none(model, ty),
            _ => false,
        },
        _ => false,
    }
}
