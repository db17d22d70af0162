//! Faults that are switched on from outside.

use std::time::Duration;

use serde_json::Value;

use crate::body::{JSON, Payload};

/// The header that marks an altered answer.
const MARK: &str = "x-simulator-fault";

/// How an answer is altered.
#[derive(Clone, Debug, PartialEq)]
pub enum TamperKind {
    /// Another status with this body.
    Status(u16, String),
    /// An HTML page with status 200, as a gateway in maintenance sends it.
    Html,
    /// The body ends in the middle.
    Truncate,
    /// Status 200 with this body.
    Body(String),
    /// Every object gets a field that the API does not know.
    AddField,
    /// The field of this name is null wherever it occurs.
    NullField(String),
    /// The connection is closed without an answer.
    HangUp,
    /// The answer comes late, by this much real time.
    Delay(Duration),
}

/// A fault for the next answers. The call itself is carried out all the same.
#[derive(Clone, Debug, PartialEq)]
pub struct Tamper {
    /// How the answers are altered.
    pub kind: TamperKind,
    /// The function whose answers are altered; `None` for any.
    pub function: Option<String>,
    /// How many answers are altered.
    pub times: usize,
}

/// Takes the first fault that is meant for this function.
pub(crate) fn take(faults: &mut Vec<Tamper>, function: &str) -> Option<TamperKind> {
    faults.retain(|fault| fault.times > 0);
    let fault = faults.iter_mut().find(|f| f.function.as_deref().is_none_or(|name| name == function))?;
    fault.times -= 1;
    Some(fault.kind.clone())
}

/// Alters an answer. `None` when there is to be none.
pub(crate) fn apply(kind: &TamperKind, payload: Payload) -> Option<Payload> {
    let (word, payload) = match kind {
        TamperKind::HangUp => return None,
        TamperKind::Status(status, body) => {
            // A body that is JSON is marked as such; anything else is what a proxy would send.
            let is_json = serde_json::from_str::<Value>(body).is_ok();
            let content_type = if is_json { JSON } else { "text/plain; charset=utf-8" };
            ("status", Payload { status: *status, ..payload.with_body(content_type, body.clone()) })
        }
        TamperKind::Html => {
            let page = "<!doctype html><title>Maintenance</title><p>We will be back soon.</p>";
            ("html", Payload { status: 200, ..payload.with_body("text/html; charset=utf-8", page) })
        }
        TamperKind::Truncate => ("truncate", Payload { cut: !payload.body.is_empty(), ..payload }),
        TamperKind::Body(body) => ("body", Payload { status: 200, ..payload.with_body(JSON, body.clone()) }),
        TamperKind::AddField => ("add_field", edit(payload, &add_field)),
        TamperKind::NullField(name) => ("null_field", edit(payload, &|value| null_field(value, name))),
        TamperKind::Delay(_) => ("delay", payload),
    };
    Some(payload.header(MARK, word))
}

fn edit(payload: Payload, change: &dyn Fn(&mut Value)) -> Payload {
    match serde_json::from_slice::<Value>(&payload.body) {
        Ok(mut value) => {
            change(&mut value);
            payload.with_body(JSON, value.to_string())
        }
        Err(_) => payload,
    }
}

fn add_field(value: &mut Value) {
    children(value, &add_field);
    if let Value::Object(map) = value {
        map.insert("simulatorExtra".to_owned(), serde_json::json!({"unknown": [1, null, "text"]}));
    }
}

fn null_field(value: &mut Value, name: &str) {
    if let Value::Object(map) = value
        && let Some(field) = map.get_mut(name)
    {
        *field = Value::Null;
    }
    children(value, &|child| null_field(child, name));
}

fn children(value: &mut Value, change: &dyn Fn(&mut Value)) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(change),
        Value::Object(map) => map.values_mut().for_each(change),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn altered(kind: TamperKind) -> (u16, Value) {
        let payload = Payload::json(200, &json!([{"a": {"b": 1}, "b": [2]}]));
        let payload = apply(&kind, payload).expect("an answer");
        assert!(payload.headers.iter().any(|(name, _)| name == MARK));
        assert_eq!(payload.headers.iter().filter(|(name, _)| name == "content-type").count(), 1);
        (payload.status, serde_json::from_slice(&payload.body).unwrap_or(Value::Null))
    }

    #[test]
    fn answers_are_altered_and_marked() {
        assert_eq!(altered(TamperKind::Status(503, "{}".to_owned())), (503, json!({})));
        assert_eq!(altered(TamperKind::Body("[]".to_owned())), (200, json!([])));
        assert_eq!(altered(TamperKind::Html), (200, Value::Null));
        assert_eq!(altered(TamperKind::NullField("b".to_owned())), (200, json!([{"a": {"b": null}, "b": null}])));
        let (_, added) = altered(TamperKind::AddField);
        assert!(added[0]["simulatorExtra"].is_object() && added[0]["a"]["simulatorExtra"].is_object());
        assert!(apply(&TamperKind::HangUp, Payload::empty(200)).is_none());
    }

    #[test]
    fn faults_are_used_up() {
        let fault = |function: Option<&str>, times| Tamper {
            kind: TamperKind::Html,
            function: function.map(str::to_owned),
            times,
        };
        let mut faults = vec![fault(Some("a"), 1), fault(None, 1)];
        assert!(take(&mut faults, "b").is_some());
        assert!(take(&mut faults, "b").is_none());
        assert!(take(&mut faults, "a").is_some());
        assert!(take(&mut faults, "a").is_none());
    }
}
