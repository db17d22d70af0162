use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use super::{kettle, run, text};

const TARGETS: [&str; 6] = ["rust", "python", "rust-tests", "python-tests", "reference", "openapi"];

fn generate(spec: &Path, target: &str, out: &Path, more: &[&str]) -> Output {
    let start = ["generate".as_ref(), spec.as_os_str(), "--target".as_ref(), target.as_ref(), "--out".as_ref()];
    run(start.into_iter().chain([out.as_os_str()]).chain(more.iter().map(AsRef::as_ref)))
}

/// Every file below a folder.
fn tree(folder: &Path) -> BTreeMap<PathBuf, String> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(tree(&path));
        } else {
            found.insert(path.clone(), fs::read_to_string(&path).expect("text"));
        }
    }
    found
}

#[test]
fn two_processes_write_the_same_bytes() {
    let specs = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec")).expect("the specs");
    let specs = specs.flatten().map(|e| e.path()).filter(|p| p.extension().is_some_and(|e| e == "toml"));
    let specs: Vec<PathBuf> = specs.filter(|p| !p.ends_with("Cargo.toml")).chain([kettle()]).collect();
    assert!(specs.len() > 1);
    for (spec, target) in specs.iter().flat_map(|spec| TARGETS.map(|target| (spec, target))) {
        let folder = tempfile::tempdir().expect("a folder");
        assert!(generate(spec, target, folder.path(), &[]).status.success(), "{target}");
        assert!(!tree(folder.path()).is_empty(), "{target}");
        let again = generate(spec, target, folder.path(), &["--check"]);
        assert!(again.status.success(), "{target} of {}: {}", spec.display(), text(&again.stderr));
    }
}

#[test]
fn drift_is_shown_as_a_difference() {
    let folder = tempfile::tempdir().expect("a folder");
    generate(&kettle(), "python", folder.path(), &[]);
    let path = folder.path().join("enums.py");
    let text_before = fs::read_to_string(&path).expect("a file");
    fs::write(&path, text_before.replace("OPEN = \"OPEN\"", "OPEN = \"AJAR\"")).expect("writable");
    let out = generate(&kettle(), "python", folder.path(), &["--check"]);
    assert_eq!(out.status.code(), Some(1));
    let shown = text(&out.stderr);
    assert!(shown.starts_with("error: generated files have drifted from the spec; generate them again\n"), "{shown}");
    assert!(shown.contains("-    OPEN = \"AJAR\"\n+    OPEN = \"OPEN\"\n"), "{shown}");
    assert_ne!(fs::read_to_string(&path).expect("a file"), text_before, "--check writes nothing");
    generate(&kettle(), "python", folder.path(), &[]);
    assert_eq!(fs::read_to_string(&path).expect("a file"), text_before);
}

#[test]
fn missing_and_stale_files_are_drift() {
    let folder = tempfile::tempdir().expect("a folder");
    generate(&kettle(), "reference", folder.path(), &[]);
    let functions = folder.path().join("functions");
    fs::rename(functions.join("boil.md"), functions.join("heat.md")).expect("renamed");
    fs::write(folder.path().join("notes.md"), "# Written by hand\n").expect("writable");
    generate(&kettle(), "openapi", folder.path(), &[]);
    let out = generate(&kettle(), "reference", folder.path(), &["--check"]);
    assert_eq!(out.status.code(), Some(1));
    let shown = text(&out.stderr);
    assert!(shown.contains("boil.md is missing\n"), "{shown}");
    assert!(shown.contains("heat.md should no longer exist\n"), "{shown}");
    assert!(!shown.contains("notes.md") && !shown.contains("openapi.json"), "{shown}");
    generate(&kettle(), "reference", folder.path(), &[]);
    assert!(generate(&kettle(), "reference", folder.path(), &["--check"]).status.success());
    let left = tree(folder.path());
    assert!(!left.contains_key(&functions.join("heat.md")) && left.contains_key(&folder.path().join("notes.md")));
}

#[test]
fn targets_in_folders_of_each_other_leave_each_other_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let (inner, outer) = (folder.path().join("_generated"), folder.path());
    for _ in 0..2 {
        assert!(generate(&kettle(), "python", &inner, &[]).status.success());
        assert!(generate(&kettle(), "python-tests", outer, &[]).status.success());
    }
    assert!(generate(&kettle(), "python", &inner, &["--check"]).status.success());
    assert!(generate(&kettle(), "python-tests", outer, &["--check"]).status.success());
}

#[test]
fn a_wrong_spec_writes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let spec = folder.path().join("wrong.toml");
    fs::write(&spec, "[api]\n").expect("writable");
    let out = generate(&spec, "rust", &folder.path().join("out"), &[]);
    assert_eq!(out.status.code(), Some(1));
    assert!(!folder.path().join("out").exists());
}
