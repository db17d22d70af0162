//! What a registry would show of each crate; what it would hold is looked at where all are packed, in `test_packages.py`.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

fn cargo(arguments: &[&str]) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let run = Command::new(env!("CARGO")).args(arguments).arg("--offline").current_dir(root).output().expect("cargo");
    assert!(run.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8(run.stdout).expect("text")
}

/// The crates that can be published.
fn crates() -> Vec<Value> {
    let text = cargo(&["metadata", "--no-deps", "--format-version", "1"]);
    let mut metadata: Value = serde_json::from_str(&text).expect("JSON");
    let Value::Array(all) = metadata["packages"].take() else { panic!("packages") };
    all.into_iter().filter(|package| package["publish"].is_null()).collect()
}

#[test]
fn each_crate_can_be_found_and_has_its_words() {
    let crates = crates();
    assert!(crates.len() > 10, "{} crates", crates.len());
    for package in &crates {
        let name = &package["name"];
        for word in ["description", "license", "readme", "rust_version"] {
            assert!(package[word].as_str().is_some_and(|text| !text.is_empty()), "{name} has no {word}");
        }
        // What the registry takes.
        let keywords = package["keywords"].as_array().expect("a list");
        assert!((1..=5).contains(&keywords.len()), "{name}: {keywords:?}");
        assert!(keywords.iter().all(|word| word.as_str().is_some_and(|word| word.len() <= 20)), "{name}: {keywords:?}");
        assert!((1..=5).contains(&package["categories"].as_array().expect("a list").len()), "{name}: categories");
        let shown = &package["metadata"]["docs"]["rs"]["all-features"];
        assert_eq!(shown, &Value::Bool(true), "{name}: docs.rs shows all features");
        for dependency in package["dependencies"].as_array().expect("a list") {
            let bound = dependency["kind"] == "dev" || dependency["req"] != "*";
            assert!(bound, "{name}: {} has no version", dependency["name"]);
        }
    }
}

#[test]
fn each_crate_has_a_page_of_its_own_with_an_example_that_is_run() {
    for package in crates() {
        let name = package["name"].as_str().expect("a name");
        assert_eq!(package["readme"], "README.md", "{name}: the page lies beside the manifest");
        let folder = PathBuf::from(package["manifest_path"].as_str().expect("a path")).with_file_name("");
        let page = std::fs::read_to_string(folder.join("README.md")).expect("a page");
        assert!(page.len() < 4_000 || name == "uplink-spec-files", "{name}: {} bytes are no first look", page.len());
        // Of a library it is a doctest, of a program each command is tried.
        let library = std::fs::read_to_string(folder.join("src/lib.rs")).unwrap_or_default();
        let program = package["targets"].as_array().is_some_and(|all| all.iter().any(|t| t["kind"][0] == "bin"));
        let (example, test) = if program {
            ("\n    nibe-uplink", folder.join("tests/program/readme.rs").is_file())
        } else {
            ("```rust", library.contains("include_str!(\"../README.md\")"))
        };
        assert!(page.contains(example) || name == "uplink-spec-files", "{name} has no example");
        assert!(test || name == "uplink-spec-files", "{name}: nobody runs its example");
    }
}

#[test]
fn programs_bring_the_cryptography_of_one_crate() {
    for package in ["nibe-uplink-cli", "nibe-uplink-python"] {
        let tree = cargo(&["tree", "-p", package, "-e", "normal", "--prefix", "none"]);
        assert!(tree.lines().any(|line| line.starts_with("ring v")), "{package} stands on ring");
        let other = tree.lines().find(|line| line.starts_with("aws-lc"));
        assert_eq!(other, None, "{package} needs ring alone");
    }
}
