//! Values of which several types are possible.

use std::cmp::Reverse;

use serde::de::{Deserialize, Deserializer, Error};
use serde_json::Value;

/// A type that a value may have: the fields that it knows, and how it is read.
pub type Alternative<T> = (&'static [&'static str], fn(&Value) -> Result<T, serde_json::Error>);

/// Reads the type that knows most of an object's fields, the first of those that know as many, among those that fit.
pub fn knows_most<'de, T, D: Deserializer<'de>>(deserializer: D, all: &[Alternative<T>]) -> Result<T, D::Error> {
    let value = Value::deserialize(deserializer)?;
    if !value.is_object() {
        let read = all.iter().find_map(|(_, read)| read(&value).ok());
        return read.ok_or_else(none);
    }
    let known = |keys: &[&str]| keys.iter().filter(|key| value.get(key).is_some()).count();
    let mut order: Vec<&Alternative<T>> = all.iter().collect();
    order.sort_by_key(|(keys, _)| Reverse(known(keys)));
    let read = order.into_iter().find_map(|(_, read)| read(&value).ok());
    read.ok_or_else(none)
}

fn none<E: Error>() -> E {
    E::custom("it has none of the types that it may have")
}
