//! `demo`

use crate::support::{Said, program};

#[test]
fn the_tour_ends_well() {
    let folder = tempfile::tempdir().expect("a folder");
    let said: Said = program(&folder).args(["demo", "--csv", "day.csv"]).output().expect("it runs").into();
    assert_eq!((said.code, said.err.as_str()), (0, ""), "{}", said.out);
    for part in
        ["granted: READSYSTEM WRITESYSTEM", "needs the scope WRITESYSTEM", "0 of them a write", "°C", "myUplink"]
    {
        assert!(said.out.contains(part), "{part}: {}", said.out);
    }
    let day = std::fs::read_to_string(folder.path().join("day.csv")).expect("the file");
    assert_eq!(day.lines().count(), 97);
    assert!(day.lines().nth(1).is_some_and(|row| row.starts_with("2024-01-15T00:00:00Z,")), "{day}");
    let left: Vec<_> = std::fs::read_dir(folder.path()).expect("the folder").collect();
    assert_eq!(left.len(), 1, "nothing but the file that was asked for");
}

#[test]
fn the_tour_as_json() {
    let folder = tempfile::tempdir().expect("a folder");
    let said: Said = program(&folder).args(["demo", "--json"]).output().expect("it runs").into();
    let found = said.json();
    assert_eq!(found["day"].as_array().map(Vec::len), Some(96));
    assert_ne!(found["written"]["before"], found["written"]["after"]);
    assert!(said.err.contains("granted: READSYSTEM"));
}

#[test]
fn a_file_that_cannot_be_written_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let said: Said = program(&folder).args(["demo", "--csv", "none/day.csv"]).output().expect("it runs").into();
    assert_eq!(said.code, 1);
    assert!(said.err.starts_with("error: cannot write none/day.csv:"), "{}", said.err);
}
