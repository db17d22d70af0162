//! YAML with its lines.

use std::collections::HashMap;

use saphyr_parser::{Event, Parser, ScalarStyle};
use serde_json::Value;

use super::brackets;
use super::builder::Builder;
use super::document::Document;
use super::notes::{Notes, Weight};

/// Reads the first document of a text.
pub fn read(text: &str, notes: &Notes) -> Result<Document, (usize, String)> {
    match parse(text, notes) {
        // Brackets may end further left than the specification has it, as most readers of YAML take them.
        Err((line, problem)) if problem.contains(INDENTATION) => match brackets::indented(text) {
            Some(indented) => parse(&indented, notes),
            None => Err((line, problem)),
        },
        read => read,
    }
}

/// What the parser says of lines that are too far left.
const INDENTATION: &str = "invalid indentation";

fn parse(text: &str, notes: &Notes) -> Result<Document, (usize, String)> {
    let mut builder = Builder::default();
    let mut anchors = HashMap::new();
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|e| (e.marker().line(), format!("not valid YAML: {}", e.info())))?;
        let line = span.start.line();
        let at_key = builder.in_object() && !builder.waiting();
        let made = match event {
            Event::Scalar(text, ..) if at_key => {
                if text == "<<" {
                    notes.add_at(Weight::Request, line, "merge keys of YAML are not read; the key is left out");
                }
                if !builder.key(text.into_owned(), line) {
                    notes.add_at(Weight::Text, line, "the key stands there twice; the later one counts");
                }
                continue;
            }
            _ if at_key && !matches!(event, Event::MappingEnd) => {
                return Err((line, "a key is no text".into()));
            }
            Event::Scalar(text, style, anchor, tag) => {
                let plain = style == ScalarStyle::Plain && tag.is_none();
                let made = match plain {
                    true => builder.spelt(resolve(&text), &text, line),
                    false => builder.scalar(text.into_owned().into(), line),
                };
                made.map(|id| (anchor, id))
            }
            Event::MappingStart(anchor, _) => builder.open(true, line).map(|id| (anchor, id)),
            Event::SequenceStart(anchor, _) => builder.open(false, line).map(|id| (anchor, id)),
            Event::MappingEnd | Event::SequenceEnd => {
                builder.close();
                continue;
            }
            Event::Alias(anchor) => match anchors.get(&anchor) {
                Some(id) => builder.copy(*id, line).map(|()| (0, 0)),
                None => Err("an alias refers to nothing".into()),
            },
            Event::DocumentEnd => break,
            _ => continue,
        };
        let (anchor, id) = made.map_err(|problem| (line, problem))?;
        if anchor > 0 {
            anchors.insert(anchor, id);
        }
    }
    builder.finish().ok_or((1, "the document is empty".into()))
}

/// What a text without quotes stands for, as YAML 1.2 has it.
fn resolve(text: &str) -> Value {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => true.into(),
        "false" | "False" | "FALSE" => false.into(),
        _ => super::number(text).unwrap_or_else(|| text.into()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn value(text: &str) -> Value {
        read(text, &Notes::default()).expect("a document").root().value()
    }

    #[test]
    fn plain_words_are_what_yaml_1_2_says() {
        let text = "[1, -2.5, 1e3, true, no, ~, null, '1', 3.1.0, 0x1f, 2023-01-02, !!str 7, 007]";
        let expected = json!([1, -2.5, 1e3, true, "no", null, null, "1", "3.1.0", "0x1f", "2023-01-02", "7", "007"]);
        assert_eq!(value(text), expected);
    }

    #[test]
    fn anchors_are_repeated_and_lines_are_kept() {
        let notes = Notes::default();
        let document = read("a: &x\n  b: 1\nc: *x\n<<: *x\n", &notes).expect("a document");
        assert_eq!(document.root().value(), json!({"a": {"b": 1}, "c": {"b": 1}, "<<": {"b": 1}}));
        let line = |key: &str| document.root().get(key).expect("a value").line();
        assert_eq!((line("a"), line("c")), (1, 3));
        assert_eq!(notes.lines(), ["document:4: request: merge keys of YAML are not read; the key is left out"]);
    }

    #[test]
    fn brackets_may_end_where_their_key_begins() {
        let text = "a:\n  b: {\n    \"c\": [1,\n  2], # ]\n  d: 'it''s }',\n  }\n  e: |\n    [\n    }\n  f: x\n";
        assert_eq!(value(text), json!({"a": {"b": {"c": [1, 2], "d": "it's }"}, "e": "[\n}\n", "f": "x"}}));
    }

    #[test]
    fn what_is_wrong_is_refused_with_its_line() {
        for (text, line) in [("a: [\n", 2), ("a: *b", 1), ("? [a]\n: b\n", 1), ("", 1)] {
            assert_eq!(read(text, &Notes::default()).expect_err(text).0, line, "{text}");
        }
    }
}
