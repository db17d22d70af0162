//! What a build script prints: cargo stops at mistakes and shows warnings.

use std::path::Path;
use std::process::{Command, Output};

/// Names the spec for the process that stands in for a build script.
const SPEC: &str = "UPLINK_BUILD_SPEC";

/// Runs the build of a spec in a process of its own, since mistakes end the process.
fn build(folder: &Path, spec: &str) -> Output {
    let path = folder.join("kettle.toml");
    std::fs::write(&path, spec).expect("written");
    Command::new(std::env::current_exe().expect("this program"))
        .args(["--exact", "a_build_script", "--nocapture"])
        .env(SPEC, &path)
        .env("OUT_DIR", folder)
        .output()
        .expect("the program starts")
}

/// Not a test by itself: what `build` runs.
#[test]
fn a_build_script() {
    if let Ok(spec) = std::env::var(SPEC) {
        uplink_codegen::build(&spec);
    }
}

const GOOD: &str = r#"[api]
name = "Kettle"
version = "1"
base_url = "https://kettle.example"
doc = "Boils water."

[function.kettle]
doc = "The kettle."
http = "GET /kettle"
scope = "none"
answer.200 = "string"
"#;

#[test]
fn warnings_are_handed_to_cargo_and_do_not_stop_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = build(folder.path(), GOOD);
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}");
    let warnings: Vec<&str> = said.lines().filter(|l| l.contains("cargo::warning=")).collect();
    let [only] = warnings[..] else { panic!("{said}") };
    assert!(only.contains("kettle.toml:7:11: S026: the function `kettle` has no example"), "{only}");
    assert!(!said.contains("cargo::error=") && folder.path().join("client.rs").exists());
}

#[test]
fn mistakes_stop_it_with_their_places() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = build(folder.path(), &GOOD.replace("\"none\"", "\"NONE\"").replace("\"string\"", "\"strin\""));
    let said = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains("kettle.toml:10:9: S012: there is no scope `NONE`"), "{said}");
    assert!(said.contains("kettle.toml:11:15: S010: there is no type `strin`; did you mean `string`?"), "{said}");
    assert!(said.contains("shows each of them in its place"), "{said}");
    assert!(!folder.path().join("client.rs").exists());
}

#[test]
fn many_warnings_are_counted() {
    let folder = tempfile::tempdir().expect("a folder");
    let more = |n: usize| {
        let function = &GOOD[GOOD.find("[function").expect("a function")..];
        function.replace("[function.kettle]", &format!("[function.kettle{n}]")).replace("/kettle", &format!("/{n}"))
    };
    let output = build(folder.path(), &format!("{GOOD}{}", (0..25).map(more).collect::<String>()));
    let said = String::from_utf8_lossy(&output.stdout);
    assert_eq!(said.matches("cargo::warning=").count(), 21, "{said}");
    assert!(said.contains("cargo::warning=and 6 more;"), "{said}");
}
