//! Where the things of a model stand in the file.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use toml::de::{DeTable, DeValue};

use crate::model::Argument;
use crate::syntax::At;

/// The keys that lead to a value, such as `function`, `boil`, `body`, `level`; items of lists by number.
pub type Path = Vec<String>;

/// A path from its parts.
pub fn path<const N: usize>(parts: [&str; N]) -> Path {
    parts.iter().map(|p| (*p).to_owned()).collect()
}

/// A thing of a model.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Thing {
    /// A function, by name.
    Function(String),
    /// An argument of a function.
    Argument(String, String),
    /// An example of a function, by number.
    Example(String, usize),
    /// A type.
    Type(String),
    /// A field of a struct.
    Field(String, String),
    /// A getter of a struct.
    Getter(String, String),
}

/// A type that is mentioned.
#[derive(Clone, Debug)]
pub struct Mention {
    /// Its name and the place of the mention.
    pub name: At<String>,
    /// The type that mentions it; `None` when a function or an argument does.
    pub by: Option<String>,
}

/// What checks of the whole model need to know about the file.
pub struct Places<'a> {
    source: &'a str,
    root: &'a DeTable<'a>,
    things: HashMap<Thing, Vec<Path>>,
    /// Types that are mentioned.
    pub types: Vec<Mention>,
    /// Scopes that are mentioned.
    pub scopes: Vec<At<String>>,
    /// Schemes that are asked for.
    pub auth: Vec<At<String>>,
    /// Shared arguments that functions take, by key.
    pub shared: HashSet<String>,
    /// Every argument once, as it is described, with where.
    pub arguments: Vec<(Path, Argument)>,
}

impl<'a> Places<'a> {
    pub fn new(source: &'a str, root: &'a DeTable<'a>) -> Self {
        Places {
            source,
            root,
            things: HashMap::new(),
            types: Vec::new(),
            scopes: Vec::new(),
            auth: Vec::new(),
            shared: HashSet::new(),
            arguments: Vec::new(),
        }
    }

    /// The text of the file.
    pub fn source(&self) -> &'a str {
        self.source
    }

    /// Notes where a thing stands.
    pub fn put(&mut self, thing: Thing, path: Path) {
        self.things.entry(thing).or_default().push(path);
    }

    /// The keys that lead to a thing; to the first one, when several have one name.
    pub fn path(&self, thing: &Thing) -> &[String] {
        self.things.get(thing).and_then(|paths| paths.first()).map_or(&[], Vec::as_slice)
    }

    /// How many things have this name.
    pub fn paths(&self, thing: &Thing) -> usize {
        self.things.get(thing).map_or(0, Vec::len)
    }

    /// The key of a thing, and so its name.
    pub fn name(&self, thing: &Thing) -> Range<usize> {
        self.key(self.path(thing))
    }

    /// A value below a thing; the last key on the way when it is not written.
    pub fn part<const N: usize>(&self, thing: &Thing, below: [&str; N]) -> Range<usize> {
        let below: Vec<String> = below.iter().map(|b| (*b).to_owned()).collect();
        self.below(self.path(thing), &below).1
    }

    /// The value of a key below a path, or the last key of the path.
    pub fn value_or_key(&self, path: &[String], key: &str) -> Range<usize> {
        self.below(path, &[key.to_owned()]).1
    }

    /// Where the name of a thing is said, by `rename` or by its key; `number` tells things of one name apart.
    pub fn name_place(&self, thing: &Thing, number: usize) -> Range<usize> {
        let paths = self.things.get(thing).map_or(&[][..], Vec::as_slice);
        let path = paths.get(number).or(paths.first()).map_or(&[][..], Vec::as_slice);
        // What is renamed has another name than its key.
        if matches!(thing, Thing::Getter(..)) { self.key(path) } else { self.value_or_key(path, "rename") }
    }

    /// Where a word of an enum stands.
    pub fn word_place(&self, thing: &Thing, word: &str, renamed: bool) -> Range<usize> {
        let path = self.path(thing);
        let below = ["values".to_owned(), word.to_owned(), "rename".to_owned()];
        let (key, value) = self.below(path, if renamed { &below } else { &below[..2] });
        let list = self.part(thing, ["values"]);
        match self.source.get(list.clone()) {
            // In a list, words have no key.
            Some(text) if text.starts_with('[') => self.item(path, word).unwrap_or(list),
            _ if renamed => value,
            _ => key,
        }
    }

    fn item(&self, path: &[String], word: &str) -> Option<Range<usize>> {
        let mut value = None;
        for step in path.iter().map(String::as_str).chain(["values"]) {
            let table = value.map_or(Some(self.root), |v: &DeValue<'_>| v.as_table());
            value = Some(table?.get(step)?.get_ref());
        }
        value?.as_array()?.iter().find(|v| v.get_ref().as_str() == Some(word)).map(|v| v.span())
    }

    /// The last key on the way below a path, and the value at its end; that key again when the way breaks off.
    pub fn below(&self, path: &[String], below: &[String]) -> (Range<usize>, Range<usize>) {
        let keys: Vec<&str> = path.iter().chain(below).map(String::as_str).collect();
        match self.walk(&keys) {
            (key, Some(value), true) => (key, value),
            (key, _, _) => (key.clone(), key),
        }
    }

    /// The last key of a path.
    pub fn key(&self, path: &[String]) -> Range<usize> {
        let keys: Vec<&str> = path.iter().map(String::as_str).collect();
        self.walk(&keys).0
    }

    /// The last key that was found, the value that was reached, and whether the path was walked to its end.
    fn walk(&self, keys: &[&str]) -> (Range<usize>, Option<Range<usize>>, bool) {
        let mut key = 0..0;
        let mut value: Option<(&DeValue<'_>, Range<usize>)> = None;
        for step in keys {
            let inside = match value {
                None => self.root.get_key_value(*step).map(|(k, v)| (k.span(), v)),
                Some((DeValue::Table(t), _)) => t.get_key_value(*step).map(|(k, v)| (k.span(), v)),
                Some((DeValue::Array(items), _)) => {
                    step.parse().ok().and_then(|n: usize| items.get(n)).map(|v| (v.span(), v))
                }
                Some(_) => None,
            };
            let Some((found, next)) = inside else { return (key, value.map(|(_, span)| span), false) };
            key = found;
            value = Some((next.get_ref(), next.span()));
        }
        (key, value.map(|(_, span)| span), true)
    }

    /// A word inside a text, such as a type's name in `"[Reading]"`; the whole text when it is not found.
    pub fn word(&self, span: &Range<usize>, word: &str) -> Range<usize> {
        let of_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
        let Some(text) = self.source.get(span.clone()).filter(|_| !word.is_empty()) else { return span.clone() };
        text.match_indices(word)
            .find(|(at, _)| {
                !of_word(text[..*at].chars().next_back()) && !of_word(text[at + word.len()..].chars().next())
            })
            .map_or(span.clone(), |(at, _)| span.start + at..span.start + at + word.len())
    }

    /// Where JSON in a text of the file could not be read.
    pub fn json_error(&self, span: &Range<usize>, text: &str, error: &serde_json::Error) -> Range<usize> {
        let Some(literal) = self.literal(span, text) else { return span.clone() };
        let line: usize = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum();
        let at = (line + error.column().saturating_sub(1)).min(text.len());
        literal.start + at..(literal.start + at + 1).min(literal.end)
    }

    /// The text between the quotes of a value, when it stands there as it is meant.
    pub fn literal(&self, span: &Range<usize>, meant: &str) -> Option<Range<usize>> {
        let text = self.source.get(span.clone())?;
        let at = text.find(meant).filter(|at| *at <= 4 && text.len() - at - meant.len() <= 3)?;
        Some(span.start + at..span.start + at + meant.len())
    }
}
