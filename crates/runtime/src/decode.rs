//! Reads answers into types, and says where one does not fit.

use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

/// What does not fit, and where.
#[derive(Clone, Debug)]
pub struct Problem {
    /// Place in the JSON, such as `[0].rawValue`; empty for the whole.
    pub path: String,
    /// What is wrong, without the server's text.
    pub problem: String,
}

/// Reads JSON; an empty body counts as `null`.
pub fn decode<T: DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    let body = if body.trim_ascii().is_empty() { b"null" } else { body };
    let mut reader = serde_json::Deserializer::from_slice(body);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|e| {
        let path = e.path().to_string();
        let path = if path == "." { String::new() } else { path };
        Problem { path, problem: explain(e.inner(), body) }
    })?;
    reader.end().map_err(|e| Problem { path: String::new(), problem: explain(&e, body) })?;
    Ok(value)
}

/// Whether JSON has the form of `T`. Named by generated descriptors.
pub fn check<T: DeserializeOwned>(body: &[u8]) -> Result<(), Problem> {
    decode::<T>(body).map(drop)
}

/// What stands in a field of an object around an answer, when the whole does not have the declared form.
pub fn unwrapped(check: fn(&[u8]) -> Result<(), Problem>, field: &str, body: &[u8]) -> Option<Vec<u8>> {
    if check(body).is_ok() {
        return None;
    }
    let mut around: std::collections::HashMap<String, Box<RawValue>> = decode(body).ok()?;
    Some(around.remove(field)?.get().as_bytes().to_vec())
}

fn explain(error: &serde_json::Error, body: &[u8]) -> String {
    if body.trim_ascii_start().starts_with(b"<") {
        return "the server sent HTML instead of JSON; it may be down for maintenance, or the base URL points elsewhere"
            .into();
    }
    match error.classify() {
        serde_json::error::Category::Eof => format!("the JSON ends too early, after {} bytes", body.len()),
        serde_json::error::Category::Syntax => {
            format!("it is not JSON (line {}, column {})", error.line(), error.column())
        }
        _ => {
            let text = error.to_string();
            match text.rsplit_once(" at line ") {
                Some((text, _)) => text.to_owned(),
                None => text,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(serde::Deserialize)]
    struct Row {
        #[allow(dead_code)]
        n: i64,
    }

    #[test]
    fn the_place_of_a_wrong_value_is_named() {
        let problem = check::<Vec<Row>>(br#"[{"n":1},{"n":null}]"#).expect_err("null is no number");
        assert_eq!(problem.path, "[1].n");
        assert!(problem.problem.contains("null"), "{}", problem.problem);
    }

    #[test]
    fn an_object_around_the_answer_is_taken_off_only_where_the_whole_does_not_fit() {
        type Words = std::collections::BTreeMap<String, String>;
        let taken = |body: &str| unwrapped(check::<Words>, "payload", body.as_bytes());
        assert_eq!(taken(r#"{"payload":"x"}"#), None);
        assert_eq!(taken(r#"{"status":200,"payload":{"1":"x"}}"#), Some(br#"{"1":"x"}"#.to_vec()));
        assert_eq!(taken(r#"{"status":200}"#), None);
        assert_eq!(taken("[1]"), None);
    }

    #[test]
    fn html_truncation_and_emptiness_are_told_apart() {
        assert!(check::<Vec<Row>>(b"<html>").expect_err("html").problem.contains("HTML"));
        assert!(check::<Vec<Row>>(br#"[{"n":1"#).expect_err("cut").problem.contains("ends too early"));
        assert!(check::<Option<Row>>(b"").is_ok());
        assert!(check::<Row>(b"").is_err());
    }
}
