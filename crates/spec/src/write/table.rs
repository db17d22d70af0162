//! The catalogue as a table of its own.

use crate::catalogue::COLUMNS;
use crate::model::{Catalogue, CatalogueEntry};

/// Writes the table of a catalogue: the file that [`write`](crate::write()) refers to.
///
/// How a factor is known is written as `pairs`, or as `table` when it is weak; the model knows no more.
pub fn write_catalogue(catalogue: &Catalogue) -> String {
    let mut out = format!("{}\n", COLUMNS.join("\t"));
    for entry in &catalogue.entries {
        out.push_str(&row(entry).join("\t"));
        out.push('\n');
    }
    out
}

fn row(e: &CatalogueEntry) -> [String; 14] {
    let number = |n: Option<f64>| n.map(|n| n.to_string()).unwrap_or_default();
    let values: Vec<String> = e.values.iter().map(|(raw, word)| format!("{raw}={word}")).collect();
    [
        e.id.to_string(),
        e.name.clone(),
        e.alias.clone(),
        e.title.clone(),
        e.designation.clone(),
        e.unit.clone(),
        e.factor.map(|f| f.to_string()).unwrap_or_default(),
        e.factor.map_or("", |_| if e.weak { "table" } else { "pairs" }).to_owned(),
        e.writable.map_or("", |w| if w { "yes" } else { "no" }).to_owned(),
        number(e.min),
        number(e.max),
        number(e.step),
        values.join(";"),
        e.note.clone(),
    ]
}
