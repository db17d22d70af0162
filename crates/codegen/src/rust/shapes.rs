//! The shapes of what is sent and received, as data.

use uplink_spec::model::{EnumValue, Field, Function, Model, Null, Type, TypeDef, TypeKind};

use super::data::{self, Data};
use super::descriptors::module;
use super::names;
use crate::index::Index;

/// The structs of a model with their fields, in its order.
pub fn structs(model: &Model) -> impl Iterator<Item = (&TypeDef, &[Field])> {
    model.types.iter().filter_map(|def| match &def.kind {
        TypeKind::Struct { fields, .. } => Some((def, &fields[..])),
        _ => None,
    })
}

/// The enums of a model with their words, in its order.
pub fn enums(model: &Model) -> impl Iterator<Item = (&TypeDef, &[EnumValue])> {
    model.types.iter().filter_map(|def| match &def.kind {
        TypeKind::Enum { values, .. } => Some((def, &values[..])),
        _ => None,
    })
}

/// When `null` is sent.
pub fn null_word(null: Null) -> Data {
    Data::plain(match null {
        Null::Never => "Null::Never",
        Null::Given => "Null::Given",
        Null::Unset => "Null::Unset",
    })
}

/// A module with the structs and enums, when there are any.
pub fn write(out: &mut String, model: &Index<'_>) {
    let tagged = model.types.iter().any(|def| def.tag.is_some());
    let nested = tagged || structs(model).any(|(_, fields)| fields.iter().any(|f| is_named(model, &f.ty)));
    if structs(model).next().is_none() && enums(model).next().is_none() {
        return;
    }
    // Within the module its items are reached as they are from outside.
    module(out, "What is sent and received.", "pub(super) mod shapes", nested, |out| {
        for (index, (def, fields)) in structs(model).enumerate() {
            let field = |f: &Field| {
                let new = Data::Call { name: "Field::new", inner: vec![Data::text(&f.wire), shape(model, &f.ty)] };
                match f.null {
                    Null::Never => new,
                    null => Data::Method { of: Box::new(new), name: "with_null", inner: Box::new(null_word(null)) },
                }
            };
            item(
                out,
                "Struct",
                def,
                index,
                ("fields", Data::call("Fields::new", Data::Slice(fields.iter().map(field).collect()))),
            );
        }
        for (index, (def, values)) in enums(model).enumerate() {
            item(out, "Enum", def, index, ("words", Data::texts(values.iter().map(|v| &v.wire))));
        }
        for (def, tag) in model.types.iter().filter_map(|def| Some((def, def.tag.as_ref()?))) {
            let variants = tag.variants.iter().map(|(word, of)| Data::Call {
                name: "",
                inner: vec![Data::text(word), shape(model, &Type::Named(of.clone()))],
            });
            let fields = vec![("tag", Data::text(&tag.wire)), ("variants", Data::Slice(variants.collect()))];
            let head = format!("pub static {}: Tagged", names::constant(&def.name));
            data::item(out, 4, &[], &head, &Data::Struct { name: "Tagged", fields, rest: None });
        }
    });
}

fn item(out: &mut String, kind: &'static str, def: &TypeDef, index: usize, inside: (&'static str, Data)) {
    let fields = vec![("name", Data::text(&def.name)), ("index", Data::plain(index)), inside];
    let head = format!("pub static {}: {kind}", names::constant(&def.name));
    data::item(out, 4, &[], &head, &Data::Struct { name: kind, fields, rest: None });
}

/// The shape of what a function answers; none when that is nothing.
pub fn answer(model: &Index<'_>, f: &Function) -> Option<Data> {
    let content = shape(model, f.content()?);
    Some(if f.may_be_empty() { Data::call("Shape::Nullable", Data::Ref(Box::new(content))) } else { content })
}

/// Whether a type is a list.
pub fn is_list(model: &Index<'_>, ty: &Type) -> bool {
    match ty {
        Type::List(_) => true,
        Type::Named(name) => match model.type_def(name).map(|d| &d.kind) {
            Some(TypeKind::Alias(ty)) => is_list(model, ty),
            _ => false,
        },
        _ => false,
    }
}

/// Whether a type mentions a struct or an enum.
pub fn is_named(model: &Index<'_>, ty: &Type) -> bool {
    match ty {
        Type::Nullable(inner) | Type::List(inner) | Type::Map(inner) => is_named(model, inner),
        Type::OneOf(all) => all.iter().any(|ty| is_named(model, ty)),
        Type::Named(name) => match model.type_def(name).map(|d| &d.kind) {
            Some(TypeKind::Alias(ty)) => is_named(model, ty),
            other => other.is_some(),
        },
        _ => false,
    }
}

/// Whether an alias has a tag.
fn tagged(model: &Index<'_>, name: &str) -> bool {
    model.type_def(name).is_some_and(|def| def.tag.is_some())
}

/// The shape of a type.
pub fn shape(model: &Index<'_>, ty: &Type) -> Data {
    let wrapped = |kind, inner| Data::call(kind, Data::Ref(Box::new(shape(model, inner))));
    match ty {
        Type::Int => Data::plain("Shape::Int"),
        Type::Float => Data::plain("Shape::Float"),
        Type::Bool => Data::plain("Shape::Bool"),
        Type::String => Data::plain("Shape::Text"),
        Type::DateTime => Data::plain("Shape::DateTime"),
        Type::Any => Data::plain("Shape::Any"),
        Type::Bytes => Data::plain("Shape::Bytes"),
        Type::Nullable(inner) => wrapped("Shape::Nullable", inner),
        Type::List(inner) => wrapped("Shape::List", inner),
        Type::Map(inner) => wrapped("Shape::Map", inner),
        Type::OneOf(all) => Data::call("Shape::OneOf", Data::Slice(all.iter().map(|ty| shape(model, ty)).collect())),
        Type::Named(name) => {
            let constant = names::constant(name);
            match model.type_def(name).map(|d| &d.kind) {
                Some(TypeKind::Alias(_)) if tagged(model, name) => {
                    Data::Plain(format!("Shape::Tagged(&shapes::{constant})"))
                }
                Some(TypeKind::Alias(ty)) => shape(model, ty),
                Some(TypeKind::Struct { .. }) => Data::Plain(format!("Shape::Struct(&shapes::{constant})")),
                Some(TypeKind::Enum { .. }) => Data::Plain(format!("Shape::Enum(&shapes::{constant})")),
                None => Data::plain("Shape::Any"),
            }
        }
    }
}
