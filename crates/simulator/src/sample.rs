//! A value for any type, for functions without an example.

use serde_json::{Map, Value};
use uplink_spec::model::{Model, Type, TypeKind};

/// How deep types may nest before empty values end them; types may contain themselves.
const DEPTH: usize = 6;

/// The plainest value of a type.
pub(crate) fn of(model: &Model, ty: &Type) -> Value {
    nested(model, ty, DEPTH)
}

fn nested(model: &Model, ty: &Type, depth: usize) -> Value {
    let Some(depth) = depth.checked_sub(1) else {
        return Value::Null;
    };
    match ty {
        Type::Int => 0.into(),
        Type::Float => 0.5.into(),
        Type::Bool => false.into(),
        Type::String => "text".into(),
        Type::DateTime => "2023-01-02T03:04:05Z".into(),
        Type::Any | Type::Nullable(_) => Value::Null,
        Type::Bytes => "AAEC".into(),
        Type::List(item) => vec![nested(model, item, depth)].into(),
        Type::Map(_) => Map::new().into(),
        Type::OneOf(types) => types.first().map_or(Value::Null, |ty| nested(model, ty, depth)),
        Type::Named(name) if model.type_def(name).is_some_and(|def| def.tag.is_some()) => {
            let first = model
                .type_def(name)
                .and_then(|def| def.tag.as_ref())
                .and_then(|tag| Some((tag, tag.variants.first()?)));
            let Some((tag, (word, of))) = first else { return Value::Null };
            let mut object = nested(model, &Type::Named(of.clone()), depth);
            object[tag.wire.as_str()] = word.as_str().into();
            object
        }
        Type::Named(name) => match model.type_def(name).map(|def| &def.kind) {
            Some(TypeKind::Struct { fields, .. }) => {
                let fields = fields.iter().map(|f| (f.wire.clone(), nested(model, &f.ty, depth)));
                fields.collect::<Map<_, _>>().into()
            }
            Some(TypeKind::Enum { values, .. }) => values.first().map_or(Value::Null, |v| v.wire.clone().into()),
            Some(TypeKind::Alias(inner)) => nested(model, inner, depth),
            None => Value::Null,
        },
    }
}
