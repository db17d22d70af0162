//! Which types are reached from others.

use uplink_spec::model::{Model, Type, TypeDef, TypeKind};

/// The named types that types mention, directly or through others, each once, in the order they are met.
pub fn types<'m>(model: &'m Model, from: impl IntoIterator<Item = &'m Type>) -> Vec<&'m TypeDef> {
    let mut found = Vec::new();
    from.into_iter().for_each(|ty| collect(model, ty, &mut found));
    found
}

fn collect<'m>(model: &'m Model, ty: &'m Type, found: &mut Vec<&'m TypeDef>) {
    match ty {
        Type::List(inner) | Type::Map(inner) | Type::Nullable(inner) => collect(model, inner, found),
        Type::OneOf(all) => all.iter().for_each(|ty| collect(model, ty, found)),
        Type::Named(name) => {
            let Some(def) = model.type_def(name).filter(|def| !found.contains(def)) else { return };
            found.push(def);
            match &def.kind {
                TypeKind::Struct { fields, .. } => fields.iter().for_each(|f| collect(model, &f.ty, found)),
                TypeKind::Alias(inner) => collect(model, inner, found),
                TypeKind::Enum { .. } => {}
            }
        }
        _ => {}
    }
}

/// Whether a type is part of an argument.
pub fn is_sent(model: &Model, name: &str) -> bool {
    let arguments = model.functions.iter().flat_map(|f| &f.arguments).map(|a| &a.ty);
    types(model, arguments).iter().any(|def| def.name == name)
}
