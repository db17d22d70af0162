//! The catalogue as constant tables; printed without a syntax tree because of its length.
//!
//! Rows name their texts by where they stand in one long text. A row that held pointers would have to be written anew by
//! whoever loads the program, which for thousands of them is most of what starting takes in memory.

use std::collections::HashMap;
use std::fmt::Write;

use uplink_spec::model::Catalogue;

use crate::Spec;

/// `ROWS`, by rising id, with what they refer to: `TEXT`, and `VALUES`, whose first is that of rows without any.
pub fn text(spec: &Spec, catalogue: &Catalogue) -> String {
    let mut texts = Texts::default();
    let mut values = String::from("    &[],\n");
    let mut count = 0;
    let mut rows = String::new();
    for e in &catalogue.entries {
        let place = if e.values.is_empty() {
            0
        } else {
            let words: Vec<String> = e.values.iter().map(|(raw, word)| format!("({raw}, {word:?})")).collect();
            let _ = writeln!(values, "    &[{}],", words.join(", "));
            count += 1;
            count
        };
        let [name, alias, title, designation, unit, note] =
            [&e.name, &e.alias, &e.title, &e.designation, &e.unit, &e.note].map(|text| texts.place(text));
        let _ = writeln!(
            rows,
            "    Row {{ id: {}, name: {name:?}, alias: {alias:?}, title: {title:?}, designation: {designation:?}, \
             unit: {unit:?}, factor: {:?}, weak: {}, writable: {:?}, min: {:?}, max: {:?}, step: {:?}, values: {place}, \
             note: {note:?} }},",
            e.id, e.factor, e.weak, e.writable, e.min, e.max, e.step,
        );
    }
    let mut text: String = spec.head().iter().map(|line| format!("// {line}\n")).collect();
    let _ = writeln!(text, "\n/// {}\n#[rustfmt::skip]\nstatic ROWS: &[Row] = &[\n{rows}];", catalogue.doc);
    let _ = writeln!(text, "\n#[rustfmt::skip]\nstatic VALUES: &[&[(i64, &str)]] = &[\n{values}];");
    let _ = writeln!(text, "\nstatic TEXT: &str = {:?};", texts.all);
    text
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
