//! What an import has to say.

use std::cell::RefCell;

use super::document::Node;

/// Most notes that are kept; hostile documents could ask for millions.
const MOST: usize = 2000;

/// Where notes are collected.
#[derive(Debug, Default)]
pub struct Notes(RefCell<(Vec<(usize, String)>, usize)>);

impl Notes {
    /// Notes what was done at a value.
    pub fn add(&self, node: Node<'_>, what: impl AsRef<str>) {
        self.add_at(node.line(), &format!("{}: {}", node.path(), what.as_ref()));
    }

    /// Notes what was done at a line.
    pub fn add_at(&self, line: usize, what: &str) {
        let (notes, more) = &mut *self.0.borrow_mut();
        if notes.len() >= MOST {
            *more += 1;
        } else if !notes.iter().rev().take(20).any(|(l, w)| *l == line && w == what) {
            notes.push((line, what.to_owned()));
        }
    }

    /// The lines to print, by rising line of the document.
    pub fn lines(&self, file: &str) -> Vec<String> {
        let (notes, more) = &*self.0.borrow();
        let mut sorted = notes.clone();
        sorted.sort_by_key(|(line, _)| *line);
        let mut lines: Vec<String> = sorted
            .into_iter()
            .map(|(line, what)| format!("{file}:{line}: {}", what.replace(['\n', '\r'], " ")))
            .collect();
        if *more > 0 {
            lines.push(format!("{file}: {more} more notes like these"));
        }
        lines
    }
}
