//! Values of a type, as examples and defaults have them.

use serde_json::{Map, Value, json};
use uplink_spec::model::{Model, Type, TypeKind};

use super::draw::Draw;

/// A value of a type; without `nulls`, none is in it.
pub fn value(d: &mut Draw, model: &Model, ty: &Type, nulls: bool, depth: usize) -> Value {
    match ty {
        Type::Int => json!(d.below(200) as i64 - 100),
        Type::Float => json!(d.below(200) as f64 / 4.0 - 20.0),
        Type::Bool => json!(d.flag()),
        Type::String => json!(d.text()),
        Type::Bytes => json!("aGk="),
        Type::DateTime => json!("2025-01-02T03:04:05Z"),
        Type::Any => match d.below(4) {
            0 => json!(7),
            1 => json!(d.text()),
            2 => json!({ "a b": [1.5, true] }),
            _ => json!([]),
        },
        // A list ends where a type that contains itself would go on.
        Type::List(inner) => match depth {
            0 => json!([]),
            _ => (0..1 + d.below(2)).map(|_| value(d, model, inner, nulls, depth - 1)).collect(),
        },
        Type::Map(inner) => match depth {
            0 => json!({}),
            _ => json!({ "key one": value(d, model, inner, nulls, depth - 1) }),
        },
        Type::Nullable(_) if nulls && d.flag() => Value::Null,
        Type::Nullable(inner) => value(d, model, inner, nulls, depth),
        Type::OneOf(all) => {
            let chosen = d.below(all.len());
            value(d, model, &all[chosen], nulls, depth)
        }
        Type::Named(name) if model.type_def(name).is_some_and(|def| def.tag.is_some()) => {
            let tag = model.type_def(name).and_then(|def| def.tag.as_ref()).expect("a tag");
            let (word, of) = &tag.variants[d.below(tag.variants.len())];
            let mut made = value(d, model, &Type::Named(of.clone()), nulls, depth);
            made[tag.wire.as_str()] = json!(word);
            made
        }
        Type::Named(name) => match &model.type_def(name).expect("a type of the model").kind {
            TypeKind::Alias(inner) => value(d, model, inner, nulls, depth),
            TypeKind::Enum { values, .. } => json!(values[d.below(values.len())].wire),
            TypeKind::Struct { fields, .. } => {
                let mut map = Map::new();
                for field in fields {
                    let absent = matches!(field.ty, Type::Nullable(_)) && d.flag();
                    if !absent {
                        map.insert(field.wire.clone(), value(d, model, &field.ty, nulls, depth.saturating_sub(1)));
                    }
                }
                Value::Object(map)
            }
        },
    }
}
