//! What is said of an API beside its document: a part of a spec that is laid over each import of it.
//!
//! It may rename, say words that the document lacks, and add what is missing. What it says of a function, an argument, a
//! type or a field that is no longer there is an error, so that a change of the document does not pass unseen.

use serde_json::{Map, Value};
use toml::de::{DeTable, DeValue};
use uplink_spec::did_you_mean;

/// Tables of named things, each with the words of which one makes an entry a whole one.
const NAMED: [(&str, &[&str]); 5] = [
    ("function", &["http"]),
    ("struct", &["doc"]),
    ("enum", &["values"]),
    ("alias", &["type", "variants"]),
    ("argument", &["in"]),
];
/// Where the arguments of a function stand.
const PLACES: [&str; 6] = ["path", "query", "header", "cookie", "body", "content"];

/// Lays the overlay `text` of a file over a spec.
///
/// # Errors
/// A sentence with its place for each thing that no longer fits, and for each mistake that the overlay brings in.
pub fn apply(spec: &str, file: &str, text: &str) -> Result<String, String> {
    let root = DeTable::parse(spec).map_err(|error| error.to_string())?.into_inner();
    let Value::Object(mut base) = table(&root) else { return Ok(spec.to_owned()) };
    let overlay = DeTable::parse(text).map_err(|error| {
        let line = error.span().map_or(1, |span| line(text, span.start));
        format!("{file}:{line}: not valid TOML: {}", error.message())
    })?;
    let mut overlaying = Overlaying { file, text, misfits: Vec::new() };
    overlaying.root(&mut base, overlay.get_ref());
    if !overlaying.misfits.is_empty() {
        return Err(overlaying.misfits.join("\n"));
    }
    let merged: String = base.iter().map(|(key, value)| format!("{} = {}\n", quoted(key), inline(value))).collect();
    let model = uplink_spec::read_text(file, &merged, |_| None).map_err(|report| {
        let one = |d: &uplink_spec::Diagnostic| {
            let help = d.help.as_ref().map(|help| format!("; {help}")).unwrap_or_default();
            format!("{file}: with it the spec is wrong: {}{help}", d.message)
        };
        let errors = report.diagnostics.iter().filter(|d| d.severity == uplink_spec::Severity::Error);
        errors.take(20).map(one).collect::<Vec<_>>().join("\n")
    })?;
    Ok(uplink_spec::write(&model))
}

struct Overlaying<'t> {
    file: &'t str,
    text: &'t str,
    misfits: Vec<String>,
}

impl Overlaying<'_> {
    fn misfit<'k>(&mut self, at: usize, what: &str, name: &str, known: impl IntoIterator<Item = &'k String>) {
        let known = known.into_iter().map(String::as_str);
        let help = did_you_mean(name, known).unwrap_or_else(|| "remove it, or correct its name".into());
        let line = line(self.text, at);
        self.misfits.push(format!("{}:{line}: the document gives no {what} `{name}`; {help}", self.file));
    }

    fn root(&mut self, base: &mut Map<String, Value>, overlay: &DeTable<'_>) {
        for (key, value) in overlay.iter() {
            let key = key.get_ref().as_ref();
            match (NAMED.iter().find(|(kind, _)| *kind == key), value.get_ref()) {
                (Some((kind, whole)), DeValue::Table(entries)) => self.named(base, kind, whole, entries),
                (None, DeValue::Table(entries)) if key == "example" => self.examples(base, entries),
                (_, value) => merge(base, key, value),
            }
        }
    }

    fn named(&mut self, base: &mut Map<String, Value>, kind: &str, whole: &[&str], entries: &DeTable<'_>) {
        let shared = base.get("argument").cloned().unwrap_or_default();
        let there = base.entry(kind).or_insert_with(|| Map::new().into());
        let Value::Object(there) = there else { return };
        for (name, value) in entries.iter() {
            let (at, name) = (name.span().start, name.get_ref().as_ref());
            let DeValue::Table(words) = value.get_ref() else {
                merge(there, name, value.get_ref());
                continue;
            };
            match there.get_mut(name) {
                Some(Value::Object(entry)) => self.entry(entry, kind, words, &shared),
                _ if whole.iter().any(|word| words.contains_key(*word)) => {
                    _ = there.insert(name.to_owned(), table(words))
                }
                _ => {
                    let what = if kind == "argument" { "shared argument" } else { kind };
                    self.misfit(at, what, name, there.keys());
                }
            }
        }
    }

    /// The words of a function or a type.
    fn entry(&mut self, entry: &mut Map<String, Value>, kind: &str, words: &DeTable<'_>, shared: &Value) {
        // An alias says its types in one way or the other.
        if words.contains_key("variants") {
            entry.remove("type");
        } else if kind == "alias" && words.contains_key("type") {
            entry.retain(|key, _| key != "tag" && key != "variants");
        }
        for (key, value) in words.iter() {
            let key = key.get_ref().as_ref();
            let parts = (kind == "function" && PLACES.contains(&key)) || (kind == "struct" && key == "field");
            match value.get_ref() {
                DeValue::Table(inner) if parts => self.parts(entry, kind, key, inner, shared),
                DeValue::Table(inner) if kind == "enum" && key == "values" => self.values(entry, inner),
                value => merge(entry, key, value),
            }
        }
    }

    /// The arguments of a function in one place, or the fields of a struct.
    fn parts(&mut self, entry: &mut Map<String, Value>, kind: &str, place: &str, inner: &DeTable<'_>, shared: &Value) {
        for (name, value) in inner.iter() {
            let (at, name) = (name.span().start, name.get_ref().as_ref());
            own(entry, place, name, shared);
            let known = entry.get(place).and_then(Value::as_object).cloned().unwrap_or_default();
            let is_whole = value.get_ref().as_table().is_some_and(|words| words.contains_key("type"));
            if !known.contains_key(name) && !is_whole {
                let what = if kind == "struct" { "field".to_owned() } else { format!("argument in `{place}` called") };
                self.misfit(at, &what, name, known.keys());
                continue;
            }
            let there = entry.entry(place).or_insert_with(|| Map::new().into());
            if let Value::Object(there) = there {
                merge(there, name, value.get_ref());
            }
        }
    }

    /// What is said of single values of an enum, which may stand there as a list.
    fn values(&mut self, entry: &mut Map<String, Value>, inner: &DeTable<'_>) {
        let mut known: Map<String, Value> = match entry.get("values") {
            Some(Value::Array(words)) => {
                words.iter().filter_map(Value::as_str).map(|word| (word.to_owned(), "".into())).collect()
            }
            Some(Value::Object(words)) => words.clone(),
            _ => Map::new(),
        };
        for (name, value) in inner.iter() {
            let (at, name) = (name.span().start, name.get_ref().as_ref());
            let Some(word) = known.get_mut(name) else {
                self.misfit(at, "value", name, known.keys());
                continue;
            };
            // A text is the description alone.
            if let Value::String(doc) = word {
                *word = serde_json::json!({ "doc": doc });
            }
            let Value::Object(word) = word else { continue };
            match value.get_ref() {
                DeValue::Table(said) => said.iter().for_each(|(key, said)| merge(word, key.get_ref(), said.get_ref())),
                doc => merge(word, "doc", doc),
            }
        }
        entry.insert("values".to_owned(), known.into());
    }

    fn examples(&mut self, base: &mut Map<String, Value>, entries: &DeTable<'_>) {
        let functions: Vec<String> =
            base.get("function").and_then(Value::as_object).map(|f| f.keys().cloned().collect()).unwrap_or_default();
        let there = base.entry("example").or_insert_with(|| Map::new().into());
        let Value::Object(there) = there else { return };
        for (name, list) in entries.iter() {
            let (at, name) = (name.span().start, name.get_ref().as_ref());
            if functions.iter().any(|f| f == name) {
                there.insert(name.to_owned(), json(list.get_ref()));
            } else {
                self.misfit(at, "function", name, &functions);
            }
        }
    }
}

/// Makes an argument that a function shares with others its own, so that a word about it is about this function only.
fn own(function: &mut Map<String, Value>, place: &str, name: &str, shared: &Value) {
    let Some(Value::Object(mut argument)) = shared.get(name).cloned() else { return };
    let is_own = function.get(place).is_some_and(|own| own.get(name).is_some());
    if is_own || argument.remove("in").as_ref().and_then(Value::as_str) != Some(place) {
        return;
    }
    let taken = function.get("arguments").and_then(Value::as_array);
    let in_path = place == "path"
        && function.get("http").and_then(Value::as_str).is_some_and(|http| http.contains(&format!("{{{name}}}")));
    if !in_path && !taken.is_some_and(|taken| taken.iter().any(|other| other == name)) {
        return;
    }
    if let Some(Value::Array(taken)) = function.get_mut("arguments") {
        taken.retain(|other| other != name);
    }
    if let Value::Object(own) = function.entry(place).or_insert_with(|| Map::new().into()) {
        own.insert(name.to_owned(), argument.into());
    }
}

/// Puts a value under a key; tables are put together.
fn merge(base: &mut Map<String, Value>, key: &str, value: &DeValue<'_>) {
    match (base.get_mut(key), value) {
        (Some(Value::Object(base)), DeValue::Table(inner)) => {
            inner.iter().for_each(|(key, value)| merge(base, key.get_ref(), value.get_ref()));
        }
        _ => _ = base.insert(key.to_owned(), json(value)),
    }
}

fn table(table: &DeTable<'_>) -> Value {
    Value::Object(table.iter().map(|(key, value)| (key.get_ref().to_string(), json(value.get_ref()))).collect())
}

fn json(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => text.as_ref().into(),
        DeValue::Integer(n) => i64::from_str_radix(n.as_str(), n.radix()).map_or(Value::Null, Value::from),
        DeValue::Float(n) => n.as_str().parse::<f64>().map_or(Value::Null, Value::from),
        DeValue::Boolean(b) => (*b).into(),
        DeValue::Datetime(moment) => moment.to_string().into(),
        DeValue::Array(items) => items.iter().map(|item| json(item.get_ref())).collect(),
        DeValue::Table(inner) => table(inner),
    }
}

/// A value as TOML on one line; it is read again at once, and by nobody else.
fn inline(value: &Value) -> String {
    match value {
        Value::Object(map) => {
            let entries = map.iter().map(|(key, value)| format!("{} = {}", quoted(key), inline(value)));
            format!("{{ {} }}", entries.collect::<Vec<_>>().join(", "))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(inline).collect::<Vec<_>>().join(", ")),
        Value::String(text) => quoted(text),
        other => other.to_string(),
    }
}

/// A text between quotes. TOML escapes as JSON does, and one character more.
fn quoted(text: &str) -> String {
    Value::from(text).to_string().replace('\u{7f}', "\\u007f")
}

fn line(text: &str, at: usize) -> usize {
    text.get(..at).unwrap_or(text).matches('\n').count() + 1
}
