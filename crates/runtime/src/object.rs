//! JSON objects for structs, and nothing else.

use std::fmt;

use serde::de::{Deserializer, MapAccess, Visitor};
use serde::forward_to_deserialize_any;

/// A reader that takes no list for a struct. Derived readers do, field by field, and then a wrong answer goes unseen when
/// its items happen to fit.
#[derive(Debug)]
pub struct Object<D>(pub D);

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Object<D> {
    type Error = D::Error;

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0.deserialize_struct(name, fields, Only(visitor))
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_map(Only(visitor))
    }

    fn is_human_readable(&self) -> bool {
        self.0.is_human_readable()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}

struct Only<V>(V);

impl<'de, V: Visitor<'de>> Visitor<'de> for Only<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }

    fn visit_map<A: MapAccess<'de>>(self, fields: A) -> Result<V::Value, A::Error> {
        self.0.visit_map(fields)
    }
}

/// Reads and writes structs that derive it with `#[serde(remote = "Self")]`, as objects only.
#[doc(hidden)]
#[macro_export]
macro_rules! objects {
    ($($name:ident),* $(,)?) => {$(
        impl<'de> $crate::generated::serde::Deserialize<'de> for $name {
            // A spec may have a type that is called `Result`.
            fn deserialize<D: $crate::generated::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $name::deserialize($crate::generated::Object(deserializer))
            }
        }

        impl $crate::generated::serde::Serialize for $name {
            fn serialize<S: $crate::generated::serde::Serializer>(&self, serializer: S) -> ::std::result::Result<S::Ok, S::Error> {
                $name::serialize(self, serializer)
            }
        }
    )*};
}

#[cfg(test)]
mod tests {
    use crate::decode::{Problem, from_json};

    fn check<T: serde::de::DeserializeOwned>(body: &[u8]) -> Result<(), Problem> {
        from_json::<T>(body).map(drop)
    }

    #[derive(serde::Deserialize, serde::Serialize)]
    #[serde(remote = "Self")]
    struct Mode {
        mode: String,
    }

    #[derive(serde::Deserialize, serde::Serialize)]
    #[serde(remote = "Self")]
    struct House {
        mode: Option<Mode>,
        others: Vec<Mode>,
    }

    #[derive(serde::Deserialize)]
    #[serde(untagged)]
    enum Either {
        #[allow(dead_code, reason = "what matters is which variant was read")]
        Mode(Mode),
        #[allow(dead_code, reason = "what matters is which variant was read")]
        Text(String),
    }

    crate::objects!(Mode, House);

    #[test]
    fn a_list_is_no_object_even_when_its_items_fit() {
        assert!(check::<Mode>(br#"{"mode":"AWAY","more":1}"#).is_ok());
        let problem = check::<Mode>(br#"["AWAY"]"#).expect_err("a list");
        assert_eq!(problem.problem, "invalid type: sequence, expected struct Mode");
        for wrong in
            [r#"[null,[]]"#, r#"{"mode":["AWAY"],"others":[]}"#, r#"{"mode":null,"others":[{"mode":"A"},["B"]]}"#]
        {
            assert!(check::<House>(wrong.as_bytes()).is_err(), "{wrong}");
        }
        assert!(check::<House>(br#"{"mode":{"mode":"A"},"others":[{"mode":"B"}]}"#).is_ok());
        assert!(check::<Either>(br#"["AWAY"]"#).is_err() && check::<Either>(br#"{"mode":"AWAY"}"#).is_ok());
        assert_eq!(serde_json::to_string(&Mode { mode: "AWAY".into() }).ok().as_deref(), Some(r#"{"mode":"AWAY"}"#));
    }
}
