//! The catalogue as one constant table; printed without a syntax tree because of its length.

use std::fmt::Write;

use uplink_spec::model::Catalogue;

use crate::Spec;

/// `ENTRIES`: every row, by rising id.
pub fn text(spec: &Spec, catalogue: &Catalogue) -> String {
    let mut text: String = spec.head().iter().map(|line| format!("// {line}\n")).collect();
    let _ = writeln!(text, "\n/// {}\n#[rustfmt::skip]\npub static ENTRIES: &[Parameter] = &[", catalogue.doc);
    for e in &catalogue.entries {
        let values: Vec<String> = e.values.iter().map(|(raw, word)| format!("({raw}, {word:?})")).collect();
        let _ = writeln!(
            text,
            "    Parameter {{ id: {}, name: {:?}, alias: {:?}, title: {:?}, designation: {:?}, unit: {:?}, factor: {:?}, \
             weak: {}, writable: {:?}, min: {:?}, max: {:?}, step: {:?}, values: &[{}], note: {:?} }},",
            e.id,
            e.name,
            e.alias,
            e.title,
            e.designation,
            e.unit,
            e.factor,
            e.weak,
            e.writable,
            e.min,
            e.max,
            e.step,
            values.join(", "),
            e.note,
        );
    }
    text.push_str("];\n");
    text
}
