//! `check` and `explain`

use std::path::Path;

use crate::{kettle, run, text};

const API: &str =
    "[api]\nname = \"Kettle\"\nversion = \"1\"\nbase_url = \"https://kettle.example\"\ndoc = \"Boils water.\"\n";
const FUNCTION: &str =
    "[function.kettle]\ndoc = \"The kettle.\"\nhttp = \"GET /kettle\"\nscope = \"none\"\nanswer.200 = \"string\"\n";

/// Exit code, output and errors of `check` for a spec.
fn check(spec: &str, more: &[&str]) -> (Option<i32>, String, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("kettle.toml");
    std::fs::write(&path, spec).expect("written");
    let output = run([&["check", path.to_str().expect("a path")], more].concat());
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

#[test]
fn a_spec_without_findings_passes() {
    let path = kettle();
    let output = run(["check", "--strict", path.to_str().expect("a path")]);
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains("no mistakes; 2 functions"), "{}", text(&output.stdout));
    assert!(output.stderr.is_empty());
}

#[test]
fn warnings_are_shown_and_fail_only_when_strict() {
    let spec = format!("{API}{FUNCTION}");
    let (code, out, shown) = check(&spec, &[]);
    assert_eq!(code, Some(0), "{shown}");
    assert!(shown.contains("warning[S026]") && shown.contains("kettle.toml:6:11"), "{shown}");
    assert!(shown.ends_with(": 1 warning\n") && out.contains("no mistakes"), "{out}{shown}");
    let (code, out, strict) = check(&spec, &["--strict"]);
    assert_eq!((code, out.as_str()), (Some(1), ""), "{strict}");
    assert!(strict.contains("warning[S026]"), "{strict}");
}

#[test]
fn mistakes_fail_and_all_of_them_are_shown() {
    let spec = format!("{API}{FUNCTION}").replace("\"none\"", "\"NONE\"").replace("\"string\"", "\"strin\"");
    let (code, out, shown) = check(&spec, &[]);
    assert_eq!((code, out.as_str()), (Some(1), ""), "{shown}");
    assert!(shown.contains("error[S012]") && shown.contains("error[S010]") && shown.contains("did you mean `string`?"));
    assert!(shown.ends_with(": 2 mistakes\n"), "{shown}");
}

#[test]
fn a_file_that_is_not_there_is_one_sentence() {
    let output = run(["check", "absent.toml"]);
    assert_eq!(output.status.code(), Some(1));
    let shown = text(&output.stderr);
    assert!(shown.starts_with("error[S000]: cannot read absent.toml: "), "{shown}");
}

#[test]
fn explain_prints_the_page_of_a_code() {
    let output = run(["explain", "S012"]);
    assert_eq!(output.status.code(), Some(0));
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/src/explain/S012.md");
    assert_eq!(text(&output.stdout), std::fs::read_to_string(page).expect("the page"));
    assert_eq!(text(&run(["explain", "s012"]).stdout), text(&output.stdout));
}

#[test]
fn explain_alone_lists_all_codes_and_an_unknown_code_is_wrong_use() {
    let output = run(["explain"]);
    assert_eq!(output.status.code(), Some(0));
    let list = text(&output.stdout);
    assert_eq!(list.lines().count(), uplink_spec::CODES.len());
    assert!(list.contains("S012 error   there is no such scope\n"), "{list}");
    assert!(list.contains("S023 warning a type that is never used\n"), "{list}");
    let output = run(["explain", "S999"]);
    assert_eq!(output.status.code(), Some(2));
    let shown = text(&output.stderr);
    assert_eq!(shown, "error: there is no code `S999`; `nibe-uplink-codegen explain` lists all of them\n");
}
