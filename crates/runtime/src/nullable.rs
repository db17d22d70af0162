//! A value that may be left out and may be null, which are two things.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What is sent for a field that may be left out and may be null.
///
/// Values and options turn into it: `"x".into()` is a value, `None.into()` is null.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Nullable<T> {
    /// It is left out.
    #[default]
    Unset,
    /// `null` is sent.
    Null,
    /// The value is sent.
    Value(T),
}

impl<T> Nullable<T> {
    /// Whether it is left out.
    pub fn is_unset(&self) -> bool {
        matches!(self, Nullable::Unset)
    }

    /// The value, if there is one.
    pub fn value(&self) -> Option<&T> {
        match self {
            Nullable::Value(value) => Some(value),
            Nullable::Unset | Nullable::Null => None,
        }
    }
}

impl<T> From<T> for Nullable<T> {
    fn from(value: T) -> Self {
        Nullable::Value(value)
    }
}

impl<T> From<Option<T>> for Nullable<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Nullable::Null, Nullable::Value)
    }
}

impl From<&str> for Nullable<String> {
    fn from(value: &str) -> Self {
        Nullable::Value(value.to_owned())
    }
}

impl<T: Serialize> Serialize for Nullable<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.value().serialize(serializer)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Nullable<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
    struct Phone {
        #[serde(default, skip_serializing_if = "Nullable::is_unset")]
        number: Nullable<String>,
    }

    #[test]
    fn left_out_null_and_given_stay_apart() {
        for (number, text) in [
            (Nullable::Unset, "{}"),
            (None.into(), r#"{"number":null}"#),
            ("1".into(), r#"{"number":"1"}"#),
            (Some("1".to_owned()).into(), r#"{"number":"1"}"#),
        ] {
            let phone = Phone { number };
            assert_eq!(serde_json::to_string(&phone).expect("text"), text);
            assert_eq!(serde_json::from_str::<Phone>(text).expect("a phone"), phone);
        }
    }
}
