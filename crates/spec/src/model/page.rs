//! How answers come in pages.

use serde_json::Value;

use super::nested;
use crate::names;

/// How an answer comes in pages. All names are those on the wire. A field of the answer may stand within another, as
/// `meta.total`.
#[derive(Clone, Debug, PartialEq)]
pub struct Page {
    /// What chooses a page.
    pub by: PageBy,
    /// Where a page says which one follows; it is counted where nothing says so.
    pub next: Option<NextPage>,
    /// Query argument: items on a page. Of numbered pages a field of the answer too.
    pub size: Option<String>,
    /// Field of the answer with the number of items on all pages.
    pub total: Option<String>,
    /// Field of the answer that says whether there are more pages.
    pub more: Option<String>,
    /// Field of the answer with the items; the answer is the list itself where nothing says so.
    pub items: Option<String>,
    /// Items on a page when the request does not say.
    pub default_size: Option<u64>,
    /// Most items on a page.
    pub max_size: Option<u64>,
}

/// The query argument that chooses a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageBy {
    /// The number of the page, counted from 1. It may be a field of the answer too.
    Number(String),
    /// How many items stand before the page.
    Offset(String),
    /// A text that an earlier page gave.
    Cursor(String),
}

/// Where a page says which one follows. Nothing there, `null`, or an empty text mean that none does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NextPage {
    /// Field of the answer with what the argument is then.
    Field(String),
    /// Field of the last item with what the argument is then.
    Last(String),
    /// Field of the answer with the address of the next page.
    Link(String),
    /// The header `Link` with the relation `next`, as RFC 8288 has it.
    LinkHeader,
}

impl PageBy {
    /// The word of the language.
    pub fn word(&self) -> &'static str {
        match self {
            PageBy::Number(_) => "number",
            PageBy::Offset(_) => "offset",
            PageBy::Cursor(_) => "cursor",
        }
    }

    /// The argument's name on the wire.
    pub fn wire(&self) -> &str {
        match self {
            PageBy::Number(wire) | PageBy::Offset(wire) | PageBy::Cursor(wire) => wire,
        }
    }

    /// The argument's name, snake case.
    pub fn argument(&self) -> String {
        names::snake(self.wire())
    }
}

impl NextPage {
    /// The relation of the header `Link` that leads to the next page.
    pub const RELATION: &'static str = "next";

    /// The word of the language, and what it says.
    pub fn word(&self) -> (&'static str, &str) {
        match self {
            NextPage::Field(field) => ("next", field),
            NextPage::Last(field) => ("last", field),
            NextPage::Link(field) => ("link", field),
            NextPage::LinkHeader => ("link_header", NextPage::RELATION),
        }
    }
}

impl Page {
    /// The arguments of paging by their names on the wire: what chooses a page, and the size.
    pub fn wires(&self) -> impl Iterator<Item = &str> {
        [Some(self.by.wire()), self.size.as_deref()].into_iter().flatten()
    }

    /// The names of these arguments, snake case.
    pub fn arguments(&self) -> impl Iterator<Item = String> {
        self.wires().map(names::snake)
    }

    /// The words of the language with texts.
    pub fn words(&self) -> Vec<(&'static str, &str)> {
        let said = [("size", &self.size), ("total", &self.total), ("more", &self.more), ("items", &self.items)];
        let mut words = vec![(self.by.word(), self.by.wire())];
        words.extend(self.next.as_ref().map(NextPage::word));
        words.extend(said.into_iter().filter_map(|(word, name)| Some((word, name.as_deref()?))));
        words
    }

    /// The fields that each answer has beside its items.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        [&self.total, &self.more].into_iter().filter_map(Option::as_deref)
    }

    /// The items of an answer.
    pub fn items_of<'v>(&self, answer: &'v Value) -> Option<&'v Value> {
        self.items.as_ref().map_or(Some(answer), |items| nested::find(answer, items))
    }

    /// The fields that lead to the items.
    pub fn way_to_items(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.items.iter().flat_map(|items| items.split('.'))
    }
}
