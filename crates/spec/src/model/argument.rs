//! Arguments of functions.

use serde_json::Value;

use super::Type;

/// Where an argument travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the path.
    Path,
    /// In the query.
    Query,
    /// In a header.
    Header,
    /// In a cookie.
    Cookie,
    /// As a field of the body.
    Body,
    /// As the whole body.
    Content,
}

impl Place {
    /// Each with its word.
    pub const ALL: [(Place, &'static str); 6] = [
        (Place::Path, "path"),
        (Place::Query, "query"),
        (Place::Header, "header"),
        (Place::Cookie, "cookie"),
        (Place::Body, "body"),
        (Place::Content, "content"),
    ];

    /// Its word.
    pub fn word(self) -> &'static str {
        Self::ALL[self as usize].1
    }
}

/// How a list or an object travels outside of JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `ids=1&ids=2`, and of an object `min=1&max=2`; in a path or a header `1,2` and `min=1,max=2`
    Repeat,
    /// `ids=1,2`, and of an object `range=min,1,max,2`; in a path or a header `1,2` and `min,1,max,2`
    Comma,
    /// `ids=1|2`
    Pipe,
    /// `ids=1%202`
    Space,
    /// `ids[0]=1&ids[1]=2`, and of an object `range[min]=1&range[max]=2`
    Deep,
    /// As JSON text: `ids=[1,2]`
    Json,
    /// In a path: `.1,2`, and of an object `.min,1,max,2`
    Label,
    /// In a path: `.1.2`, and of an object `.min=1.max=2`
    LabelExploded,
    /// In a path: `;ids=1,2`, and of an object `;range=min,1,max,2`
    Matrix,
    /// In a path: `;ids=1;ids=2`, and of an object `;min=1;max=2`
    MatrixExploded,
}

impl Style {
    /// Each with its word.
    pub const ALL: [(Style, &'static str); 10] = [
        (Style::Repeat, "repeat"),
        (Style::Comma, "comma"),
        (Style::Pipe, "pipe"),
        (Style::Space, "space"),
        (Style::Deep, "deep"),
        (Style::Json, "json"),
        (Style::Label, "label"),
        (Style::LabelExploded, "label_exploded"),
        (Style::Matrix, "matrix"),
        (Style::MatrixExploded, "matrix_exploded"),
    ];

    /// Its word.
    pub fn word(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// What stands between the items of a list that is one value.
    pub fn separator(self) -> char {
        match self {
            Style::Pipe => '|',
            Style::Space => ' ',
            Style::LabelExploded => '.',
            Style::MatrixExploded => ';',
            _ => ',',
        }
    }

    /// Whether it is one of paths: what a value begins with there tells it from the text before it.
    pub fn is_of_paths(self) -> bool {
        matches!(self, Style::Label | Style::LabelExploded | Style::Matrix | Style::MatrixExploded)
    }

    /// Whether an argument that travels in this place can have it.
    pub fn fits(self, place: Place) -> bool {
        match self {
            Style::Repeat => true,
            Style::Comma | Style::Json => place != Place::Content,
            Style::Pipe | Style::Space | Style::Deep => matches!(place, Place::Query | Place::Body),
            _ => place == Place::Path,
        }
    }
}

/// When `null` is sent for something that may be left out: a field of a body, or of a struct in one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Null {
    /// Never: it is left out.
    #[default]
    Never,
    /// When the caller gives it; what is not given is left out.
    Given,
    /// When the caller gives nothing.
    Unset,
}

impl Null {
    /// Each with its word.
    pub const ALL: [(Null, &'static str); 3] = [(Null::Never, "never"), (Null::Given, "given"), (Null::Unset, "unset")];

    /// Its word.
    pub fn word(self) -> &'static str {
        Self::ALL[self as usize].1
    }
}

/// An argument of a function.
#[derive(Clone, Debug, PartialEq)]
pub struct Argument {
    /// Its name in every language, snake case.
    pub name: String,
    /// Its name on the wire.
    pub wire: String,
    /// Where it travels.
    pub place: Place,
    /// Its type, without a trailing `?`.
    pub ty: Type,
    /// Whether a call without it is refused.
    pub required: bool,
    /// When `null` is sent for it; never outside of a body's fields.
    pub null: Null,
    /// What the server assumes when it is not sent; documentation only, never sent unasked.
    pub default: Option<Value>,
    /// How a list or an object travels outside of JSON.
    pub style: Style,
    /// Smallest number allowed.
    pub min: Option<i64>,
    /// Largest number allowed.
    pub max: Option<i64>,
    /// Fewest items allowed.
    pub min_items: Option<usize>,
    /// Most items one request carries.
    pub max_items: Option<usize>,
    /// Whether the client splits a longer list over several requests.
    pub batch: bool,
    /// Fields of an item of the answer that say which item of the list it is for; by them the client merges reads that
    /// wait at the same time.
    pub merge: Vec<String>,
    /// The unit of its value.
    pub unit: Option<String>,
    /// What it means.
    pub doc: String,
    /// Where the facts come from.
    pub why: Option<String>,
}
