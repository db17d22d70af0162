//! Documents that were written to hurt: an answer in bounded time and memory, and no panic.

mod hostile_cases;

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use hostile_cases::cases;
use nibe_uplink_codegen::import::import;

/// Longest time for one document, for a build without optimisation on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// What is imported must be a spec; that it is one was checked by the importer, so it is enough that nothing panics.
fn try_both(text: &str) {
    for name in ["x.json", "x.yaml"] {
        match import(name, text) {
            Ok(import) => assert!(!import.spec.is_empty()),
            Err(problem) => assert!(problem.starts_with(name) && problem.len() < 1000, "{problem}"),
        }
    }
}

/// The program runs with an upper limit of memory, which a test cannot set for a call of its own.
#[test]
fn hostile_documents_are_answered_in_bounded_time_and_memory() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, file, text) in cases() {
        let path = folder.path().join(file);
        std::fs::write(&path, &text).expect("a file");
        let limit = if cfg!(target_os = "linux") { "ulimit -v 1500000 && " } else { "" };
        let started = Instant::now();
        let output = Command::new("sh")
            .args(["-c", &format!("{limit}exec \"$0\" import-openapi \"$1\" --out \"$2\"")])
            .arg(env!("CARGO_BIN_EXE_nibe-uplink-codegen"))
            .arg(&path)
            .arg(folder.path().join("spec.toml"))
            .output()
            .expect("the program");
        let took = started.elapsed();
        println!("{name}: {} bytes, {} ms", text.len(), took.as_millis());
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(
            matches!(output.status.code(), Some(0 | 1)),
            "{name}: {:?}: {}",
            output.status,
            &said[..said.len().min(500)]
        );
        assert!(said.lines().all(|line| line.len() < 2000), "{name}: a long message");
        assert!(took < PATIENCE, "{name} took {took:?}");
    }
}

const SMALL: &str = include_str!("documents/small.json");

#[test]
fn beginnings_of_a_document_are_answered() {
    for end in (0..SMALL.len()).step_by(3).filter(|end| SMALL.is_char_boundary(*end)) {
        try_both(&SMALL[..end]);
    }
}

#[test]
fn documents_with_one_byte_changed_are_answered() {
    let others = ["\"", "{", "]", ",", "0", "\u{0}", "&a *a", "\n"];
    for (number, (at, _)) in SMALL.char_indices().enumerate().step_by(3) {
        let mut text = SMALL[..at].to_owned();
        text.push_str(others[number % others.len()]);
        text.extend(SMALL[at..].chars().skip(1));
        try_both(&text);
    }
}

#[test]
fn every_value_of_a_document_may_be_of_another_type() {
    let document: serde_json::Value = serde_json::from_str(SMALL).expect("a document");
    let mut pointers = Vec::new();
    fn walk(value: &serde_json::Value, at: String, all: &mut Vec<String>) {
        let step = |key: &str| format!("{at}/{}", key.replace('~', "~0").replace('/', "~1"));
        match value {
            serde_json::Value::Object(map) => map.iter().for_each(|(k, v)| walk(v, step(k), all)),
            serde_json::Value::Array(list) => {
                list.iter().enumerate().for_each(|(i, v)| walk(v, step(&i.to_string()), all))
            }
            _ => {}
        }
        all.push(at);
    }
    walk(&document, String::new(), &mut pointers);
    assert!(pointers.len() > 150);
    for pointer in pointers {
        for other in ["null", "true", "-1", "1e300", "\"\"", "\"none\"", "[]", "{}", "[null]", "{\"$ref\":\"#/paths\"}"]
        {
            let mut changed = document.clone();
            *changed.pointer_mut(&pointer).expect("a place") = serde_json::from_str(other).expect("a value");
            if let Err(problem) = import("x.json", &changed.to_string()) {
                // Only the head of a document can make it of no use.
                assert!(pointer.len() < 10, "{pointer} = {other}: {problem}");
            }
        }
    }
}

#[test]
fn the_corpus_of_the_fuzzer_is_answered() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/import_openapi");
    let mut names = String::new();
    for entry in std::fs::read_dir(folder).expect("the corpus").flatten() {
        let bytes = std::fs::read(entry.path()).expect("a file");
        write!(names, "{} ", entry.file_name().display()).expect("text");
        if let Ok(text) = String::from_utf8(bytes) {
            try_both(&text);
        }
    }
    assert!(names.split(' ').count() > 10, "{names}");
}
