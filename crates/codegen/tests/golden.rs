//! What each target makes of one spec, compared with files beside it, so that a change of an emitter can be reviewed.
//!
//! `UPDATE_EXPECTED=1` writes them anew.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use uplink_codegen::{File, Spec, openapi, python, reference, rust, tests};

const PACKAGE: &str = "kettle";

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

/// The files of each target, by the folder that they lie in.
fn targets(spec: &Spec) -> [(&'static str, Vec<File>); 6] {
    [
        ("rust", rust::files(spec)),
        ("python", python::files(spec, PACKAGE)),
        ("rust-tests", vec![tests::rust(spec), tests::rust_readers(spec)]),
        ("python-tests", vec![tests::python(spec, PACKAGE)]),
        ("reference", reference::files(spec, PACKAGE, Some("kettle"))),
        ("openapi", vec![openapi::file(spec)]),
    ]
}

/// Every file below a folder.
fn below(folder: &Path) -> BTreeSet<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    entries.flat_map(|path| if path.is_dir() { below(&path) } else { BTreeSet::from([path]) }).collect()
}

#[test]
fn each_target_writes_what_was_looked_at() {
    let spec = Spec::read(&folder().join("kettle.toml")).unwrap_or_else(|report| panic!("{report}"));
    assert!(spec.warnings.diagnostics.is_empty(), "{}", spec.warnings);
    let update = std::env::var_os("UPDATE_EXPECTED").is_some();
    for (target, files) in targets(&spec) {
        let out = folder().join(target);
        if update {
            let _ = fs::remove_dir_all(&out);
        }
        for file in &files {
            let path = out.join(&file.path);
            if update {
                fs::create_dir_all(path.parent().expect("a folder")).expect("made");
                fs::write(&path, &file.text).expect("written");
            }
            let expected = fs::read_to_string(&path).unwrap_or_default();
            let differs = expected.lines().zip(file.text.lines()).position(|(a, b)| a != b);
            assert!(
                expected == file.text,
                "{} differs from line {}; see the change with UPDATE_EXPECTED=1 and `git diff`",
                path.display(),
                differs.map_or_else(|| "of its end".to_owned(), |n| (n + 1).to_string())
            );
        }
        let known: BTreeSet<PathBuf> = files.iter().map(|file| out.join(&file.path)).collect();
        assert_eq!(below(&out), known, "{target} has files that nothing writes");
    }
}

#[test]
fn names_are_imported_and_nothing_else_is() {
    for file in below(&folder().join("rust")) {
        let text = fs::read_to_string(&file).expect("a file");
        let mut lines = text.lines().filter(|line| !line.starts_with("//") && !line.is_empty());
        let is_code = !file.ends_with("scopes.rs") && !file.ends_with("api.rs");
        assert!(!is_code || lines.next().is_some_and(|line| line.starts_with("use ")), "{}", file.display());
        // Where the crate puts the modules is its own affair.
        assert!(!text.contains("crate::"), "{}", file.display());
    }
}
