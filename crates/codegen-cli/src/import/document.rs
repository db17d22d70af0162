//! A document as a tree in which every value knows its line and its path.

use std::cell::Cell;
use std::collections::HashMap;

use serde_json::{Map, Value};

/// Most values of all files, those that YAML aliases repeat included.
pub const MOST: usize = 4_000_000;
/// Longest path that is shown, in characters.
const LONGEST_PATH: usize = 300;

/// A whole document. Values stand in one list and refer to each other by position.
#[derive(Debug, Default)]
pub struct Document {
    pub(super) items: Vec<Item>,
    /// Names of its files, and where the values of each begin.
    files: Vec<String>,
    begins: Vec<usize>,
}

#[derive(Debug)]
pub(super) struct Item {
    pub line: usize,
    /// The value around this one, and the position of this one in it.
    pub parent: Option<(usize, usize)>,
    /// Whether somebody has read it.
    pub asked: Cell<bool>,
    pub kind: Kind,
}

#[derive(Debug)]
pub(super) enum Kind {
    Object {
        entries: Vec<(String, usize)>,
        index: HashMap<String, usize>,
    },
    List(Vec<usize>),
    /// A value without parts, and its spelling where the value does not say it.
    Scalar(Value, Option<Box<str>>),
}

/// A value of a document.
#[derive(Clone, Copy, Debug)]
pub struct Node<'d> {
    document: &'d Document,
    id: usize,
}

impl PartialEq for Node<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Document {
    /// The outermost value.
    pub fn root(&self) -> Node<'_> {
        Node { document: self, id: 0 }
    }

    /// How many values there are in all files.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Says what its first file is called.
    pub fn name(&mut self, file: String) {
        (self.files, self.begins) = (vec![file], vec![0]);
    }

    /// Names of its files, the first one is the document itself.
    pub fn files(&self) -> &[String] {
        &self.files
    }

    /// The outermost value of a file.
    pub fn file_root(&self, file: usize) -> Node<'_> {
        Node { document: self, id: self.begins.get(file).copied().unwrap_or(0) }
    }

    /// Adds a file.
    ///
    /// # Errors
    /// A sentence when there are too many values.
    pub fn append(&mut self, name: String, other: Document) -> Result<(), String> {
        let begin = self.items.len();
        if begin + other.items.len() > MOST {
            return Err(format!("{name}: the document has more than {MOST} values in all its files"));
        }
        self.files.push(name);
        self.begins.push(begin);
        self.items.extend(other.items.into_iter().map(|mut item| {
            item.parent = item.parent.map(|(parent, position)| (parent + begin, position));
            match &mut item.kind {
                Kind::Object { entries, index } => {
                    entries.iter_mut().for_each(|(_, id)| *id += begin);
                    index.values_mut().for_each(|id| *id += begin);
                }
                Kind::List(items) => items.iter_mut().for_each(|id| *id += begin),
                Kind::Scalar(..) => {}
            }
            item
        }));
        Ok(())
    }
}

impl<'d> Node<'d> {
    fn item(self) -> &'d Item {
        &self.document.items[self.id]
    }

    fn at(self, id: usize) -> Node<'d> {
        Node { document: self.document, id }
    }

    /// The line it stands on, counted from 1.
    pub fn line(self) -> usize {
        self.item().line
    }

    /// Its position in the document, to tell values apart.
    pub fn id(self) -> usize {
        self.id
    }

    /// Which of the files it stands in.
    pub fn file(self) -> usize {
        self.document.begins.partition_point(|begin| *begin <= self.id).saturating_sub(1)
    }

    /// The document that it belongs to.
    pub fn document(self) -> &'d Document {
        self.document
    }

    /// The key that it stands behind, if it stands behind one.
    pub fn key(self) -> Option<&'d str> {
        let (parent, position) = self.item().parent?;
        match &self.document.items[parent].kind {
            Kind::Object { entries, .. } => Some(&entries[position].0),
            _ => None,
        }
    }

    /// Itself and the values around it, the innermost first.
    pub fn around(self) -> impl Iterator<Item = Node<'d>> {
        std::iter::successors(Some(self), |node| node.item().parent.map(|(parent, _)| node.at(parent)))
    }

    /// Whether it stands below one of some keys.
    pub fn is_below(self, keys: &[&str]) -> bool {
        self.around().any(|node| node.key().is_some_and(|key| keys.contains(&key)))
    }

    /// The values in it, which do not count as read.
    pub fn inside(self) -> impl Iterator<Item = Node<'d>> {
        self.pairs().iter().map(|(_, id)| *id).chain(self.members().iter().copied()).map(move |id| self.at(id))
    }

    /// The keys that lead to it; long ones are cut.
    pub fn path(self) -> String {
        let mut steps = Vec::new();
        let mut item = self.item();
        while let Some((parent, position)) = item.parent {
            item = &self.document.items[parent];
            steps.push(match &item.kind {
                Kind::Object { entries, .. } => super::naming::clip(&entries[position].0, 100),
                _ => position.to_string(),
            });
        }
        steps.reverse();
        let path = if steps.is_empty() { "document".into() } else { steps.join(" > ") };
        super::naming::clip(&path, LONGEST_PATH)
    }

    fn asked(self) -> Self {
        self.item().asked.set(true);
        self
    }

    /// The value of a key.
    pub fn get(self, key: &str) -> Option<Node<'d>> {
        match &self.item().kind {
            Kind::Object { index, .. } => index.get(key).map(|id| self.at(*id).asked()),
            _ => None,
        }
    }

    /// Whether there is such a key; asking does not count as reading it.
    pub fn has(self, key: &str) -> bool {
        matches!(&self.item().kind, Kind::Object { index, .. } if index.contains_key(key))
    }

    /// The text of a key; asking does not count as reading it.
    pub fn peek(self, key: &str) -> Option<&'d str> {
        match &self.item().kind {
            Kind::Object { index, .. } => index.get(key).and_then(|id| self.at(*id).text()),
            _ => None,
        }
    }

    /// Counts keys as read that say nothing a spec would have to say.
    pub fn pass(self, keys: &[&str]) {
        for key in keys {
            if let Some(value) = self.get(key) {
                value.pass_all();
            }
        }
    }

    /// Counts the value and all in it as read.
    pub fn pass_all(self) {
        let mut open = vec![self.asked()];
        while let Some(node) = open.pop() {
            open.extend(node.entries().map(|(_, inner)| inner));
            open.extend(node.items());
        }
    }

    /// The keys, in the order of the document; the values do not count as read.
    pub fn keys(self) -> impl Iterator<Item = &'d str> {
        self.pairs().iter().map(|(key, _)| key.as_str())
    }

    fn pairs(self) -> &'d [(String, usize)] {
        match &self.item().kind {
            Kind::Object { entries, .. } => entries,
            _ => &[],
        }
    }

    fn members(self) -> &'d [usize] {
        match &self.item().kind {
            Kind::List(items) => items,
            _ => &[],
        }
    }

    /// Keys with their values, in the order of the document; nothing for other values than objects.
    pub fn entries(self) -> impl Iterator<Item = (&'d str, Node<'d>)> {
        self.pairs().iter().map(move |(key, id)| (key.as_str(), self.at(*id).asked()))
    }

    /// The items of a list; nothing for other values.
    pub fn items(self) -> impl Iterator<Item = Node<'d>> {
        self.members().iter().map(move |id| self.at(*id).asked())
    }

    /// The outermost values in this one that nobody has read.
    pub fn unread(self) -> Vec<Node<'d>> {
        let mut unread = Vec::new();
        let mut open = vec![self];
        while let Some(node) = open.pop() {
            let inner = node.pairs().iter().map(|(_, id)| id).chain(node.members()).map(|id| node.at(*id));
            for inner in inner {
                if inner.item().asked.get() {
                    open.push(inner);
                } else if !inner.is_bare() {
                    unread.push(inner);
                }
            }
        }
        unread
    }

    /// Whether it is an object.
    pub fn is_object(self) -> bool {
        matches!(self.item().kind, Kind::Object { .. })
    }

    /// Whether it is an object or a list with nothing in it.
    fn is_bare(self) -> bool {
        match &self.item().kind {
            Kind::Object { entries, .. } => entries.is_empty(),
            Kind::List(items) => items.is_empty(),
            Kind::Scalar(..) => false,
        }
    }

    fn scalar(self) -> Option<&'d Value> {
        match &self.item().kind {
            Kind::Scalar(value, _) => Some(value),
            _ => None,
        }
    }

    /// Its text, if it is one.
    pub fn text(self) -> Option<&'d str> {
        self.scalar()?.as_str()
    }

    /// Its text, or a number or truth value as it is spelt: YAML takes what lacks quotes for such.
    pub fn spelt(self) -> Option<String> {
        match &self.item().kind {
            Kind::Scalar(Value::String(text), _) => Some(text.clone()),
            Kind::Scalar(Value::Null, _) => None,
            Kind::Scalar(value, spelt) => Some(spelt.as_deref().map_or_else(|| value.to_string(), str::to_owned)),
            _ => None,
        }
    }

    /// Its truth value, if it is one.
    pub fn flag(self) -> Option<bool> {
        self.scalar()?.as_bool()
    }

    /// The text of a key.
    pub fn text_of(self, key: &str) -> Option<&'d str> {
        self.get(key)?.text()
    }

    /// Whether a key says `true`.
    pub fn says(self, key: &str) -> bool {
        self.get(key).and_then(Node::flag) == Some(true)
    }

    /// The texts of a list; other items are left out.
    pub fn texts(self, key: &str) -> Vec<&'d str> {
        self.get(key).into_iter().flat_map(Node::items).filter_map(Node::text).collect()
    }

    /// The whole value.
    pub fn value(self) -> Value {
        match &self.item().kind {
            Kind::Scalar(value, _) => value.clone(),
            Kind::List(_) => self.items().map(Node::value).collect(),
            Kind::Object { .. } => {
                Value::Object(self.entries().map(|(k, n)| (k.to_owned(), n.value())).collect::<Map<_, _>>())
            }
        }
    }
}
