//! Pieces of TOML: sections, inline tables, keys and values.

use serde_json::Value;

/// Widest key that others are aligned with.
const WIDEST: usize = 40;

/// A table with its head; keys of one kind stand below each other.
pub struct Section {
    head: String,
    lines: Vec<(String, String)>,
}

impl Section {
    pub fn new(head: &str) -> Self {
        Section { head: head.to_owned(), lines: Vec::new() }
    }

    /// A key and a value that is TOML already.
    pub fn line(mut self, key: &str, value: String) -> Self {
        self.lines.push((key.to_owned(), value));
        self
    }

    /// A text, left out when it is not there.
    pub fn maybe(self, key: &str, value: Option<&str>) -> Self {
        match value {
            Some(value) => self.line(key, text(value)),
            None => self,
        }
    }

    /// `true`, left out when it is false.
    pub fn flag(self, key: &str, value: bool) -> Self {
        if value { self.line(key, "true".into()) } else { self }
    }

    /// A text, left out when it is empty.
    pub fn filled(self, key: &str, value: &str) -> Self {
        self.maybe(key, Some(value).filter(|v| !v.is_empty()))
    }

    pub fn finish(self) -> String {
        // Plain keys are aligned among themselves, and so are those of fields, of body arguments and so on.
        let group = |key: &str| key.split_once('.').map_or(String::new(), |(first, _)| first.to_owned());
        let width_of = |key: &str| {
            let of_group = self.lines.iter().filter(|(k, _)| group(k) == group(key));
            of_group.map(|(k, _)| k.chars().count()).filter(|width| *width <= WIDEST).max().unwrap_or(0)
        };
        let mut out = format!("{}\n", self.head);
        let mut widths = std::collections::HashMap::new();
        for (key, value) in &self.lines {
            let width = *widths.entry(group(key)).or_insert_with(|| width_of(key));
            out.push_str(&format!("{key:width$} = {value}\n"));
        }
        out
    }
}

/// A table on one line.
#[derive(Default)]
pub struct Inline(Vec<String>);

impl Inline {
    /// A key and a value that is TOML already.
    pub fn word(mut self, key: &str, value: String) -> Self {
        self.0.push(format!("{key} = {value}"));
        self
    }

    /// A text, left out when it is not there.
    pub fn maybe<'v>(self, key: &str, value: Option<impl AsRef<str> + 'v>) -> Self {
        match value {
            Some(value) => self.word(key, text(value.as_ref())),
            None => self,
        }
    }

    /// A text, left out when it is empty.
    pub fn filled(self, key: &str, value: &str) -> Self {
        self.maybe(key, Some(value).filter(|v| !v.is_empty()))
    }

    pub fn finish(self) -> String {
        if self.0.is_empty() { "{}".into() } else { format!("{{ {} }}", self.0.join(", ")) }
    }
}

/// A key, in quotes where TOML wants them.
pub fn key(name: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if !name.is_empty() && name.chars().all(bare) { name.to_owned() } else { escaped(name) }
}

/// A list of texts.
pub fn texts(values: &[String]) -> String {
    format!("[{}]", values.iter().map(|value| text(value)).collect::<Vec<_>>().join(", "))
}

/// A text: literal where that saves escapes, as in JSON.
pub fn text(value: &str) -> String {
    let literal = value.contains(['"', '\\']) && !value.contains(|c: char| c == '\'' || c.is_control());
    if literal { format!("'{value}'") } else { escaped(value) }
}

fn escaped(value: &str) -> String {
    let mut out = String::with_capacity(value.len() + 2);
    out.push('"');
    for c in value.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if c.is_control() => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A JSON value as TOML; `None` for null, which TOML lacks.
pub fn json(value: &Value) -> Option<String> {
    Some(match value {
        Value::Null => return None,
        Value::Bool(b) => b.to_string(),
        Value::Number(n) => match n.as_f64() {
            // A whole float keeps its point; without it, it would be an integer.
            Some(float) if n.is_f64() => format!("{float:?}"),
            _ => n.to_string(),
        },
        Value::String(s) => text(s),
        Value::Array(items) => format!("[{}]", items.iter().filter_map(json).collect::<Vec<_>>().join(", ")),
        Value::Object(map) => {
            let words = map.iter().filter_map(|(k, v)| json(v).map(|v| (key(k), v)));
            words.fold(Inline::default(), |inline, (k, v)| inline.word(&k, v)).finish()
        }
    })
}
