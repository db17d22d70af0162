//! Every kind of change is found, with its direction, and both ways.

mod diff_cases;

use std::collections::BTreeSet;

use diff_cases::{CASES, COLUMNS, Case, OLD, ROWS};
use uplink_spec::diff::{Bump, Class, Direction, Kind, Places, diff, verdict};
use uplink_spec::model::Model;

/// A spec with the rows of its table, as a model.
fn model(spec: &str, rows: &str) -> Model {
    let table = format!("{COLUMNS}{rows}");
    uplink_spec::read_text("kettle.toml", spec, |_| Some(table.clone())).unwrap_or_else(|report| panic!("{report}"))
}

/// The spec and rows of a case after its edits, each of which must hit exactly once.
fn edited(case: &Case) -> (String, String) {
    let (mut spec, mut rows) = (OLD.to_owned(), ROWS.to_owned());
    for (right, other) in case.edits {
        let hits = (spec.matches(right).count(), rows.matches(right).count());
        match hits {
            (1, 0) => spec = spec.replace(right, other),
            (0, 1) => rows = rows.replace(right, other),
            _ => panic!("{}: {right:?} stands in spec and table {hits:?} times", case.name),
        }
    }
    (spec, rows)
}

/// Leaves the specs of a case, and the verdict, where `tests/semver.py` compares the clients that are made of them.
fn leave(number: usize, name: &str, spec: &str, rows: &str, verdict: Bump) {
    let Some(folder) = std::env::var_os("UPLINK_DIFF_CASES") else { return };
    let folder = std::path::Path::new(&folder).join(format!("{number:03}"));
    std::fs::create_dir_all(&folder).expect("a folder");
    for (file, text) in [
        ("spec.toml", spec),
        ("kettle.tsv", &format!("{COLUMNS}{rows}")),
        ("name", name),
        ("verdict", &format!("{verdict:?}").to_lowercase()),
    ] {
        std::fs::write(folder.join(file), text).expect("written");
    }
}

fn sorted(kinds: &[(Kind, Direction)]) -> Vec<(Kind, Direction)> {
    let mut kinds = kinds.to_vec();
    kinds.sort();
    kinds
}

#[test]
fn each_case_gives_its_changes_and_its_verdict() {
    let old = model(OLD, ROWS);
    leave(0, "nothing", OLD, ROWS, Bump::None);
    for (number, case) in CASES.iter().enumerate() {
        let (spec, rows) = edited(case);
        leave(number + 1, case.name, &spec, &rows, case.verdict);
        let changes = diff(&old, &model(&spec, &rows));
        let found: Vec<(Kind, Direction)> = changes.iter().map(|c| (c.kind, c.direction)).collect();
        assert_eq!(sorted(&found), sorted(case.forward), "{}: {changes:#?}", case.name);
        assert_eq!(verdict(&changes), case.verdict, "{}", case.name);
    }
}

#[test]
fn each_case_undone_gives_the_mirrored_changes() {
    let old = model(OLD, ROWS);
    for case in CASES {
        let (spec, rows) = edited(case);
        let changes = diff(&model(&spec, &rows), &old);
        let found: Vec<(Kind, Direction)> = changes.iter().map(|c| (c.kind, c.direction)).collect();
        assert_eq!(sorted(&found), sorted(case.backward), "{}, undone: {changes:#?}", case.name);
    }
}

#[test]
fn there_is_a_case_for_every_kind() {
    let covered: BTreeSet<Kind> =
        CASES.iter().flat_map(|c| c.forward.iter().chain(c.backward)).map(|(kind, _)| *kind).collect();
    let missing: Vec<&Kind> = Kind::ALL.iter().filter(|kind| !covered.contains(kind)).collect();
    assert!(missing.is_empty(), "no case for {missing:?}");
}

#[test]
fn a_model_does_not_differ_from_itself() {
    let old = model(OLD, ROWS);
    assert_eq!(diff(&old, &old), []);
    for case in CASES {
        let (spec, rows) = edited(case);
        let new = model(&spec, &rows);
        assert_eq!(diff(&new, &new), [], "{}", case.name);
        assert_ne!(diff(&old, &new), [], "{}", case.name);
    }
    assert_eq!(verdict(&[]), Bump::None);
}

#[test]
fn texts_that_say_the_same_do_not_differ() {
    let moved = OLD
        .replace("[pace]", "# a comment\n\n[pace]")
        .replace("requests = 2\nper = \"1s\"", "per = \"1000ms\"\nrequests = 2");
    assert_ne!(moved, OLD);
    assert_eq!(diff(&model(OLD, ROWS), &model(&moved, ROWS)), []);
}

/// What is said of a change holds for all changes of its kind.
#[test]
fn every_change_says_what_it_does_and_where() {
    let old = model(OLD, ROWS);
    for case in CASES {
        let (spec, rows) = edited(case);
        for change in diff(&old, &model(&spec, &rows)) {
            assert!([change.rust, change.python, change.service].iter().all(|s| !s.is_empty()), "{change:?}");
            assert!(change.old.is_some() || change.new.is_some(), "{change:?}");
            assert_eq!(change.bump, change.class.bump());
            assert_eq!(change.class == Class::Documentation, change.bump == Bump::Patch);
        }
    }
}

#[test]
fn both_places_are_found() {
    let case = CASES.iter().find(|c| c.name == "limit of a list tightened").expect("the case");
    let (spec, rows) = edited(case);
    let changes = diff(&model(OLD, ROWS), &model(&spec, &rows));
    let place = |file: &str, text: &str, name: &Option<String>| {
        Places::of(file, text, |_| None).find(name.as_deref().expect("a place")).to_string()
    };
    let line = 1 + OLD.lines().position(|l| l.starts_with("query.sensors")).expect("the line");
    let column = 1 + OLD.lines().nth(line - 1).and_then(|l| l.find("max_items")).expect("the column");
    assert_eq!(place("old.toml", OLD, &changes[0].old), format!("old.toml:{line}:{column}"));
    assert_eq!(place("new.toml", &spec, &changes[0].new), format!("new.toml:{line}:{column}"));
}
