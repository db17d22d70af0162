//! Documents while they are read: how deep and how big they may become.

use std::cell::Cell;
use std::collections::HashMap;

use serde_json::Value;

use super::document::{Document, Item, Kind, MOST};

/// Deepest nesting that is read.
const DEEPEST: usize = 200;
/// Most bytes of texts and keys that are kept, those that YAML aliases repeat included.
const MOST_TEXT: usize = 200_000_000;

/// Builds a document while a reader goes through its text.
#[derive(Debug, Default)]
pub struct Builder {
    document: Document,
    /// The objects and lists that are open, each with the key that waits for its value.
    open: Vec<(usize, Option<(String, usize)>)>,
    /// Bytes of texts and keys so far.
    text: usize,
}

impl Builder {
    /// Whether the innermost open value is an object.
    pub fn in_object(&self) -> bool {
        self.open.last().is_some_and(|(id, _)| matches!(self.document.items[*id].kind, Kind::Object { .. }))
    }

    /// Whether a key waits for its value.
    pub fn waiting(&self) -> bool {
        self.open.last().is_some_and(|(_, key)| key.is_some())
    }

    /// Whether the innermost open value has nothing in it.
    pub fn is_bare(&self) -> bool {
        self.open.last().is_some_and(|(id, _)| match &self.document.items[*id].kind {
            Kind::Object { entries, .. } => entries.is_empty(),
            Kind::List(items) => items.is_empty(),
            Kind::Scalar(..) => true,
        })
    }

    /// Notes the key of the next value; `false` when the object has it already, then the later one counts.
    pub fn key(&mut self, key: String, line: usize) -> bool {
        let Some((id, waiting)) = self.open.last_mut() else { return true };
        let new = match &self.document.items[*id].kind {
            Kind::Object { index, .. } => !index.contains_key(&key),
            _ => true,
        };
        *waiting = Some((key, line));
        new
    }

    fn add(&mut self, kind: Kind, line: usize) -> Result<usize, String> {
        let id = self.document.items.len();
        if id >= MOST {
            return Err(format!("the document has more than {MOST} values"));
        }
        let key = self.open.last().and_then(|(_, key)| key.as_ref()).map_or(0, |(key, _)| key.len());
        let text = match &kind {
            Kind::Scalar(Value::String(text), _) => text.len(),
            Kind::Scalar(_, Some(spelt)) => spelt.len(),
            _ => 0,
        };
        self.text += key + text;
        if self.text > MOST_TEXT {
            return Err(format!("the document has more than {} MB of text", MOST_TEXT / 1_000_000));
        }
        let mut item = Item { line, parent: None, asked: Cell::new(false), kind };
        if let Some((parent, waiting)) = self.open.last_mut() {
            match &mut self.document.items[*parent].kind {
                Kind::Object { entries, index } => {
                    let (key, at) = waiting.take().unwrap_or_default();
                    item.line = at;
                    // A repeated key keeps its first place in the order.
                    let position = match index.insert(key.clone(), id) {
                        Some(old) => entries.iter().position(|(_, e)| *e == old).unwrap_or(0),
                        None => {
                            entries.push((key, id));
                            entries.len() - 1
                        }
                    };
                    entries[position].1 = id;
                    item.parent = Some((*parent, position));
                }
                Kind::List(items) => {
                    item.parent = Some((*parent, items.len()));
                    items.push(id);
                }
                Kind::Scalar(..) => {}
            }
        }
        self.document.items.push(item);
        Ok(id)
    }

    /// Adds a value without parts.
    pub fn scalar(&mut self, value: Value, line: usize) -> Result<usize, String> {
        self.add(Kind::Scalar(value, None), line)
    }

    /// Adds a value without parts and keeps its spelling where that is another: `2.10` is 2.1.
    pub fn spelt(&mut self, value: Value, text: &str, line: usize) -> Result<usize, String> {
        let usual = value.to_string();
        let other = !value.is_string() && !value.is_null() && usual != text;
        self.add(Kind::Scalar(value, other.then(|| text.into())), line)
    }

    /// Opens an object or a list.
    pub fn open(&mut self, object: bool, line: usize) -> Result<usize, String> {
        if self.open.len() >= DEEPEST {
            return Err(format!("the document is nested deeper than {DEEPEST} levels"));
        }
        let kind =
            if object { Kind::Object { entries: Vec::new(), index: HashMap::new() } } else { Kind::List(Vec::new()) };
        let id = self.add(kind, line)?;
        self.open.push((id, None));
        Ok(id)
    }

    /// Closes the innermost open value.
    pub fn close(&mut self) {
        self.open.pop();
    }

    /// Adds a copy of a value that was read before.
    pub fn copy(&mut self, id: usize, line: usize) -> Result<(), String> {
        let shape = match &self.document.items[id].kind {
            Kind::Scalar(value, spelt) => {
                let (value, spelt) = (value.clone(), spelt.clone());
                return self.add(Kind::Scalar(value, spelt), line).map(drop);
            }
            Kind::List(items) => (false, items.iter().map(|id| (None, *id)).collect::<Vec<_>>()),
            Kind::Object { entries, .. } => (true, entries.iter().map(|(k, id)| (Some(k.clone()), *id)).collect()),
        };
        self.open(shape.0, line)?;
        for (key, inner) in shape.1 {
            if let Some(key) = key {
                self.key(key, line);
            }
            self.copy(inner, line)?;
        }
        self.close();
        Ok(())
    }

    /// The document, if anything was read.
    pub fn finish(self) -> Option<Document> {
        (!self.document.items.is_empty()).then_some(self.document)
    }
}
