//! Reads an OpenAPI 3.0, 3.1 or 3.2 document and writes a spec that says the same, as far as a spec can.
//!
//! Documents in circulation are rarely quite right. What can be understood is taken; what cannot be said in a spec is
//! noted with its line, and so is every key that nothing here reads.

mod answer;
mod api;
mod argument;
mod auth;
mod body;
mod brackets;
mod builder;
mod choices;
mod cycle;
mod document;
mod error_form;
mod errors;
mod example;
mod files;
mod function;
mod groups;
mod inputs;
mod json;
mod limits;
mod login;
mod media;
mod naming;
mod notes;
mod paging;
mod reader;
mod samples;
mod schema;
mod structure;
mod tags;
mod travel;
mod weights;
mod yaml;

use std::collections::HashMap;

use serde_json::{Number, Value};
use uplink_spec::model::Model;

use self::document::{Document, Node};
pub use self::files::{Beside, Load};
use self::notes::Notes;
pub use self::notes::{Counts, Weight};
use self::reader::Reader;

/// Most bytes of a document.
pub const LARGEST: usize = 64_000_000;

/// What came out of a document.
#[derive(Debug)]
pub struct Import {
    /// The spec as a model.
    pub model: Model,
    /// The text of the spec.
    pub spec: String,
    /// What was changed or left out, one line each: file, line, weight, place in the document, what.
    pub notes: Vec<String>,
    /// How many notes there are of each weight.
    pub counts: Counts,
    /// The other files that the document is made of.
    pub files: Vec<Beside>,
}

/// Reads a document that stands alone; `file` is its name for messages, and tells JSON from YAML by its ending.
///
/// # Errors
/// One sentence, with the place where there is one, when the document cannot be used.
pub fn import(file: &str, text: &str) -> Result<Import, String> {
    import_with(file, text, None, None)
}

/// Reads a document and the files that it refers to; `load` gives the text of each. `auth` says what a call has to carry
/// where the document does not: the name of a scheme, or `none`.
///
/// # Errors
/// One sentence, with the place where there is one, when the document cannot be used, or a file cannot be read.
pub fn import_with(file: &str, text: &str, load: Option<&Load<'_>>, auth: Option<&str>) -> Result<Import, String> {
    if text.len() > LARGEST {
        return Err(format!("{file}: the document is bigger than {} MB; give a smaller one", LARGEST / 1_000_000));
    }
    let notes = Notes::default();
    let mut document = read(file, text, &notes).map_err(|(line, problem)| format!("{file}:{line}: {problem}"))?;
    document.name(file.to_owned());
    usable(document.root()).map_err(|problem| format!("{file}:{}: {problem}", document.root().line()))?;
    if let Some(load) = load {
        files::read_beside(&mut document, load, &notes)?;
    }
    let root = document.root();
    let (model, entered) = Reader::new(root, &notes).model(auth).map_err(|problem| format!("{file}: {problem}"))?;
    note_unread(&notes, entered.into_iter().chain([root]).flat_map(Node::unread));
    let (spec, model) = checked(file, &model).or_else(|problem| {
        // Examples are not worth losing a document for.
        let mut without = model;
        without.functions.iter_mut().for_each(|f| f.examples.clear());
        notes.add(Weight::Text, root, format!("{problem}; all examples are left out"));
        checked(file, &without)
    })?;
    let files = files::beside(&document);
    Ok(Import { model, spec, notes: notes.lines(), counts: notes.counts(), files })
}

/// Notes what nothing here reads. Of keys that matter little the first is noted, with the number of the others.
fn note_unread<'d>(notes: &Notes, unread: impl Iterator<Item = Node<'d>>) {
    const WHAT: &str = "has no word in the spec language; it is left out";
    let mut unread: Vec<Node<'d>> = unread.collect();
    unread.sort_by_key(|node| node.id());
    unread.dedup();
    let mut alike: Vec<(&str, Node<'d>, usize)> = Vec::new();
    let mut positions: HashMap<&str, usize> = HashMap::new();
    for node in unread {
        let weight = weights::of_key(node);
        match node.key().filter(|_| weight == Weight::Text) {
            None => notes.add(weight, node, WHAT),
            Some(key) => {
                let at = *positions.entry(key).or_insert(alike.len());
                if at == alike.len() {
                    alike.push((key, node, 0));
                } else {
                    alike[at].2 += 1;
                }
            }
        }
    }
    for (key, node, more) in alike {
        let more = match more {
            0 => String::new(),
            more => format!(", and {more} more of `{}` with it", naming::clip(key, 60)),
        };
        notes.add(Weight::Text, node, format!("{WHAT}{more}"));
    }
}

/// The text of a spec, and what it reads back to.
fn checked(file: &str, model: &Model) -> Result<(String, Model), String> {
    let spec = uplink_spec::write(model);
    let model = uplink_spec::read_text(file, &spec, |_| None).map_err(|report| {
        let first = report.diagnostics.first().map(|d| d.message.as_str()).unwrap_or_default();
        format!("{file}: the document cannot be written as a spec: {first}")
    })?;
    Ok((spec, model))
}

fn read(file: &str, text: &str, notes: &Notes) -> Result<Document, (usize, String)> {
    notes.file(file);
    let ends = |ending: &str| file.to_ascii_lowercase().ends_with(ending);
    let braces = text.trim_start_matches('\u{feff}').trim_start().starts_with(['{', '[']);
    if ends(".json") || (braces && !ends(".yaml") && !ends(".yml")) {
        json::read(text, notes)
    } else {
        yaml::read(text, notes)
    }
}

fn usable(root: Node<'_>) -> Result<(), String> {
    if !root.is_object() {
        return Err("this is no OpenAPI document; give one that begins with `openapi`".into());
    }
    if root.has("swagger") {
        let how = "convert it to OpenAPI 3 first, as with `npx swagger2openapi FILE --outfile openapi.json`";
        return Err(format!("this is OpenAPI 2 (Swagger), which is not read here; {how}"));
    }
    // YAML takes an unquoted 3.1 for a number.
    let version = match root.get("openapi").map(Node::value) {
        Some(Value::String(text)) => text,
        Some(Value::Number(number)) => number.to_string(),
        _ => return Err("this is no OpenAPI document; give one that begins with `openapi`".into()),
    };
    if !["3.0", "3.1", "3.2"].iter().any(|known| version == *known || version.starts_with(&format!("{known}."))) {
        let version = naming::clip(&version, 20);
        return Err(format!("OpenAPI {version} is not known here; give a document of version 3.0, 3.1 or 3.2"));
    }
    Ok(())
}

/// A number as JSON has it; `None` for other words.
fn number(text: &str) -> Option<Value> {
    let digits = text.strip_prefix('-').unwrap_or(text).as_bytes();
    let digit = |at: usize| digits.get(at).is_some_and(u8::is_ascii_digit);
    if !digit(0) || (digits[0] == b'0' && digit(1)) {
        return None;
    }
    if text != "-0" {
        if let Ok(n) = text.parse::<i64>() {
            return Some(n.into());
        }
        if let Ok(n) = text.parse::<u64>() {
            return Some(n.into());
        }
    }
    text.parse::<f64>().ok().and_then(Number::from_f64).map(Value::Number)
}
