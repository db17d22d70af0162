//! The names that specs may not use are those that clients have: the check of names knows all of them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use uplink_codegen::Spec;

/// A spec with something of everything that generated code is made for.
const SPEC: &str = r#"
[api]
name = "Kettle"
version = "1"
base_url = "https://kettle.example"
doc = "Boils water."

[scope]
LOOK = "See the kettle."

[function.kettles]
doc = "All kettles."
http = "GET /kettles"
scope = "LOOK"
query.since = { type = "datetime?", doc = "Since when." }
query.modes = { type = "[Mode]?", doc = "In these modes." }
page = { number = "page", size = "size", total = "total", items = "items" }
answer.200 = "[Kettle]"

[function.set]
doc = "Sets."
http = "PUT /kettles"
scope = "none"
body.values = { type = "{Level}", doc = "Values." }
body.extra = { type = "any?", doc = "More." }
answer.200 = "{any}"
answer.204 = "none"

[struct.Kettle]
doc = "A kettle."
field.mode = { type = "Mode?", doc = "What it does." }
field.since = { type = "datetime", doc = "Since when." }
field.parts = { type = "[{Kettle}]", doc = "Its parts." }
computed.warm = { type = "Warmth", doc = "Whether it is warm." }

[enum.Mode]
doc = "What it does."
values = ["HEAT", "OFF"]

[alias.Level]
type = "int | float | bool | string | datetime | [int] | {int} | any"
doc = "A level."
"#;

fn generated() -> Spec {
    spec(SPEC)
}

fn spec(text: &str) -> Spec {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("kettle.toml");
    std::fs::write(&path, text).expect("written");
    Spec::read(&path).unwrap_or_else(|report| panic!("{report}"))
}

/// Whether a spec may not use a name in place of one of its own.
fn refused(own: &str, name: &str) -> bool {
    assert!(SPEC.contains(own));
    let text = SPEC.replace(own, &own.replace(own.rsplit('.').next().expect("a name").trim_end_matches(']'), name));
    let Err(report) = uplink_spec::read_text("kettle.toml", &text, |_| None) else { return false };
    report.diagnostics.iter().any(|d| d.code == "S028" && d.message.contains(&format!("`{name}`")))
}

/// Words of a text with what stands before each.
fn words(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let word = |c: char| c.is_alphanumeric() || c == '_';
    let starts = text.char_indices().filter(move |(at, c)| word(*c) && !text[..*at].ends_with(word)).map(|(at, _)| at);
    starts.map(move |at| {
        let end = text[at..].find(|c: char| !word(c)).map_or(text.len(), |length| at + length);
        (text[..at].trim_end(), &text[at..end])
    })
}

#[test]
fn methods_of_rust_clients_are_refused_as_names_of_functions() {
    let files = uplink_codegen::rust::files(&generated());
    let client = files.iter().find(|f| f.path == "client.rs").expect("the client");
    let client = client.text.split("pub struct KettlesCall").next().expect("the part before calls");
    let methods: BTreeSet<&str> =
        words(client).filter(|(before, _)| before.ends_with("pub fn")).map(|(_, name)| name).collect();
    assert!(methods.contains("new") && methods.contains("kettles"), "{methods:?}");
    for method in methods.into_iter().filter(|m| !["kettles", "set"].contains(m)) {
        assert!(refused("function.kettles]", method), "{method}");
    }
}

#[test]
fn types_that_generated_rust_uses_are_refused_as_names_of_types_or_written_with_their_module() {
    let files = uplink_codegen::rust::files(&generated());
    let types = &files.iter().find(|f| f.path == "types.rs").expect("the types").text;
    let code: String = types.lines().filter(|l| !l.trim_start().starts_with(['/', '#'])).collect::<Vec<_>>().join("\n");
    // Every second piece is a text.
    let code: String = code.split('"').step_by(2).collect();
    // Words that are said with their module, and variants, are in nobody's way.
    let short = words(&code).filter(|(before, word)| word.starts_with(char::is_uppercase) && !before.ends_with("::"));
    let short: BTreeSet<&str> = short.map(|(_, word)| word).collect();
    let own = ["Self", "Kettle", "Mode", "Level", "Unlisted", "Heat", "Off"];
    let variants = ["Int", "Float", "Bool", "Text", "DateTime", "List", "Map", "Any"];
    for name in short.into_iter().filter(|n| !own.contains(n) && !variants.contains(n)) {
        assert!(refused("alias.Level]", name) || gives_way(name), "{name}");
    }
}

/// Whether generated Rust imports nothing by a name that a type of the spec has.
fn gives_way(name: &str) -> bool {
    let spec =
        spec(&SPEC.replace("{Level}", &format!("{{{name}}}")).replace("alias.Level]", &format!("alias.{name}]")));
    let files = uplink_codegen::rust::files(&spec);
    let types = &files.iter().find(|f| f.path == "types.rs").expect("the types").text;
    assert!(types.contains(&format!("pub enum {name} ")), "{types}");
    !types.lines().filter(|line| line.starts_with("use ")).any(|line| words(line).any(|(_, word)| word == name))
}

#[test]
fn types_that_generated_python_uses_are_refused_as_names_of_types() {
    let mut names = BTreeSet::new();
    for file in uplink_codegen::python::files(&generated(), "kettle") {
        for line in file.text.lines() {
            let imported = line.strip_prefix("from ").and_then(|l| l.split_once(" import ")).map_or("", |(_, n)| n);
            let class = line.strip_prefix("class ").map_or("", |l| l.split(['(', ':']).next().unwrap_or(l));
            names.extend(words(imported).chain(words(class)).map(|(_, name)| name.to_owned()));
        }
    }
    assert!(names.contains("Model") && names.contains("Client"), "{names:?}");
    let own = ["Kettle", "Mode", "TYPE_CHECKING"];
    for name in names.iter().filter(|n| n.starts_with(char::is_uppercase) && !own.contains(&n.as_str())) {
        assert!(refused("alias.Level]", name), "{name}");
    }
}

/// The hand-written modules of the Python package.
fn python(module: &str) -> String {
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../python/nibe_uplink").join(module);
    std::fs::read_to_string(path).expect("a module")
}

/// The public methods of a class.
fn methods(module: &str, class: &str) -> Vec<String> {
    let text = python(module);
    let (_, body) = text.split_once(&format!("\nclass {class}")).expect("the class");
    let body = body.split("\n\n\n").next().expect("a body");
    let methods = body.lines().filter_map(|l| {
        let line = l.strip_prefix("    ")?;
        line.strip_prefix("async ").unwrap_or(line).strip_prefix("def ")?.split('(').next()
    });
    methods.filter(|m| !m.starts_with('_')).map(str::to_owned).collect()
}

#[test]
fn methods_of_python_clients_are_refused_as_names_of_functions() {
    let all = [
        ("_options.py", "Configured"),
        ("_api.py", "OfNibeUplink"),
        ("_blocking.py", "BlockingClient"),
        ("_client.py", "BaseClient"),
        ("_coroutines.py", "CoroutineClient"),
        ("_aclient.py", "BaseAsyncClient"),
    ];
    let methods: BTreeSet<String> = all.into_iter().flat_map(|(module, class)| methods(module, class)).collect();
    assert!(methods.contains("login") && methods.contains("from_env"), "{methods:?}");
    for method in methods {
        assert!(refused("function.kettles]", &method), "{method}");
    }
}

#[test]
fn attributes_of_python_models_are_refused_as_names_of_fields() {
    let methods = methods("_model.py", "Model");
    assert!(methods.contains(&"to_dict".to_owned()), "{methods:?}");
    for name in methods.iter().map(String::as_str).chain(["extra"]) {
        assert!(refused("field.parts", name), "{name}");
    }
}
