//! The words of a spec file with their places.

use std::cell::{Ref, RefCell};
use std::ops::Range;
use std::sync::Arc;

use serde_json::{Map, Value};
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use crate::codes;
use crate::diagnostic::{Diagnostic, Severity};
use crate::source::Source;
use crate::words::{did_you_mean, shortened};

/// More findings than this are forgotten: a file of a few megabytes can have millions.
pub const MOST: usize = 10_000;

/// Where mistakes are collected.
#[derive(Debug, Default)]
pub struct Mistakes(RefCell<Vec<Diagnostic>>);

impl Mistakes {
    /// Notes a finding about the spec file.
    pub fn add(&self, code: &'static str, span: &Range<usize>, message: impl Into<String>, help: Option<String>) {
        self.note(code, span, message.into(), help, None);
    }

    /// Notes a finding about a table beside the spec file.
    pub fn add_in(
        &self,
        table: &Arc<Source>,
        code: &'static str,
        span: &Range<usize>,
        message: String,
        help: impl Into<String>,
    ) {
        self.note(code, span, message, Some(help.into()), Some(table.clone()));
    }

    fn note(
        &self,
        code: &'static str,
        span: &Range<usize>,
        message: String,
        help: Option<String>,
        table: Option<Arc<Source>>,
    ) {
        let mut found = self.0.borrow_mut();
        if found.len() >= MOST {
            return;
        }
        found.push(Diagnostic {
            code,
            severity: codes::severity(code),
            message: shortened(message),
            help: help.map(shortened),
            span: span.clone(),
            table,
        });
    }

    /// Those that were noted until now.
    pub fn so_far(&self) -> Ref<'_, Vec<Diagnostic>> {
        self.0.borrow()
    }

    /// Whether one of them is an error.
    pub fn has_errors(&self) -> bool {
        self.0.borrow().iter().any(|d| d.severity == Severity::Error)
    }

    /// The known word that is nearest to an unknown one; nothing more once there are many findings, which nobody reads.
    pub fn near<'k>(&self, word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<String> {
        if self.0.borrow().len() > 100 { None } else { did_you_mean(word, known.into_iter().take(1000)) }
    }

    /// All of them.
    pub fn into_inner(self) -> Vec<Diagnostic> {
        self.0.into_inner()
    }
}

/// A value with its place.
#[derive(Clone, Debug)]
pub struct At<T> {
    /// The value.
    pub value: T,
    /// Its bytes in the file.
    pub span: Range<usize>,
}

/// A table that remembers which keys were asked for.
pub struct Table<'a> {
    /// How messages call it, such as `[function.units]`.
    pub name: String,
    /// Where it stands.
    pub span: Range<usize>,
    table: &'a DeTable<'a>,
    asked: RefCell<Vec<&'a str>>,
    mistakes: &'a Mistakes,
}

impl<'a> Table<'a> {
    pub fn new(name: impl Into<String>, table: &'a DeTable<'a>, span: Range<usize>, mistakes: &'a Mistakes) -> Self {
        Table { name: name.into(), span, table, asked: RefCell::default(), mistakes }
    }

    fn raw(&self, key: &'a str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.asked.borrow_mut().push(key);
        self.table.get(key)
    }

    /// A value as JSON.
    pub fn json(&self, key: &'a str) -> Option<At<Value>> {
        self.raw(key).map(|v| At { value: to_json(v.get_ref()), span: v.span() })
    }

    fn typed<T>(&self, key: &'a str, what: &str, get: impl Fn(&DeValue<'a>) -> Option<T>) -> Option<At<T>> {
        let found = self.raw(key)?;
        let value = get(found.get_ref());
        if value.is_none() {
            let message = format!("`{key}` in {} must be {what}", self.name);
            self.mistakes.add("S004", &found.span(), message, Some(format!("write `{key} = ...` with {what}")));
        }
        value.map(|value| At { value, span: found.span() })
    }

    /// Text.
    pub fn text(&self, key: &'a str) -> Option<At<String>> {
        self.typed(key, "text in quotes", |v| v.as_str().map(str::to_owned))
    }

    /// Text that has to be there; empty when it is not.
    pub fn required(&self, key: &'a str) -> At<String> {
        if self.table.get(key).is_none() {
            self.lacks(key, &format!("add `{key} = \"...\"`"));
        }
        self.text(key).unwrap_or(At { value: String::new(), span: self.span.clone() })
    }

    /// Notes that a key is missing.
    pub fn lacks(&self, key: &str, help: &str) {
        self.mistakes.add("S003", &self.span, format!("{} lacks `{key}`", self.name), Some(help.to_owned()));
    }

    /// Whether a key is written.
    pub fn has(&self, key: &str) -> bool {
        self.table.get(key).is_some()
    }

    /// A whole number.
    pub fn int(&self, key: &'a str) -> Option<At<i64>> {
        self.typed(key, "a whole number", |v| to_json(v).as_i64())
    }

    /// A whole number that is not negative and fits into its type.
    pub fn count<T: TryFrom<u64>>(&self, key: &'a str) -> Option<T> {
        self.typed(key, "a whole number, 0 or more", |v| to_json(v).as_u64().and_then(|n| T::try_from(n).ok()))
            .map(|v| v.value)
    }

    /// `true` or `false`.
    pub fn flag(&self, key: &'a str) -> Option<bool> {
        self.typed(key, "true or false", DeValue::as_bool).map(|v| v.value)
    }

    /// A time span such as `4s`, `500ms`, `1m`, in milliseconds.
    pub fn duration_ms(&self, key: &'a str) -> Option<At<u64>> {
        self.typed(key, "a time span such as \"4s\", \"500ms\" or \"1m\"", |v| duration_ms(v.as_str()?))
    }

    /// A list of texts, each with its place.
    pub fn texts(&self, key: &'a str) -> Option<Vec<At<String>>> {
        let raw = self.raw(key)?;
        let fail = |span: Range<usize>| {
            let message = format!("`{key}` in {} must be a list of texts", self.name);
            self.mistakes.add("S004", &span, message, Some(format!("write `{key} = [\"...\"]`")));
        };
        let Some(items) = raw.get_ref().as_array() else {
            fail(raw.span());
            return None;
        };
        let mut texts = Vec::new();
        for item in items.iter() {
            match item.get_ref().as_str() {
                Some(text) => texts.push(At { value: text.to_owned(), span: item.span() }),
                None => fail(item.span()),
            }
        }
        Some(texts)
    }

    /// A table inside.
    pub fn table(&self, key: &'a str) -> Option<Table<'a>> {
        let raw = self.raw(key)?;
        let name = match self.name.strip_suffix(']') {
            Some(outer) if outer != "[" => format!("{outer}.{key}]"),
            _ => format!("[{key}]"),
        };
        match raw.get_ref().as_table() {
            Some(table) => Some(Table::new(name, table, raw.span(), self.mistakes)),
            None => {
                let message = format!("`{key}` in {} must be a table", self.name);
                self.mistakes.add("S004", &raw.span(), message, Some(format!("write `{name}` or `{key} = {{ ... }}`")));
                None
            }
        }
    }

    /// The tables inside a table of tables, with their names.
    pub fn entries(&self, key: &'a str) -> Vec<(At<String>, Table<'a>)> {
        let Some(outer) = self.table(key) else { return Vec::new() };
        let entry = |key: At<&'a str>| {
            let table = outer.table(key.value)?;
            Some((At { value: key.value.to_owned(), span: key.span }, table))
        };
        outer.keys().into_iter().filter_map(entry).collect()
    }

    /// The tables of an array of tables.
    pub fn list(&self, key: &'a str) -> Vec<Table<'a>> {
        let Some(raw) = self.raw(key) else { return Vec::new() };
        let name = format!("[[{}.{key}]]", self.name.trim_matches(['[', ']']));
        let fail = |span: &Range<usize>| {
            self.mistakes.add(
                "S004",
                span,
                format!("{name} must be a list of tables"),
                Some(format!("write `{name}`")),
            );
        };
        let items = raw.get_ref().as_array().map(|items| items.iter().collect::<Vec<_>>()).unwrap_or_default();
        if items.is_empty() {
            fail(&raw.span());
        }
        let mut tables = Vec::new();
        for item in items {
            match item.get_ref().as_table() {
                Some(table) => tables.push(Table::new(name.clone(), table, item.span(), self.mistakes)),
                None => fail(&item.span()),
            }
        }
        tables
    }

    /// A table of any values; empty when it is not written.
    pub fn object(&self, key: &'a str) -> Map<String, Value> {
        let object = self.typed(key, "a table", |v| to_json(v).as_object().cloned());
        object.map(|o| o.value).unwrap_or_default()
    }

    /// Whether a value is a table.
    pub fn holds_table(&self, key: &str) -> bool {
        self.table.get(key).is_some_and(|v| v.get_ref().is_table())
    }

    /// The tables inside a table of tables, without notes about what is wrong with them.
    pub fn quiet_entries(&self, key: &str) -> Vec<(At<String>, Table<'a>)> {
        let outer = self.table.get(key).and_then(|v| v.get_ref().as_table());
        let entries = outer.into_iter().flat_map(|outer| outer.iter());
        let table = |(k, v): (&Spanned<_>, &'a Spanned<DeValue<'a>>)| {
            let key: &DeString<'_> = k.get_ref();
            let inner = Table::new("", v.get_ref().as_table()?, v.span(), self.mistakes);
            Some((At { value: key.to_string(), span: k.span() }, inner))
        };
        entries.filter_map(table).collect()
    }

    /// A text, without a note when it is none.
    pub fn quiet_text(&self, key: &str) -> Option<String> {
        self.table.get(key).and_then(|v| v.get_ref().as_str()).map(str::to_owned)
    }

    /// The keys, in the order of the file.
    pub fn keys(&self) -> Vec<At<&'a str>> {
        self.table.iter().map(|(k, _)| At { value: k.get_ref().as_ref(), span: k.span() }).collect()
    }

    /// Reports the keys that nobody asked for.
    pub fn finish(self) {
        let mut asked = self.asked.into_inner();
        asked.sort_unstable();
        asked.dedup();
        for (key, _) in self.table.iter().filter(|(k, _)| asked.binary_search(&k.get_ref().as_ref()).is_err()) {
            let words = &asked;
            let foreign = foreign(key.get_ref(), words).map(str::to_owned);
            let help =
                foreign.or_else(|| self.mistakes.near(key.get_ref(), words.iter().copied())).unwrap_or_else(|| {
                    if words.is_empty() {
                        "remove it".into()
                    } else {
                        format!("the words here are {}", words.join(", "))
                    }
                });
            let place = if self.name == "[]" { "the spec" } else { &self.name };
            let message = format!("unknown key `{}` in {place}", key.get_ref());
            self.mistakes.add("S002", &key.span(), message, Some(help));
        }
    }
}

/// What to write in place of words that other languages of this kind have; `known` are the words of the table.
fn foreign(key: &str, known: &[&str]) -> Option<&'static str> {
    let has = |word: &str| known.contains(&word);
    match key {
        "required" | "optional" | "nullable" if has("type") && has("wire") => Some(
            "what may be left out or null has a type with `?`, such as `int?`, or a `default`; all else is required",
        ),
        "security" | "authentication" | "securitySchemes" if has("oauth") => {
            Some("`[oauth]` says how users grant access, `[auth.NAME]` names an API key or a password")
        }
        "security" if has("auth") => Some("write `auth`"),
        "description" | "summary" if has("doc") => Some("write `doc`"),
        "method" | "url" if has("http") => Some("write both into `http`, such as `http = \"GET /things/{id}\"`"),
        "responses" | "response" | "returns" if has("answer") => Some("write `answer.200 = \"TYPE\"`"),
        _ => None,
    }
}

fn duration_ms(text: &str) -> Option<u64> {
    let digits = text.find(|c: char| !c.is_ascii_digit())?;
    let number: u64 = text[..digits].parse().ok()?;
    let unit = match &text[digits..] {
        "ms" => 1,
        "s" => 1000,
        "m" => 60_000,
        "h" => 3_600_000,
        _ => return None,
    };
    number.checked_mul(unit)
}

fn to_json(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => Value::from(text.as_ref()),
        DeValue::Integer(n) => i64::from_str_radix(n.as_str(), n.radix()).map_or(Value::Null, Value::from),
        DeValue::Float(n) => n.as_str().parse::<f64>().map_or(Value::Null, Value::from),
        DeValue::Boolean(b) => Value::from(*b),
        DeValue::Datetime(d) => Value::from(d.to_string()),
        DeValue::Array(items) => items.iter().map(|v| to_json(v.get_ref())).collect(),
        DeValue::Table(table) => {
            Value::Object(table.iter().map(|(k, v)| (k.get_ref().to_string(), to_json(v.get_ref()))).collect())
        }
    }
}
