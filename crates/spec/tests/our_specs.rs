//! The spec files of this repository are correct.

use std::path::Path;

use uplink_spec::model::{Retry, Style};

#[test]
fn nibe_uplink_v1_reads_without_a_mistake() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec/nibe-uplink-v1.toml");
    let model = uplink_spec::read_file(&path).unwrap_or_else(|report| panic!("{report}"));
    assert_eq!(model.functions.len(), 18);
    assert_eq!(model.errors.as_ref().map(|e| e.codes.len()), Some(35));
    assert_eq!(model.catalogue.as_ref().map(|c| c.entries.len()), Some(5226));
    assert!(model.functions.iter().all(|f| !f.examples.is_empty()), "each function has an example");
}

/// Words that the specs of this repository may not all use.
const RARE: &str = r#"[api]
name = "Kettle"
version = "1"
base_url = "https://kettle.example"
doc = "Boils water."

[oauth]
authorize = "/authorize"
token = "/token"
grants = ["authorization_code", "client_credentials"]
refresh_scope = "stay"
jwt = true

[scope]
stay = "Stay logged in."

[pace]
requests = 25
per = "60s"
burst = 25
headers = "RateLimit"

[error]
body = '{"message":""}'
details = "message"

[error.words]
"no water" = { status = 409, name = "EMPTY", doc = "There is no water." }
steam = { name = "STEAM" }

[function.fill]
doc = "Fills kettles."
http = "PATCH /kettles/{id}"
scope = "none"
path.id = { type = "string", doc = "Which." }
content.levels = { type = "{float}", min_items = 1, doc = "Levels." }
header.language = { wire = "Accept-Language", type = "string", default = "en", doc = "Language." }
answer.200 = "{string}"
answer.207 = "{string}"
wrapped = "payload"

[function.name]
doc = "Names a kettle."
http = "PUT /name"
scope = "none"
body.name = { type = "string?", doc = "Name." }
body.lid = { type = "string?", doc = "Lid." }
answer.204 = "none"

[function.photo]
doc = "A photo."
http = "GET /photo"
scope = "none"
token = false
answer.200 = "bytes"

[function.kettles]
doc = "All."
http = "GET /kettles"
scope = "none"
page = { number = "page", size = "size", total = "total", items = "items", default_size = 10, max_size = 100 }
answer.200 = "[any]"
"#;

#[test]
fn rare_words_written_read_back_to_the_same_model() {
    let read = |text: &str| uplink_spec::read_text("kettle.toml", text, |_| None).unwrap_or_else(|r| panic!("{r}"));
    let model = read(RARE);
    assert!(model.functions[2].is_binary());
    assert_eq!(model.functions[3].argument("size").and_then(|a| a.max), Some(100));
    let name = model.functions[1].argument("name").expect("an argument");
    assert!(!name.required && name.null == uplink_spec::model::Null::Never);
    assert_eq!(read(&uplink_spec::write(&model)), model);
}

#[test]
fn nibe_uplink_v1_written_reads_back_to_the_same_model() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec/nibe-uplink-v1.toml");
    let model = uplink_spec::read_file(&path).unwrap_or_else(|report| panic!("{report}"));
    let text = uplink_spec::write(&model);
    let again = uplink_spec::read_text("again.toml", &text, |_| {
        std::fs::read_to_string(path.with_extension("parameters.tsv")).ok()
    })
    .unwrap_or_else(|report| panic!("{report}"));
    assert_eq!(again, model);
    let table = model.catalogue.as_ref().map(uplink_spec::write_catalogue);
    let again =
        uplink_spec::read_text("again.toml", &text, |_| table.clone()).unwrap_or_else(|report| panic!("{report}"));
    assert_eq!(again, model);
    // Wires that the case gives are not repeated (`raw_unit` has another), and arguments of several functions are said once.
    assert_eq!(text.matches("wire = ").count(), 1, "{text}");
    assert_eq!(text.matches("[argument.").count(), 2, "{text}");
}

#[test]
fn each_spec_reads_and_reads_back_without_a_mistake() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec");
    let files = std::fs::read_dir(folder).expect("the folder").map(|entry| entry.expect("an entry").path());
    let specs: Vec<_> =
        files.filter(|path| path.extension().is_some_and(|e| e == "toml") && !path.ends_with("Cargo.toml")).collect();
    assert!(specs.len() >= 3, "{specs:?}");
    for path in specs {
        let model = uplink_spec::read_file(&path).unwrap_or_else(|report| panic!("{report}"));
        for function in &model.functions {
            let name = format!("{}: {}", path.display(), function.name);
            assert!(!function.examples.is_empty(), "{name} has no example");
            // The first API was documented by its provider.
            assert!(
                function.why.is_some() || path.ends_with("nibe-uplink-v1.toml"),
                "{name} does not say what it rests on"
            );
        }
        let table = path.with_extension("parameters.tsv");
        let again =
            uplink_spec::read_text("again.toml", &uplink_spec::write(&model), |_| std::fs::read_to_string(&table).ok());
        // Types come back sorted by kind, and null values of examples are left out; nothing else changes.
        assert_eq!(again.unwrap_or_else(|report| panic!("{report}")), model, "{}", path.display());
    }
}

#[test]
fn the_example_on_the_page_of_the_language_is_a_spec_without_findings() {
    let page = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec/README.md"));
    let page = page.expect("the page");
    let (_, rest) = page.split_once("## A whole example\n\n```toml\n").expect("the example");
    let (example, _) = rest.split_once("```").expect("its end");
    match uplink_spec::check_text("example.toml", example, |_| None) {
        Ok((model, report)) => assert!(report.diagnostics.is_empty() && model.functions.len() == 2, "{report}"),
        Err(report) => panic!("{report}"),
    }
}

#[test]
fn the_specs_of_this_repository_have_no_warnings() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec");
    for entry in std::fs::read_dir(folder).expect("the folder") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|e| e == "toml") && !path.ends_with("Cargo.toml") {
            let (_, warnings) = uplink_spec::check_file(&path).unwrap_or_else(|report| panic!("{report}"));
            assert!(warnings.diagnostics.is_empty(), "{warnings}");
        }
    }
}

/// What the page of the language says of required words and defaults.
#[test]
fn a_spec_of_required_words_alone_has_the_defaults_of_the_page() {
    let spec = r#"
api = { name = "Kettle", version = "1", base_url = "https://kettle.example" }
oauth = { token = "/token", grants = ["client_credentials"] }
scope = { READ = "Read." }
pace = {}
error = { body = "{}" }

[function.fill]
doc = "Fills."
http = "GET /fill"
scope = "READ"
query.a_b = { type = "[Mode]" }
page = { number = "page", size = "size", total = "total", items = "items" }
answer.200 = "[Kettle]"

[struct.Kettle]
doc = "A kettle."
field.a_b = { type = "int" }

[enum.Mode]
doc = "A mode."
values = ["ON"]

[[example.fill]]
arguments = { a_b = ["ON"] }
answer = '{"page":1,"size":30,"total":0,"items":[]}'
"#;
    let model = uplink_spec::read_text("least.toml", spec, |_| None).unwrap_or_else(|report| panic!("{report}"));
    let oauth = model.oauth.as_ref().expect("a login");
    assert_eq!((oauth.pkce, oauth.expires_in, oauth.jwt), (false, 3600, false));
    let pace = model.pace.as_ref().expect("a pace");
    assert_eq!((pace.requests, pace.per_ms, pace.burst), (1, 1000, 1));
    let function = &model.functions[0];
    assert_eq!((function.needs_only_token(), function.retry, function.timeout_s), (true, Retry::Safe, None));
    let argument = &function.arguments[0];
    assert_eq!((argument.wire.as_str(), argument.style, argument.batch), ("a_b", Style::Repeat, false));
    let page = function.page.as_ref().expect("pages");
    assert_eq!((page.default_size, page.max_size, function.examples[0].status), (None, None, 200));
}
