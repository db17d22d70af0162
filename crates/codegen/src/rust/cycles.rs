//! Types that contain themselves need a box, or their size would have no end.

use crate::index::Index;
use uplink_spec::model::{Model, Type, TypeKind};

/// Whether a value of `ty` holds a value of the type `name` in itself, rather than in a list or a map.
pub fn holds(model: &Index<'_>, ty: &Type, name: &str) -> bool {
    search(model, ty, name, &mut Vec::new())
}

fn search<'m>(model: &'m Model, ty: &'m Type, name: &str, seen: &mut Vec<&'m str>) -> bool {
    match ty {
        Type::Nullable(inner) => search(model, inner, name, seen),
        Type::OneOf(all) => all.iter().any(|ty| search(model, ty, name, seen)),
        Type::Named(other) if other == name => true,
        Type::Named(other) if !seen.contains(&other.as_str()) => {
            seen.push(other);
            match model.type_def(other).map(|def| &def.kind) {
                Some(TypeKind::Struct { fields, .. }) => fields.iter().any(|f| search(model, &f.ty, name, seen)),
                Some(TypeKind::Alias(ty)) => search(model, ty, name, seen),
                _ => false,
            }
        }
        _ => false,
    }
}
