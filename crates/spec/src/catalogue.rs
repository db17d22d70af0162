//! Reads the table of values that machines know.

use std::collections::HashMap;
use std::ops::Range;
use std::str::FromStr;

use crate::diagnostic::Diagnostic;
use crate::model::CatalogueEntry;
use crate::syntax::Mistakes;

/// The columns of the table, in this order.
pub const COLUMNS: [&str; 14] = [
    "id",
    "name",
    "alias",
    "title",
    "designation",
    "unit",
    "factor",
    "factor_from",
    "writable",
    "min",
    "max",
    "step",
    "values",
    "note",
];

/// The ways to know a factor, and whether each is weak.
const FACTOR_FROM: [(&str, bool); 5] =
    [("pairs", false), ("code", false), ("reads", false), ("table", true), ("inferred", true)];

/// Reads the rows of a table; mistakes name the cell.
pub fn read(name: &str, text: &str, mistakes: &Mistakes) -> Vec<CatalogueEntry> {
    let fail = |span: Range<usize>, message: String, help: &str| {
        let table = Some((name.to_owned(), text.to_owned()));
        mistakes.add_in_table(Diagnostic { code: "S030", message, help: Some(help.to_owned()), span, table });
    };
    let mut entries: Vec<CatalogueEntry> = Vec::new();
    let mut seen: HashMap<i64, ()> = HashMap::new();
    let mut start = 0;
    for (number, line) in text.split('\n').enumerate() {
        let span = start..start + line.len();
        start += line.len() + 1;
        if number == 0 {
            if line.split('\t').ne(COLUMNS) {
                fail(span, "the first line must name the columns".into(), &format!("write {}", COLUMNS.join(" TAB ")));
                return entries;
            }
            continue;
        }
        if line.is_empty() {
            continue;
        }
        match row(line, span.start) {
            Ok(entry) if seen.insert(entry.id, ()).is_some() => {
                fail(span, format!("id {} stands in the table twice", entry.id), "keep one of the rows");
            }
            Ok(entry) => entries.push(entry),
            Err((span, message)) => fail(span, message, "correct the cell, or leave it empty when the fact is unknown"),
        }
    }
    entries.sort_by_key(|e| e.id);
    entries
}

fn row(line: &str, start: usize) -> Result<CatalogueEntry, (Range<usize>, String)> {
    let mut cells: Vec<(Range<usize>, &str)> = Vec::with_capacity(COLUMNS.len());
    let mut at = start;
    for cell in line.split('\t') {
        cells.push((at..at + cell.len(), cell));
        at += cell.len() + 1;
    }
    if cells.len() != COLUMNS.len() {
        let message = format!("a row has {} cells, this one has {}", COLUMNS.len(), cells.len());
        return Err((start..start + line.len(), message));
    }
    let text = |i: usize| cells[i].1.to_owned();
    let bad =
        |i: usize, what: &str| (cells[i].0.clone(), format!("`{}` must be {what}, not {:?}", COLUMNS[i], cells[i].1));
    fn number<T: FromStr>(cell: &str) -> Result<Option<T>, ()> {
        if cell.is_empty() { Ok(None) } else { cell.parse().map(Some).map_err(|_| ()) }
    }
    let decimal = |i: usize| number::<f64>(cells[i].1).map_err(|()| bad(i, "a number"));
    let factor =
        number::<u32>(cells[6].1).ok().filter(|f| *f != Some(0)).ok_or_else(|| bad(6, "a whole number above 0"))?;
    let weak = match FACTOR_FROM.iter().find(|(word, _)| *word == cells[7].1) {
        Some((_, weak)) => *weak,
        None if factor.is_none() && cells[7].1.is_empty() => false,
        None => return Err(bad(7, "one of pairs, code, reads, table, inferred")),
    };
    let writable = match cells[8].1 {
        "yes" => Some(true),
        "no" => Some(false),
        "" => None,
        _ => return Err(bad(8, "yes or no")),
    };
    let mut values = Vec::new();
    for pair in cells[12].1.split(';').filter(|p| !p.is_empty()) {
        match pair.split_once('=').map(|(raw, word)| (raw.parse::<i64>(), word)) {
            Some((Ok(raw), word)) => values.push((raw, word.to_owned())),
            _ => return Err(bad(12, "pairs such as 0=off;1=on")),
        }
    }
    Ok(CatalogueEntry {
        id: cells[0].1.parse().map_err(|_| bad(0, "a whole number"))?,
        name: text(1),
        alias: text(2),
        title: text(3),
        designation: text(4),
        unit: text(5),
        factor,
        weak,
        writable,
        min: decimal(9)?,
        max: decimal(10)?,
        step: decimal(11)?,
        values,
        note: text(13),
    })
}
