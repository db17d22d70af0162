//! Documents in several files.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const MAIN: &str = "
openapi: 3.1.0
info: {title: Greenhouse, version: '1'}
servers: [{url: 'https://api.greenhouse.example'}]
components:
  schemas: {$ref: 'schemas.yaml'}
paths:
  /vents: {$ref: 'paths/vents.yaml'}
  /vents/{id}:
    get: {$ref: 'paths/vent%20one.json#/get'}
";
const VENTS: &str = "
get:
  operationId: vents
  parameters: [{$ref: '../parameters.yaml#/limit'}]
  responses: {'200': {$ref: '#/answer'}}
answer:
  description: ok
  content: {application/json: {schema: {type: array, items: {$ref: '../models/Vent.v2.yaml'}},
    examples: {default: {$ref: '../examples/roof.yaml'}}}}
";
const VENT: &str = r##"{"get": {"operationId": "vent", "example": {"$ref": "no-file.yaml"}, "responses": {"200": {"description": "ok",
    "content": {"application/json": {"schema": {"$ref": "../models/Vent.v2.yaml"}}}}},
    "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}]}}"##;
const MODEL: &str = "
type: object
required: [id, kind]
properties:
  id: {type: string, xml: {name: i}}
  kind: {$ref: '../schemas.yaml#/Kind'}
  value: {$ref: '../measures.yaml#/degrees'}
  inside: {type: array, items: {$ref: 'Vent.v2.yaml'}}
";

/// Writes the document and imports it.
fn import(folder: &Path, without: &str) -> Output {
    let files = [
        ("main.yaml", MAIN),
        ("schemas.yaml", "Kind: {type: string, enum: [roof, wall]}\nUnused: {type: string}\n"),
        ("parameters.yaml", "limit: {name: limit, in: query, schema: {type: integer}}\n"),
        ("measures.yaml", "degrees: {type: number}\n"),
        ("paths/vents.yaml", VENTS),
        ("paths/vent one.json", VENT),
        ("models/Vent.v2.yaml", MODEL),
        ("examples/roof.yaml", "value: [{id: a, kind: roof, value: 1.5}]\n"),
    ];
    for (name, text) in files.into_iter().filter(|(name, _)| *name != without) {
        let path = folder.join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, text).expect("written");
    }
    let program = env!("CARGO_BIN_EXE_nibe-uplink-codegen");
    Command::new(program).arg("import-openapi").arg(folder.join("main.yaml")).output().expect("the program")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).expect("text")
}

#[test]
fn files_are_read_from_where_they_are_referred_to() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = import(folder.path(), "");
    let (spec, notes) = (text(&output.stdout), text(&output.stderr));
    assert!(output.status.success(), "{notes}");
    let model = uplink_spec::read_text("x.toml", &spec, |_| None).unwrap_or_else(|report| panic!("{report}"));
    let answers: Vec<String> =
        model.functions.iter().map(|f| format!("{} {}", f.name, f.content().expect("content"))).collect();
    assert_eq!(answers, ["vents [Vent]", "vent Vent"]);
    assert_eq!(model.functions[0].arguments[0].name, "limit");
    assert!(spec.contains("field.kind   = { type = \"Kind\" }"), "{spec}");
    assert!(spec.contains("field.inside = { type = \"[Vent]?\" }"), "{spec}");
    // What is called as a word of schemas is none.
    assert!(spec.contains("field.value  = { type = \"Degrees?\" }"), "{spec}");
    assert!(spec.contains(r#"answer = '[{"id":"a","kind":"roof","value":1.5}]'"#), "{spec}");
    // A note says in which file its line is.
    let note = notes.lines().find(|line| line.contains("xml")).expect("a note");
    assert!(note.starts_with(&format!("{}:5: text: ", folder.path().join("models/Vent.v2.yaml").display())), "{note}");
}

#[test]
fn a_file_that_is_missing_is_named_with_the_place_that_needs_it() {
    for (missing, place) in [
        ("paths/vents.yaml", "main.yaml:8: the reference `paths/vents.yaml`"),
        ("models/Vent.v2.yaml", "vents.yaml:8: the reference `../models/Vent.v2.yaml`"),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        let output = import(folder.path(), missing);
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.contains(place) && said.contains("which cannot be read: "), "{said}");
        assert!(said.contains(&folder.path().join(missing).display().to_string()), "{said}");
        assert_eq!(text(&output.stdout), "");
    }
}

#[test]
fn other_servers_are_not_asked() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("main.yaml");
    fs::write(&path, MAIN.replace("paths/vents.yaml", "https://greenhouse.example/vents.yaml")).expect("written");
    fs::write(folder.path().join("schemas.yaml"), "{}").expect("written");
    let program = env!("CARGO_BIN_EXE_nibe-uplink-codegen");
    let output = Command::new(program).arg("import-openapi").arg(&path).output().expect("the program");
    let said = text(&output.stderr);
    assert!(output.status.code() == Some(1) && said.contains("leads to another server"), "{said}");
}
