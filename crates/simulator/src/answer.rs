//! What a behaviour says, as an answer.

use serde_json::{Map, Value};
use uplink_spec::model::{Function, Model};

use crate::base64;
use crate::behaviour::Outcome;
use crate::body::Payload;
use crate::paging;
use crate::refusal::Refusal;

/// Makes the answer; cuts the page where the function has pages.
pub(crate) fn payload(
    model: &Model,
    function: &Function,
    arguments: &Map<String, Value>,
    outcome: Outcome,
) -> Result<Payload, Refusal> {
    Ok(match outcome {
        // Bytes stand in JSON as Base64 text.
        Outcome::Json(status, Value::String(text)) if function.is_binary() => {
            Payload::text(status, function.answer_type().to_owned(), base64::decode(&text).unwrap_or_default())
        }
        Outcome::Json(status, Value::String(text)) if function.is_text() => {
            Payload::text(status, function.answer_type().to_owned(), text)
        }
        Outcome::Json(status, value) => Payload::json(status, &value),
        Outcome::Empty(status) => Payload::empty(status),
        Outcome::List(items) => {
            let status = function.answers.iter().find(|a| a.content.is_some()).map_or(200, |a| a.a_status());
            match &function.page {
                Some(page) => paging::cut(model, function, page, arguments, items)?.payload(status),
                None => Payload::json(status, &Value::Array(items)),
            }
        }
        Outcome::Error { status, code, details } => {
            return Err(Refusal { status, code: Some(code), details, headers: Vec::new() });
        }
    })
}
