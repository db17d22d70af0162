//! Names in the spec's style, each given once.

use std::collections::{HashMap, HashSet};

use heck::ToUpperCamelCase;
use uplink_codegen::openapi::argument_name;

/// Longest name that is made, in characters.
const LONGEST: usize = 100;

/// The beginning of a text, with `...` when it was longer.
pub fn clip(text: &str, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text.to_owned(),
    }
}

fn begin(text: &str) -> &str {
    text.char_indices().nth(LONGEST).map_or(text, |(end, _)| &text[..end])
}

/// A name of a function, an argument or a field. One that is in style already stays as it is.
pub fn snake(text: &str) -> String {
    let text = begin(text);
    let first_ok = text.starts_with(|c: char| c.is_lowercase());
    if first_ok && text.chars().all(|c| (c.is_alphanumeric() && !c.is_uppercase()) || c == '_') {
        return text.to_owned();
    }
    let plain: String = text.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    let name = argument_name(&plain);
    match name.chars().next() {
        None => "unnamed".into(),
        Some(c) if c.is_lowercase() => name,
        Some(_) => format!("n{name}"),
    }
}

/// The name of an argument or a field that the document calls so on the wire.
pub fn of_wire(wire: &str) -> String {
    let name = argument_name(begin(wire));
    if plain(&name) { name } else { snake(wire) }
}

fn plain(name: &str) -> bool {
    name.starts_with(char::is_lowercase) && name.chars().all(|c| c.is_alphanumeric() || c == '_')
}

/// A name of a type. One that is in style already stays as it is.
pub fn camel(text: &str) -> String {
    let text = begin(text);
    if text.starts_with(char::is_uppercase) && text.chars().all(|c| c.is_alphanumeric() || c == '_') {
        return text.to_owned();
    }
    let plain: String = text.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    let name = plain.to_upper_camel_case();
    match name.chars().next() {
        None => "Unnamed".into(),
        Some(c) if c.is_uppercase() => name,
        Some(_) => format!("T{name}"),
    }
}

/// A name as words of a sentence: `NibeSystem` is "Nibe system."
pub fn sentence(name: &str) -> String {
    let words = argument_name(name).replace('_', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(|| "Unnamed.".into(), |c| format!("{}{}.", c.to_uppercase(), letters.as_str()))
}

/// Names that are given already.
#[derive(Debug, Default)]
pub struct Taken {
    names: HashSet<String>,
    next: HashMap<String, usize>,
}

impl Taken {
    /// The name, with a number behind it when it is given already.
    pub fn give(&mut self, name: String, between: &str) -> String {
        if self.names.insert(name.clone()) {
            return name;
        }
        let next = self.next.entry(name.clone()).or_insert(1);
        loop {
            *next += 1;
            let numbered = format!("{name}{between}{next}");
            if self.names.insert(numbered.clone()) {
                return numbered;
            }
        }
    }
}
