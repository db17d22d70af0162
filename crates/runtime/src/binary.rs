//! Answers that are no JSON. Where they have to be, they are Base64 text.

use std::ops::Deref;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::de::Visitor;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The bytes of an answer.
#[derive(Clone, PartialEq, Eq)]
pub struct Bytes(pub Vec<u8>);

impl Deref for Bytes {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}

impl std::fmt::Debug for Bytes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} bytes", self.0.len())
    }
}

impl Serialize for Bytes {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&STANDARD.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(Plain)
    }
}

/// Takes bytes as they are, and Base64 text.
struct Plain;

impl Visitor<'_> for Plain {
    type Value = Bytes;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("bytes")
    }

    fn visit_bytes<E: serde::de::Error>(self, bytes: &[u8]) -> Result<Bytes, E> {
        Ok(Bytes(bytes.to_vec()))
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Bytes, E> {
        STANDARD.decode(text).map(Bytes).map_err(E::custom)
    }
}

/// Bytes as text.
pub fn text(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// The bytes that a text stands for.
pub fn bytes(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_bytes_come_through() {
        for bytes in [&b""[..], b"\x00\xff\xfe", b"<html>", b"null"] {
            let json = serde_json::to_string(&Bytes(bytes.to_vec())).expect("text");
            assert_eq!(json, format!("\"{}\"", text(bytes)));
            let back: Bytes = serde_json::from_str(&json).expect("what was written");
            assert_eq!(&*back, bytes);
            let back: Bytes = crate::decode::bytes(bytes).expect("bytes");
            assert_eq!(&*back, bytes);
        }
        assert!(crate::decode::bytes::<Option<Bytes>>(b"").is_ok_and(|none| none.is_none()));
        assert!(crate::decode::bytes::<Option<Bytes>>(b"x").is_ok_and(|some| some.is_some()));
    }
}
