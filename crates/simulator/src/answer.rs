//! What a behaviour says, as an answer.

use serde_json::{Map, Value};
use uplink_spec::model::{Function, Page};

use crate::base64;
use crate::behaviour::Outcome;
use crate::body::Payload;
use crate::refusal::Refusal;

/// Makes the answer; cuts the page where the function has pages.
pub(crate) fn payload(
    function: &Function,
    arguments: &Map<String, Value>,
    outcome: Outcome,
) -> Result<Payload, Refusal> {
    Ok(match outcome {
        // Bytes stand in JSON as Base64 text.
        Outcome::Json(status, Value::String(text)) if function.is_binary() => {
            Payload::text(status, function.answer_type(), base64::decode(&text).unwrap_or_default())
        }
        Outcome::Json(status, Value::String(text)) if function.is_text() => {
            Payload::text(status, function.answer_type(), text)
        }
        Outcome::Json(status, value) => Payload::json(status, &value),
        Outcome::Empty(status) => Payload::empty(status),
        Outcome::List(items) => {
            let status = function.answers.iter().find(|a| a.content.is_some()).map_or(200, |a| a.a_status());
            let value = match &function.page {
                Some(page) => envelope(page, arguments, items),
                None => Value::Array(items),
            };
            Payload::json(status, &value)
        }
        Outcome::Error { status, code, details } => {
            return Err(Refusal { status, code: Some(code), details, headers: Vec::new() });
        }
    })
}

fn envelope(page: &Page, arguments: &Map<String, Value>, items: Vec<Value>) -> Value {
    let given = |name: String| arguments.get(&name).and_then(Value::as_u64).filter(|n| *n > 0);
    let number = given(page.number_argument()).unwrap_or(1);
    let size = given(page.size_argument()).unwrap_or(page.default_size.max(1));
    let total = items.len();
    let skipped = usize::try_from((number - 1).saturating_mul(size)).unwrap_or(usize::MAX);
    let items: Vec<Value> = items.into_iter().skip(skipped).take(usize::try_from(size).unwrap_or(usize::MAX)).collect();
    let mut body = Map::new();
    body.insert(page.number.clone(), number.into());
    body.insert(page.size.clone(), size.into());
    body.insert(page.total.clone(), total.into());
    body.insert(page.items.clone(), items.into());
    body.into()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::testing::tiny_model;

    #[test]
    fn pages_are_cut() {
        let model = tiny_model();
        let function = model.function("list_things").expect("a function");
        let items: Vec<Value> = (1..=5).map(Value::from).collect();
        let page = |arguments: Value| {
            let Value::Object(arguments) = arguments else { panic!("an object") };
            let payload = payload(function, &arguments, Outcome::List(items.clone())).expect("an answer");
            String::from_utf8(payload.body.to_vec()).expect("text")
        };
        assert_eq!(page(json!({})), r#"{"page":1,"perPage":2,"total":5,"things":[1,2]}"#);
        assert_eq!(page(json!({"page": 3})), r#"{"page":3,"perPage":2,"total":5,"things":[5]}"#);
        assert_eq!(page(json!({"page": 4, "per_page": 2})), r#"{"page":4,"perPage":2,"total":5,"things":[]}"#);
        assert_eq!(page(json!({"per_page": 100})), r#"{"page":1,"perPage":100,"total":5,"things":[1,2,3,4,5]}"#);
        let far = page(json!({"page": i64::MAX, "per_page": i64::MAX}));
        assert!(far.ends_with(r#""total":5,"things":[]}"#));
    }
}
