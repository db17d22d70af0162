//! What the body of an error says when it has no code.

use reqwest::header::CONTENT_TYPE;

use crate::descriptor::ErrorWord;
use crate::transport::Response;

/// A server's sentence on one line, without control characters, of bounded length.
pub fn clean(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(300).collect()
}

/// The first of these words that the body holds.
pub fn by_word<'w>(words: &'w [ErrorWord], answer: &Response) -> Option<&'w ErrorWord> {
    if words.is_empty() {
        return None;
    }
    let body = String::from_utf8_lossy(&answer.body).to_lowercase();
    let fits = |w: &&ErrorWord| w.status.is_none_or(|s| s == answer.status) && body.contains(&w.word.to_lowercase());
    words.iter().find(fits)
}

/// The body as a sentence; `None` when there is none for people to read.
pub fn text(answer: &Response) -> Option<String> {
    if is_html(answer) {
        return None;
    }
    let text = clean(std::str::from_utf8(answer.body.trim_ascii()).ok()?);
    (!text.is_empty()).then_some(text)
}

/// What the body was, when it was not the API's error body.
pub fn note(answer: &Response) -> String {
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
    fn a_body_of_any_form_is_shown_unless_it_is_a_page() {
        assert_eq!(text(&answer(400, " out of range\n")), Some("out of range".to_owned()));
        assert_eq!(text(&answer(400, "<html>")), None);
        assert_eq!(text(&answer(400, "")), None);
        assert_eq!(text(&answer(400, &"x".repeat(1000))).map(|t| t.len()), Some(300));
    }
}
