//! Types as JSON schemas.

use serde_json::{Map, Value, json};
use uplink_spec::model::{Null, Tag, Type, TypeDef, TypeKind};

use super::{argument_name, put, put_text};
use crate::index::Index;

/// The schema of a type.
pub fn of(ty: &Type) -> Map<String, Value> {
    let value = match ty {
        Type::Int => json!({ "type": "integer", "format": "int64" }),
        Type::Float => json!({ "type": "number", "format": "double" }),
        Type::Bool => json!({ "type": "boolean" }),
        Type::String => json!({ "type": "string" }),
        Type::DateTime => json!({ "type": "string", "format": "date-time" }),
        Type::Any => json!({}),
        Type::Bytes => json!({ "type": "string", "format": "binary" }),
        Type::Named(name) => json!({ "$ref": format!("#/components/schemas/{name}") }),
        Type::List(inner) => json!({ "type": "array", "items": of(inner) }),
        Type::Map(inner) => json!({ "type": "object", "additionalProperties": of(inner) }),
        Type::OneOf(all) => json!({ "anyOf": all.iter().map(of).collect::<Vec<_>>() }),
        Type::Nullable(inner) => return nullable(of(inner)),
    };
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

/// The schema of what is sent. Enumerations are open in answers, which may hold words of tomorrow, and closed here.
pub fn sent(model: &Index<'_>, ty: &Type) -> Map<String, Value> {
    match ty {
        Type::Named(name) => {
            let mut schema = of(ty);
            if let Some(TypeKind::Enum { values, numbered }) = model.type_def(name).map(|def| &def.kind) {
                let words: Vec<&str> = values.iter().map(|v| v.wire.as_str()).collect();
                schema.insert("enum".into(), json!(words));
                if *numbered && !values.is_empty() {
                    let position = json!({ "type": "integer", "minimum": 0, "maximum": values.len() - 1 });
                    return Map::from_iter([
                        ("anyOf".to_owned(), json!([schema, position])),
                        ("x-numbered".to_owned(), json!(true)),
                    ]);
                }
            }
            schema
        }
        Type::List(inner) => Map::from_iter([
            ("type".to_owned(), json!("array")),
            ("items".to_owned(), Value::Object(sent(model, inner))),
        ]),
        Type::Map(inner) => Map::from_iter([
            ("type".to_owned(), json!("object")),
            ("additionalProperties".to_owned(), Value::Object(sent(model, inner))),
        ]),
        Type::Nullable(inner) => nullable(sent(model, inner)),
        _ => of(ty),
    }
}

fn nullable(mut schema: Map<String, Value>) -> Map<String, Value> {
    if let Some(word) = schema.get("type").cloned() {
        schema.insert("type".into(), json!([word, "null"]));
    } else if schema.is_empty() {
        schema.insert("x-nullable".into(), json!(true));
    } else {
        schema = Map::from_iter([("anyOf".to_owned(), json!([schema, { "type": "null" }]))]);
    }
    schema
}

/// The schema of a named type.
pub fn type_def(def: &TypeDef, usual: Null) -> Value {
    let mut schema = match &def.kind {
        TypeKind::Struct { fields, computed } => {
            let mut properties = Map::new();
            for field in fields {
                let mut property = of(&field.ty);
                put_text(&mut property, "description", &field.doc);
                if argument_name(&field.wire) != field.name {
                    property.insert("x-name".into(), json!(field.name));
                }
                if matches!(field.ty, Type::Nullable(_)) && field.null != usual {
                    property.insert("x-null".into(), json!(field.null.word()));
                }
                put(&mut property, "x-unit", field.unit.as_ref());
                put(&mut property, "x-why", field.why.as_ref());
                properties.insert(field.wire.clone(), Value::Object(property));
            }
            let required: Vec<&str> =
                fields.iter().filter(|f| !matches!(f.ty, Type::Nullable(_))).map(|f| f.wire.as_str()).collect();
            let mut schema = Map::new();
            schema.insert("type".into(), json!("object"));
            schema.insert("properties".into(), Value::Object(properties));
            if !required.is_empty() {
                schema.insert("required".into(), json!(required));
            }
            if !computed.is_empty() {
                let getters: Map<String, Value> =
                    computed.iter().map(|c| (c.name.clone(), json!({ "type": c.ty, "doc": c.doc }))).collect();
                schema.insert("x-computed".into(), Value::Object(getters));
            }
            schema
        }
        // Generators refuse what a closed enumeration does not list; the second choice lets new words pass.
        TypeKind::Enum { values, numbered } => {
            let words: Vec<&str> = values.iter().map(|v| v.wire.as_str()).collect();
            let mut schema = Map::new();
            schema.insert("anyOf".into(), json!([{ "type": "string", "enum": words }, { "type": "string" }]));
            if values.iter().any(|v| !v.doc.is_empty()) {
                let docs: Vec<&str> = values.iter().map(|v| v.doc.as_str()).collect();
                schema.insert("x-enum-descriptions".into(), json!(docs));
            }
            if values.iter().any(|v| v.rename.is_some()) {
                let names: Vec<Option<&str>> = values.iter().map(|v| v.rename.as_deref()).collect();
                schema.insert("x-enum-varnames".into(), json!(names));
            }
            if *numbered {
                schema.insert("x-numbered".into(), json!(true));
            }
            schema
        }
        // Beside a bare reference, older readers ignore everything else.
        TypeKind::Alias(named @ Type::Named(_)) => Map::from_iter([("allOf".to_owned(), json!([of(named)]))]),
        TypeKind::Alias(ty) => def.tag.as_ref().map_or_else(|| of(ty), tagged),
    };
    schema.insert("description".into(), json!(def.doc));
    put(&mut schema, "x-why", def.why.as_ref());
    Value::Object(schema)
}

/// The schema of structs that a field tells apart.
fn tagged(tag: &Tag) -> Map<String, Value> {
    let reference = |name: &str| format!("#/components/schemas/{name}");
    let Type::OneOf(all) = tag.alias() else { return Map::new() };
    let mapping: Map<String, Value> =
        tag.variants.iter().map(|(word, name)| (word.clone(), json!(reference(name)))).collect();
    Map::from_iter([
        ("oneOf".to_owned(), all.iter().map(of).map(Value::Object).collect()),
        ("discriminator".to_owned(), json!({ "propertyName": tag.wire, "mapping": mapping })),
    ])
}
