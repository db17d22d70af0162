//! Where the things of a spec stand: the model has no places, so the texts are looked up by name.

use std::collections::HashMap;
use std::path::Path;

use toml::de::{DeTable, DeValue};

use crate::catalogue::COLUMNS;

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct At {
    /// The file.
    pub file: String,
    /// Line, counted from 1.
    pub line: usize,
    /// Column in characters, counted from 1.
    pub column: usize,
}

impl std::fmt::Display for At {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// Line and column of every key of a spec by its dotted name, such as `function.parameters.query.parameter_ids.max_items`.
/// Texts in lists count as keys (`enum.Mode.values.IDLE`), and tables in lists have a number (`example.units.0`).
pub fn places(text: &str) -> HashMap<String, (usize, usize)> {
    let (root, _) = DeTable::parse_recoverable(text);
    let mut found = Vec::new();
    let functions = root.get_ref().get("function").and_then(|f| f.get_ref().as_table());
    let renamed =
        functions.into_iter().flatten().filter_map(|(key, f)| Some((key.get_ref().as_ref(), rename(f.get_ref())?)));
    table("", root.get_ref(), &renamed.collect(), &mut found);
    let starts = line_starts(text);
    let place = |at: usize| {
        let line = starts.partition_point(|start| *start <= at);
        let before = text.get(starts[line - 1]..at).unwrap_or_default();
        (line, before.chars().count() + 1)
    };
    found.into_iter().map(|(name, at)| (name, place(at))).collect()
}

fn line_starts(text: &str) -> Vec<usize> {
    std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect()
}

/// Notes the keys of a table below `outer`; what has a `rename` has a place by both names.
fn table(outer: &str, inner: &DeTable<'_>, functions: &HashMap<&str, &str>, found: &mut Vec<(String, usize)>) {
    for (key, value) in inner {
        let key_text = key.get_ref().as_ref();
        let renamed = if outer == "example" { functions.get(key_text).copied() } else { rename(value.get_ref()) };
        // Nothing that may have a name of its own stands deeper.
        let renamed = renamed.filter(|name| *name != key_text && outer.matches('.').count() < 3);
        for name in std::iter::once(key_text).chain(renamed) {
            let dot = if outer.is_empty() { "" } else { "." };
            let name = format!("{outer}{dot}{name}");
            match value.get_ref() {
                DeValue::Table(inner) => table(&name, inner, functions, found),
                DeValue::Array(items) => {
                    for (number, item) in items.iter().enumerate() {
                        let name = match item.get_ref() {
                            DeValue::String(text) => format!("{name}.{text}"),
                            _ => format!("{name}.{number}"),
                        };
                        found.push((name, item.span().start));
                    }
                }
                _ => {}
            }
            found.push((name, key.span().start));
        }
    }
}

/// The name that a table gives itself in languages.
fn rename<'v>(value: &'v DeValue<'_>) -> Option<&'v str> {
    value.as_table()?.get("rename")?.get_ref().as_str()
}

/// The places of a spec and of the table beside it.
#[derive(Clone, Debug, Default)]
pub struct Places {
    spec: String,
    names: HashMap<String, (usize, usize)>,
    table: String,
    rows: HashMap<String, (usize, String)>,
}

impl Places {
    /// Reads the places of a spec file. What cannot be read has no places.
    pub fn read(path: &Path) -> Self {
        let text = std::fs::read_to_string(path).unwrap_or_default();
        Self::of(&path.display().to_string(), &text, |file| {
            let table = path.with_file_name(file);
            std::fs::read_to_string(&table).ok().map(|text| (table.display().to_string(), text))
        })
    }

    /// The places of a spec's text; `table` gives path and text of a table that the spec names.
    pub fn of(path: &str, text: &str, table: impl Fn(&str) -> Option<(String, String)>) -> Self {
        let file = DeTable::parse_recoverable(text)
            .0
            .get_ref()
            .get("catalogue")
            .and_then(|c| c.get_ref().as_table()?.get("file")?.get_ref().as_str().map(str::to_owned));
        let (table, rows) = file.and_then(|f| table(&f)).unwrap_or_default();
        let row = |(number, line): (usize, &str)| {
            let id = line.split('\t').next().unwrap_or_default();
            (id.to_owned(), (number + 1, line.to_owned()))
        };
        Places {
            spec: path.to_owned(),
            names: places(text),
            table,
            rows: rows.lines().enumerate().skip(1).map(row).collect(),
        }
    }

    /// The place of a name, or of the nearest thing around it that is written down.
    pub fn find(&self, name: &str) -> At {
        if let Some(place) = name.strip_prefix("catalogue.").and_then(|rest| self.cell(rest)) {
            return place;
        }
        let here = |(line, column): &(usize, usize)| At { file: self.spec.clone(), line: *line, column: *column };
        if let Some(place) = self.names.get(name) {
            return here(place);
        }
        // An argument that its function does not describe is a shared one.
        let parts: Vec<&str> = name.split('.').collect();
        if let ["function", function, place, argument, ..] = parts[..]
            && !self.names.contains_key(&format!("function.{function}.{place}.{argument}"))
            && self.names.contains_key(&format!("argument.{argument}"))
        {
            return self.find(&format!("argument.{}", parts[3..].join(".")));
        }
        match name.rsplit_once('.') {
            Some((outer, _)) => self.find(outer),
            None => At { file: self.spec.clone(), line: 1, column: 1 },
        }
    }

    fn cell(&self, name: &str) -> Option<At> {
        let (id, column) = name.split_once('.').unwrap_or((name, "id"));
        let (line, text) = self.rows.get(id)?;
        let cells = COLUMNS.iter().position(|c| *c == column).unwrap_or(0);
        let before: usize = text.split('\t').take(cells).map(|cell| cell.chars().count() + 1).sum();
        Some(At { file: self.table.clone(), line: *line, column: before + 1 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_write_a_key_has_its_place() {
        let text = "[api]\nname = \"x\"\n[function.a]\nquery.b = { type = \"int\", max = 3 }\n\
                    [argument.shared]\nmin = 1\n[enum.E]\nvalues = [\"ä\", \"b\"]\n[[example.a]]\nstatus = 200\n";
        let spec = Places::of("x.toml", text, |_| None);
        let at = |name: &str| (spec.find(name).line, spec.find(name).column);
        assert_eq!(at("api.name"), (2, 1));
        assert_eq!(at("function.a"), (3, 11));
        assert_eq!(at("function.a.query.b.max"), (4, 27));
        assert_eq!(at("function.a.query.b.min"), (4, 7), "the nearest thing around it");
        assert_eq!(at("function.a.path.shared.min"), (6, 1));
        assert_eq!(at("enum.E.values.b"), (8, 16), "columns count characters");
        assert_eq!(at("example.a.0"), (9, 1));
        assert_eq!(at("nowhere"), (1, 1));
    }

    #[test]
    fn what_is_renamed_has_its_place_by_both_names() {
        let text = "[function.a]\nrename = \"b\"\nbody.c = { rename = \"d\", min = 1 }\n\
                    [struct.S]\nrename = \"T\"\nfield.x = { type = \"int\" }\n[[example.a]]\nstatus = 200\n";
        let spec = Places::of("x.toml", text, |_| None);
        let at = |name: &str| (spec.find(name).line, spec.find(name).column);
        assert_eq!((at("function.a"), at("function.b")), ((1, 11), (1, 11)));
        assert_eq!((at("function.b.body.d.min"), at("function.a.body.c.min")), ((3, 26), (3, 26)));
        assert_eq!(at("struct.T.field.x"), (6, 7));
        assert_eq!(at("example.b.0"), (7, 1));
    }

    #[test]
    fn cells_of_the_table_have_their_place() {
        let text = "[catalogue]\nfile = \"t.tsv\"\n";
        let table = format!("{}\n7\tNAME\talias\tt\td\t°C\t10\n", COLUMNS.join("\t"));
        let spec = Places::of("x.toml", text, |file| Some((format!("spec/{file}"), table.clone())));
        assert_eq!(spec.find("catalogue.7.factor").to_string(), "spec/t.tsv:2:21");
        assert_eq!(spec.find("catalogue.7").to_string(), "spec/t.tsv:2:1");
        assert_eq!(spec.find("catalogue.8").to_string(), "x.toml:1:2");
    }
}
