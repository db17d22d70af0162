//! The specs of this repository with random changes: never a panic, and each finding lies in its file.

use std::path::Path;
use std::sync::LazyLock;

use proptest::prelude::*;

/// Rows of a table that are enough to be read wrongly.
const ROWS: usize = 40;

struct Spec {
    text: String,
    table: Option<String>,
}

/// Every spec beside the language's page.
static SPECS: LazyLock<Vec<Spec>> = LazyLock::new(|| {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec");
    let mut files: Vec<_> =
        std::fs::read_dir(&folder).expect("the folder").map(|e| e.expect("an entry").path()).collect();
    files.retain(|p| p.extension().is_some_and(|e| e == "toml") && !p.ends_with("Cargo.toml"));
    files.sort();
    let read = |path: &Path| std::fs::read_to_string(path).ok();
    let spec = |path: &std::path::PathBuf| {
        let table = read(&path.with_extension("parameters.tsv"));
        let table = table.map(|t| t.split_inclusive('\n').take(ROWS).collect());
        Spec { text: read(path).expect("a spec"), table }
    };
    files.iter().map(spec).collect()
});

/// A change: what to do, where, and with which piece. Numbers are taken modulo what there is.
type Change = (u8, usize, usize);

const PIECES: [&str; 34] = [
    "\"",
    "'",
    "'''",
    "\"\"\"",
    "[",
    "]",
    "[[",
    "{",
    "}",
    "=",
    ".",
    ",",
    "#",
    "\\",
    "\n",
    "\r\n",
    "\t",
    "\0",
    "\u{feff}",
    "é",
    "🫖",
    "0",
    "-1",
    "9223372036854775808",
    "1e400",
    "nan",
    "true",
    "none",
    "?",
    "|",
    "[int]",
    "type",
    "rename = \"a\"\n",
    "[struct.A]\n",
];

/// A text after a change, which may be of its characters, its lines or its words.
fn changed(text: &str, (kind, at, with): Change) -> String {
    let piece = PIECES[with % PIECES.len()];
    let boundary = |at: usize| (0..=at % (text.len() + 1)).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    let mut lines: Vec<&str> = text.split_inclusive('\n').collect();
    let (one, other) = (at % lines.len().max(1), with % lines.len().max(1));
    if lines.is_empty() {
        return piece.to_owned();
    }
    match kind % 9 {
        0 => format!("{}{piece}{}", &text[..boundary(at)], &text[boundary(at)..]),
        1 => text.chars().enumerate().filter(|(i, _)| *i != at % text.len()).map(|(_, c)| c).collect(),
        2 => text[..boundary(at)].to_owned(),
        3 => {
            lines.remove(one);
            lines.concat()
        }
        4 => {
            lines.swap(one, other);
            lines.concat()
        }
        5 => {
            lines.insert(one, lines[other]);
            lines.concat()
        }
        // A word in place of another one, wherever it stands.
        _ => {
            let words: Vec<&str> =
                text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|w| !w.is_empty()).collect();
            match words.len() {
                0 => piece.to_owned(),
                n if kind % 9 == 6 => text.replace(words[at % n], words[with % n]),
                n if kind % 9 == 7 => text.replacen(words[at % n], words[with % n], 1 + with % 3),
                n => text.replacen(words[at % n], piece, 1 + with % 3),
            }
        }
    }
}

fn sane(text: &str, table: Option<&str>) {
    let report = match uplink_spec::check_text("mutated.toml", text, |_| table.map(str::to_owned)) {
        Ok((model, warnings)) => {
            let (written, rows) =
                (uplink_spec::write(&model), model.catalogue.as_ref().map(uplink_spec::write_catalogue));
            let again = uplink_spec::read_text("again.toml", &written, |_| rows.clone());
            assert_eq!(again.map_err(|r| r.to_string()), Ok(model));
            warnings
        }
        Err(report) => {
            assert!(report.count(uplink_spec::Severity::Error) > 0);
            report
        }
    };
    for d in &report.diagnostics {
        let source = report.source(d);
        assert!(source.text.get(d.span.clone()).is_some(), "{d:?}");
        let (line, column) = report.place(d);
        assert!(line <= source.text.split('\n').count() && column <= source.text.len() + 1, "{d:?}");
    }
    assert!(!report.in_place().is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]

    #[test]
    fn changed_specs_are_answered(
        which: prop::sample::Index,
        changes in prop::collection::vec(any::<Change>(), 1..6),
    ) {
        let spec = which.get(SPECS.as_slice());
        let text = changes.into_iter().fold(spec.text.clone(), |text, change| changed(&text, change));
        sane(&text, spec.table.as_deref());
    }

    #[test]
    fn changed_tables_are_answered(changes in prop::collection::vec(any::<Change>(), 1..6)) {
        for spec in SPECS.iter() {
            let Some(table) = &spec.table else { continue };
            let table = changes.iter().fold(table.clone(), |text, change| changed(&text, *change));
            sane(&spec.text, Some(&table));
        }
    }
}

#[test]
fn there_are_specs_to_change() {
    assert!(SPECS.iter().any(|spec| spec.table.is_some()));
    SPECS.iter().for_each(|spec| sane(&spec.text, spec.table.as_deref()));
}
