//! Fields that stand within others, as `meta.total`.

use serde_json::Value;

/// What stands in a field. A field whose own name has dots comes first.
pub fn find<'b>(body: &'b Value, field: &str) -> Option<&'b Value> {
    body.get(field).or_else(|| field.split('.').try_fold(body, |inner, name| inner.get(name)))
}
