use std::fs;
use std::path::Path;

use super::{kettle, run, text};

const MANIFEST: &str = r#"
[[generate]]
spec = "kettle.toml"
target = "python"
package = "kettle"
out = "made/kettle"

[[generate]]
spec = "kettle.toml"
target = "openapi"
out = "made"
"#;

/// Runs `generate --manifest` for a manifest of this text, beside the kettle's spec.
fn generate(folder: &Path, manifest: &str, more: &[&str]) -> (Option<i32>, String) {
    fs::copy(kettle(), folder.join("kettle.toml")).expect("copied");
    let path = folder.join("generate.toml");
    fs::write(&path, manifest).expect("written");
    let start = ["generate".as_ref(), "--manifest".as_ref(), path.as_os_str()];
    let out = run(start.into_iter().chain(more.iter().map(AsRef::as_ref)));
    (out.status.code(), text(&out.stderr).to_owned())
}

#[test]
fn a_manifest_writes_and_compares_all_that_it_lists() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    assert_eq!(generate(folder, MANIFEST, &[]), (Some(0), String::new()));
    let client = fs::read_to_string(folder.join("made/kettle/client.py")).expect("the client");
    assert!(client.contains("from kettle._client import BaseClient"), "{client}");
    assert!(generate(folder, MANIFEST, &["--check"]).0 == Some(0));
    // All that has drifted is shown, not the first of it.
    fs::write(folder.join("made/openapi.json"), "{}").expect("written");
    fs::remove_file(folder.join("made/kettle/enums.py")).expect("removed");
    let (code, said) = generate(folder, MANIFEST, &["--check"]);
    assert_eq!(code, Some(1));
    assert!(said.contains("enums.py is missing") && said.contains("openapi.json as it is"), "{said}");
}

#[test]
fn what_is_wrong_with_a_manifest_is_said_with_its_place() {
    let folder = tempfile::tempdir().expect("a folder");
    for (from, to, wanted) in [
        ("target = \"openapi\"", "target = \"opnapi\"", "number 2: there is no target `opnapi`; the targets are rust,"),
        ("out = \"made\"", "", "number 2: it lacks `out`"),
        ("out = \"made\"", "out = 1", "number 2: `out` must be text in quotes"),
        (
            "package = ",
            "packages = ",
            "number 1: unknown key `packages`; the words here are spec, target, out, package, program",
        ),
        ("[[generate]]", "[[generated]]", "unknown key `generated`; it holds tables `[[generate]]` only"),
        ("[[generate]]", "[generate", "generate.toml: "),
    ] {
        let (code, said) = generate(folder.path(), &MANIFEST.replace(from, to), &[]);
        assert_eq!(code, Some(1), "{to}: {said}");
        assert!(said.contains(wanted) && said.contains("generate.toml"), "{to}: {said}");
    }
    let (code, said) = generate(folder.path(), "", &[]);
    assert!(code == Some(1) && said.contains("it lists nothing; add a table `[[generate]]`"), "{said}");
}
