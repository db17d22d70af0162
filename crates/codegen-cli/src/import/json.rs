//! JSON with its lines, read leniently: documents in circulation are not always valid, and most slips leave no doubt.

use serde_json::Value;

use super::builder::Builder;
use super::document::Document;
use super::notes::{Notes, Weight};

/// Reads a document and notes where it is not valid.
pub fn read(text: &str, notes: &Notes) -> Result<Document, (usize, String)> {
    let mut reader = Reader { text, at: 0, line: 1, notes, builder: Builder::default() };
    reader.run().map_err(|problem| (reader.line, problem))?;
    let line = reader.line;
    reader.builder.finish().ok_or((line, "the document is empty".into()))
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    line: usize,
    notes: &'t Notes,
    builder: Builder,
}

impl<'t> Reader<'t> {
    fn note(&self, what: &str) {
        self.notes.add_at(Weight::Text, self.line, &format!("not valid JSON: {what}"));
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip(&mut self) {
        while let Some(c) = self.peek() {
            let rest = &self.text[self.at..];
            let comment = if rest.starts_with("//") {
                rest.find('\n').unwrap_or(rest.len())
            } else if rest.starts_with("/*") {
                rest.find("*/").map_or(rest.len(), |end| end + 2)
            } else {
                0
            };
            if comment > 0 {
                self.note("a comment is skipped");
                self.line += rest[..comment].matches('\n').count();
                self.at += comment;
            } else if c.is_ascii_whitespace() {
                self.line += usize::from(c == b'\n');
                self.at += 1;
            } else if rest.starts_with('\u{feff}') {
                self.at += 3;
            } else {
                return;
            }
        }
    }

    /// Goes through the text. `fresh`: a bracket or a comma stands before what comes.
    fn run(&mut self) -> Result<(), String> {
        let mut fresh = true;
        let mut colon = false;
        let mut stack = Vec::new();
        loop {
            self.skip();
            let Some(c) = self.peek() else { break };
            match c {
                b',' | b'}' | b']' => {
                    self.at += 1;
                    if self.builder.waiting() {
                        self.note("the key has no value; null is taken");
                        self.builder.scalar(Value::Null, self.line)?;
                    } else if fresh && (c == b',' || !self.builder.is_bare()) {
                        self.note("a comma too many is skipped");
                    }
                    fresh = c == b',';
                    colon = false;
                    if c != b',' {
                        if stack.pop() != Some(c) {
                            return Err(format!("`{}` closes nothing", char::from(c)));
                        }
                        self.builder.close();
                        if stack.is_empty() {
                            break;
                        }
                    }
                }
                b':' if self.builder.waiting() && !colon => {
                    self.at += 1;
                    colon = true;
                }
                b':' => return Err("a colon stands where no key is".into()),
                _ => {
                    let key = self.builder.in_object() && !self.builder.waiting();
                    if !fresh && (key || !self.builder.in_object()) {
                        self.note("a comma is missing; it is taken as written");
                    }
                    if key {
                        let line = self.line;
                        let name = if c == b'"' { self.string() } else { self.bare_key()? };
                        if !self.builder.key(name, line) {
                            self.note("the key stands there twice; the later one counts");
                        }
                        continue;
                    }
                    if self.builder.in_object() && !colon {
                        self.note("a colon is missing; it is taken as written");
                    }
                    colon = false;
                    fresh = matches!(c, b'{' | b'[');
                    self.value(c, &mut stack)?;
                    if stack.is_empty() {
                        break;
                    }
                }
            }
        }
        if !stack.is_empty() {
            self.note("the document ends before it is closed");
            if self.builder.waiting() {
                self.builder.scalar(Value::Null, self.line)?;
            }
        }
        self.skip();
        if self.peek().is_some() {
            self.note("what follows the document is skipped");
        }
        Ok(())
    }

    fn value(&mut self, c: u8, stack: &mut Vec<u8>) -> Result<(), String> {
        let line = self.line;
        match c {
            b'{' | b'[' => {
                self.at += 1;
                stack.push(if c == b'{' { b'}' } else { b']' });
                self.builder.open(c == b'{', line)?;
            }
            b'"' => {
                let text = self.string();
                self.builder.scalar(text.into(), line)?;
            }
            _ => {
                let word = self.word()?;
                let value = match word {
                    "null" => Value::Null,
                    "true" => true.into(),
                    "false" => false.into(),
                    number => super::number(number).unwrap_or_else(|| {
                        self.note("a word without quotes is taken as text");
                        number.into()
                    }),
                };
                self.builder.spelt(value, word, line)?;
            }
        }
        Ok(())
    }

    fn bare_key(&mut self) -> Result<String, String> {
        self.note("a key without quotes is taken as text");
        self.word().map(str::to_owned)
    }

    fn word(&mut self) -> Result<&'t str, String> {
        let text: &'t str = self.text;
        let rest = &text[self.at..];
        let end = rest.find(|c: char| c.is_whitespace() || ",:{}[]\"".contains(c)).unwrap_or(rest.len());
        if end == 0 {
            return Err("a value is missing".into());
        }
        self.at += end;
        Ok(&rest[..end])
    }

    /// A text in quotes; the reader stands on the first of them.
    fn string(&mut self) -> String {
        let mut out = String::new();
        self.at += 1;
        loop {
            let rest = &self.text[self.at..];
            let end = rest.find(['"', '\\', '\n']).unwrap_or(rest.len());
            out.push_str(&rest[..end]);
            self.at += end;
            match self.peek() {
                None => {
                    self.note("the text has no closing quote");
                    return out;
                }
                Some(b'"') => {
                    self.at += 1;
                    return out;
                }
                Some(b'\n') => {
                    self.note("a line break stands in a text");
                    self.line += 1;
                    self.at += 1;
                    out.push('\n');
                }
                Some(_) => {
                    self.at += 1;
                    self.escape(&mut out);
                }
            }
        }
    }

    fn escape(&mut self, out: &mut String) {
        let Some(c) = self.text[self.at..].chars().next() else { return };
        self.at += c.len_utf8();
        match c {
            '"' | '\\' | '/' => out.push(c),
            'b' => out.push('\u{8}'),
            'f' => out.push('\u{c}'),
            'n' => out.push('\n'),
            'r' => out.push('\r'),
            't' => out.push('\t'),
            'u' => {
                let first = self.hex();
                let second = match first {
                    Some(0xd800..0xdc00) if self.text[self.at..].starts_with("\\u") => {
                        self.at += 2;
                        self.hex()
                    }
                    _ => None,
                };
                let units: Vec<u16> = first.into_iter().chain(second).collect();
                if units.is_empty() {
                    self.note("`\\u` lacks its four digits");
                }
                out.push_str(&String::from_utf16_lossy(&units));
            }
            other => {
                self.note("an unknown escape is taken as the letter itself");
                self.line += usize::from(other == '\n');
                out.push(other);
            }
        }
    }

    fn hex(&mut self) -> Option<u16> {
        let digits = self.text.get(self.at..self.at + 4).filter(|d| d.bytes().all(|b| b.is_ascii_hexdigit()))?;
        self.at += 4;
        u16::from_str_radix(digits, 16).ok()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn lenient(text: &str) -> (Value, Vec<String>) {
        let notes = Notes::default();
        notes.file("x");
        let document = read(text, &notes).expect("a document");
        (document.root().value(), notes.lines())
    }

    #[test]
    fn valid_json_is_read_without_a_note() {
        let text =
            r#"{"a": [1, -2.5e3, true, null, "\u00e4\n\"\ud83d\ude00", {}, []], "b": {"c": 18446744073709551615}}"#;
        let (value, notes) = lenient(text);
        assert_eq!(value, serde_json::from_str::<Value>(text).expect("JSON"));
        assert_eq!(notes, Vec::<String>::new());
    }

    #[test]
    fn slips_are_noted_with_their_line() {
        for (text, value, note) in [
            ("{\"a\": \n}", json!({"a": null}), "x:2: text: not valid JSON: the key has no value; null is taken"),
            (
                "{\"a\": \n, \"b\": 1}",
                json!({"a": null, "b": 1}),
                "x:2: text: not valid JSON: the key has no value; null is taken",
            ),
            ("[1,\n2,\n]", json!([1, 2]), "x:3: text: not valid JSON: a comma too many is skipped"),
            ("[1\n2]", json!([1, 2]), "x:2: text: not valid JSON: a comma is missing; it is taken as written"),
            ("{\"a\" 1}", json!({"a": 1}), "x:1: text: not valid JSON: a colon is missing; it is taken as written"),
            ("{a: 1}", json!({"a": 1}), "x:1: text: not valid JSON: a key without quotes is taken as text"),
            ("[\n// c\n1]", json!([1]), "x:2: text: not valid JSON: a comment is skipped"),
            ("[yes]", json!(["yes"]), "x:1: text: not valid JSON: a word without quotes is taken as text"),
            ("[01]", json!(["01"]), "x:1: text: not valid JSON: a word without quotes is taken as text"),
            ("[1] [2]", json!([1]), "x:1: text: not valid JSON: what follows the document is skipped"),
            ("[\"a", json!(["a"]), "x:1: text: not valid JSON: the text has no closing quote"),
            (
                "{\"a\": 1, \"a\": 2}",
                json!({"a": 2}),
                "x:1: text: not valid JSON: the key stands there twice; the later one counts",
            ),
        ] {
            let (found, notes) = lenient(text);
            assert_eq!(found, value, "{text}");
            assert!(notes.iter().any(|n| n == note), "{text}: {notes:?}");
        }
    }

    #[test]
    fn what_leaves_doubt_is_refused_with_its_line() {
        for (text, line) in [("", 1), ("[\n}", 2), ("[:]", 1), ("]", 1)] {
            assert_eq!(read(text, &Notes::default()).expect_err(text).0, line, "{text}");
        }
    }
}
