//! The catalogue as constant tables; printed without a syntax tree because of its length.
//!
//! An entry is bytes: its id, where its six texts begin and end in one long text, and its place among the kinds, of which there
//! are few. Thousands of structs took the compiler longer than the rest of the client; and entries that held pointers would have
//! to be written anew by whoever loads the program, which is most of what starting takes in memory. What is of one kind stands
//! together, because that packs into two thirds.

use std::collections::HashMap;
use std::fmt::Write;

use uplink_spec::model::{Catalogue, CatalogueEntry};

use crate::Spec;

/// `COLUMNS`, by rising id, with what they refer to: `TEXT` and `KINDS`.
pub fn text(spec: &Spec, catalogue: &Catalogue) -> String {
    let mut texts = Texts::default();
    let mut kinds: Vec<String> = Vec::new();
    let mut kind_places: HashMap<String, usize> = HashMap::new();
    let mut rows: Vec<[usize; 13]> = Vec::new();
    for e in &catalogue.entries {
        let mut row = [0; 13];
        for (at, text) in [&e.name, &e.alias, &e.title, &e.designation, &e.unit, &e.note].into_iter().enumerate() {
            (row[2 * at], row[2 * at + 1]) = texts.place(text);
        }
        row[12] = *kind_places.entry(kind(e)).or_insert_with_key(|kind| {
            kinds.push(kind.clone());
            kinds.len() - 1
        });
        rows.push(row);
    }
    let mut columns = column(catalogue.entries.iter().flat_map(|e| e.id.to_le_bytes()));
    for at in 0..13 {
        columns += &column(rows.iter().flat_map(|row| word(row[at])));
    }
    let mut text: String = spec.head().iter().map(|line| format!("// {line}\n")).collect();
    let _ = writeln!(text, "\n/// {}\nstatic COLUMNS: &[u8] = b\"\\\n{columns}\";", catalogue.doc);
    let _ = writeln!(text, "\n#[rustfmt::skip]\nstatic KINDS: &[Kind] = &[\n{}];", kinds.concat());
    let _ = writeln!(text, "\nstatic TEXT: &str = {:?};", texts.all);
    text
}

/// Bytes as they stand in a byte string, in lines.
fn column(bytes: impl Iterator<Item = u8>) -> String {
    let mut text = String::new();
    for (at, byte) in bytes.enumerate() {
        push_escaped(&mut text, byte);
        if at % 32 == 31 {
            text.push_str("\\\n");
        }
    }
    text.push_str("\\\n");
    text
}

/// A number of an entry. None comes near the limit: a spec with its tables is far shorter.
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
