//! Types as text.

use crate::model::Type;

/// A type as a spec writes it.
pub fn written(ty: &Type) -> String {
    match ty {
        Type::Int => "int".into(),
        Type::Float => "float".into(),
        Type::Bool => "bool".into(),
        Type::String => "string".into(),
        Type::DateTime => "datetime".into(),
        Type::Any => "any".into(),
        Type::Bytes => "bytes".into(),
        Type::Named(name) => name.clone(),
        Type::List(inner) => format!("[{}]", written(inner)),
        Type::Map(inner) => format!("{{{}}}", written(inner)),
        Type::Nullable(inner) => format!("{}?", written(inner)),
        Type::OneOf(all) => all.iter().map(written).collect::<Vec<_>>().join(" | "),
    }
}
