//! What the fuzzer asks of the readers of foreign text. Its seeds run with the other tests.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::HashSet;
use std::time::Duration;

use oauth2::TokenResponse;
use oauth2::basic::BasicTokenResponse;
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Map, Value};
use uplink_runtime::{Response, TokenError};
use url::Url;

use crate::answer::{self, GrantType};
use crate::callback::{Expected, Issuer, Verdict, read_code, read_fragment};
use crate::file_store::document::{Contents, Document};
use crate::{Grant, Key};

/// What a request held; seeds have it where servers echo it.
const SENT: &str = "FUZZEDsecret+0123/x=";
/// The state of the login; seeds have it where it belongs.
const STATE: &str = "FUZZEDstate0b7mTpcyUCdlqpAm8NdyGsSyhDDVYE0h";
/// More than any message has.
const LONGEST_MESSAGE: usize = 700;

/// Checks that a message is short and one line, holds nothing of `secrets`, and none of the words of `foreign` that could
/// be one.
fn check_message(error: &(impl std::fmt::Display + std::fmt::Debug), secrets: &[&str], foreign: &str) {
    // Words of our own have no digits.
    let could_be_secret = |word: &&str| word.len() >= 8 && word.bytes().any(|b| b.is_ascii_digit());
    for message in [error.to_string(), format!("{error:?}")] {
        assert!(message.len() < LONGEST_MESSAGE && !message.contains(char::is_control), "{message}");
        let words = foreign.split(|c: char| !c.is_ascii_alphanumeric()).filter(could_be_secret);
        for hidden in secrets.iter().copied().chain(words) {
            assert!(!message.contains(hidden), "{hidden} stands in {message}");
        }
    }
}

/// Reads a body as the answer to each kind of request, with each kind of status.
///
/// # Panics
/// When the reader breaks a promise.
pub fn token_answer(body: &[u8]) {
    let fields = match serde_json::from_slice(body) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    };
    for status in [200, 400, 401, 503] {
        for grant_type in [GrantType::Code, GrantType::Refresh, GrantType::ClientCredentials] {
            let response = Response { status, headers: Default::default(), body: body.to_vec() };
            let read = answer::read(grant_type, &response, &[SENT]);
            let refresh_token = match &read {
                Ok(answer) => {
                    assert_eq!(status, 200);
                    same_in_the_other_parser(answer);
                    answer.refresh_token.as_ref()
                }
                Err(failure) => {
                    // What a server says in the fields of errors is shown, once it is cleaned.
                    let shown = fields.get("error").is_some_and(Value::is_string);
                    let foreign = if shown { Default::default() } else { String::from_utf8_lossy(body) };
                    check_message(&failure.error, &[SENT], &foreign);
                    failure.refresh_token.as_deref()
                }
            };
            let fine = |t: &&str| !t.is_empty() && t.len() <= 16_384 && !t.contains(char::is_control);
            if let (200, Some(there)) = (status, fields.get("refresh_token").and_then(Value::as_str).filter(fine)) {
                assert_eq!(refresh_token.map(SecretString::expose_secret), Some(there));
            }
        }
    }
}

/// What is handed to the `oauth2` crate must pass its parser, which could show the text otherwise.
fn same_in_the_other_parser(answer: &answer::Answer) {
    let again: BasicTokenResponse = serde_json::from_slice(&answer::plain_body(answer)).expect("a plain answer");
    assert_eq!(again.access_token().secret(), answer.access_token.expose_secret());
    let refresh_token = answer.refresh_token.as_ref().map(SecretString::expose_secret);
    assert_eq!(again.refresh_token().map(|t| t.secret().as_str()), refresh_token);
    assert_eq!(again.expires_in(), answer.expires_in);
    let scopes = again.scopes().map(|all| all.iter().map(|s| s.to_string()).collect::<Vec<_>>());
    assert_eq!(scopes, answer.scopes);
    assert!(hyper::header::HeaderValue::from_str(answer.access_token.expose_secret()).is_ok());
}

/// Reads a text as the address that a login ends at.
///
/// # Panics
/// When the reader breaks a promise.
pub fn callback(text: &str) {
    let base_url = Url::parse("https://api.example").unwrap();
    for redirect in ["http://127.0.0.1:8080/cb", "https://home.example/cb?own=1"] {
        let redirect = Url::parse(redirect).unwrap();
        let expected = Expected { redirect: &redirect, state: STATE, issuer: Issuer::Of(&base_url) };
        match read_code(text, &expected) {
            Verdict::Ours(Ok(code)) => {
                let values = values(text, &redirect, |url| url.query());
                assert_eq!(Url::parse(text.trim()).unwrap().fragment().unwrap_or_default(), "");
                assert_eq!(values.get("code"), Some(&Value::from(code.expose_secret())));
                assert!(!values.contains_key("error") && !values.contains_key("access_token"));
            }
            Verdict::Ours(Err(error)) => check_message(&error, &[STATE], ""),
            Verdict::NotOurs(error) => check_message(&error, &[STATE], text),
        }
        match read_fragment(text, &expected) {
            Ok(_) => assert!(!values(text, &redirect, |url| url.fragment()).contains_key("error")),
            Err(error) => check_message(&error, &[STATE], ""),
        }
    }
}

/// The parameters of an answer that was taken, each of which is there once, the right state among them.
fn values(text: &str, redirect: &Url, part: impl Fn(&Url) -> Option<&str>) -> Map<String, Value> {
    let url = Url::parse(text.trim()).unwrap();
    let start = redirect.as_str().split('?').next().unwrap();
    let rest = url.as_str().strip_prefix(start).expect("the redirect URI");
    assert!(rest.starts_with(['?', '#']), "the whole redirect URI");
    let pairs: Vec<_> = url::form_urlencoded::parse(part(&url).unwrap().as_bytes()).into_owned().collect();
    let names: HashSet<&String> = pairs.iter().map(|(name, _)| name).collect();
    assert_eq!(names.len(), pairs.len());
    assert!(pairs.contains(&("state".to_owned(), STATE.to_owned())));
    pairs.into_iter().map(|(name, value)| (name, value.into())).collect()
}

#[derive(serde::Deserialize)]
struct Entries {
    entries: Map<String, Value>,
}

/// Reads a text as a token file, and writes it again.
///
/// # Panics
/// When the reader breaks a promise.
pub fn token_file(text: &[u8]) {
    let key = Key::new(&Url::parse("https://api.example").unwrap(), "client", None);
    let fields: Option<Map<String, Value>> = serde_json::from_slice(text).ok();
    let version = fields.as_ref().and_then(|fields| fields.get("version")?.as_u64());
    // Where nothing is read of a part, it may be no UTF-8, or a number beyond all.
    let lax = fields.is_none() && text.trim_ascii_start().starts_with(b"{");
    let mut document = match Document::parse(text) {
        Contents::Readable(document) => document,
        Contents::Newer(newer) => return assert!(newer > 1 && (version == Some(newer) || lax)),
        Contents::Corrupt => return,
    };
    assert!(version == Some(1) || lax);
    let entries = |document: &Document| serde_json::from_slice::<Entries>(&document.text()).unwrap().entries;
    let mut before = entries(&document);
    match document.get(&key) {
        Ok(grant) => assert_eq!(grant.is_some(), before.contains_key(key.as_str())),
        Err(error) => {
            assert!(matches!(error, TokenError::LoginRequired { .. }));
            check_message(&error, &[], &String::from_utf8_lossy(text));
        }
    }
    document.set_renewing(&key, true);
    let noted = document.set_renewing(&key, false);
    assert!(noted.is_none_or(|noted| noted));
    document.set(&key, &Grant::new("A", Some("R".into()), Some(Duration::from_secs(300)), Vec::new()));
    let Contents::Readable(mut document) = Document::parse(&document.text()) else { panic!("what was written") };
    assert_eq!(document.get(&key).unwrap().unwrap().access_token().expose_secret(), "A");
    document.remove(&key);
    before.remove(key.as_str());
    let mut after = entries(&document);
    assert_eq!(after.keys().collect::<Vec<_>>(), before.keys().collect::<Vec<_>>());
    // Fractions, which no entry of ours has, are read to the last digit but one.
    after.retain(|name, value| !has_fraction(value) && !has_fraction(&before[name]));
    assert!(after.iter().all(|(name, value)| before[name] == *value), "other entries stay as they are");
}

fn has_fraction(value: &Value) -> bool {
    match value {
        Value::Number(number) => number.is_f64(),
        Value::Array(items) => items.iter().any(has_fraction),
        Value::Object(fields) => fields.values().any(has_fraction),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Runs every seed of a target, and beginnings of it.
    fn seeds(target: &str, check: impl Fn(&[u8])) {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(target);
        let mut count = 0;
        for entry in std::fs::read_dir(folder).unwrap() {
            let seed = std::fs::read(entry.unwrap().path()).unwrap();
            (0..seed.len().min(1_000)).step_by(5).for_each(|end| check(&seed[..end]));
            check(&seed);
            count += 1;
        }
        assert!(count >= 10, "{count} seeds");
    }

    #[test]
    fn t23_t24_t26_what_the_fuzzer_found_of_token_answers() {
        seeds("token_answer", token_answer);
    }

    #[test]
    fn t03_t08_what_the_fuzzer_found_of_callbacks() {
        seeds("callback", |seed| {
            if let Ok(text) = str::from_utf8(seed) {
                callback(text);
            }
        });
    }

    #[test]
    fn t52_what_the_fuzzer_found_of_token_files() {
        seeds("token_file", token_file);
    }
}
