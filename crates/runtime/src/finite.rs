//! Finds numbers that JSON cannot say. `serde_json` writes `null` for them, which would be sent as "not given".

use std::fmt;

use serde::Serialize;
use serde::ser::{
    Error, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple, SerializeTupleStruct,
    SerializeTupleVariant, Serializer,
};

/// Whether all numbers in a value are finite.
pub fn is_finite<T: Serialize + ?Sized>(value: &T) -> bool {
    value.serialize(Finite).is_ok()
}

struct Finite;

#[derive(Debug)]
struct NotFinite;

impl fmt::Display for NotFinite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number is not finite")
    }
}

impl std::error::Error for NotFinite {}

impl Error for NotFinite {
    fn custom<T: fmt::Display>(_: T) -> Self {
        NotFinite
    }
}

type Found = Result<(), NotFinite>;

impl Serializer for Finite {
    type Ok = ();
    type Error = NotFinite;
    type SerializeSeq = Self;
    type SerializeTuple = Self;
    type SerializeTupleStruct = Self;
    type SerializeTupleVariant = Self;
    type SerializeMap = Self;
    type SerializeStruct = Self;
    type SerializeStructVariant = Self;

    fn serialize_f32(self, value: f32) -> Found {
        self.serialize_f64(value.into())
    }

    fn serialize_f64(self, value: f64) -> Found {
        if value.is_finite() { Ok(()) } else { Err(NotFinite) }
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Found {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Found {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        value: &T,
    ) -> Found {
        value.serialize(self)
    }

    fn serialize_bool(self, _: bool) -> Found {
        Ok(())
    }

    fn serialize_i8(self, _: i8) -> Found {
        Ok(())
    }

    fn serialize_i16(self, _: i16) -> Found {
        Ok(())
    }

    fn serialize_i32(self, _: i32) -> Found {
        Ok(())
    }

    fn serialize_i64(self, _: i64) -> Found {
        Ok(())
    }

    fn serialize_u8(self, _: u8) -> Found {
        Ok(())
    }

    fn serialize_u16(self, _: u16) -> Found {
        Ok(())
    }

    fn serialize_u32(self, _: u32) -> Found {
        Ok(())
    }

    fn serialize_u64(self, _: u64) -> Found {
        Ok(())
    }

    fn serialize_char(self, _: char) -> Found {
        Ok(())
    }

    fn serialize_str(self, _: &str) -> Found {
        Ok(())
    }

    fn serialize_bytes(self, _: &[u8]) -> Found {
        Ok(())
    }

    fn serialize_none(self) -> Found {
        Ok(())
    }

    fn serialize_unit(self) -> Found {
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Found {
        Ok(())
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, _: &'static str) -> Found {
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self, NotFinite> {
        Ok(self)
    }

    fn serialize_tuple(self, _: usize) -> Result<Self, NotFinite> {
        Ok(self)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self, NotFinite> {
        Ok(self)
    }

    fn serialize_tuple_variant(self, _: &'static str, _: u32, _: &'static str, _: usize) -> Result<Self, NotFinite> {
        Ok(self)
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self, NotFinite> {
        Ok(self)
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self, NotFinite> {
        Ok(self)
    }

    fn serialize_struct_variant(self, _: &'static str, _: u32, _: &'static str, _: usize) -> Result<Self, NotFinite> {
        Ok(self)
    }
}

impl SerializeSeq for Finite {
    type Ok = ();
    type Error = NotFinite;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Found {
        value.serialize(Finite)
    }

    fn end(self) -> Found {
        Ok(())
    }
}

impl SerializeTuple for Finite {
    type Ok = ();
    type Error = NotFinite;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Found {
        value.serialize(Finite)
    }

    fn end(self) -> Found {
        Ok(())
    }
}

impl SerializeTupleStruct for Finite {
    type Ok = ();
    type Error = NotFinite;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Found {
        value.serialize(Finite)
    }

    fn end(self) -> Found {
        Ok(())
    }
}

impl SerializeTupleVariant for Finite {
    type Ok = ();
    type Error = NotFinite;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Found {
        value.serialize(Finite)
    }

    fn end(self) -> Found {
        Ok(())
    }
}

impl SerializeStruct for Finite {
    type Ok = ();
    type Error = NotFinite;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, _: &'static str, value: &T) -> Found {
        value.serialize(Finite)
    }

    fn end(self) -> Found {
        Ok(())
    }
}

impl SerializeStructVariant for Finite {
    type Ok = ();
    type Error = NotFinite;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, _: &'static str, value: &T) -> Found {
        value.serialize(Finite)
    }

    fn end(self) -> Found {
        Ok(())
    }
}

impl SerializeMap for Finite {
    type Ok = ();
    type Error = NotFinite;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, _: &T) -> Found {
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Found {
        value.serialize(Finite)
    }

    fn end(self) -> Found {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[derive(Serialize)]
    #[serde(untagged)]
    enum Setting {
        Number(f64),
        Text(&'static str),
    }

    #[derive(Serialize)]
    struct Zone {
        mode: Option<&'static str>,
        setpoints: (f32, f64),
    }

    #[test]
    fn a_number_that_json_cannot_say_is_found_wherever_it_lies() {
        let map = |number: f64| BTreeMap::from([("a", Setting::Text("x")), ("b", Setting::Number(number))]);
        let zone = |number: f64| Zone { mode: None, setpoints: (1.0, number) };
        assert!(is_finite(&1.5) && is_finite(&map(1.0)) && is_finite(&[Some(zone(2.0))]) && is_finite(&(1u8, 'c')));
        for number in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert!(!is_finite(&number) && !is_finite(&map(number)) && !is_finite(&[Some(zone(number))]));
        }
        assert!(!is_finite(&vec![Some(f32::NAN)]));
    }
}
