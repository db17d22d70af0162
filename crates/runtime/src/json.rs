//! Reads JSON text, borrowing texts where they hold no escapes.
//!
//! Half of what an answer costs is finding short names, short texts and small numbers in it, so that is done here; whatever
//! else stands in JSON (escapes, fractions, large numbers) is handed to serde_json, which says what is wrong, too.

use std::borrow::Cow;

use serde::de::value::{BorrowedStrDeserializer, StringDeserializer};
use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error as _, IntoDeserializer, MapAccess, SeqAccess, Visitor,
};
use serde::forward_to_deserialize_any;
use serde_json::{Error, Number, Value};

/// How deep lists and objects may stand in each other, as in serde_json.
const DEPTH: u8 = 128;
/// As many digits as fit into 64 bits whatever they are.
const DIGITS: usize = 18;

/// A place in a text of JSON.
pub(crate) struct Reader<'de> {
    text: &'de str,
    at: usize,
    depth: u8,
    broken: bool,
}

impl<'de> Reader<'de> {
    pub(crate) fn new(text: &'de str) -> Self {
        Reader { text, at: 0, depth: DEPTH, broken: false }
    }

    /// Whether it was the JSON that did not let itself be read.
    pub(crate) fn is_broken(&self) -> bool {
        self.broken
    }

    /// Sees to it that nothing is left.
    pub(crate) fn end(&mut self) -> Result<(), Error> {
        if self.peek().is_some() { self.broken() } else { Ok(()) }
    }

    #[cold]
    fn broken<T>(&mut self) -> Result<T, Error> {
        self.broken = true;
        Err(Error::custom("it is not JSON"))
    }

    /// Notes whose mistake it was that serde_json could not read a part.
    fn part<T>(&mut self, read: Result<T, Error>) -> Result<T, Error> {
        self.broken |= read.as_ref().is_err_and(|error| !error.is_data());
        read
    }

    /// The next byte that is no blank.
    #[inline]
    fn peek(&mut self) -> Option<u8> {
        loop {
            match self.text.as_bytes().get(self.at) {
                Some(b' ' | b'\n' | b'\r' | b'\t') => self.at += 1,
                other => return other.copied(),
            }
        }
    }

    #[inline]
    fn take(&mut self, byte: u8) -> Result<(), Error> {
        if self.peek() == Some(byte) {
            self.at += 1;
            Ok(())
        } else {
            self.broken()
        }
    }

    fn word(&mut self, word: &str) -> Result<(), Error> {
        if self.text.as_bytes()[self.at..].starts_with(word.as_bytes()) {
            self.at += word.len();
            Ok(())
        } else {
            self.broken()
        }
    }

    /// The text that begins here.
    #[inline]
    fn string(&mut self) -> Result<Cow<'de, str>, Error> {
        let (bytes, start) = (self.text.as_bytes(), self.at + 1);
        let end = plain(bytes, start);
        if bytes.get(end) == Some(&b'"')
            && let Some(text) = self.text.get(start..end)
        {
            self.at = end + 1;
            return Ok(Cow::Borrowed(text));
        }
        self.escaped(end)
    }

    /// Goes beyond the text that begins here, if it is this one, which stands in JSON as it is.
    #[inline]
    fn passed(&mut self, text: &str) -> bool {
        let (start, bytes) = (self.at + 1, self.text.as_bytes());
        let end = start + text.len();
        let same = bytes.get(end) == Some(&b'"') && bytes.get(start..end) == Some(text.as_bytes());
        if same {
            self.at = end + 1;
        }
        same
    }

    /// The text that begins here and is plain up to `end`.
    fn escaped(&mut self, mut end: usize) -> Result<Cow<'de, str>, Error> {
        let bytes = self.text.as_bytes();
        while bytes.get(end) == Some(&b'\\') {
            end = plain(bytes, end + 2);
        }
        match self.text.get(self.at..=end) {
            Some(quoted) => {
                let text = self.part(serde_json::from_str(quoted))?;
                self.at = end + 1;
                Ok(Cow::Owned(text))
            }
            None => self.broken(),
        }
    }

    #[inline]
    fn number<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Error> {
        let bytes = self.text.as_bytes();
        let negative = bytes[self.at] == b'-';
        let first = self.at + usize::from(negative);
        let (mut end, mut value) = (first, 0);
        while let Some(digit @ b'0'..=b'9') = bytes.get(end)
            && end < first + DIGITS
        {
            value = value * 10 + i64::from(digit - b'0');
            end += 1;
        }
        let more = matches!(bytes.get(end), Some(b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-'));
        let odd_zero = bytes.get(first) == Some(&b'0') && (negative || end > first + 1);
        if more || odd_zero || end == first {
            return self.other_number(visitor);
        }
        self.at = end;
        if negative { visitor.visit_i64(-value) } else { visitor.visit_u64(value.unsigned_abs()) }
    }

    fn other_number<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Error> {
        let number = self.parsed_number()?;
        if let Some(number) = number.as_u64() {
            visitor.visit_u64(number)
        } else if let Some(number) = number.as_i64() {
            visitor.visit_i64(number)
        } else {
            visitor.visit_f64(number.as_f64().unwrap_or(f64::NAN))
        }
    }

    /// The number that begins here, as serde_json reads it. Were the visitor handed to it, all types would be compiled once
    /// more for its deserializer.
    fn parsed_number(&mut self) -> Result<Number, Error> {
        let rest = &self.text[self.at..];
        let end = rest.find(|c: char| !matches!(c, '0'..='9' | '.' | 'e' | 'E' | '+' | '-')).unwrap_or(rest.len());
        self.at += end;
        self.part(serde_json::from_str(&rest[..end]))
    }

    /// What stands between two brackets.
    #[inline]
    fn within<T>(&mut self, close: u8, read: impl FnOnce(&mut Self) -> Result<T, Error>) -> Result<T, Error> {
        self.at += 1;
        self.depth -= 1;
        if self.depth == 0 {
            return self.broken();
        }
        let value = read(self)?;
        self.depth += 1;
        match self.peek() {
            Some(byte) if byte == close => {
                self.at += 1;
                Ok(value)
            }
            Some(b',') => Err(Error::custom("there is more in it than is asked for")),
            _ => self.broken(),
        }
    }

    /// Goes to the next item between brackets, if there is one.
    #[inline]
    fn next(&mut self, first: &mut bool, close: u8) -> Result<bool, Error> {
        match self.peek() {
            Some(byte) if byte == close => Ok(false),
            Some(b',') if !*first => {
                self.at += 1;
                Ok(true)
            }
            Some(_) if *first => {
                *first = false;
                Ok(true)
            }
            _ => self.broken(),
        }
    }
}

/// Where the first quote, backslash or control character stands, from `at` on.
#[inline]
fn plain(bytes: &[u8], mut at: usize) -> usize {
    const ONES: u64 = u64::MAX / 255;
    const HIGHS: u64 = ONES * 0x80;
    let is_zero = |word: u64| word.wrapping_sub(ONES) & !word;
    while let Some(eight) = bytes.get(at..at + 8).and_then(|eight| eight.try_into().ok()) {
        let word = u64::from_le_bytes(eight);
        let control = word.wrapping_sub(ONES * 0x20) & !word;
        let quote = is_zero(word ^ (ONES * u64::from(b'"')));
        let backslash = is_zero(word ^ (ONES * u64::from(b'\\')));
        // The lowest mark is right; what a borrow marks stands above it.
        let marks = (control | quote | backslash) & HIGHS;
        if marks != 0 {
            return at + marks.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    while bytes.get(at).is_some_and(|byte| *byte >= 0x20 && *byte != b'"' && *byte != b'\\') {
        at += 1;
    }
    at
}

fn visit_text<'de, V: Visitor<'de>>(text: Cow<'de, str>, visitor: V) -> Result<V::Value, Error> {
    match text {
        Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
        Cow::Owned(text) => visitor.visit_string(text),
    }
}

impl<'de> Deserializer<'de> for &mut Reader<'de> {
    type Error = Error;

    #[inline]
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.peek() {
            Some(b'"') => visit_text(self.string()?, visitor),
            Some(b'-' | b'0'..=b'9') => self.number(visitor),
            Some(b'{') => self.within(b'}', |reader| visitor.visit_map(Items { reader, first: true })),
            Some(b'[') => self.within(b']', |reader| visitor.visit_seq(Items { reader, first: true })),
            Some(b'n') => self.word("null").and_then(|()| visitor.visit_unit()),
            Some(b't') => self.word("true").and_then(|()| visitor.visit_bool(true)),
            Some(b'f') => self.word("false").and_then(|()| visitor.visit_bool(false)),
            _ => self.broken(),
        }
    }

    #[inline]
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.peek() {
            Some(b'n') => self.word("null").and_then(|()| visitor.visit_none()),
            _ => visitor.visit_some(self),
        }
    }

    #[inline]
    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        Value::deserialize(self)?.deserialize_enum(name, variants, visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct identifier ignored_any
    }
}

/// What stands between brackets.
struct Items<'r, 'de> {
    reader: &'r mut Reader<'de>,
    first: bool,
}

impl<'de> SeqAccess<'de> for Items<'_, 'de> {
    type Error = Error;

    #[inline]
    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Error> {
        let more = self.reader.next(&mut self.first, b']')?;
        more.then(|| seed.deserialize(&mut *self.reader)).transpose()
    }
}

impl<'de> MapAccess<'de> for Items<'_, 'de> {
    type Error = Error;

    #[inline]
    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Error> {
        if !self.reader.next(&mut self.first, b'}')? {
            return Ok(None);
        }
        if self.reader.peek() != Some(b'"') {
            return self.reader.broken();
        }
        seed.deserialize(Name(&mut *self.reader)).map(Some)
    }

    #[inline]
    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<T::Value, Error> {
        self.reader.take(b':')?;
        seed.deserialize(&mut *self.reader)
    }
}

/// The name of an entry, which is text whatever it is to become.
///
/// Who asks for a unit struct says by its name which one is expected, one that needs no escape in JSON, and gets a unit where it
/// is that one.
struct Name<'r, 'de>(&'r mut Reader<'de>);

macro_rules! numbers {
    ($($deserialize:ident $visit:ident)*) => {$(
        fn $deserialize<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            let text = self.0.string()?;
            match text.parse() {
                Ok(number) => visitor.$visit(number),
                Err(_) => visit_text(text, visitor),
            }
        }
    )*};
}

impl<'de> Deserializer<'de> for Name<'_, 'de> {
    type Error = Error;

    #[inline]
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visit_text(self.0.string()?, visitor)
    }

    #[inline]
    fn deserialize_unit_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, Error> {
        if self.0.passed(name) { visitor.visit_unit() } else { visit_text(self.0.string()?, visitor) }
    }

    numbers! {
        deserialize_i8 visit_i8 deserialize_i16 visit_i16 deserialize_i32 visit_i32 deserialize_i64 visit_i64
        deserialize_u8 visit_u8 deserialize_u16 visit_u16 deserialize_u32 visit_u32 deserialize_u64 visit_u64
        deserialize_bool visit_bool
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self.0.string()? {
            Cow::Borrowed(text) => BorrowedStrDeserializer::new(text).deserialize_enum(name, variants, visitor),
            Cow::Owned(text) => {
                let owned: StringDeserializer<Error> = text.into_deserializer();
                owned.deserialize_enum(name, variants, visitor)
            }
        }
    }

    forward_to_deserialize_any! {
        i128 u128 f32 f64 char str string bytes byte_buf unit seq tuple tuple_struct map struct identifier
        ignored_any
    }
}

#[cfg(test)]
mod tests;
