//! Requests that are refused, and the body that says so.

use jiff::Timestamp;
use serde_json::{Value, json};
use uplink_spec::model::{Errors, Model, Role, nested};

use crate::body::Payload;

/// Why a request is refused.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Refusal {
    pub(crate) status: u16,
    /// `None` leaves the code of the example.
    pub(crate) code: Option<i64>,
    pub(crate) details: Vec<String>,
    pub(crate) headers: Vec<(&'static str, String)>,
}

impl Refusal {
    /// A refusal with the first code of a role.
    pub(crate) fn new(model: &Model, status: u16, role: Option<Role>, detail: impl Into<String>) -> Self {
        let code = role.and_then(|r| model.errors.as_ref()?.by_role(r)).map(|c| c.code);
        Refusal { status, code, details: vec![detail.into()], headers: Vec::new() }
    }

    /// An argument of the wrong form.
    pub(crate) fn format(model: &Model, detail: impl Into<String>) -> Self {
        Refusal::new(model, 400, Some(Role::Format), detail)
    }

    pub(crate) fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// The answer that says so.
    pub(crate) fn payload(&self, model: &Model, now: Timestamp) -> Payload {
        let mut payload = match error_body(model, self, now) {
            Some(body) => Payload::json(self.status, &body),
            None => Payload::text(self.status, "text/plain; charset=utf-8", self.details.join("\n")),
        };
        for (name, value) in &self.headers {
            payload = payload.header(*name, value.clone());
        }
        payload
    }
}

fn error_body(model: &Model, refusal: &Refusal, now: Timestamp) -> Option<Value> {
    let errors = model.errors.as_ref()?;
    let mut body = if errors.example.is_object() { errors.example.clone() } else { json!({}) };
    for value in body.as_object_mut().into_iter().flatten().map(|(_, value)| value) {
        if let Some(text) = value.as_str().filter(|text| text.parse::<Timestamp>().is_ok()) {
            *value = like(text, now).into();
        }
    }
    if let Some(field) = &errors.status_field {
        Errors::put(&mut body, field, refusal.status.into());
    }
    if !errors.code_field.is_empty() {
        // Some APIs write their codes as text; the example shows which. What has no code is not told by that of the example.
        let as_text = nested::find(&body, &errors.code_field).is_some_and(Value::is_string);
        let code = match refusal.code {
            Some(code) if as_text => code.to_string().into(),
            Some(code) => code.into(),
            None if as_text => "refused_by_the_local_service".into(),
            None => Value::Null,
        };
        Errors::put(&mut body, &errors.code_field, code);
    }
    if let Some(field) = &errors.details_field {
        let as_text = nested::find(&body, field).is_some_and(Value::is_string);
        let details = if as_text { refusal.details.join(" ").into() } else { refusal.details.clone().into() };
        Errors::put(&mut body, field, details);
    }
    Some(body)
}

/// A point in time with as many digits as in the example.
fn like(example: &str, now: Timestamp) -> String {
    let digits = example.rsplit_once('.').map_or(0, |(_, rest)| rest.bytes().filter(u8::is_ascii_digit).count());
    format!("{now:.*}", digits.min(9))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::tiny_model;

    fn now() -> Timestamp {
        "2024-05-06T07:08:09.1234Z".parse().expect("a time")
    }

    #[test]
    fn moments_have_the_digits_of_the_example() {
        assert_eq!(like("2023-01-02T03:04:05.1234567Z", now()), "2024-05-06T07:08:09.1234000Z");
        assert_eq!(like("2023-01-02T03:04:05Z", now()), "2024-05-06T07:08:09Z");
    }

    #[test]
    fn the_body_is_the_example_filled_in() {
        let model = tiny_model();
        let refusal = Refusal::new(&model, 400, Some(Role::TooMany), "Too long.");
        let body = error_body(&model, &refusal, now()).expect("a body");
        assert_eq!(
            body.to_string(),
            r#"{"status":400,"code":13,"when":"2024-05-06T07:08:09Z","why":["Too long."],"more":null}"#
        );
    }

    #[test]
    fn what_has_no_code_is_not_told_by_that_of_the_example() {
        let mut model = tiny_model();
        let errors = model.errors.as_mut().expect("errors");
        (errors.code_field, errors.details_field) = ("error.code".into(), Some("error.message".into()));
        (errors.codes, errors.status_field) = (Vec::new(), None);
        errors.example = json!({"error": {"code": "vent_stuck", "message": "It is stuck.", "fields": ["id"]}});
        let body = error_body(&model, &Refusal::format(&model, "x is missing."), now()).expect("a body");
        let code = "refused_by_the_local_service";
        assert_eq!(body, json!({"error": {"code": code, "message": "x is missing.", "fields": ["id"]}}));
    }

    #[test]
    fn an_api_without_error_bodies_answers_text() {
        let mut model = tiny_model();
        model.errors = None;
        assert_eq!(error_body(&model, &Refusal::format(&model, "x"), now()), None);
    }
}
