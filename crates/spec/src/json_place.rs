//! Where a part of a JSON text stands.

use std::ops::Range;

use crate::fits::Step;

/// The bytes of the part that the steps lead to, or of the last part that there is. The text is JSON.
pub fn find(text: &str, steps: &[Step]) -> Range<usize> {
    let mut at = blanks(text, 0);
    for step in steps {
        match inside(text, at, step) {
            Some(found) => at = found,
            None => break,
        }
    }
    at..end(text, at)
}

/// Where an item or the value of a field begins.
fn inside(text: &str, at: usize, step: &Step) -> Option<usize> {
    let open = *text.as_bytes().get(at)?;
    let object = match (open, step) {
        (b'{', Step::Field(_)) => true,
        (b'[', Step::Item(_)) => false,
        _ => return None,
    };
    let mut number = 0;
    let mut at = blanks(text, at + 1);
    while at < text.len() && !matches!(text.as_bytes()[at], b'}' | b']') {
        let mut found = matches!(step, Step::Item(n) if *n == number);
        if object {
            let key_end = end(text, at);
            let key: Option<String> = text.get(at..key_end).and_then(|key| serde_json::from_str(key).ok());
            found = matches!((step, key), (Step::Field(field), Some(key)) if *field == key);
            // The colon lies between.
            at = blanks(text, blanks(text, key_end) + 1);
        }
        if found {
            return Some(at);
        }
        at = blanks(text, end(text, at));
        if text.as_bytes().get(at) == Some(&b',') {
            at = blanks(text, at + 1);
        }
        number += 1;
    }
    None
}

fn blanks(text: &str, at: usize) -> usize {
    let rest = text.as_bytes().get(at..).unwrap_or_default();
    at + rest.iter().take_while(|b| b.is_ascii_whitespace()).count()
}

/// Where the value ends that begins here.
fn end(text: &str, start: usize) -> usize {
    let bytes = text.as_bytes();
    let mut depth = 0usize;
    let mut at = start;
    while at < bytes.len() {
        match bytes[at] {
            b'"' => {
                at += 1;
                while at < bytes.len() && bytes[at] != b'"' {
                    at += if bytes[at] == b'\\' { 2 } else { 1 };
                }
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth == 0 => return at,
            b'}' | b']' => depth -= 1,
            b',' | b':' if depth == 0 => return at,
            b if b.is_ascii_whitespace() && depth == 0 => return at,
            _ => {}
        }
        at += 1;
        // A text, a list or an object ends with its own sign.
        if depth == 0 && matches!(bytes.get(at - 1), Some(b'"' | b'}' | b']')) {
            return at.min(bytes.len());
        }
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_found() {
        let text = r#" {"a":[1, {"b\"":"x,}"}, "y"],"c" : 2.5}"#;
        let at = |steps: &[Step]| &text[find(text, steps)];
        let field = |name: &str| Step::Field(name.to_owned());
        assert_eq!(at(&[]), &text[1..]);
        assert_eq!(at(&[field("c")]), "2.5");
        assert_eq!(at(&[field("a"), Step::Item(0)]), "1");
        assert_eq!(at(&[field("a"), Step::Item(1), field("b\"")]), r#""x,}""#);
        assert_eq!(at(&[field("a"), Step::Item(2)]), r#""y""#);
        assert_eq!(at(&[field("a"), Step::Item(7)]), r#"[1, {"b\"":"x,}"}, "y"]"#);
        assert_eq!(at(&[field("d")]), &text[1..]);
    }
}
