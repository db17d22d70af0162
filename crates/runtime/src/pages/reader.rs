//! Reads a page: its items, and what it says of the pages.

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;

use crate::descriptor::{NextPage, Page};
use crate::nested;

/// What a page says of the pages.
#[derive(Debug, Default)]
pub struct Said {
    pub size: Option<u64>,
    pub total: Option<u64>,
    pub more: Option<bool>,
    /// What the argument of the next page is, or its address.
    pub next: Option<String>,
}

/// Reads a page: its items by `items`, and what it says of the pages. `inside` tells whether it is among the items.
pub fn read<'de, S: DeserializeSeed<'de>, D: Deserializer<'de>>(
    page: &Page,
    items: S,
    inside: &Cell<bool>,
    from: D,
) -> Result<(Said, S::Value), D::Error> {
    let Some(items_field) = page.items_field else {
        inside.set(true);
        let read = items.deserialize(from)?;
        inside.set(false);
        return Ok((Said::default(), read));
    };
    let next = match page.next {
        NextPage::Field(field) | NextPage::Link(field) => Some(field),
        NextPage::Counted | NextPage::Last(_) | NextPage::LinkHeader => None,
    };
    let (size, total, more) = (page.size_field, page.total_field, page.more_field);
    let wanted = Wanted { items: Some(items_field), size, total, more, next };
    let mut found = Found { items: Some(items), read: None, said: Said::default() };
    Object { wanted, found: &mut found, inside }.deserialize(from)?;
    let read = found.read.ok_or_else(|| D::Error::missing_field(items_field))?;
    Ok((found.said, read))
}

/// What a field says of the next page; nothing where it says that there is none.
pub fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
    }
}

/// The fields that are looked for, each by what is left of the way to it.
#[derive(Clone, Copy)]
struct Wanted<'p> {
    items: Option<&'p str>,
    size: Option<&'p str>,
    total: Option<&'p str>,
    more: Option<&'p str>,
    next: Option<&'p str>,
}

impl<'p> Wanted<'p> {
    /// Those that stand within a field.
    fn within(self, name: &str) -> Self {
        let rest = |field: Option<&'p str>| field?.strip_prefix(name)?.strip_prefix('.');
        Wanted {
            items: rest(self.items),
            size: rest(self.size),
            total: rest(self.total),
            more: rest(self.more),
            next: rest(self.next),
        }
    }

    fn of_pages(self) -> [Option<&'p str>; 4] {
        [self.size, self.total, self.more, self.next]
    }
}

/// What was found until now.
struct Found<S, V> {
    items: Option<S>,
    read: Option<V>,
    said: Said,
}

impl<S, V> Found<S, V> {
    /// Notes what a field says, which is wanted itself or holds what is.
    fn note(&mut self, name: &str, wanted: Wanted<'_>, value: &Value) {
        let within = wanted.within(name);
        let part = |itself: Option<&str>, inner: Option<&str>| match inner {
            _ if itself == Some(name) => Some(value.clone()),
            Some(inner) => nested::find(value, inner).cloned(),
            None => None,
        };
        let said = &mut self.said;
        said.size = part(wanted.size, within.size).and_then(|size| size.as_u64()).or(said.size);
        said.total = part(wanted.total, within.total).and_then(|total| total.as_u64()).or(said.total);
        said.more = part(wanted.more, within.more).and_then(|more| more.as_bool()).or(said.more);
        if let Some(next) = part(wanted.next, within.next) {
            said.next = text_of(&next);
        }
    }
}

/// An object that holds the items, or one within it that does.
struct Object<'r, 'p, S, V> {
    wanted: Wanted<'p>,
    found: &'r mut Found<S, V>,
    inside: &'r Cell<bool>,
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Object<'_, '_, S, S::Value> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de, S: DeserializeSeed<'de>> Visitor<'de> for Object<'_, '_, S, S::Value> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with a page of items")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let Object { wanted, found, inside } = self;
        while let Some(name) = entries.next_key::<String>()? {
            let within = wanted.within(&name);
            if wanted.items == Some(&name)
                && let Some(items) = found.items.take()
            {
                inside.set(true);
                found.read = Some(entries.next_value_seed(items)?);
                inside.set(false);
            } else if within.items.is_some() {
                entries.next_value_seed(Object { wanted: within, found: &mut *found, inside })?;
            } else if wanted.of_pages().contains(&Some(&*name)) || within.of_pages().iter().any(Option::is_some) {
                let value = entries.next_value::<Value>()?;
                found.note(&name, wanted, &value);
            } else {
                entries.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}
