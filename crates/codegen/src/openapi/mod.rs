//! The OpenAPI 3.1 target: one document in JSON.
//!
//! What OpenAPI has no word for stands in extensions that begin with `x-`, so that importing the document gives the
//! same model again. They are listed in `spec/README.md`, and so is what stays behind.

mod errors;
mod example;
mod operation;
mod schema;
mod security;

use std::collections::HashMap;

use serde_json::{Map, Value, json};
use uplink_spec::model::{Argument, Function, Model, Null, Segment};

use crate::index::Index;
use crate::{File, Spec};

pub(crate) use operation::operation;

/// The whole document as a file.
pub fn file(spec: &Spec) -> File {
    let mut document = document(&spec.model);
    let origin = json!({ "spec": spec.file, "hash": spec.hash, "regenerate": "edit the spec and generate it again" });
    put_after_info(&mut document, "x-generated-from", origin);
    File { path: "openapi.json".into(), text: format!("{document:#}\n") }
}

/// The document of a model, without the lines that name its spec file.
pub fn document(model: &Model) -> Value {
    let mut info = Map::new();
    info.insert("title".into(), json!(model.api.name));
    info.insert("version".into(), json!(model.api.version));
    put_text(&mut info, "description", &model.api.doc);
    put(&mut info, "x-why", model.api.why.as_ref());
    let mut document = Map::new();
    document.insert("openapi".into(), json!("3.1.0"));
    document.insert("info".into(), Value::Object(info));
    document.insert("servers".into(), json!([{ "url": model.api.base_url }]));
    if model.api.insecure_http {
        document.insert("x-insecure-http".into(), json!(true));
    }
    let usual = Null::usual(model);
    document.insert("x-null".into(), json!(usual.word()));
    if let Some(pace) = &model.pace {
        let mut words = Map::new();
        words.insert("requests".into(), json!(pace.requests));
        words.insert("per-ms".into(), json!(pace.per_ms));
        words.insert("burst".into(), json!(pace.burst));
        put(&mut words, "in-flight", pace.in_flight.as_ref());
        put(&mut words, "headers", pace.headers.as_ref());
        put(&mut words, "why", pace.why.as_ref());
        document.insert("x-pace".into(), Value::Object(words));
    }
    let index = Index::new(model);
    let (paths, order) = paths(&index);
    if order != model.functions.iter().map(|f| f.name.as_str()).collect::<Vec<_>>() {
        let names: Vec<&str> = model.functions.iter().map(|f| f.name.as_str()).collect();
        document.insert("x-order".into(), json!(names));
    }
    document.insert("paths".into(), paths);
    let mut components = Map::new();
    if security::needed(model) {
        components.insert("securitySchemes".into(), security::schemes(model));
    }
    components.insert("responses".into(), json!({ "Error": errors::response(model) }));
    let schemas: Map<String, Value> =
        model.types.iter().map(|t| (t.name.clone(), schema::type_def(t, usual))).collect();
    components.insert("schemas".into(), Value::Object(schemas));
    document.insert("components".into(), Value::Object(components));
    Value::Object(document)
}

/// The path items, and the functions in the order in which the document has them.
fn paths<'m>(model: &'m Index<'_>) -> (Value, Vec<&'m str>) {
    let mut items: Vec<(String, Vec<&Function>)> = Vec::new();
    let mut positions: HashMap<String, usize> = HashMap::new();
    for function in &model.functions {
        let mut path = path(function);
        // OpenAPI has one function for a method and a path; of those that arguments tell apart the others have a fragment.
        if positions.get(&path).is_some_and(|at| items[*at].1.iter().any(|f| f.method == function.method)) {
            path = format!("{path}#{}", function.name);
        }
        match positions.get(&path) {
            Some(at) => items[*at].1.push(function),
            None => {
                positions.insert(path.clone(), items.len());
                items.push((path, vec![function]));
            }
        }
    }
    let order = items.iter().flat_map(|(_, functions)| functions.iter().map(|f| f.name.as_str())).collect();
    let paths = items.into_iter().map(|(path, functions)| {
        let item: Map<String, Value> =
            functions.into_iter().map(|f| (f.method.to_lowercase(), operation(model, f))).collect();
        (path, Value::Object(item))
    });
    (Value::Object(paths.collect()), order)
}

/// The path with the names that its arguments have in the document.
fn path(function: &Function) -> String {
    let piece = |s: &Segment| match s {
        Segment::Text(text) => text.clone(),
        Segment::Argument(name) => format!("{{{}}}", function.argument(name).map_or(name, placeholder)),
    };
    function.path.iter().map(piece).collect()
}

/// What an argument of a path is called between braces: its wire name, which does not travel, where it can stand there.
fn placeholder(argument: &Argument) -> &String {
    let plain = argument.wire.chars().all(|c| c.is_alphanumeric() || c == '_' || c == '-');
    if plain && !argument.wire.is_empty() { &argument.wire } else { &argument.name }
}

/// The snake case name that an importer gives to a name on the wire when `x-name` says nothing else.
pub fn argument_name(wire: &str) -> String {
    heck::ToSnakeCase::to_snake_case(wire)
}

/// Adds a value if there is one.
fn put<V: Into<Value> + Clone>(map: &mut Map<String, Value>, key: &str, value: Option<&V>) {
    if let Some(value) = value {
        map.insert(key.to_owned(), value.clone().into());
    }
}

/// Adds a text unless it is empty.
fn put_text(map: &mut Map<String, Value>, key: &str, text: &str) {
    if !text.is_empty() {
        map.insert(key.to_owned(), text.into());
    }
}

/// Adds a key as the third, behind `info`.
fn put_after_info(document: &mut Value, key: &str, value: Value) {
    if let Value::Object(map) = document {
        map.shift_insert(2, key.to_owned(), value);
    }
}
