//! Structs as JSON objects. A struct says where each field goes; all else is the same code for all of them, since what serde
//! derives for a struct takes the compiler most of the time of a client.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::slice::Iter;

use jiff::Timestamp;
use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde::ser::{Serialize, SerializeStruct, Serializer};

use crate::blank::Blank;
use crate::extra::EXTRA;
use crate::key::{Key, Seen};
use crate::nullable::Nullable;
use crate::shape::{Field, Shape, Struct};

/// A struct that is an object in JSON.
pub trait Object: Blank {
    /// Its form, whose fields stand in the order of those of the struct.
    fn shape() -> &'static Struct;

    /// Reads the field at a position; behind the last is what could not be read.
    ///
    /// # Errors
    /// The value is none of the field.
    fn read<'de, D: Deserializer<'de>>(&mut self, at: usize, value: D) -> Result<(), D::Error>;

    /// Writes the fields in their order.
    fn write<S: SerializeStruct>(&self, fields: Written<S>) -> Written<S>;
}

/// Reads an object. No list is taken for one, even when its items happen to fit.
pub fn read<'de, T: Object, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    deserializer.deserialize_struct(T::shape().name, &[], Objects(PhantomData))
}

/// Writes an object.
pub fn write<T: Object, S: Serializer>(object: &T, serializer: S) -> Result<S::Ok, S::Error> {
    let Struct { name, fields, .. } = T::shape();
    let to = serializer.serialize_struct(name, fields.len())?;
    object.write(Written { fields: fields.iter(), to: Ok(to) }).to?.end()
}

struct Objects<T>(PhantomData<T>);

impl<'de, T: Object> Visitor<'de> for Objects<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "struct {}", T::shape().name)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<T, A::Error> {
        let (fields, mut object) = (&*T::shape().fields, T::blank());
        let (mut seen, mut next, mut other) = (Seen::default(), 0, Cow::Borrowed(""));
        while let Some(field) = entries.next_key_seed(Key { fields, next, other: &mut other })? {
            let at = match field {
                Some(at) if !seen.add(at) => return Err(A::Error::duplicate_field(fields[at].wire)),
                Some(at) => at,
                None if other == EXTRA => fields.len(),
                None => {
                    entries.next_value::<IgnoredAny>()?;
                    continue;
                }
            };
            entries.next_value_seed(At { object: &mut object, at })?;
            next = at + 1;
        }
        match missing(fields, &seen) {
            None => Ok(object),
            Some(field) => Err(A::Error::missing_field(field.wire)),
        }
    }
}

/// The first field that has to be there and has not come.
fn missing(fields: &'static [Field], seen: &Seen) -> Option<&'static Field> {
    if seen.has_all(fields.len()) {
        return None;
    }
    let needed = |(at, field): &(usize, &Field)| !matches!(field.shape, Shape::Nullable(_)) && !seen.has(*at);
    fields.iter().enumerate().find(needed).map(|(_, field)| field)
}

/// A field of an object that is read.
struct At<'o, T> {
    object: &'o mut T,
    at: usize,
}

impl<'de, T: Object> DeserializeSeed<'de> for At<'_, T> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        self.object.read(self.at, deserializer)
    }
}

/// Reads a field.
pub fn set<'de, T: Deserialize<'de>, D: Deserializer<'de>>(field: &mut T, value: D) -> Result<(), D::Error> {
    *field = T::deserialize(value)?;
    Ok(())
}

/// Reads a field that is a list; null is one with nothing in it.
pub fn set_list<'de, T: Deserialize<'de>, D: Deserializer<'de>>(field: &mut Vec<T>, value: D) -> Result<(), D::Error> {
    *field = Option::<Vec<T>>::deserialize(value)?.unwrap_or_default();
    Ok(())
}

/// Reads a field that is a point in time.
pub fn set_moment<'de, D: Deserializer<'de>>(field: &mut Timestamp, value: D) -> Result<(), D::Error> {
    *field = crate::moment::timestamp(value)?;
    Ok(())
}

/// Reads a field that is a point in time or null.
pub fn set_nullable_moment<'de, T: From<Option<Timestamp>>, D: Deserializer<'de>>(
    field: &mut T,
    value: D,
) -> Result<(), D::Error> {
    *field = crate::moment::nullable_timestamp(value)?;
    Ok(())
}

/// An object that is written.
pub struct Written<S: SerializeStruct> {
    /// The fields that follow.
    fields: Iter<'static, Field>,
    to: Result<S, S::Error>,
}

impl<S: SerializeStruct> fmt::Debug for Written<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Written").field(&self.fields).finish()
    }
}

impl<S: SerializeStruct> Written<S> {
    /// Writes the next field.
    #[must_use]
    pub fn field<T: Serialize>(self, value: &T) -> Self {
        self.step(|to, name| to.serialize_field(name, value))
    }

    /// Writes the next field, unless it is not set.
    #[must_use]
    pub fn nullable<T: Serialize>(self, value: &Nullable<T>) -> Self {
        match value {
            Nullable::Unset => self.step(S::skip_field),
            value => self.field(value),
        }
    }

    fn step(mut self, write: impl FnOnce(&mut S, &'static str) -> Result<(), S::Error>) -> Self {
        if let (Some(field), Ok(to)) = (self.fields.next(), &mut self.to)
            && let Err(error) = write(to, field.wire)
        {
            self.to = Err(error);
        }
        self
    }
}

/// Makes serde read and write structs as the objects that they are.
#[doc(hidden)]
#[macro_export]
macro_rules! objects {
    ($($name:ident),* $(,)?) => {$(
        impl<'de> $crate::generated::serde::Deserialize<'de> for $name {
            // A spec may have a type that is called `Result`.
            fn deserialize<D: $crate::generated::serde::Deserializer<'de>>(
                deserializer: D,
            ) -> ::std::result::Result<Self, D::Error> {
                $crate::generated::read(deserializer)
            }
        }

        impl $crate::generated::serde::Serialize for $name {
            fn serialize<S: $crate::generated::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::std::result::Result<S::Ok, S::Error> {
                $crate::generated::write(self, serializer)
            }
        }
    )*};
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::decode::{Problem, from_json};
    use crate::shape::{Fields, Null};

    #[derive(Clone, Debug, PartialEq)]
    struct House {
        mode: Option<Box<House>>,
        others: Vec<House>,
        name: String,
        phone: Nullable<String>,
        odd: Option<i64>,
        extra: crate::Extra,
    }

    static HOUSE: Struct = Struct {
        name: "House",
        index: 0,
        fields: Fields::new(&[
            Field::new("Mode", Shape::Nullable(&Shape::Struct(&HOUSE))),
            Field::new("others", Shape::List(&Shape::Struct(&HOUSE))),
            Field::new("name", Shape::Text),
            Field::new("phone", Shape::Nullable(&Shape::Text)).with_null(Null::Given),
            Field::new("o\"d\\d", Shape::Nullable(&Shape::Int)),
        ]),
    };

    impl Blank for House {
        fn blank() -> Self {
            let extra = crate::Extra::default();
            House { mode: None, others: Vec::new(), name: String::new(), phone: Nullable::Unset, odd: None, extra }
        }
    }

    impl Object for House {
        fn shape() -> &'static Struct {
            &HOUSE
        }

        fn read<'de, D: Deserializer<'de>>(&mut self, at: usize, value: D) -> Result<(), D::Error> {
            match at {
                0 => set(&mut self.mode, value),
                1 => set_list(&mut self.others, value),
                2 => set(&mut self.name, value),
                3 => set(&mut self.phone, value),
                4 => set(&mut self.odd, value),
                _ => set(&mut self.extra, value),
            }
        }

        fn write<S: SerializeStruct>(&self, fields: Written<S>) -> Written<S> {
            fields.field(&self.mode).field(&self.others).field(&self.name).nullable(&self.phone).field(&self.odd)
        }
    }

    crate::objects!(House);

    fn house(body: &str) -> Result<House, Problem> {
        let text = from_json::<House>(body.as_bytes());
        let value =
            serde_json::from_str(body).ok().and_then(|value: serde_json::Value| House::deserialize(&value).ok());
        assert_eq!(text.as_ref().ok(), value.as_ref(), "a text and a value are read alike: {body}");
        text
    }

    #[test]
    fn objects_are_read_in_any_order_and_written_in_theirs() {
        let text = r#"{"new":[1],"name":"a","Mode":{"others":null,"name":"b","phone":null},"others":[]}"#;
        let read = house(text).expect("a house");
        let inner = House { name: "b".into(), phone: Nullable::Null, ..House::blank() };
        assert_eq!(read, House { mode: Some(Box::new(inner)), name: "a".into(), ..House::blank() });
        let written = r#"{"Mode":{"Mode":null,"others":[],"name":"b","phone":null,"o\"d\\d":null},"others":[],"name":"a","o\"d\\d":null}"#;
        assert_eq!(serde_json::to_string(&read).expect("JSON"), written);
        assert_eq!(serde_json::to_value(&read).ok(), serde_json::from_str(written).ok());
    }

    #[test]
    fn a_name_that_needs_an_escape_is_found_where_it_is_expected_and_elsewhere() {
        for body in [
            r#"{"others":[],"name":"a","phone":"b","o\"d\\d":5}"#,
            r#"{"o\"d\\d":5,"others":[],"name":"a","phone":"b"}"#,
        ] {
            assert_eq!(house(body).expect("a house").odd, Some(5), "{body}");
        }
        assert!(house(r#"{"others":[],"name":"a","phone":"b","o"d\d":5}"#).is_err());
    }

    #[test]
    fn what_does_not_fit_is_told_as_serde_tells_it() {
        for (body, problem) in [
            (r#"{"others":[]}"#, "missing field `name`"),
            (r#"{"name":"a"}"#, "missing field `others`"),
            (r#"{"name":1,"others":[]}"#, "invalid type: integer `1`, expected a string"),
            (r#"[null,[],"a",null]"#, "invalid type: sequence, expected struct House"),
            (r#"{"others":[["a"]]}"#, "invalid type: sequence, expected struct House"),
            (r#"{"name":"a","Mode":[],"others":[]}"#, "invalid type: sequence, expected struct House"),
        ] {
            assert_eq!(house(body).expect_err(body).problem, problem);
        }
        let twice = from_json::<House>(br#"{"name":"a","name":"b","others":[]}"#).expect_err("a name twice");
        assert_eq!(twice.problem, "duplicate field `name`");
    }

    #[test]
    fn what_could_not_be_read_stays_beside_the_rest() {
        let read = House::deserialize(&json!({"others": [], "name": "", EXTRA: {"name": [5]}})).expect("a house");
        assert_eq!(read.extra.get("name"), Some(&json!([5])));
        assert!(!serde_json::to_string(&read).expect("JSON").contains("extra"));
    }
}
