//! Which field of an object a name is, and which fields have come.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, Visitor};

use crate::shape::Field;

/// Finds a field, first where it is expected: servers send fields in one order. What it makes of a name is the position of
/// the field, or nothing.
pub(crate) struct Key<'k, 'de> {
    pub(crate) fields: &'static [Field],
    pub(crate) next: usize,
    /// Where a name is put that is no field's.
    pub(crate) other: &'k mut Cow<'de, str>,
}

impl Key<'_, '_> {
    fn find(&self, name: &str) -> Option<usize> {
        match self.fields.get(self.next) {
            Some(field) if field.wire == name => Some(self.next),
            _ => self.fields.iter().position(|field| field.wire == name),
        }
    }
}

impl<'de> DeserializeSeed<'de> for Key<'_, 'de> {
    type Value = Option<usize>;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Option<usize>, D::Error> {
        match self.fields.get(self.next) {
            // Our reader of JSON then compares it in place; others give the text.
            Some(field) if field.is_plain => deserializer.deserialize_unit_struct(field.wire, self),
            _ => deserializer.deserialize_str(self),
        }
    }
}

impl<'de> Visitor<'de> for Key<'_, 'de> {
    type Value = Option<usize>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the name of a field")
    }

    #[inline]
    fn visit_unit<E: Error>(self) -> Result<Option<usize>, E> {
        Ok(Some(self.next))
    }

    fn visit_borrowed_str<E: Error>(self, name: &'de str) -> Result<Option<usize>, E> {
        let found = self.find(name);
        if found.is_none() {
            *self.other = Cow::Borrowed(name);
        }
        Ok(found)
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Option<usize>, E> {
        let found = self.find(name);
        if found.is_none() {
            *self.other = Cow::Owned(name.to_owned());
        }
        Ok(found)
    }
}

/// Which fields have come.
#[derive(Default)]
pub(crate) struct Seen {
    first: u64,
    others: Vec<usize>,
}

impl Seen {
    #[inline]
    pub(crate) fn has(&self, position: usize) -> bool {
        if position < 64 { self.first >> position & 1 == 1 } else { self.others.contains(&position) }
    }

    /// Whether each of so many has come.
    #[inline]
    pub(crate) fn has_all(&self, count: usize) -> bool {
        if count < 64 { self.first == (1 << count) - 1 } else { (0..count).all(|position| self.has(position)) }
    }

    /// Whether it had not come before.
    #[inline]
    pub(crate) fn add(&mut self, position: usize) -> bool {
        let fresh = !self.has(position);
        if position < 64 {
            self.first |= 1 << position;
        } else if fresh {
            self.others.push(position);
        }
        fresh
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_fields_as_there_are_are_told_apart() {
        for count in [0, 1, 63, 64, 65, 200] {
            let mut seen = Seen::default();
            for position in 0..count {
                assert!(!seen.has_all(count) && !seen.has(position), "{position} of {count}");
                assert!(seen.add(position) && !seen.add(position), "{position} of {count}");
            }
            assert!(seen.has_all(count) && !seen.has_all(count + 1), "{count}");
        }
    }
}
