//! What values look like, those of arguments and those of answers; written by the generator.

use std::fmt;
use std::ops::Deref;
use std::sync::OnceLock;

use serde_json::{Map, Value};

/// The form of a value.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// Nothing: the answer is empty.
    Nothing,
    /// A whole number.
    Int,
    /// A number.
    Float,
    /// `true` or `false`.
    Bool,
    /// Text.
    Text,
    /// A point in time, RFC 3339.
    DateTime,
    /// Whatever JSON can say.
    Any,
    /// What is no JSON: an answer, or a file that is sent.
    Bytes,
    /// A word of a list that is open when received and closed when sent.
    Enum(&'static Enum),
    /// An object with known fields; others may come.
    Struct(&'static Struct),
    /// A list.
    List(&'static Shape),
    /// An object with free keys.
    Map(&'static Shape),
    /// One of several forms: of objects the one that knows most of the fields, else the first that fits.
    OneOf(&'static [Shape]),
    /// One of several objects that a field tells apart; others are kept as they are.
    Tagged(&'static Tagged),
    /// The form, or null; a field of it may be absent.
    Nullable(&'static Shape),
}

/// Objects that a field tells apart.
#[derive(Debug)]
pub struct Tagged {
    /// The field, by its name in the JSON.
    pub tag: &'static str,
    /// Its words, each with the form of the object.
    pub variants: &'static [(&'static str, Shape)],
}

impl Tagged {
    /// The form of an object, by what its tag says.
    pub fn variant(&self, object: &Value) -> Option<&'static Shape> {
        let word = object.get(self.tag)?.as_str()?;
        self.variants.iter().find(|(known, _)| *known == word).map(|(_, shape)| shape)
    }

    /// What is told apart, as in "must be an object whose `kind` is fan or heater".
    fn describe(&self) -> String {
        let words: Vec<&str> = self.variants.iter().map(|(word, _)| *word).collect();
        format!("an object whose `{}` is {}", self.tag, words.join(" or "))
    }
}

/// An object with known fields.
pub struct Struct {
    /// Its name in the spec.
    pub name: &'static str,
    /// Its position among the structs of its API.
    pub index: usize,
    /// Its fields in the order of the spec.
    pub fields: Fields,
}

/// Without its fields, since it may hold itself.
impl fmt::Debug for Struct {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Struct({} {})", self.index, self.name)
    }
}

/// The fields of an object.
pub struct Fields(Known);

enum Known {
    Now(&'static [Field]),
    /// An object may hold itself, so that its description has to be there before its fields are.
    Later(OnceLock<&'static [Field]>),
}

impl Fields {
    /// These fields.
    pub const fn new(fields: &'static [Field]) -> Self {
        Fields(Known::Now(fields))
    }

    /// Fields that are set before anything is read or sent, for descriptions that are made at run time; none until then.
    pub const fn later() -> Self {
        Fields(Known::Later(OnceLock::new()))
    }

    /// Sets the fields of [`later`](Self::later), once.
    pub fn set(&self, fields: &'static [Field]) {
        if let Known::Later(later) = &self.0 {
            later.get_or_init(|| fields);
        }
    }
}

impl fmt::Debug for Fields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&**self).finish()
    }
}

impl Deref for Fields {
    type Target = [Field];

    fn deref(&self) -> &[Field] {
        match &self.0 {
            Known::Now(fields) => fields,
            Known::Later(fields) => fields.get().copied().unwrap_or_default(),
        }
    }
}

/// A field of an object.
#[derive(Debug)]
pub struct Field {
    /// Its name in the JSON.
    pub wire: &'static str,
    /// Its form.
    pub shape: Shape,
    /// When `null` is sent for it.
    pub null: Null,
    /// Whether its name stands in JSON as it is.
    pub(crate) is_plain: bool,
}

impl Field {
    /// A field that is left out when it is not given.
    pub const fn new(wire: &'static str, shape: Shape) -> Self {
        Field { wire, shape, null: Null::Never, is_plain: is_plain(wire.as_bytes()) }
    }

    /// The same field, for which `null` is sent otherwise.
    pub const fn with_null(self, null: Null) -> Self {
        Field { null, ..self }
    }
}

/// Whether text stands in JSON as it is, without an escape.
const fn is_plain(text: &[u8]) -> bool {
    let mut at = 0;
    while at < text.len() {
        if text[at] < 0x20 || matches!(text[at], b'"' | b'\\') {
            return false;
        }
        at += 1;
    }
    true
}

/// When `null` is sent for something that may be left out of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Null {
    /// Never: it is left out.
    Never,
    /// When it is given.
    Given,
    /// When nothing is given.
    Unset,
}

/// A list of words.
#[derive(Debug)]
pub struct Enum {
    /// Its name in the spec.
    pub name: &'static str,
    /// Its position among the enums of its API.
    pub index: usize,
    /// The words that are known.
    pub words: &'static [&'static str],
}

impl Shape {
    /// The form of a value that is there.
    pub fn non_null(&self) -> &Shape {
        match self {
            Shape::Nullable(inner) => inner.non_null(),
            shape => shape,
        }
    }

    /// What a value of it is, as in "must be a whole number".
    pub fn describe(&self) -> String {
        match self {
            Shape::Nothing => "nothing".into(),
            Shape::Int => "a whole number".into(),
            Shape::Float => "a number".into(),
            Shape::Bool => "true or false".into(),
            Shape::Text => "text".into(),
            Shape::DateTime => "a point in time such as 2024-01-02T03:04:05Z".into(),
            Shape::Any => "anything".into(),
            Shape::Bytes => "bytes (Base64 where they are text)".into(),
            Shape::Enum(words) => format!("one of {}", words.words.join(", ")),
            Shape::Struct(_) => "an object".into(),
            Shape::List(_) => "a list".into(),
            Shape::Map(_) => "a map".into(),
            Shape::OneOf(all) => {
                let mut each: Vec<String> = Vec::new();
                for description in all.iter().map(Shape::describe) {
                    if !each.contains(&description) {
                        each.push(description);
                    }
                }
                each.join(" or ")
            }
            Shape::Tagged(of) => of.describe(),
            Shape::Nullable(inner) => format!("{} or null", inner.describe()),
        }
    }

    /// How many of an object's fields the form knows.
    pub(crate) fn known(&self, object: &Map<String, Value>) -> usize {
        match self.non_null() {
            Shape::Struct(of) => of.fields.iter().filter(|field| object.contains_key(field.wire)).count(),
            Shape::OneOf(all) => all.iter().map(|shape| shape.known(object)).max().unwrap_or_default(),
            Shape::Tagged(of) => of.variants.iter().map(|(_, shape)| shape.known(object)).max().unwrap_or_default(),
            _ => 0,
        }
    }
}
