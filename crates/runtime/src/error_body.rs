//! What an answer that is an error says.

use std::sync::Arc;

use reqwest::header::{CONTENT_TYPE, WWW_AUTHENTICATE};
use serde_json::Value;

use crate::descriptor::{Api, ErrorWord, Function, Role};
use crate::error::ApiError;
use crate::nested;
use crate::pairs::text_of;
use crate::rate_limiter::{RateLimitHeaders, retry_after};
use crate::transport::Response;

/// The error that an answer is; `with_token` tells whether the request carried an access token.
pub fn read(api: &Api, function: &'static Function, answer: &Response, with_token: bool) -> ApiError {
    let errors = api.errors.as_ref();
    let body: Option<Value> = serde_json::from_slice(&answer.body).ok();
    let field = |name: Option<&str>| body.as_ref().and_then(|b| nested::find(b, name?));
    // Some APIs write their numbers as text.
    let said = field(errors.map(|e| e.code));
    let code = said.and_then(|c| c.as_i64().or_else(|| c.as_str()?.trim().parse().ok()));
    let code_text = said.filter(|_| code.is_none()).and_then(Value::as_str).filter(|text| !text.is_empty()).map(clean);
    let word = errors.and_then(|e| by_word(e.words, answer));
    let known = errors.and_then(|e| e.codes.iter().find(|c| Some(c.code) == code));
    let details: Vec<String> = match field(errors.and_then(|e| e.details)) {
        Some(Value::Array(list)) => list.iter().map(|item| clean(&text_of(item))).collect(),
        Some(Value::String(text)) if !text.is_empty() => vec![clean(text)],
        // Without a code there is no form that the body could be expected to have.
        _ => errors.filter(|e| e.code.is_empty()).and_then(|_| text(answer)).into_iter().collect(),
    };
    let said_nothing = code.is_none() && code_text.is_none() && details.is_empty();
    let body_note = (errors.is_some() && said_nothing).then(|| note(answer));
    let names = api.pace.and_then(|pace| pace.headers).filter(|_| answer.status == 429).map(RateLimitHeaders);
    ApiError {
        function: function.name,
        status: answer.status,
        code,
        code_text,
        name: known.map(|c| c.name).or(word.map(|w| w.name)),
        role: known.and_then(|c| c.role),
        meaning: known.map(|c| c.doc).or(word.map(|w| w.doc)).or(match answer.status {
            200..=299 => Some("The body says that the request was refused, in spite of the status"),
            300..=399 => Some("Only reads are sent on, and only within the server that was asked; check the base URL"),
            401 if !with_token => Some("The key or password is not accepted; check it"),
            401 => Some("The access token is not accepted; log in again"),
            403 => Some("The account or the application may not do this"),
            404 => Some("There is no such thing"),
            429 => Some("Too many requests"),
            500.. => Some("The server has trouble; try again later"),
            _ => None,
        }),
        details,
        retry_after: retry_after(&answer.headers).or_else(|| names?.reset(&answer.headers)),
        rate_limited: answer.status == 429 || known.is_some_and(|c| c.role == Some(Role::Pace)),
        body_note,
        response: Some(Arc::new(answer.into())),
    }
}

/// Whether the answer to a write says that it was refused, although its status is one of success.
pub fn refuses(api: &Api, function: &Function, answer: &Response) -> bool {
    let refused = api.errors.as_ref().map(|errors| errors.refused).unwrap_or_default();
    if refused.is_empty() || !function.writes() {
        return false;
    }
    let Ok(body) = serde_json::from_slice::<Value>(&answer.body) else { return false };
    refused.iter().any(|refusal| {
        let found = nested::find(&body, refusal.field).and_then(Value::as_str).map(str::to_lowercase);
        found.is_some_and(|text| text.trim_start().starts_with(&refusal.word.to_lowercase()))
    })
}

/// Whether the server says, in the words of RFC 6750, that the token lacks a scope.
pub fn lacks_scope(function: &Function, answer: &Response) -> bool {
    let said = answer.headers.get(WWW_AUTHENTICATE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    answer.status == 403 && !function.scopes.is_empty() && said.contains("insufficient_scope")
}

/// A server's sentence on one line, without control characters, of bounded length.
fn clean(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(300).collect()
}

/// The first of these words that the body holds.
fn by_word<'w>(words: &'w [ErrorWord], answer: &Response) -> Option<&'w ErrorWord> {
    if words.is_empty() {
        return None;
    }
    let body = String::from_utf8_lossy(&answer.body).to_lowercase();
    let fits = |w: &&ErrorWord| w.status.is_none_or(|s| s == answer.status) && body.contains(&w.word.to_lowercase());
    words.iter().find(fits)
}

/// The body as a sentence; `None` when there is none for people to read.
fn text(answer: &Response) -> Option<String> {
    if is_html(answer) {
        return None;
    }
    let text = clean(std::str::from_utf8(answer.body.trim_ascii()).ok()?);
    (!text.is_empty()).then_some(text)
}

/// What the body was, when it was not the API's error body.
fn note(answer: &Response) -> String {
    match (is_html(answer), answer.body.len()) {
        (true, _) => "the body is HTML, not the API's error body".into(),
        (false, 0) => "without a body".into(),
        (false, n) => format!("the body of {n} bytes is not the API's error body"),
    }
}

fn is_html(answer: &Response) -> bool {
    answer.headers.get(CONTENT_TYPE).is_some_and(|v| v.as_bytes().starts_with(b"text/html"))
        || answer.body.trim_ascii_start().starts_with(b"<")
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderMap;

    use super::*;
    use crate::descriptor::{Errors, Refusal};

    fn answer(status: u16, body: &str) -> Response {
        Response { status, headers: HeaderMap::new(), body: body.as_bytes().to_vec() }
    }

    #[test]
    fn words_count_for_their_status_only_and_in_any_case() {
        let word = |word, status| ErrorWord { word, status, name: "N", doc: "" };
        let words = [word("lid is open", Some(403)), word("1010", None)];
        let found = |status, body: &str| by_word(&words, &answer(status, body)).map(|w| w.word);
        assert_eq!(found(403, r#"{"message":"The LID is Open."}"#), Some("lid is open"));
        assert_eq!(found(500, "the lid is open"), None);
        assert_eq!(found(500, "code: 1010"), Some("1010"));
        assert_eq!(found(403, ""), None);
    }

    #[test]
    fn what_a_write_is_refused_with_counts_whatever_the_status() {
        let refused = &[Refusal { field: "result.state", word: "Error" }, Refusal { field: "state", word: "no" }];
        let api = Api {
            name: "Things",
            base_url: "https://things.example",
            insecure_http: false,
            functions: &[],
            oauth: None,
            auth: &[],
            scopes: &[],
            pace: None,
            errors: Some(Errors { code: "", details: None, codes: &[], words: &[], refused }),
            structs: &[],
            enums: &[],
        };
        let write = Function { method: "PUT", ..Function::PLAIN };
        let says = |function: &Function, body: &str| refuses(&api, function, &answer(200, body));
        assert!(says(&write, r#"{"result":{"state":"error: busy"}}"#));
        assert!(says(&write, r#"{"state":" No "}"#));
        for taken in
            [r#"{"result":{"state":"ok"}}"#, r#"{"result":"error"}"#, r#"["error"]"#, "error", "", r#"{"state":0}"#]
        {
            assert!(!says(&write, taken), "{taken}");
        }
        // What is read may have a state of that name.
        assert!(!says(&Function::PLAIN, r#"{"state":"no"}"#));
    }

    #[test]
    fn codes_are_numbers_or_words_and_may_lie_within_objects() {
        let errors =
            Errors { code: "error.code", details: Some("error.message"), codes: &[], words: &[], refused: &[] };
        let api = Api { errors: Some(errors), ..Api::PLAIN };
        let said = |body: &str| {
            let error = read(&api, &Function::PLAIN, &answer(409, body), true);
            (error.code, error.code_text, error.details, error.body_note)
        };
        let stuck = said(r#"{"error":{"code":"vent_stuck","message":"It is stuck."}}"#);
        assert_eq!(stuck, (None, Some("vent_stuck".into()), vec!["It is stuck.".into()], None));
        assert_eq!(said(r#"{"error":{"code":7}}"#), (Some(7), None, vec![], None));
        let listed = said(r#"{"error":{"message":["a",{"loc":"b"}]}}"#);
        assert_eq!(listed, (None, None, vec!["a".into(), r#"{"loc":"b"}"#.into()], None));
        assert!(said(r#"{"error":"no"}"#).3.is_some_and(|note| note.contains("not the API's error body")));
        let shown = read(&api, &Function::PLAIN, &answer(409, r#"{"error":{"code":"vent_stuck"}}"#), true).to_string();
        assert!(shown.contains("the server answered 409 vent_stuck"), "{shown}");
    }

    #[test]
    fn a_body_of_any_form_is_shown_unless_it_is_a_page() {
        assert_eq!(text(&answer(400, " out of range\n")), Some("out of range".to_owned()));
        assert_eq!(text(&answer(400, "<html>")), None);
        assert_eq!(text(&answer(400, "")), None);
        assert_eq!(text(&answer(400, &"x".repeat(1000))).map(|t| t.len()), Some(300));
    }
}
