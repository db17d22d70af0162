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
fn a_project_keeps_all_files_and_how_they_were_read() {
    let folder = tempfile::tempdir().expect("a folder");
    assert!(import(folder.path(), "").status.success());
    let keys = "components:\n  securitySchemes: {key: {type: apiKey, in: header, name: X-Key}, login: {type: http, scheme: basic}}\n";
    let main = MAIN.replace("components:\n", keys);
    fs::write(folder.path().join("main.yaml"), &main).expect("written");
    let new = |from: &str, name: &str| {
        let mut program = Command::new(env!("CARGO_BIN_EXE_nibe-uplink-codegen"));
        program.current_dir(folder.path()).args(["new", name, "--from", from, "--python", "--auth", "key"]);
        program.output().expect("the program")
    };
    let output = new("./main.yaml", "project");
    assert!(output.status.success(), "{}", text(&output.stderr));
    let project = folder.path().join("project");
    let makefile = fs::read_to_string(project.join("Makefile")).expect("a Makefile");
    let recipe = makefile.split_once("\nimport:\n\tnibe-uplink-codegen ").expect("a recipe").1;
    let recipe = recipe.replace("\\\n", "").replace("$(SPEC)", "-");
    let recipe: Vec<&str> = recipe.lines().next().expect("a line").split_whitespace().collect();
    let position = recipe.iter().position(|word| *word == "--out").expect("where it goes");
    let recipe = [&recipe[..position], &recipe[position + 2..]].concat();
    let again = Command::new(env!("CARGO_BIN_EXE_nibe-uplink-codegen")).current_dir(&project).args(recipe).output();
    let again = again.expect("the program");
    assert!(again.status.success(), "{}", text(&again.stderr));
    let spec = fs::read_to_string(project.join("spec/greenhouse.toml")).expect("a spec");
    // An overlay puts the types into another order.
    let sorted = |text: &str| {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    assert!(spec.contains("auth = \"key\""), "{spec}");
    assert_eq!(sorted(&text(&again.stdout)), sorted(&spec));
    // What would be lost is refused.
    fs::create_dir(folder.path().join("api")).expect("made");
    let outside = main.replace("paths/", "../paths/").replace("schemas.yaml", "../schemas.yaml");
    fs::write(folder.path().join("api/main.yaml"), outside).expect("written");
    let output = new("api/main.yaml", "other");
    let said = text(&output.stderr);
    assert!(said.contains("which lies outside of its folder; put both into one"), "{said}");
    assert!(output.status.code() == Some(1) && !folder.path().join("other").exists(), "{said}");
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
