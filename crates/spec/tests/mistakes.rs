//! Wrong specs, each with the findings it must give.
//!
//! The first line of each file in `mistakes/` has them in order: `# S012 9:9, S020 14:11`, those of the table beside it
//! with `tsv` after the code. The file `.expected` beside it has the messages as users see them; with
//! `UPDATE_EXPECTED=1` in the environment they are written anew.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use uplink_spec::{CODES, Report};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/mistakes")
}

fn specs() -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder()).expect("the folder").map(|e| e.expect("an entry").path());
    let mut specs: Vec<PathBuf> = entries.filter(|p| p.extension().is_some_and(|e| e == "toml")).collect();
    specs.sort();
    specs
}

fn name(spec: &Path) -> String {
    spec.file_name().expect("a name").to_string_lossy().into_owned()
}

fn findings(spec: &Path) -> Report {
    let text = std::fs::read_to_string(spec).expect("a spec");
    let table = |name: &str| std::fs::read_to_string(folder().join(name)).ok();
    match uplink_spec::check_text(&name(spec), &text, table) {
        Ok((_, warnings)) => warnings,
        Err(report) => report,
    }
}

/// The findings as the first line of a file says them.
fn said(report: &Report) -> String {
    let said = report.diagnostics.iter().map(|d| {
        let (line, column) = report.place(d);
        format!("{}{} {line}:{column}", d.code, if d.table.is_some() { " tsv" } else { "" })
    });
    said.collect::<Vec<_>>().join(", ")
}

#[test]
fn each_wrong_spec_gives_its_findings() {
    for spec in specs() {
        let text = std::fs::read_to_string(&spec).expect("a spec");
        let expected = text.lines().next().and_then(|l| l.strip_prefix("# ")).unwrap_or_default();
        assert!(!expected.is_empty(), "{}: write its findings into the first line", spec.display());
        assert_eq!(said(&findings(&spec)), expected, "{}", spec.display());
    }
}

#[test]
fn each_message_reads_as_it_did() {
    let update = std::env::var_os("UPDATE_EXPECTED").is_some();
    for spec in specs() {
        let shown = format!("{}\n", findings(&spec).in_place());
        let golden = spec.with_extension("expected");
        if update {
            std::fs::write(&golden, &shown).expect("written");
        }
        let expected = std::fs::read_to_string(&golden).unwrap_or_default();
        assert_eq!(shown, expected, "{}: see the first lines of this test for how to accept it", spec.display());
    }
}

#[test]
fn every_message_says_what_to_do_and_lies_in_its_file() {
    for spec in specs() {
        let report = findings(&spec);
        for d in &report.diagnostics {
            assert!(d.help.as_ref().is_some_and(|h| h.len() > 5), "{}: {}", spec.display(), d.message);
            assert!(!d.message.ends_with('.') && d.message.len() > 10, "{}", d.message);
            let text = &report.source(d).text;
            assert!(text.get(d.span.clone()).is_some(), "{}: {:?}", spec.display(), d.span);
        }
    }
}

#[test]
fn there_are_many_and_one_for_each_code() {
    let specs = specs();
    assert!(specs.len() >= 60, "{}", specs.len());
    let shown: BTreeSet<String> = specs.iter().map(|s| name(s).chars().take(4).collect()).collect();
    // A file that cannot be read cannot be in the folder.
    let missing: Vec<&str> = CODES.iter().map(|c| c.name).filter(|c| *c != "S000" && !shown.contains(*c)).collect();
    assert!(missing.is_empty(), "no wrong spec for {missing:?}");
}

#[test]
fn files_that_cannot_be_read_give_one_sentence() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    let latin = folder.join("latin.toml");
    std::fs::write(&latin, b"[api]\nname = \"K\xe4nnchen\"\n").expect("written");
    for (path, problem) in [
        (folder.join("absent.toml"), "No such file"),
        (folder.to_path_buf(), "directory"),
        (latin, "not text in UTF-8"),
    ] {
        let report = uplink_spec::read_file(&path).expect_err("unreadable");
        let [only] = &report.diagnostics[..] else { panic!("{report}") };
        assert_eq!(only.code, "S000");
        let shown = report.in_place();
        assert!(shown.contains(problem) && shown.contains(&path.display().to_string()), "{shown}");
    }
}
