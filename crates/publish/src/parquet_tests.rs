use parquet::file::reader::{FileReader, SerializedFileReader};

use super::*;
use crate::point::Device;
use crate::point::tests::point;
use crate::rows::rows as lines;
use uplink_runtime::Value;

fn at(text: &str) -> Timestamp {
    text.parse().expect("a time")
}

/// A row of a point whose reading is of 2025-11-28T14:00:00Z.
fn row(id: &str, value: Value) -> String {
    let device = Device {
        id: "06512018".to_owned(),
        name: String::new(),
        product: String::new(),
        firmware: String::new(),
        api: "myuplink",
    };
    let point = point(id, "degree_minutes", "DM", value);
    lines(&device, &[&point])
}

/// The names of the parts, and their rows as text.
fn parts(folder: &Path) -> (Vec<String>, Vec<String>) {
    let names = fs::read_dir(folder).expect("a folder").map(|e| e.expect("an entry").file_name().into_string());
    let mut names: Vec<String> = names.map(|name| name.expect("text")).filter(|n| n.ends_with(".parquet")).collect();
    names.sort();
    let rows = names.iter().flat_map(|name| {
        let reader = SerializedFileReader::new(fs::File::open(folder.join(name)).expect("there")).expect("Parquet");
        let rows = reader.get_row_iter(None).expect("rows");
        rows.map(|row| row.expect("a row").to_string()).collect::<Vec<_>>()
    });
    let rows = rows.collect();
    (names, rows)
}

#[test]
fn an_hour_that_is_over_is_a_part() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path().join("deep");
    let mut open = Parts::open(&folder, at("2026-11-29T07:10:00Z")).expect("opened");
    open.write(&row("781", Value::Number(-120.5)), at("2026-11-29T07:10:00Z")).expect("written");
    open.write(&row("55000", Value::Text("heating".into())), at("2026-11-29T07:59:00Z")).expect("written");
    assert_eq!(parts(&folder).0.len(), 0);
    open.write("", at("2026-11-29T08:00:00Z")).expect("written");
    let (names, rows) = parts(&folder);
    assert!(names.len() == 1 && names[0].starts_with("2026-11-29T07-"), "{names:?}");
    assert_eq!(
        rows,
        [
            r#"{time: 2025-11-28 14:00:00.000000 +00:00, machine: "06512018", slug: "degree_minutes", point: "781", value: -1.205E2, text: null, unit: "DM", api: "myuplink"}"#,
            r#"{time: 2025-11-28 14:00:00.000000 +00:00, machine: "06512018", slug: "degree_minutes", point: "55000", value: null, text: "heating", unit: "DM", api: "myuplink"}"#,
        ]
    );
    // Nothing was read in this hour, so there is nothing of it.
    open.write("", at("2026-11-29T09:00:00Z")).expect("written");
    assert_eq!(parts(&folder).0.len(), 1);
}

#[test]
fn what_was_written_before_a_crash_is_there_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let gathered = folder.join(".2026-11-29T07.rows");
    let mut open = Parts::open(folder, at("2026-11-29T07:10:00Z")).expect("opened");
    open.write(&row("1", Value::Int(1)), at("2026-11-29T07:10:00Z")).expect("written");
    drop(open);
    // Killed in the middle of a line, and started again in the same hour: what was read last is said again.
    let text = fs::read_to_string(&gathered).expect("there");
    fs::write(&gathered, format!("{text}{{\"time\":\"20")).expect("written");
    let mut open = Parts::open(folder, at("2026-11-29T07:20:00Z")).expect("opened");
    let again = format!("{}{}", row("2", Value::Int(2)), row("1", Value::Int(1)));
    open.write(&again, at("2026-11-29T07:20:00Z")).expect("written");
    drop(open);
    let kept = fs::read_to_string(&gathered).expect("there");
    drop(Parts::open(folder, at("2026-11-30T01:00:00Z")).expect("opened"));
    let once = parts(folder);
    assert_eq!((once.0.len(), once.1.len()), (1, 2), "{once:?}");
    // Killed after the part was made and before its rows were taken away.
    fs::write(&gathered, kept).expect("written");
    drop(Parts::open(folder, at("2026-11-30T01:00:00Z")).expect("opened"));
    assert_eq!(parts(folder), once);
    assert!(!gathered.exists());
    // The clock was set back: other rows of the same hour take nothing away.
    fs::write(&gathered, row("3", Value::Int(3))).expect("written");
    drop(Parts::open(folder, at("2026-11-30T01:00:00Z")).expect("opened"));
    assert_eq!(parts(folder).1.len(), 3);
}

#[test]
fn what_the_disk_does_not_take_is_tried_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    let mut open = Parts::open(folder, at("2026-11-29T07:10:00Z")).expect("opened");
    // A folder in its place takes as little as a full disk.
    fs::create_dir(folder.join(".2026-11-29T07.rows")).expect("made");
    assert!(open.write(&row("1", Value::Int(1)), at("2026-11-29T07:10:00Z")).is_err());
    assert!(open.write(&row("2", Value::Int(2)), at("2026-11-29T08:10:00Z")).is_err());
    fs::remove_dir(folder.join(".2026-11-29T07.rows")).expect("removed");
    fs::create_dir(folder.join(".2026-11-29T07.new")).expect("made");
    assert!(open.write("", at("2026-11-29T08:11:00Z")).is_err(), "the part cannot be made");
    assert!(open.write(&row("3", Value::Int(3)), at("2026-11-29T08:12:00Z")).is_err());
    fs::remove_dir(folder.join(".2026-11-29T07.new")).expect("removed");
    open.write("", at("2026-11-29T08:13:00Z")).expect("made");
    assert_eq!(parts(folder).1.len(), 2);
    open.write("", at("2026-11-29T09:00:00Z")).expect("made");
    assert_eq!(parts(folder).1.len(), 3);
}

#[test]
fn a_folder_is_of_one_program() {
    let folder = tempfile::tempdir().expect("a folder");
    let now = at("2026-11-29T07:10:00Z");
    let first = Parts::open(folder.path(), now).expect("opened");
    assert!(Parts::open(folder.path(), now).is_err_and(|e| e.to_string().contains("choose another folder")));
    drop(first);
    assert!(Parts::open(folder.path(), now).is_ok());
}
