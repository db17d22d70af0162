//! Tells the items of an answer apart by what was asked for.

use std::collections::HashMap;
use std::fmt;

use bytes::Bytes;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

use super::item::ItemId;

/// The items of an answer for each that is wanted, as they came. `fields` are those of an item that may hold what was asked
/// for. `None` when something came that is for none of `asked`, while one of the wanted got nothing: then it cannot be told
/// whose it is. An answer that is no list of objects is nobody's either.
pub(crate) fn split(
    body: &[u8],
    fields: &[&str],
    asked: &[ItemId],
    wanted: &[ItemId],
) -> Option<HashMap<ItemId, Vec<String>>> {
    let items: Vec<&RawValue> = serde_json::from_slice(body).ok()?;
    let mut found: HashMap<ItemId, Vec<String>> = HashMap::new();
    let mut strange = false;
    for item in items {
        let ids = Ids(fields).deserialize(&mut serde_json::Deserializer::from_str(item.get())).ok()?;
        strange |= !asked.iter().any(|id| ids.contains(id));
        for id in wanted.iter().filter(|id| ids.contains(id)) {
            found.entry(id.clone()).or_default().push(item.get().to_owned());
        }
    }
    let missing = wanted.iter().any(|id| !found.contains_key(id));
    (!(strange && missing)).then_some(found)
}

/// Reads what an object may be known by, from these of its members.
struct Ids<'f>(&'f [&'f str]);

impl<'de> DeserializeSeed<'de> for Ids<'_> {
    type Value = Vec<ItemId>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Ids<'_> {
    type Value = Vec<ItemId>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut members: M) -> Result<Self::Value, M::Error> {
        let mut ids = Vec::with_capacity(self.0.len());
        while let Some(named) = members.next_key_seed(OneOf(self.0))? {
            if named {
                ids.push(ItemId::of(&members.next_value::<Value>()?));
            } else {
                members.next_value::<IgnoredAny>()?;
            }
        }
        Ok(ids)
    }
}

/// Whether a name is one of these.
struct OneOf<'f>(&'f [&'f str]);

impl<'de> DeserializeSeed<'de> for OneOf<'_> {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for OneOf<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E>(self, name: &str) -> Result<bool, E> {
        Ok(self.0.contains(&name))
    }
}

/// Items as a list.
pub(crate) fn list<'i>(items: impl Iterator<Item = &'i String>) -> Bytes {
    let items: Vec<&str> = items.map(String::as_str).collect();
    format!("[{}]", items.join(",")).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &str = r#"[{"id":1,"name":"1","v":1.50},{"id":2,"name":"two","v":2},{"id":1,"name":null,"v":3}]"#;

    fn id(word: &str) -> ItemId {
        ItemId::of(&word.into())
    }

    fn ids(words: &[&str]) -> Vec<ItemId> {
        words.iter().map(|word| id(word)).collect()
    }

    fn of(body: &str, asked: &[&str], mine: &[&str]) -> Option<HashMap<ItemId, Vec<String>>> {
        split(body.as_bytes(), &["id", "name"], &ids(asked), &ids(mine))
    }

    #[test]
    fn each_gets_its_own_as_it_came() {
        let found = of(BODY, &["1", "two", "9"], &["1", "9"]).expect("it can be told");
        assert_eq!(found[&id("1")], [r#"{"id":1,"name":"1","v":1.50}"#, r#"{"id":1,"name":null,"v":3}"#]);
        assert!(!found.contains_key(&id("9")));
        assert_eq!(of(BODY, &["1", "two"], &["two"]).expect("it can be told")[&id("two")].len(), 1);
        assert_eq!(&list(found[&id("1")].iter())[..9], br#"[{"id":1,"#);
    }

    #[test]
    fn what_cannot_be_told_apart_is_nobodys() {
        assert!(of(BODY, &["1", "other"], &["other"]).is_none());
        // Who got theirs need not care.
        assert!(of(BODY, &["1", "other"], &["1"]).is_some());
        for odd in ["{}", "[1]", "[", "null", "[[]]"] {
            assert!(of(odd, &["1"], &["1"]).is_none(), "{odd}");
        }
    }
}
