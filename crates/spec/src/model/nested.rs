//! Fields that stand within others, as `meta.total`.

use serde_json::{Map, Value};

/// What stands in a field. A field whose own name has dots comes first.
pub fn find<'b>(body: &'b Value, field: &str) -> Option<&'b Value> {
    body.get(field).or_else(|| field.split('.').try_fold(body, |inner, name| inner.get(name)))
}

/// Puts a value into a field, and makes the objects around it where they are not there.
pub fn put(into: &mut Map<String, Value>, field: &str, value: Value) {
    match field.split_once('.') {
        None => drop(into.insert(field.to_owned(), value)),
        Some((outer, inner)) => {
            let within = into.entry(outer).or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(within) = within {
                put(within, inner, value);
            }
        }
    }
}
