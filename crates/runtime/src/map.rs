//! A JSON object that keeps the order in which its entries were given.

use serde::{Serialize, Serializer};

/// Entries in their order.
#[derive(Clone, Debug)]
pub struct OrderedMap<V>(Vec<(String, V)>);

impl<V> FromIterator<(String, V)> for OrderedMap<V> {
    fn from_iter<I: IntoIterator<Item = (String, V)>>(entries: I) -> Self {
        OrderedMap(entries.into_iter().collect())
    }
}

impl<V: Serialize> Serialize for OrderedMap<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, value)| (key, value)))
    }
}
