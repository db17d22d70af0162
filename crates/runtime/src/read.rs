//! Reads values by their shape, handing what it finds to a builder: form and place are checked on the way.

use std::borrow::Cow;
use std::fmt;

use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Unexpected, Visitor};
use serde_json::Value;

use crate::builder::{Build, Failed, Nothing};
use crate::decode::UNMADE;
use crate::key::{Key, Seen};
use crate::moment::{self, Moment};
use crate::shape::{Enum, Shape, Struct, Tagged};

/// Keys of maps are the server's, and may be of any length.
const LONGEST_NAME: usize = 60;

/// The way from the whole to what does not fit, innermost step first; empty as long as all is well.
#[derive(Debug, Default)]
pub struct Place(Vec<Step>);

#[derive(Debug)]
enum Step {
    Field(String),
    Item(usize),
}

impl Place {
    /// Notes, on the way back from a failure, that it was in this field.
    pub fn in_field(&mut self, name: &str) {
        let short: String = name.chars().take(LONGEST_NAME).collect();
        self.0.push(Step::Field(if short.len() < name.len() { short + "..." } else { short }));
    }

    /// Notes, on the way back from a failure, that it was in this field, or in one within fields such as `data.rows`.
    pub fn within(&mut self, field: Option<&str>) {
        field.into_iter().flat_map(|field| field.rsplit('.')).for_each(|name| self.in_field(name));
    }

    /// Notes, on the way back from a failure, that it was in this item.
    pub fn in_item(&mut self, index: usize) {
        self.0.push(Step::Item(index));
    }
}

/// Such as `[0].rawValue`; empty for the whole.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, step) in self.0.iter().rev().enumerate() {
            match step {
                Step::Field(name) if position == 0 => f.write_str(name)?,
                Step::Field(name) => write!(f, ".{name}")?,
                Step::Item(index) => write!(f, "[{index}]")?,
            }
        }
        Ok(())
    }
}

/// Reads one value.
pub struct Read<'r, B> {
    /// The form that it has to have.
    pub shape: &'static Shape,
    /// What makes something of it.
    pub build: &'r mut B,
    /// Where it did not fit.
    pub place: &'r mut Place,
}

impl<'de, B: Build> DeserializeSeed<'de> for Read<'_, B> {
    type Value = B::Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<B::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<B: Build> Read<'_, B> {
    fn of(&mut self, shape: &'static Shape) -> Read<'_, B> {
        Read { shape, build: &mut *self.build, place: &mut *self.place }
    }

    fn wrong<T, E: Error>(&self, found: Unexpected<'_>) -> Result<T, E> {
        Err(E::invalid_type(found, &self.shape.describe().as_str()))
    }

    /// The form among alternatives that takes what was found.
    fn alternative(&self, takes: impl Fn(&Shape) -> bool) -> Option<&'static Shape> {
        match self.shape {
            Shape::OneOf(all) => all.iter().find(|shape| any(shape, &takes)),
            // What is no object has no tag, and is kept.
            Shape::Tagged(_) => Some(&Shape::Any),
            _ => None,
        }
    }

    /// For lists and objects where several alternatives may fit: the one that knows most, the first of those that know
    /// as much.
    fn buffered<E: Error>(mut self, all: &'static [Shape], value: &Value) -> Result<B::Value, E> {
        let fits = |shape: &&'static Shape| {
            Read { shape, build: &mut Nothing, place: &mut Place::default() }.deserialize(value).is_ok()
        };
        let known = |shape: &Shape| value.as_object().map_or(0, |object| shape.known(object));
        // `max_by_key` takes the last of equals.
        match all.iter().rev().filter(fits).max_by_key(|shape| known(shape)) {
            Some(shape) => self.of(shape).deserialize(value).map_err(E::custom),
            None => Err(E::custom(format_args!("it is none of {}", self.shape.describe()))),
        }
    }

    /// The object that its tag says it is; another is kept as it is.
    fn tagged<E: Error>(mut self, of: &Tagged, value: &Value) -> Result<B::Value, E> {
        let shape = of.variant(value).unwrap_or(&Shape::Any);
        self.of(shape).deserialize(value).map_err(E::custom)
    }
}

/// Whether a form, or an alternative of it, is of a kind.
fn any(shape: &Shape, is: &impl Fn(&Shape) -> bool) -> bool {
    match shape {
        Shape::OneOf(all) => all.iter().any(|shape| any(shape, is)),
        Shape::Nullable(inner) => is(shape) || any(inner, is),
        shape => is(shape),
    }
}

fn failed<E: Error>(Failed: Failed) -> E {
    E::custom(UNMADE)
}

impl<'de, B: Build> Visitor<'de> for Read<'_, B> {
    type Value = B::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shape.describe())
    }

    fn visit_unit<E: Error>(mut self) -> Result<B::Value, E> {
        match self.shape {
            Shape::Nullable(_) | Shape::Nothing | Shape::Any => self.build.null().map_err(failed),
            // Some servers write null where there is nothing to list.
            Shape::List(_) => {
                let list = self.build.list().map_err(failed)?;
                self.build.listed(list).map_err(failed)
            }
            _ => match self.alternative(|shape| matches!(shape, Shape::Nullable(_) | Shape::Any)) {
                Some(shape) => self.of(shape).visit_unit(),
                None => self.wrong(Unexpected::Unit),
            },
        }
    }

    fn visit_bool<E: Error>(mut self, value: bool) -> Result<B::Value, E> {
        match self.shape {
            Shape::Bool | Shape::Any => self.build.bool(value).map_err(failed),
            Shape::Nullable(inner) => self.of(inner).visit_bool(value),
            _ => match self.alternative(|shape| matches!(shape, Shape::Bool | Shape::Any)) {
                Some(shape) => self.of(shape).visit_bool(value),
                None => self.wrong(Unexpected::Bool(value)),
            },
        }
    }

    fn visit_i64<E: Error>(mut self, value: i64) -> Result<B::Value, E> {
        match self.shape {
            Shape::Int | Shape::Any => self.build.int(value).map_err(failed),
            #[allow(clippy::cast_precision_loss, reason = "the spec says that it is a number with a fraction")]
            Shape::Float => self.build.float(value as f64).map_err(failed),
            Shape::Nullable(inner) => self.of(inner).visit_i64(value),
            _ => match self.alternative(|shape| matches!(shape, Shape::Int | Shape::Float | Shape::Any)) {
                Some(shape) => self.of(shape).visit_i64(value),
                None => self.wrong(Unexpected::Signed(value)),
            },
        }
    }

    fn visit_u64<E: Error>(mut self, value: u64) -> Result<B::Value, E> {
        if let Ok(value) = i64::try_from(value) {
            return self.visit_i64(value);
        }
        match self.shape {
            Shape::Any => self.build.large(value).map_err(failed),
            Shape::Int => Err(E::invalid_value(Unexpected::Unsigned(value), &"a whole number of 64 bits with a sign")),
            #[allow(clippy::cast_precision_loss, reason = "the spec says that it is a number with a fraction")]
            Shape::Float => self.build.float(value as f64).map_err(failed),
            Shape::Nullable(inner) => self.of(inner).visit_u64(value),
            _ => match self.alternative(|shape| matches!(shape, Shape::Float | Shape::Any)) {
                Some(shape) => self.of(shape).visit_u64(value),
                None => self.wrong(Unexpected::Unsigned(value)),
            },
        }
    }

    fn visit_f64<E: Error>(mut self, value: f64) -> Result<B::Value, E> {
        match self.shape {
            Shape::Float | Shape::Any => self.build.float(value).map_err(failed),
            Shape::Nullable(inner) => self.of(inner).visit_f64(value),
            _ => match self.alternative(|shape| matches!(shape, Shape::Float | Shape::Any)) {
                Some(shape) => self.of(shape).visit_f64(value),
                None => self.wrong(Unexpected::Float(value)),
            },
        }
    }

    fn visit_str<E: Error>(mut self, value: &str) -> Result<B::Value, E> {
        match self.shape {
            Shape::Text | Shape::Any => self.build.text(value).map_err(failed),
            Shape::Enum(words) => self.build.word(words, position(words, value), value).map_err(failed),
            Shape::DateTime => match moment::read(value) {
                Some(Moment::At(moment)) => self.build.moment(moment, value).map_err(failed),
                Some(Moment::Beyond(_)) => self.build.text(value).map_err(failed),
                None => Err(E::custom("it is no point in time such as 2024-01-02T03:04:05Z")),
            },
            Shape::Nullable(inner) => self.of(inner).visit_str(value),
            _ => {
                let takes = |shape: &Shape| match shape {
                    Shape::Text | Shape::Any | Shape::Enum(_) => true,
                    Shape::DateTime => moment::read(value).is_some(),
                    _ => false,
                };
                match self.alternative(takes) {
                    Some(shape) => self.of(shape).visit_str(value),
                    // What the server says stays out of messages.
                    None => self.wrong(Unexpected::Other("text")),
                }
            }
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, items: A) -> Result<B::Value, A::Error> {
        match self.shape {
            Shape::List(_) | Shape::Any => {
                let shape = if let Shape::List(item) = self.shape { item } else { &Shape::Any };
                let mut list = self.build.list().map_err(failed)?;
                Items { shape, build: self.build, place: self.place, list: &mut list, count: &mut 0 }
                    .visit_seq(items)?;
                self.build.listed(list).map_err(failed)
            }
            Shape::Nullable(inner) => self.of(inner).visit_seq(items),
            Shape::Tagged(_) => self.of(&Shape::Any).visit_seq(items),
            Shape::OneOf(all) => {
                let takes = |shape: &Shape| any(shape, &|shape| matches!(shape, Shape::List(_) | Shape::Any));
                let mut candidates = all.iter().filter(|shape| takes(shape));
                match (candidates.next(), candidates.next()) {
                    (None, _) => self.wrong(Unexpected::Seq),
                    (Some(shape), None) => self.of(shape).visit_seq(items),
                    _ => self.buffered(all, &Value::deserialize(SeqAccessDeserializer::new(items))?),
                }
            }
            _ => self.wrong(Unexpected::Seq),
        }
    }

    fn visit_map<A: MapAccess<'de>>(mut self, entries: A) -> Result<B::Value, A::Error> {
        match self.shape {
            Shape::Struct(of) => self.object(of, entries),
            Shape::Map(_) | Shape::Any => {
                let shape = if let Shape::Map(item) = self.shape { item } else { &Shape::Any };
                self.map(shape, entries)
            }
            Shape::Nullable(inner) => self.of(inner).visit_map(entries),
            Shape::Tagged(of) => self.tagged(of, &Value::deserialize(MapAccessDeserializer::new(entries))?),
            Shape::OneOf(all) => {
                let is_map =
                    |shape: &Shape| matches!(shape, Shape::Struct(_) | Shape::Map(_) | Shape::Tagged(_) | Shape::Any);
                let mut candidates = all.iter().filter(|shape| any(shape, &is_map));
                match (candidates.next(), candidates.next()) {
                    (None, _) => self.wrong(Unexpected::Map),
                    (Some(shape), None) => self.of(shape).visit_map(entries),
                    _ => self.buffered(all, &Value::deserialize(MapAccessDeserializer::new(entries))?),
                }
            }
            _ => self.wrong(Unexpected::Map),
        }
    }
}

impl<B: Build> Read<'_, B> {
    fn map<'de, A: MapAccess<'de>>(mut self, shape: &'static Shape, mut entries: A) -> Result<B::Value, A::Error> {
        let mut map = self.build.map().map_err(failed)?;
        let mut name = Cow::Borrowed("");
        while entries.next_key_seed(Key { fields: &[], next: 0, other: &mut name })?.is_some() {
            let value = entries.next_value_seed(self.of(shape)).inspect_err(|_| self.place.in_field(&name))?;
            self.build.entry(&mut map, &name, value).map_err(failed)?;
        }
        self.build.mapped(map).map_err(failed)
    }

    fn object<'de, A: MapAccess<'de>>(mut self, of: &'static Struct, mut entries: A) -> Result<B::Value, A::Error> {
        let mut object = self.build.object(of).map_err(failed)?;
        let (mut seen, mut next, mut name) = (Seen::default(), 0, Cow::Borrowed(""));
        while let Some(known) = entries.next_key_seed(Key { fields: &of.fields, next, other: &mut name })? {
            match known {
                Some(position) => {
                    let field = &of.fields[position];
                    if !seen.add(position) {
                        return Err(A::Error::duplicate_field(field.wire));
                    }
                    let value = entries
                        .next_value_seed(self.of(&field.shape))
                        .inspect_err(|_| self.place.in_field(field.wire))?;
                    self.build.field(&mut object, position, value).map_err(failed)?;
                    next = position + 1;
                }
                None => {
                    let value =
                        entries.next_value_seed(self.of(&Shape::Any)).inspect_err(|_| self.place.in_field(&name))?;
                    self.build.extra(&mut object, &name, value).map_err(failed)?;
                }
            }
        }
        for (position, field) in of.fields.iter().enumerate() {
            if seen.has(position) {
                continue;
            }
            if !matches!(field.shape, Shape::Nullable(_)) {
                return Err(A::Error::missing_field(field.wire));
            }
            let null = self.build.null().map_err(failed)?;
            self.build.field(&mut object, position, null).map_err(failed)?;
        }
        self.build.finished(object).map_err(failed)
    }
}

/// Reads the items of a list into one that has been begun.
pub struct Items<'r, B: Build> {
    /// The form of an item.
    pub shape: &'static Shape,
    /// What makes something of them.
    pub build: &'r mut B,
    /// Where one did not fit.
    pub place: &'r mut Place,
    /// The list.
    pub list: &'r mut B::List,
    /// How many items it has.
    pub count: &'r mut usize,
}

impl<'de, B: Build> DeserializeSeed<'de> for Items<'_, B> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de, B: Build> Visitor<'de> for Items<'_, B> {
    type Value = ();

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        loop {
            let read = Read { shape: self.shape, build: &mut *self.build, place: &mut *self.place };
            match items.next_element_seed(read) {
                Ok(Some(item)) => self.build.item(self.list, item).map_err(failed)?,
                Ok(None) => return Ok(()),
                Err(error) => {
                    self.place.in_item(*self.count);
                    return Err(error);
                }
            }
            *self.count += 1;
        }
    }
}

/// A word's position in its list.
fn position(words: &Enum, text: &str) -> Option<usize> {
    words.words.iter().position(|word| *word == text)
}
