//! The catalogue as constant tables; printed without a syntax tree because of its length.
//!
//! A row is bytes: its id, where its six texts begin and end in one long text, and its place among the kinds, of which there
//! are few. Thousands of structs took the compiler longer than the rest of the client; and rows that held pointers would have to
//! be written anew by whoever loads the program, which is most of what starting takes in memory.

use std::collections::HashMap;
use std::fmt::Write;

use uplink_spec::model::{Catalogue, CatalogueEntry};

use crate::Spec;

/// `ROWS`, by rising id, with what they refer to: `TEXT` and `KINDS`.
pub fn text(spec: &Spec, catalogue: &Catalogue) -> String {
    let mut texts = Texts::default();
    let mut kinds: Vec<String> = Vec::new();
    let mut kind_places: HashMap<String, usize> = HashMap::new();
    let mut rows = String::new();
    for e in &catalogue.entries {
        let mut row = e.id.to_le_bytes().to_vec();
        for text in [&e.name, &e.alias, &e.title, &e.designation, &e.unit, &e.note] {
            let (begin, end) = texts.place(text);
            row.extend([begin, end].into_iter().flat_map(word));
        }
        let place = *kind_places.entry(kind(e)).or_insert_with_key(|kind| {
            kinds.push(kind.clone());
            kinds.len() - 1
        });
        row.extend(word(place));
        row.into_iter().for_each(|byte| push_escaped(&mut rows, byte));
        rows.push_str("\\\n");
    }
    let mut text: String = spec.head().iter().map(|line| format!("// {line}\n")).collect();
    let _ = writeln!(text, "\n/// {}\nstatic ROWS: &[u8] = b\"\\\n{rows}\";", catalogue.doc);
    let _ = writeln!(text, "\n#[rustfmt::skip]\nstatic KINDS: &[Kind] = &[\n{}];", kinds.concat());
    let _ = writeln!(text, "\nstatic TEXT: &str = {:?};", texts.all);
    text
}

/// A number of a row. None comes near the limit: a spec with its tables is far shorter.
fn word(number: usize) -> [u8; 4] {
    u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes()
}

/// A byte as it stands in a byte string. Build scripts are not optimised, so nothing is formatted here.
fn push_escaped(out: &mut String, byte: u8) {
    const DIGITS: [char; 16] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'];
    if byte == 0 {
        out.push_str("\\0");
    } else {
        out.push_str("\\x");
        out.push(DIGITS[usize::from(byte >> 4)]);
        out.push(DIGITS[usize::from(byte & 15)]);
    }
}

/// What many entries have in common.
fn kind(e: &CatalogueEntry) -> String {
    let words: Vec<String> = e.values.iter().map(|(raw, word)| format!("({raw}, {word:?})")).collect();
    format!(
        "    Kind {{ factor: {:?}, weak: {}, writable: {:?}, min: {:?}, max: {:?}, step: {:?}, values: &[{}] }},\n",
        e.factor,
        e.weak,
        e.writable,
        e.min,
        e.max,
        e.step,
        words.join(", "),
    )
}

/// All texts after each other, each once.
#[derive(Default)]
struct Texts<'t> {
    all: String,
    places: HashMap<&'t str, (usize, usize)>,
}

impl<'t> Texts<'t> {
    /// Where a text begins and ends.
    fn place(&mut self, text: &'t str) -> (usize, usize) {
        let begin = self.all.len();
        let place = *self.places.entry(text).or_insert((begin, begin + text.len()));
        if place.1 > begin {
            self.all.push_str(text);
        }
        place
    }
}
