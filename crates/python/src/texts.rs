//! Short texts that come again and again: units, titles and ids are the same in every answer, and making a `str` costs more
//! than finding one.

use pyo3::prelude::*;
use pyo3::types::PyString;

/// Longest text that is kept, in bytes.
const LONGEST: usize = 23;
/// Places; a text has one, and takes it from whatever was there.
const PLACES: usize = 1024;

/// A table of texts, empty until the first is kept.
#[derive(Default)]
pub(crate) struct Texts {
    places: Vec<Option<KnownText>>,
}

struct KnownText {
    length: u8,
    bytes: [u8; LONGEST],
    object: Py<PyString>,
}

impl KnownText {
    fn text(&self) -> &[u8] {
        &self.bytes[..self.length.into()]
    }
}

impl Texts {
    /// The text as an object.
    pub(crate) fn get<'py>(&mut self, py: Python<'py>, text: &str) -> Bound<'py, PyString> {
        let (Ok(length), true) = (u8::try_from(text.len()), text.len() <= LONGEST) else {
            return PyString::new(py, text);
        };
        if self.places.is_empty() {
            self.places.resize_with(PLACES, || None);
        }
        let place = &mut self.places[place(text.as_bytes())];
        if let Some(kept) = place
            && kept.text() == text.as_bytes()
        {
            return kept.object.bind(py).clone();
        }
        let object = PyString::new(py, text);
        let mut bytes = [0; LONGEST];
        bytes[..text.len()].copy_from_slice(text.as_bytes());
        *place = Some(KnownText { length, bytes, object: object.clone().unbind() });
        object
    }
}

/// The place of a text: by its length and its first and last eight bytes.
fn place(text: &[u8]) -> usize {
    let word = |bytes: &[u8]| {
        let mut word = [0; 8];
        word[..bytes.len()].copy_from_slice(bytes);
        u64::from_le_bytes(word)
    };
    let first = word(&text[..text.len().min(8)]);
    let last = word(&text[text.len().saturating_sub(8)..]);
    let mixed = (first ^ last.rotate_left(29) ^ text.len() as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    // The upper bits are those that all others have gone into.
    usize::try_from(mixed >> 54).unwrap_or_default() % PLACES
}
