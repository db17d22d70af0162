//! The form of errors, where a document shows it only by its answers.

use std::collections::HashMap;

use serde_json::{Map, Value};
use uplink_spec::model::Errors;

use super::document::Node;
use super::function::METHODS;
use super::limits::deep;
use super::media::json_media;
use super::reader::Reader;
use super::samples;

/// Names that fields with an error code have.
const CODES: [&str; 5] = ["code", "errorCode", "error_code", "errorcode", "error"];
/// Names that fields with sentences for people have.
const DETAILS: [&str; 9] =
    ["message", "detail", "details", "description", "error_description", "errorMessage", "msg", "title", "errors"];
/// Names that fields with the HTTP status have.
const STATUSES: [&str; 3] = ["status", "statusCode", "status_code"];
/// Deepest objects in an error that are looked into.
const DEEPEST: usize = 3;

/// What most answers are that are none of success; `None` where they show no code and no sentence.
pub fn found(reader: &Reader<'_>) -> Option<Errors> {
    let response = usual(reader)?;
    let schema = json_media(reader.part(response, "content")?)?.get("schema")?;
    let mut example = match samples::of_content(reader, response, "writeOnly") {
        Some(Value::Object(map)) => map,
        _ => Map::new(),
    };
    // What the example leaves out may be where the code stands.
    if let Some(Value::Object(sketched)) = sketch(reader, schema, DEEPEST) {
        sketched.into_iter().for_each(|(name, value)| _ = example.entry(name).or_insert(value));
    }
    let example = Value::Object(example);
    if deep(&example, 50) {
        return None;
    }
    let is_code = |value: &Value| value.is_i64() || value.is_string();
    let is_text = |value: &Value| value.is_string() || value.is_array();
    let details_field = place(&example, &DETAILS, &is_text);
    let code_field = place(&example, &CODES, &is_code).filter(|code| Some(code) != details_field.as_ref());
    if code_field.is_none() && details_field.is_none() {
        return None;
    }
    Some(Errors {
        status_field: place(&example, &STATUSES, &Value::is_i64),
        code_field: code_field.unwrap_or_default(),
        details_field,
        example,
        codes: Vec::new(),
        words: Vec::new(),
        refused: Vec::new(),
        why: None,
    })
}

/// The answer whose schema most of them have that are none of success; of two with as many the first.
fn usual<'d>(reader: &Reader<'d>) -> Option<Node<'d>> {
    let mut counts: HashMap<usize, (usize, usize, Node<'d>)> = HashMap::new();
    let paths = reader.part(reader.root, "paths")?;
    for item in paths.entries().filter_map(|(_, node)| reader.resolved(node)) {
        let methods = METHODS.into_iter().filter(|method| item.has(method));
        let operations = methods.filter_map(|method| reader.part(reader.part(item, method)?, "responses"));
        for (word, node) in operations.flat_map(Node::entries) {
            if !(word.starts_with(['4', '5']) || word == "default") {
                continue;
            }
            let found = reader.resolved(node).and_then(|node| {
                let schema = json_media(reader.part(node, "content")?)?.get("schema")?;
                Some((reader.resolved(schema)?.id(), node))
            });
            if let Some((schema, node)) = found {
                let order = counts.len();
                counts.entry(schema).or_insert((0, order, node)).0 += 1;
            }
        }
    }
    counts.into_values().max_by_key(|(count, order, _)| (*count, std::cmp::Reverse(*order))).map(|(_, _, node)| node)
}

/// A value of the form of a schema; `None` for what is no plain form.
fn sketch<'d>(reader: &Reader<'d>, schema: Node<'d>, depth: usize) -> Option<Value> {
    let depth = depth.checked_sub(1)?;
    let schema = reader.resolved(schema)?;
    if let Some(properties) = schema.has("properties").then(|| schema.get("properties")).flatten() {
        let fields = properties.entries().take(50);
        let fields = fields.filter_map(|(name, node)| Some((name.to_owned(), sketch(reader, node, depth)?)));
        return Some(Value::Object(fields.collect()));
    }
    match schema.peek("type")? {
        "string" => Some("text".into()),
        "integer" | "number" => Some(0.into()),
        "boolean" => Some(false.into()),
        "array" => Some(Value::Array(Vec::new())),
        _ => None,
    }
}

/// Where one of these names stands: at the top, or in an object there.
fn place(example: &Value, names: &[&str], fits: &dyn Fn(&Value) -> bool) -> Option<String> {
    let at = |object: &Value| {
        let name = names.iter().find(|name| object.get(**name).is_some_and(fits));
        name.map(|name| (*name).to_owned())
    };
    let inside = || {
        // A dot tells the steps of a place apart.
        let entries = example.as_object()?.iter().filter(|(outer, value)| value.is_object() && !outer.contains('.'));
        entries.filter_map(|(outer, value)| Some(format!("{outer}.{}", at(value)?))).next()
    };
    at(example).or_else(inside)
}
