//! One item of the list that a read asks by.

use serde_json::Value;

/// What an item is known by: `7` and `"7"` are the same in a request, and in what comes back.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum ItemId {
    Number(i64),
    Text(Box<str>),
}

impl ItemId {
    pub(crate) fn of(value: &Value) -> Self {
        match value {
            Value::String(text) => ItemId::of_text(text),
            Value::Number(number) => {
                number.as_i64().map_or_else(|| ItemId::Text(number.to_string().into()), ItemId::Number)
            }
            other => ItemId::Text(other.to_string().into()),
        }
    }

    fn of_text(text: &str) -> Self {
        // Only what would be written so again is the number.
        let number = text.parse().ok().filter(|number: &i64| number.to_string() == text);
        number.map_or_else(|| ItemId::Text(text.into()), ItemId::Number)
    }
}

/// Items that are asked for, each once, with what they are known by.
pub(crate) struct Wanted {
    pub values: Vec<Value>,
    pub ids: Vec<ItemId>,
}

impl Wanted {
    pub(crate) fn of(mut values: Vec<Value>) -> Self {
        let mut ids: Vec<ItemId> = Vec::with_capacity(values.len());
        values.retain(|value| {
            let id = ItemId::of(value);
            let is_new = !ids.contains(&id);
            ids.extend(is_new.then_some(id));
            is_new
        });
        Wanted { values, ids }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn numbers_and_their_texts_are_the_same() {
        let id = |value| ItemId::of(&value);
        assert_eq!(id(json!(7)), id(json!("7")));
        assert_eq!(id(json!(-7)), id(json!("-7")));
        for other in [json!("07"), json!("+7"), json!(" 7"), json!("7.0"), json!(7.5), json!("seven"), json!(true)] {
            assert_ne!(id(json!(7)), id(other.clone()), "{other}");
            assert_eq!(id(other.clone()), id(other));
        }
    }
}
