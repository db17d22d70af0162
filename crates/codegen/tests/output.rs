//! What every generated file promises.
#![allow(missing_docs)]

use std::fs;
use std::path::{Path, PathBuf};

use uplink_codegen::{File, Spec, openapi, python, reference, rust, tests};

fn specs() -> Vec<Spec> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let committed = fs::read_dir(here.join("../../spec")).expect("the specs").flatten().map(|e| e.path());
    let mut paths: Vec<PathBuf> = committed.filter(|p| p.extension().is_some_and(|e| e == "toml")).collect();
    paths.retain(|p| !p.ends_with("Cargo.toml"));
    paths.push(here.join("examples/kettle/kettle.toml"));
    paths.iter().map(|p| Spec::read(p).unwrap_or_else(|report| panic!("{report}"))).collect()
}

fn all(spec: &Spec) -> Vec<File> {
    let mut files = rust::files(spec);
    files.extend(python::files(spec, "package"));
    files.extend([tests::rust(spec), tests::python(spec, "package"), openapi::file(spec)]);
    files.extend(reference::files(spec, "package", None));
    files
}

#[test]
fn the_same_spec_gives_the_same_bytes() {
    for spec in specs() {
        assert_eq!(all(&spec), all(&spec));
    }
}

#[test]
fn each_file_names_its_spec_its_hash_and_how_to_regenerate() {
    for spec in specs() {
        for file in all(&spec) {
            let head: String = file.text.lines().take(16).collect();
            for fact in [spec.file.as_str(), &spec.hash, "generate it again"] {
                assert!(head.contains(fact), "{} lacks {fact}", file.path);
            }
        }
    }
}

#[test]
fn generated_rust_keeps_its_promises() {
    for spec in specs() {
        for file in rust::files(&spec) {
            for word in ["unwrap(", "expect(", "panic!", "deny_unknown_fields", "#[doc =", "# [", "unsafe", "#[allow"] {
                assert!(!file.text.contains(word), "{} has {word}", file.path);
            }
        }
        // No enumeration is closed.
        let types = &rust::files(&spec)[0].text;
        assert_eq!(types.matches("\npub enum ").count(), types.matches("#[non_exhaustive]\npub enum ").count());
    }
}
