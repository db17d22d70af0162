//! Examples: the values as OpenAPI has them, and an extension for what it cannot say about them.

use serde_json::{Map, Value, json};
use uplink_spec::model::{Answer, ContentType, Example, Function};

/// The name of an example in the maps of OpenAPI.
fn name(number: usize) -> String {
    format!("example_{}", number + 1)
}

/// The JSON value of a text that is exactly what writing the value gives.
fn plain(text: &str) -> Option<Value> {
    serde_json::from_str::<Value>(text).ok().filter(|value| *value.to_string() == *text)
}

/// `examples` of a parameter.
pub fn of_argument(function: &Function, argument: &str) -> Option<Value> {
    collect(function.examples.iter().map(|e| e.arguments.get(argument).cloned()))
}

/// `examples` of the request body.
pub fn of_body(function: &Function) -> Option<Value> {
    let value = |body: &str| match function.content_type {
        ContentType::Json(_) => serde_json::from_str(body).ok(),
        // OpenAPI shows the value that a form is made of, which the arguments say.
        ContentType::Form | ContentType::Multipart => None,
        ContentType::Raw(_) => Some(json!(body)),
    };
    collect(function.examples.iter().map(|e| e.body.as_deref().and_then(value)))
}

/// `examples` of an answer.
pub fn of_answer(function: &Function, of: &Answer) -> Option<Value> {
    let answer = |e: &Example| e.answer.as_deref().filter(|_| function.answer(e.status) == Some(of)).and_then(plain);
    collect(function.examples.iter().map(answer))
}

fn collect(values: impl Iterator<Item = Option<Value>>) -> Option<Value> {
    let found: Map<String, Value> =
        values.enumerate().filter_map(|(i, v)| v.map(|v| (name(i), json!({ "value": v })))).collect();
    (!found.is_empty()).then_some(Value::Object(found))
}

/// `x-examples`: arguments by name, status, and texts where the values above do not give them back. Without any the list is
/// empty, so that importing makes none up.
pub fn extension(function: &Function) -> Value {
    let all = function.examples.iter().map(|example| {
        let mut words = Map::new();
        words.insert("arguments".into(), Value::Object(example.arguments.clone()));
        if let Some(body) = example.body.as_ref().filter(|b| plain(b).is_none()) {
            words.insert("body".into(), json!(body));
        }
        words.insert("status".into(), json!(example.status));
        if let Some(answer) = example.answer.as_ref().filter(|a| plain(a).is_none()) {
            words.insert("answer".into(), json!(answer));
        }
        Value::Object(words)
    });
    all.collect()
}
