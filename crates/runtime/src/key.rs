//! Which field of an object a name is, and which fields have come.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, Visitor};

use crate::shape::Field;

/// The name of a field.
pub(crate) enum Name<'de> {
    Known(usize),
    Unknown(Cow<'de, str>),
}

/// Finds a field, first where it is expected: servers send fields in one order.
pub(crate) struct Key {
    pub(crate) fields: &'static [Field],
    pub(crate) next: usize,
}

impl Key {
    fn find(&self, name: &str) -> Option<usize> {
        match self.fields.get(self.next) {
            Some(field) if field.wire == name => Some(self.next),
            _ => self.fields.iter().position(|field| field.wire == name),
        }
    }
}

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Name<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Name<'de>, D::Error> {
        match self.fields.get(self.next) {
            // Our reader of JSON then compares it in place; others give the text.
            Some(field) => deserializer.deserialize_unit_struct(field.wire, self),
            None => deserializer.deserialize_str(self),
        }
    }
}

impl<'de> Visitor<'de> for Key {
    type Value = Name<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    fn visit_unit<E: Error>(self) -> Result<Name<'de>, E> {
        Ok(Name::Known(self.next))
    }

    fn visit_borrowed_str<E: Error>(self, name: &'de str) -> Result<Name<'de>, E> {
        Ok(self.find(name).map_or(Name::Unknown(Cow::Borrowed(name)), Name::Known))
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Name<'de>, E> {
        Ok(self.find(name).map_or_else(|| Name::Unknown(Cow::Owned(name.to_owned())), Name::Known))
    }
}

/// Which fields have come.
#[derive(Default)]
pub(crate) struct Seen {
    first: u128,
    others: Vec<usize>,
}

impl Seen {
    pub(crate) fn has(&self, position: usize) -> bool {
        if position < 128 { self.first >> position & 1 == 1 } else { self.others.contains(&position) }
    }

    /// Whether it had not come before.
    pub(crate) fn add(&mut self, position: usize) -> bool {
        let fresh = !self.has(position);
        if position < 128 {
            self.first |= 1 << position;
        } else if fresh {
            self.others.push(position);
        }
        fresh
    }
}
