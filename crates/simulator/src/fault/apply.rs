//! Altering an answer.

use serde_json::Value;

use super::{Fault, FaultKind};
use crate::body::{Ending, JSON, Payload};

/// The header that marks an altered answer.
pub(crate) const MARK: &str = "x-simulator-fault";

/// Alters an answer. `None` when there is to be none.
pub(crate) fn apply(fault: &Fault, payload: Payload) -> Option<Payload> {
    let payload = match &fault.kind {
        FaultKind::HangUp => return None,
        FaultKind::Status(status, body) => {
            // A body that is JSON is marked as such; anything else is what a proxy would send.
            let is_json = serde_json::from_str::<Value>(body).is_ok();
            let content_type = if is_json { JSON } else { "text/plain; charset=utf-8" };
            Payload { status: *status, ..payload.with_body(content_type, body.clone()) }
        }
        FaultKind::Html => {
            let page = "<!doctype html><title>Maintenance</title><p>We will be back soon.</p>";
            Payload { status: 200, ..payload.with_body("text/html; charset=utf-8", page) }
        }
        FaultKind::Truncate if payload.body.is_empty() => payload,
        FaultKind::Truncate => Payload { ending: Ending::Cut, ..payload },
        FaultKind::Body(body) => Payload { status: 200, ..payload.with_body(JSON, body.clone()) },
        FaultKind::AddField => edit(payload, &add_field),
        FaultKind::NullField(name) => edit(payload, &|value| null_field(value, name)),
        FaultKind::Drip(pause) => Payload { ending: Ending::Drip(*pause), ..payload },
        FaultKind::Endless => Payload { ending: Ending::Never, ..payload },
        FaultKind::TokenAnswer(form) => form.apply(payload),
        FaultKind::Delay(_) | FaultKind::Deny | FaultKind::FewerScopes(_) => payload,
    };
    let mark = match &fault.kind {
        FaultKind::TokenAnswer(form) => form.word(),
        kind => kind.word(),
    };
    let mut payload = payload.header(MARK, mark);
    for (name, value) in &fault.headers {
        payload = payload.header(name, value.clone());
    }
    Some(payload)
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
    use crate::Target;

    fn altered(kind: FaultKind) -> (u16, Value) {
        let payload = Payload::json(200, &json!([{"a": {"b": 1}, "b": [2]}]));
        let fault = Fault::new(kind, Target::Functions).header("retry-after", "7");
        let payload = apply(&fault, payload).expect("an answer");
        assert_eq!(crate::testing::header(&payload, "retry-after"), Some("7"));
        assert!(payload.headers.iter().any(|(name, _)| name == MARK));
        assert_eq!(payload.headers.iter().filter(|(name, _)| name == "content-type").count(), 1);
        (payload.status, serde_json::from_slice(&payload.body).unwrap_or(Value::Null))
    }

    #[test]
    fn t72_every_altered_answer_says_so() {
        let forms = crate::TokenForm::malformed().chain(crate::TokenForm::odd());
        let kinds = forms.map(FaultKind::TokenAnswer).chain([
            FaultKind::Truncate,
            FaultKind::Delay(Default::default()),
            FaultKind::Drip(Default::default()),
            FaultKind::Endless,
            FaultKind::Deny,
            FaultKind::FewerScopes(Vec::new()),
        ]);
        for kind in kinds {
            altered(kind);
        }
    }

    #[test]
    fn answers_are_altered_and_marked() {
        assert_eq!(altered(FaultKind::Status(503, "{}".to_owned())), (503, json!({})));
        assert_eq!(altered(FaultKind::Body("[]".to_owned())), (200, json!([])));
        assert_eq!(altered(FaultKind::Html), (200, Value::Null));
        assert_eq!(altered(FaultKind::NullField("b".to_owned())), (200, json!([{"a": {"b": null}, "b": null}])));
        let (_, added) = altered(FaultKind::AddField);
        assert!(added[0]["simulatorExtra"].is_object() && added[0]["a"]["simulatorExtra"].is_object());
        assert!(apply(&Fault::new(FaultKind::HangUp, Target::Token), Payload::empty(200)).is_none());
    }
}
