//! `diff` as a program: what it prints, and how it ends.

use std::path::Path;
use std::process::{Command, Output};

const OLD: &str = r#"
[api]
name = "Kettle"
version = "1"
base_url = "https://kettle.example"
doc = "Kettles."

[oauth]
authorize = "/authorize"
token = "/token"
grants = ["authorization_code", "refresh_token"]

[scope]
LOOK = "See kettles."
BOIL = "Boil water."

[pace]
requests = 2
per = "1s"
burst = 4

[function.boil]
doc = "Boils."
http = "POST /boil"
scope = "BOIL"
body.level = { type = "int", max = 9, unit = "dl" }
answer.200 = "Mode"

[function.look]
doc = "Looks."
http = "GET /look"
scope = "LOOK"
answer.200 = "Mode"

[enum.Mode]
doc = "Modes."
values = ["ON", "OFF"]
"#;

/// Texts with what replaces them.
type Edits<'e> = &'e [(&'e str, &'e str)];

/// The two specs in a folder, the second with one text replaced.
fn folder(edits: Edits<'_>) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let mut new = OLD.to_owned();
    for (old, other) in edits {
        assert_eq!(OLD.matches(old).count(), 1, "{old}");
        new = new.replace(old, other);
    }
    std::fs::write(folder.path().join("old.toml"), OLD).expect("a file");
    std::fs::write(folder.path().join("new.toml"), new).expect("a file");
    folder
}

fn diff(folder: &Path, more: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_nibe-uplink-codegen"))
        .current_dir(folder)
        .args(["diff", "old.toml", "new.toml"])
        .args(more)
        .output()
        .expect("the program")
}

fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("text")
}

#[test]
fn a_change_is_shown_with_all_that_it_does() {
    let folder = folder(&[("max = 9", "max = 8")]);
    let output = diff(folder.path(), &[]);
    let expected = "\
== function `boil`

limit tightened (breaking, sent, major)
  argument `level`: `max` 9 -> 8 (old.toml:26:30 -> new.toml:26:30)
  Rust: values that were allowed are refused before they are sent
  Python: values that were allowed raise ArgumentError
  service: refuses values that were allowed

1 breaking, 0 additive, 0 of documentation
verdict: major
";
    assert_eq!(text(&output.stdout), expected);
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn what_is_new_or_gone_has_one_place() {
    let folder = folder(&[("[\"ON\", \"OFF\"]", "[\"ON\", \"HOT\"]")]);
    let output = diff(folder.path(), &[]);
    assert!(text(&output.stdout).contains("  value `Mode.OFF` (old.toml:37:17)\n"), "{}", text(&output.stdout));
    assert!(text(&output.stdout).contains("  value `Mode.HOT` (new.toml:37:17)\n"));
}

#[test]
fn what_has_another_name_in_languages_keeps_its_place() {
    let folder = folder(&[("[function.look]\n", "[function.look]\nrename = \"gaze\"\n")]);
    let output = diff(folder.path(), &[]);
    let expected = "\
== functions

function renamed (breaking, sent and received, major)
  function `look` -> `gaze` (old.toml:29:11 -> new.toml:29:11)
";
    assert!(text(&output.stdout).starts_with(expected), "{}", text(&output.stdout));
}

#[test]
fn changes_stand_with_their_function_and_what_breaks_stands_first() {
    let folder = folder(&[
        ("[oauth]\n", "[oauth]\nexpires_in = 60\nrefresh_scope = \"LOOK\"\n"),
        ("doc = \"Looks.\"", "doc = \"Looks at it.\""),
        (
            "http = \"GET /look\"",
            "http = \"GET /gaze\"\nquery.far = { type = \"bool?\" }\nquery.up = { type = \"bool?\" }",
        ),
        ("[enum.Mode]\ndoc = \"Modes.\"", "[enum.Mode]\ndoc = \"Its modes.\""),
    ]);
    let output = diff(folder.path(), &[]);
    let lines: Vec<&str> = text(&output.stdout)
        .lines()
        .filter(|l| l.starts_with("==") || l.ends_with("major)") || l.ends_with("minor)") || l.ends_with("patch)"))
        .collect();
    let expected = [
        "== login",
        "scope of refresh tokens changed (breaking, sent, major)",
        "life of tokens changed (additive, received, minor)",
        "== function `look`",
        "path changed (breaking, sent, major)",
        "optional argument added (additive, sent, minor)",
        "documentation changed (documentation, sent and received, patch)",
        "== type `Mode`",
        "documentation changed (documentation, sent and received, patch)",
    ];
    assert_eq!(lines, expected);
    let said = text(&output.stdout);
    assert!(
        said.contains("  argument `far`: bool (new.toml:34:7)\n  argument `up`: bool (new.toml:35:7)\n  Rust"),
        "{said}"
    );
    assert!(said.ends_with("\n2 breaking, 3 additive, 2 of documentation\nverdict: major\n"), "{said}");
}

#[test]
fn the_last_line_is_the_verdict_and_decides_with_require() {
    let cases: [(Edits, &str, [bool; 4]); 4] = [
        (&[("scope = \"LOOK\"", "scope = [\"LOOK\", \"BOIL\"]")], "major", [true, false, false, false]),
        (&[("burst = 4", "burst = 5")], "minor", [true, true, false, false]),
        (&[("doc = \"Looks.\"", "doc = \"Looks at it.\"")], "patch", [true, true, true, false]),
        (&[("[pace]", "# How often.\n[pace]")], "none", [true, true, true, true]),
    ];
    for (edits, verdict, passes) in cases {
        let folder = folder(edits);
        for (require, passes) in ["major", "minor", "patch", "none"].iter().zip(passes) {
            let output = diff(folder.path(), &["--require", require]);
            assert_eq!(text(&output.stdout).lines().last(), Some(format!("verdict: {verdict}").as_str()));
            assert_eq!(output.status.code(), Some(if passes { 0 } else { 1 }), "{verdict} with --require {require}");
            let said = format!("error: the changes need a {verdict} version; only {require} was allowed\n");
            assert_eq!(text(&output.stderr), if passes { "" } else { &said });
        }
    }
}

#[test]
fn a_spec_that_is_wrong_and_wrong_use_are_told_apart() {
    let broken = folder(&[("scope = \"LOOK\"", "scope = \"LOKO\"")]);
    let output = diff(broken.path(), &[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("new.toml"), "{}", text(&output.stderr));
    assert_eq!(diff(broken.path(), &["--require", "big"]).status.code(), Some(2));
    assert_eq!(diff(broken.path(), &["third.toml"]).status.code(), Some(2));
}
