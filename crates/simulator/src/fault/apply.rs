//! Altering an answer.

use serde_json::Value;

use super::{Fault, FaultKind};
use crate::body::{Ending, JSON, Payload};

/// The header that marks an altered answer.
pub(crate) const MARK: &str = "x-simulator-fault";

const HTML: &str = "text/html; charset=utf-8";

/// Alters an answer. `None` when there is to be none.
pub(crate) fn apply(fault: &Fault, payload: Payload) -> Option<Payload> {
    let payload = match &fault.kind {
        FaultKind::HangUp => return None,
        FaultKind::Status(status, body) => {
            // A body that is JSON is marked as such; anything else is what a proxy would send.
            let content_type = match serde_json::from_str::<Value>(body) {
                Ok(_) => JSON,
                Err(_) if body.trim_start().starts_with('<') => HTML,
                Err(_) => "text/plain; charset=utf-8",
            };
            Payload { status: *status, ..payload.with_body(content_type, body.clone()) }
        }
        FaultKind::Html => {
            let page = "<!doctype html><title>Maintenance</title><p>We will be back soon.</p>";
            Payload { status: 200, ..payload.with_body(HTML, page) }
        }
        FaultKind::Truncate if payload.body.is_empty() => payload,
        FaultKind::Truncate => Payload { ending: Ending::Cut, ..payload },
        FaultKind::Body(body) => Payload { status: 200, ..payload.with_body(JSON, body.clone()) },
        FaultKind::AddField => edit(payload, &add_field),
        FaultKind::NullField(name) => edit(payload, &|value| null_field(value, name)),
        FaultKind::Wrap(_) if payload.status >= 300 => payload,
        FaultKind::Wrap(field) => {
            let status = payload.status;
            edit(payload, &|value| *value = serde_json::json!({"status": status, field: value.take()}))
        }
        FaultKind::DropItems(share) => edit(payload, &|value| match value {
            // The items of a page stand in an object.
            Value::Object(map) => map.values_mut().for_each(|field| drop_items(field, *share, fault.times)),
            list => drop_items(list, *share, fault.times),
        }),
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
        payload = payload.header(name.clone(), value.clone());
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

/// Leaves items out: which ones, is mixed from what `turn` it is, so that tests can repeat it.
#[allow(clippy::cast_precision_loss, reason = "only the upper 53 bits are left")]
fn drop_items(value: &mut Value, share: f64, turn: usize) {
    let Value::Array(items) = value else { return };
    let mut at = (turn as u64) << 32;
    items.retain(|_| {
        at += 1;
        // SplitMix64.
        let mixed = at.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1_u64 << 53) as f64 >= share
    });
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
        let wrapped = json!({"status": 200, "payload": [{"a": {"b": 1}, "b": [2]}]});
        assert_eq!(altered(FaultKind::Wrap("payload".to_owned())), (200, wrapped));
        assert!(apply(&Fault::new(FaultKind::HangUp, Target::Token), Payload::empty(200)).is_none());
    }
    #[test]
    fn what_is_no_json_says_what_it_is() {
        let said = |body: &str| {
            let fault = Fault::new(FaultKind::Status(502, body.to_owned()), Target::Functions);
            let payload = apply(&fault, Payload::empty(200)).expect("an answer");
            payload.get("content-type").map(str::to_owned).expect("a type")
        };
        assert!(said("{}").starts_with("application/json") && said(" <html>").starts_with("text/html"));
        assert!(said("error code: 1010").starts_with("text/plain"));
    }

    #[test]
    fn other_items_are_left_out_each_time() {
        let items: Vec<usize> = (0..200).collect();
        let left = |body: Value, share: f64, times: usize| {
            let fault = Fault::new(FaultKind::DropItems(share), Target::Functions).times(times);
            let payload = apply(&fault, Payload::json(200, &body)).expect("an answer");
            serde_json::from_slice::<Value>(&payload.body).expect("JSON")
        };
        let count = |value: &Value| value.as_array().map(Vec::len);
        assert_eq!(left(json!(items), 0.0, 1), json!(items));
        assert_eq!(left(json!(items), 1.0, 1), json!([]));
        let (one, other) = (left(json!(items), 0.5, 1), left(json!(items), 0.5, 2));
        assert!(count(&one).is_some_and(|n| (70..130).contains(&n)), "{one}");
        assert!(one != other && one == left(json!(items), 0.5, 1));
        assert_eq!(left(json!({"page": 1, "items": items}), 0.5, 1), json!({"page": 1, "items": one}));
    }
}
