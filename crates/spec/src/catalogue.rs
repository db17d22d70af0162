//! Reads the table of values that machines know.

use std::collections::HashSet;
use std::ops::Range;
use std::str::FromStr;
use std::sync::Arc;

use crate::model::CatalogueEntry;
use crate::source::Source;
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
const FACTOR_FROM: [(&str, bool); 6] =
    [("pairs", false), ("code", false), ("reads", false), ("registers", false), ("table", true), ("inferred", true)];

/// Reads the rows of a table; each finding names its cell.
pub fn read(table: &Arc<Source>, mistakes: &Mistakes) -> Vec<CatalogueEntry> {
    let fail = |span: &Range<usize>, message: String, help: &str| mistakes.add_in(table, "S030", span, message, help);
    let mut entries: Vec<CatalogueEntry> = Vec::new();
    let mut seen: HashSet<i64> = HashSet::new();
    if let Some(at) = table.text.find('\r') {
        fail(&(at..at + 1), "a line ends with CR LF".into(), "save the table with line ends of LF alone");
        return entries;
    }
    let mut start = 0;
    for (number, line) in table.text.split('\n').enumerate() {
        let span = start..start + line.len();
        start += line.len() + 1;
        if number == 0 {
            if line.split('\t').ne(COLUMNS) {
                let help = format!("write {}", COLUMNS.join(" TAB "));
                fail(&span, "the first line must name the columns".into(), &help);
                return entries;
            }
            continue;
        }
        // The last line ends with a line break as well.
        if line.is_empty() && span.end == table.text.len() {
            continue;
        }
        let row = Row::new(line, span.start);
        let Some(entry) = row.read(&span, &fail) else { continue };
        let id = row.span(0);
        match entries.last() {
            _ if !seen.insert(entry.id) => {
                fail(&id, format!("the id {} stands in the table twice", entry.id), "keep one of the rows");
            }
            Some(last) if last.id > entry.id => {
                let message = format!("the id {} comes after {}", entry.id, last.id);
                fail(&id, message, "sort the rows by rising id");
            }
            _ => entries.push(entry),
        }
    }
    entries
}

/// A line in its cells.
struct Row<'t> {
    cells: Vec<&'t str>,
    start: usize,
}

impl<'t> Row<'t> {
    fn new(line: &'t str, start: usize) -> Self {
        Row { cells: line.split('\t').collect(), start }
    }

    /// The bytes of a cell.
    fn span(&self, cell: usize) -> Range<usize> {
        let start = self.start + self.cells.iter().take(cell).map(|c| c.len() + 1).sum::<usize>();
        start..start + self.cells.get(cell).map_or(0, |c| c.len())
    }

    /// The entry of a row; `None` when something in it is wrong.
    fn read(&self, line: &Range<usize>, fail: &dyn Fn(&Range<usize>, String, &str)) -> Option<CatalogueEntry> {
        if self.cells.len() != COLUMNS.len() {
            let message = format!("a row has {} cells, this one has {}", COLUMNS.len(), self.cells.len());
            fail(line, message, "put one tab between two cells, also where they are empty");
            return None;
        }
        let mut fine = true;
        let mut bad = |cell: usize, what: &str| {
            fine = false;
            let message = format!("`{}` must be {what}, not {:?}", COLUMNS[cell], self.cells[cell]);
            fail(&self.span(cell), message, "correct the cell, or leave it empty when the fact is unknown");
        };
        for (i, cell) in self.cells.iter().enumerate() {
            if cell.trim() != *cell {
                bad(i, "without blanks around it");
            }
        }
        let id = self.number::<i64>(0);
        let id = id.ok().flatten().unwrap_or_else(|| {
            bad(0, "a whole number");
            0
        });
        let factor = match self.number::<u32>(6) {
            Ok(factor) if factor != Some(0) => factor,
            _ => {
                bad(6, "a whole number above 0");
                None
            }
        };
        let weak = match FACTOR_FROM.iter().find(|(word, _)| *word == self.cells[7]) {
            Some((_, weak)) if !self.cells[6].is_empty() => *weak,
            None if self.cells[6].is_empty() && self.cells[7].is_empty() => false,
            Some(_) => {
                bad(7, "empty where there is no factor");
                false
            }
            None => {
                bad(7, "one of pairs, code, reads, registers, table, inferred");
                false
            }
        };
        let writable = match self.cells[8] {
            "yes" => Some(true),
            "no" => Some(false),
            "" => None,
            _ => {
                bad(8, "yes or no");
                None
            }
        };
        let [min, max, step] = [9, 10, 11].map(|cell| match self.number::<f64>(cell) {
            Ok(number) if number.is_none_or(f64::is_finite) => number,
            _ => {
                bad(cell, "a number");
                None
            }
        });
        if min.zip(max).is_some_and(|(min, max)| min > max) {
            bad(10, "no smaller than `min`");
        }
        if step.is_some_and(|step| step <= 0.0) {
            bad(11, "above 0");
        }
        let mut values: Vec<(i64, String)> = Vec::new();
        let mut seen = HashSet::new();
        for pair in self.cells[12].split(';').filter(|_| !self.cells[12].is_empty()) {
            match pair.split_once('=').map(|(raw, word)| (raw.parse::<i64>(), word)) {
                Some((Ok(raw), word)) if !word.is_empty() && seen.insert(raw) => {
                    values.push((raw, word.to_owned()));
                }
                _ => {
                    bad(12, "pairs such as 0=off;1=on, each number once");
                    break;
                }
            }
        }
        let text = |i: usize| self.cells[i].to_owned();
        fine.then(|| CatalogueEntry {
            id,
            name: text(1),
            alias: text(2),
            title: text(3),
            designation: text(4),
            unit: text(5),
            factor,
            weak,
            writable,
            min,
            max,
            step,
            values,
            note: text(13),
        })
    }

    fn number<T: FromStr>(&self, cell: usize) -> Result<Option<T>, ()> {
        let text = self.cells[cell];
        if text.is_empty() { Ok(None) } else { text.parse().map(Some).map_err(|_| ()) }
    }
}
