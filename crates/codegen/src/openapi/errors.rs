//! How the API words its errors.

use serde_json::{Map, Value, json};
use uplink_spec::model::{Errors, Model, Role};

use super::put;

/// The response of every status that is not a success.
pub fn response(model: &Model) -> Value {
    let Some(errors) = &model.errors else { return json!({ "description": "The request failed." }) };
    json!({
        "description": "The request failed; the body says why.",
        "content": { "application/json": { "schema": schema(&errors.example), "example": errors.example } },
        "x-error": words(errors),
    })
}

fn words(errors: &Errors) -> Value {
    let mut words = Map::new();
    put(&mut words, "status", errors.status_field.as_ref());
    super::put_text(&mut words, "code", &errors.code_field);
    put(&mut words, "details", errors.details_field.as_ref());
    let codes = errors.codes.iter().map(|code| {
        let mut entry = Map::new();
        entry.insert("code".into(), json!(code.code));
        entry.insert("name".into(), json!(code.name));
        super::put_text(&mut entry, "doc", &code.doc);
        let role = Role::ALL.iter().find(|(role, _)| Some(*role) == code.role);
        put(&mut entry, "role", role.map(|(_, word)| word));
        Value::Object(entry)
    });
    words.insert("codes".into(), codes.collect());
    let signs = errors.words.iter().map(|word| {
        let mut entry = Map::new();
        entry.insert("word".into(), json!(word.word));
        put(&mut entry, "status", word.status.as_ref());
        entry.insert("name".into(), json!(word.name));
        super::put_text(&mut entry, "doc", &word.doc);
        Value::Object(entry)
    });
    if !errors.words.is_empty() {
        words.insert("words".into(), signs.collect());
    }
    let refused = errors.refused.iter().map(|refusal| (refusal.field.clone(), json!(refusal.word)));
    if !errors.refused.is_empty() {
        words.insert("refused".into(), Value::Object(refused.collect()));
    }
    put(&mut words, "why", errors.why.as_ref());
    Value::Object(words)
}

/// The schema of a value that is known by one example only.
fn schema(example: &Value) -> Value {
    match example {
        Value::Null => json!({}),
        Value::Bool(_) => json!({ "type": "boolean" }),
        Value::Number(n) if n.is_f64() => json!({ "type": "number" }),
        Value::Number(_) => json!({ "type": "integer" }),
        Value::String(_) => json!({ "type": "string" }),
        Value::Array(items) => match items.first() {
            Some(first) => json!({ "type": "array", "items": schema(first) }),
            None => json!({ "type": "array", "items": {} }),
        },
        Value::Object(fields) => {
            let properties: Map<String, Value> = fields.iter().map(|(k, v)| (k.clone(), schema(v))).collect();
            json!({ "type": "object", "properties": properties })
        }
    }
}
