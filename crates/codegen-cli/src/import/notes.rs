//! What an import has to say.

use std::cell::RefCell;
use std::fmt;

use super::document::Node;

/// Most notes of each weight that are kept; hostile documents could ask for millions.
const MOST: usize = 2000;

/// What a note is about, the worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Calls differ from what the document says: something is not sent, sent otherwise, or refused.
    Request,
    /// A value has a wider type than the document says.
    Type,
    /// Nothing but names and descriptions, or limits that a server checks anyway.
    Text,
}

impl Weight {
    /// All of them with their words.
    pub const ALL: [(Weight, &'static str); 3] =
        [(Weight::Request, "request"), (Weight::Type, "type"), (Weight::Text, "text")];

    fn word(self) -> &'static str {
        Weight::ALL[self as usize].1
    }
}

/// How many notes there are of each weight.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// About calls that differ from the document.
    pub request: usize,
    /// About types that are lost.
    pub types: usize,
    /// About texts.
    pub text: usize,
}

/// A sentence for the end of the notes.
impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let notes = |n: usize| if n == 1 { "1 note is".to_owned() } else { format!("{n} notes are") };
        write!(
            f,
            "{} about requests that differ from the document, {} about types that are lost, {} about text only",
            notes(self.request),
            self.types,
            self.text
        )
    }
}

#[derive(Clone, Debug, PartialEq)]
struct Note {
    file: usize,
    line: usize,
    weight: Weight,
    what: String,
}

#[derive(Debug, Default)]
struct Kept {
    /// The files of the document, in the order in which they are read.
    files: Vec<String>,
    notes: Vec<Note>,
    counts: [usize; 3],
}

/// Where notes are collected.
#[derive(Debug, Default)]
pub struct Notes(RefCell<Kept>);

impl Notes {
    /// A file is read from now on.
    pub fn file(&self, name: &str) {
        self.0.borrow_mut().files.push(name.to_owned());
    }

    /// Notes what was done at a value.
    pub fn add(&self, weight: Weight, node: Node<'_>, what: impl AsRef<str>) {
        let what = format!("{}: {}", node.path(), what.as_ref());
        self.put(Note { file: node.file(), line: node.line(), weight, what });
    }

    /// Notes what was done at a line of the file that is read.
    pub fn add_at(&self, weight: Weight, line: usize, what: &str) {
        let file = self.0.borrow().files.len().saturating_sub(1);
        self.put(Note { file, line, weight, what: what.to_owned() });
    }

    fn put(&self, note: Note) {
        let kept = &mut *self.0.borrow_mut();
        if kept.notes.iter().rev().take(20).any(|other| *other == note) {
            return;
        }
        let count = &mut kept.counts[note.weight as usize];
        *count += 1;
        if *count <= MOST {
            kept.notes.push(note);
        }
    }

    /// How many there are.
    pub fn counts(&self) -> Counts {
        let [request, types, text] = self.0.borrow().counts;
        Counts { request, types, text }
    }

    /// The lines to print: by file, and by rising line in it.
    pub fn lines(&self) -> Vec<String> {
        let Kept { files, notes, counts } = &*self.0.borrow();
        let name = |at: usize| files.get(at).map_or("document", String::as_str);
        let mut sorted: Vec<&Note> = notes.iter().collect();
        sorted.sort_by_key(|note| (note.file, note.line));
        let line = |note: &&Note| {
            let what = note.what.replace(['\n', '\r'], " ");
            format!("{}:{}: {}: {what}", name(note.file), note.line, note.weight.word())
        };
        let mut lines: Vec<String> = sorted.iter().map(line).collect();
        let more = counts.iter().sum::<usize>() - notes.len();
        if more > 0 {
            lines.push(format!("{}: {more} more notes like these", name(0)));
        }
        lines
    }
}
