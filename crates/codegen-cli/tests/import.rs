//! `import-openapi` as a program: exit codes, messages, and documents from outside.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use nibe_uplink_codegen::import::{Import, import};
use uplink_spec::model::{Grant, Place, Type};

fn program(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_nibe-uplink-codegen")).args(arguments).output().expect("the program")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("text")
}

fn small() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents/small.json")
}

#[test]
fn a_spec_is_printed_and_the_notes_stand_beside_it() {
    let path = small().display().to_string();
    let output = program(&["import-openapi", &path]);
    assert_eq!(output.status.code(), Some(0));
    let spec = text(&output.stdout);
    let model = uplink_spec::read_text("small.toml", &spec, |_| None).unwrap_or_else(|report| panic!("{report}"));
    assert_eq!(model.functions.len(), 2);
    let notes = text(&output.stderr);
    let status = notes.lines().find(|l| l.contains("404")).expect("a note about the error");
    assert!(
        status.starts_with(&format!("{path}:17: text: paths > /kettles/{{kettleId}} > get > responses: ")),
        "{status}"
    );
    assert!(notes.ends_with("about text only\n"), "{notes}");
}

#[test]
fn a_spec_is_written_to_a_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("kettle.toml").display().to_string();
    let output = program(&["import-openapi", &small().display().to_string(), "--out", &out]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(text(&output.stdout), "");
    assert!(program(&["check", &out]).status.success());
    let nowhere = folder.path().join("none/kettle.toml").display().to_string();
    let output = program(&["import-openapi", &small().display().to_string(), "--out", &nowhere]);
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn what_cannot_be_used_is_said_in_one_sentence() {
    let folder = tempfile::tempdir().expect("a folder");
    let cases: [(&str, &[u8], &str); 9] = [
        ("a.json", b"", "a.json:1: the document is empty"),
        ("b.json", b"[1]", "b.json:1: this is no OpenAPI document; give one that begins with `openapi`"),
        ("c.yaml", b"title: x\n", "c.yaml:1: this is no OpenAPI document; give one that begins with `openapi`"),
        (
            "d.yaml",
            b"swagger: '2.0'\n",
            "d.yaml:1: this is OpenAPI 2 (Swagger), which is not read here; convert it to OpenAPI 3 first, as with `npx ",
        ),
        (
            "e.json",
            b"{\"openapi\":\"4.0.0\"}",
            "OpenAPI 4.0.0 is not known here; give a document of version 3.0, 3.1 or 3.2",
        ),
        ("f.yaml", b"openapi: 3.0.0\npaths: [\n  {\n", "f.yaml:4: not valid YAML: "),
        ("g.json", b"{\n\"a\": }}", "g.json:1: this is no OpenAPI document"),
        ("h.json", b"\xff\xfe", "it is not text in UTF-8"),
        ("i.json", b"{\"a\":\n\n]", "i.json:3: `]` closes nothing"),
    ];
    for (name, bytes, expected) in cases {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).expect("a file");
        let output = program(&["import-openapi", &path.display().to_string()]);
        let said = text(&output.stderr);
        let last = said.lines().last().unwrap_or_default();
        assert_eq!(output.status.code(), Some(1), "{name}: {said}");
        assert!(last.starts_with("error: ") && last.contains(expected), "{name}: {said}");
        assert_eq!(text(&output.stdout), "", "{name}");
    }
    let output = program(&["import-openapi", "no-such-file.json"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).starts_with("error: cannot read no-such-file.json: "));
}

#[test]
fn wrong_use_has_an_exit_code_of_its_own() {
    for arguments in [&["import-openapi"][..], &["import-openapi", "a", "b"], &["import-openapi", "a", "--to", "b"]] {
        assert_eq!(program(arguments).status.code(), Some(2), "{arguments:?}");
    }
}

/// A document that others wrote and that stands beside the project, if it is there.
fn reference(name: &str) -> Option<Import> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/reference").join(name);
    let Ok(text) = std::fs::read_to_string(&path) else {
        println!("skipped: no document ../shared/reference/{name}");
        return None;
    };
    Some(import(name, &text).unwrap_or_else(|problem| panic!("{problem}")))
}

fn notes_with<'i>(import: &'i Import, part: &str) -> Vec<&'i str> {
    import.notes.iter().map(String::as_str).filter(|n| n.contains(part)).collect()
}

#[test]
fn the_document_of_the_community_is_read() {
    let Some(import) = reference("nibeuplink-community-openapi.yaml") else { return };
    assert_eq!(import.model.functions.len(), 18);
    // Defaults in quotes are reported with their place, and are no failure.
    let quoted = notes_with(&import, " is text, the type is ");
    let lines: Vec<&str> = quoted.iter().filter_map(|n| n.split(": ").next()).collect();
    let at = |line: usize| format!("nibeuplink-community-openapi.yaml:{line}");
    assert_eq!(lines, [at(223), at(229), at(235)]);
    // The type that another generator loses.
    let mode = import.model.function("get_system_smarthome_mode").expect("the function");
    assert_eq!(mode.content(), Some(&Type::Named("SmartHomeModeResult".into())));
    let oauth = import.model.oauth.as_ref().expect("the login");
    assert_eq!((oauth.authorize.as_str(), oauth.token.as_str()), ("/oauth/authorize", "/oauth/token"));
    assert_eq!(oauth.grants, [Grant::AuthorizationCode, Grant::RefreshToken]);
    assert_eq!(import.model.functions[0].path_text(), "/api/v1/systems");
    assert_eq!(notes_with(&import, "no function says that it needs READSYSTEM, WRITESYSTEM").len(), 1);
}

#[test]
fn the_document_that_is_not_quite_json_is_read() {
    let Some(import) = reference("myuplink-openapi-2026-03.json") else { return };
    assert_eq!(notes_with(&import, ": 42 of 69 paths have no functions").len(), 1, "{:#?}", import.notes);
    assert_eq!(import.notes.iter().filter(|n| n.ends_with("the path has no functions; it is left out")).count(), 42);
    assert!(import.notes.iter().any(|n| n.starts_with("myuplink-openapi-2026-03.json:61: text: not valid JSON: ")));
    assert_eq!(import.model.functions.len(), 32);
    let patch = import.model.function("patch_v2_devices_device_id_points").expect("the function");
    let body = patch.arguments.iter().find(|a| a.place == Place::Content).expect("a body");
    assert_eq!(body.ty, Type::Map(Box::new(Type::String)));
    let firmware = import.model.functions.iter().find(|f| f.name.ends_with("version_download")).expect("the function");
    assert!(firmware.is_binary());
}

/// The spec and the notes that are expected stand beside the document; `UPDATE_EXPECTED=1` writes them anew.
#[test]
fn a_document_of_all_that_is_foreign_gives_this_spec_and_these_notes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents");
    let document = std::fs::read_to_string(folder.join("foreign.yaml")).expect("the document");
    let import = import("foreign.yaml", &document).unwrap_or_else(|problem| panic!("{problem}"));
    for (name, found) in [("foreign.toml", import.spec), ("foreign.notes", import.notes.join("\n") + "\n")] {
        if std::env::var_os("UPDATE_EXPECTED").is_some() {
            std::fs::write(folder.join(name), &found).expect("a file");
        }
        assert_eq!(found, std::fs::read_to_string(folder.join(name)).unwrap_or_default(), "{name}");
    }
}

#[test]
fn what_would_change_requests_can_be_an_error() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("x.yaml");
    let document = |place: &str| {
        format!(
            "openapi: 3.0.0\ninfo: {{title: X, version: '1'}}\nservers: [{{url: 'https://x.example'}}]\npaths: {{/a: {{get: \
             {{operationId: a, parameters: [{{name: b, in: {place}, schema: {{type: string}}}}], responses: {{'204': \
             {{description: ok}}}}}}}}}}\n"
        )
    };
    for (place, code) in [("query", 0), ("querystring", 1)] {
        std::fs::write(&path, document(place)).expect("a file");
        let output = program(&["import-openapi", &path.display().to_string(), "--strict"]);
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(code), "{said}");
        assert_eq!(output.stdout.is_empty(), code == 1);
        assert_eq!(said.contains("requests would differ from the document"), code == 1, "{said}");
    }
}
