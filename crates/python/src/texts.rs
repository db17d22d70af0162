//! Short texts that come again and again: units, titles and ids are the same in every answer, and making a `str` costs more
//! than finding one.

use pyo3::prelude::*;
use pyo3::types::PyString;
use uplink_runtime::unit_spelling;

/// Longest text that is kept, in bytes.
const LONGEST: usize = 24;
/// Places; a text has one, and takes it from whatever was there.
const PLACES: usize = 1024;

/// As many units as are kept; a machine sends about ten.
const UNITS: usize = 32;

/// A table of texts, empty until the first is kept.
#[derive(Default)]
pub(crate) struct Texts {
    places: Vec<Option<(Words, Py<PyString>)>>,
    /// Units as they were sent, and in their one spelling: the same object, mostly.
    units: Vec<(Py<PyAny>, Py<PyAny>)>,
}

impl Texts {
    /// The text as an object.
    pub(crate) fn get<'py>(&mut self, py: Python<'py>, text: &str) -> Bound<'py, PyString> {
        let Some(words) = Words::of(text.as_bytes()) else { return PyString::new(py, text) };
        if self.places.is_empty() {
            self.places.resize_with(PLACES, || None);
        }
        let place = &mut self.places[words.place()];
        if let Some((kept, object)) = place
            && *kept == words
        {
            return object.bind(py).clone();
        }
        let object = PyString::new(py, text);
        *place = Some((words, object.clone().unbind()));
        object
    }

    /// A unit in its one spelling.
    pub(crate) fn spelled<'py>(&mut self, unit: &Bound<'py, PyAny>) -> Bound<'py, PyAny> {
        let py = unit.py();
        // Texts that are kept here live, so that no other object can be where they are.
        if let Some((_, right)) = self.units.iter().find(|(sent, _)| sent.is(unit)) {
            return right.bind(py).clone();
        }
        let text = unit.cast::<PyString>().ok().and_then(|unit| unit.to_cow().ok());
        let right = match text.as_deref().map(|text| (text, unit_spelling(text))) {
            Some((text, right)) if text != right => PyString::new(py, right).into_any(),
            _ => unit.clone(),
        };
        if self.units.len() < UNITS {
            self.units.push((unit.clone().unbind(), right.clone().unbind()));
        }
        right
    }
}

/// A short text as numbers, which are compared and mixed faster than bytes: its length, and three pieces that have all of it.
#[derive(PartialEq)]
struct Words([u64; 4]);

impl Words {
    /// Nothing, where it is no short one.
    fn of(text: &[u8]) -> Option<Self> {
        let length = text.len();
        let eight = |at: usize| text.get(at..at + 8)?.try_into().ok().map(u64::from_le_bytes);
        let four = |at: usize| text.get(at..at + 4)?.try_into().ok().map(u32::from_le_bytes).map(u64::from);
        let (first, middle, last) = match length {
            0 => (0, 0, 0),
            1..4 => (text[0].into(), text[length / 2].into(), text[length - 1].into()),
            4..8 => (four(0)?, 0, four(length - 4)?),
            8..17 => (eight(0)?, 0, eight(length - 8)?),
            17..=LONGEST => (eight(0)?, eight(8)?, eight(length - 8)?),
            _ => return None,
        };
        Some(Words([length as u64, first, middle, last]))
    }

    fn place(&self) -> usize {
        let Words([length, first, middle, last]) = self;
        let mixed =
            (first ^ middle.rotate_left(13) ^ last.rotate_left(29) ^ length).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        // The upper bits are those that all others have gone into.
        usize::try_from(mixed >> 54).unwrap_or_default() % PLACES
    }
}
