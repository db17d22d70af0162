//! The words of a spec file with their places.

use std::cell::RefCell;
use std::ops::Range;

use serde_json::Value;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::{Diagnostic, did_you_mean};

/// Where mistakes are collected.
#[derive(Debug, Default)]
pub struct Mistakes(RefCell<Vec<Diagnostic>>);

impl Mistakes {
    /// Notes a mistake of the spec file.
    pub fn add(&self, code: &'static str, span: &Range<usize>, message: impl Into<String>, help: Option<String>) {
        let diagnostic = Diagnostic { code, message: message.into(), help, span: span.clone(), table: None };
        self.0.borrow_mut().push(diagnostic);
    }

    /// Notes a mistake of a table beside the spec file.
    pub fn add_in_table(&self, diagnostic: Diagnostic) {
        self.0.borrow_mut().push(diagnostic);
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.borrow().is_empty()
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
    asked: RefCell<Vec<String>>,
    mistakes: &'a Mistakes,
}

impl<'a> Table<'a> {
    pub fn new(name: impl Into<String>, table: &'a DeTable<'a>, span: Range<usize>, mistakes: &'a Mistakes) -> Self {
        Table { name: name.into(), span, table, asked: RefCell::default(), mistakes }
    }

    fn raw(&self, key: &str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.asked.borrow_mut().push(key.to_owned());
        self.table.get(key)
    }

    /// The place of a key's value, or of the table.
    pub fn place(&self, key: &str) -> Range<usize> {
        self.table.get(key).map_or(self.span.clone(), Spanned::span)
    }

    /// A value as JSON.
    pub fn json(&self, key: &str) -> Option<At<Value>> {
        self.raw(key).map(|v| At { value: to_json(v.get_ref()), span: v.span() })
    }

    fn typed<T>(&self, key: &str, what: &str, get: impl Fn(&Value) -> Option<T>) -> Option<At<T>> {
        let found = self.json(key)?;
        let value = get(&found.value);
        if value.is_none() {
            let message = format!("`{key}` in {} must be {what}", self.name);
            self.mistakes.add("S004", &found.span, message, Some(format!("write `{key} = ...` with {what}")));
        }
        value.map(|value| At { value, span: found.span })
    }

    /// Text.
    pub fn text(&self, key: &str) -> Option<At<String>> {
        self.typed(key, "text in quotes", |v| v.as_str().map(str::to_owned))
    }

    /// Text that has to be there.
    pub fn required(&self, key: &str) -> At<String> {
        if self.table.get(key).is_none() {
            let message = format!("{} lacks `{key}`", self.name);
            self.mistakes.add("S003", &self.span, message, Some(format!("add `{key} = \"...\"`")));
        }
        self.text(key).unwrap_or(At { value: String::new(), span: self.span.clone() })
    }

    /// A whole number.
    pub fn int(&self, key: &str) -> Option<At<i64>> {
        self.typed(key, "a whole number", Value::as_i64)
    }

    /// A whole number that is not negative.
    pub fn count(&self, key: &str) -> Option<usize> {
        self.typed(key, "a whole number, 0 or more", |v| v.as_u64().and_then(|n| usize::try_from(n).ok()))
            .map(|v| v.value)
    }

    /// `true` or `false`.
    pub fn flag(&self, key: &str) -> Option<bool> {
        self.typed(key, "true or false", Value::as_bool).map(|v| v.value)
    }

    /// A time span such as `4s`, `500ms`, `1m`, in milliseconds.
    pub fn duration_ms(&self, key: &str) -> Option<At<u64>> {
        self.typed(key, "a time span such as \"4s\", \"500ms\" or \"1m\"", |v| duration_ms(v.as_str()?))
    }

    /// A list of texts, each with its place.
    pub fn texts(&self, key: &str) -> Option<Vec<At<String>>> {
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
    pub fn table(&self, key: &str) -> Option<Table<'a>> {
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
    pub fn entries(&self, key: &str) -> Vec<(At<String>, Table<'a>)> {
        let Some(outer) = self.table(key) else { return Vec::new() };
        outer.keys().into_iter().filter_map(|k| outer.table(&k.value).map(|t| (k, t))).collect()
    }

    /// The tables of an array of tables.
    pub fn list(&self, key: &str) -> Vec<Table<'a>> {
        let Some(raw) = self.raw(key) else { return Vec::new() };
        let name = format!("[{}.{key}]", self.name.trim_matches(['[', ']']));
        let items = raw.get_ref().as_array().map(|items| items.iter().collect::<Vec<_>>()).unwrap_or_default();
        if items.is_empty() {
            self.mistakes.add(
                "S004",
                &raw.span(),
                format!("{name} must be a list of tables"),
                Some(format!("write `[{name}]`")),
            );
        }
        let tables = items.into_iter().filter_map(|item| item.get_ref().as_table().map(|t| (t, item.span())));
        tables.map(|(t, span)| Table::new(format!("[{name}]"), t, span, self.mistakes)).collect()
    }

    /// The keys, in the order of the file.
    pub fn keys(&self) -> Vec<At<String>> {
        self.table.iter().map(|(k, _)| At { value: k.get_ref().to_string(), span: k.span() }).collect()
    }

    /// Reports the keys that nobody asked for.
    pub fn finish(self) {
        let asked = self.asked.into_inner();
        for (key, _) in self.table.iter().filter(|(k, _)| !asked.iter().any(|a| a == k.get_ref())) {
            let known = asked.iter().map(String::as_str);
            let help = did_you_mean(key.get_ref(), known).unwrap_or_else(|| {
                let mut words = asked.clone();
                words.sort();
                words.dedup();
                if words.is_empty() { "remove it".into() } else { format!("the words here are {}", words.join(", ")) }
            });
            let message = format!("unknown key `{}` in {}", key.get_ref(), self.name);
            self.mistakes.add("S002", &key.span(), message, Some(help));
        }
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
