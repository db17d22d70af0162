//! Overlays: what is said of an API beside its document.

use std::fs;
use std::process::Command;

use nibe_uplink_codegen::overlay::apply;
use uplink_spec::model::{Model, Retry, Type, TypeKind};

const SPEC: &str = r#"
[api]
name = "Greenhouse"
version = "1"
base_url = "https://api.greenhouse.example"
doc = "Vents."

[argument.ids]
in = "query"
type = "[int]"

[function.list_vents]
doc = "Vents."
http = "GET /vents"
scope = "none"
arguments = ["ids"]
answer.200 = "[VentsItem]"

[function.close_vents]
doc = "Closes vents."
http = "POST /vents/close"
scope = "none"
arguments = ["ids"]
answer.204 = "none"

[function.mode]
doc = "Mode."
http = "GET /mode"
scope = "none"
cookie.sid = { type = "string" }
answer.200 = "Mode"

[function.device]
doc = "Device."
http = "GET /device"
scope = "none"
answer.200 = "Device"

[struct.VentsItem]
doc = "A vent."
field.id = { type = "int" }

[struct.Fan]
doc = "A fan."
field.kind = { type = "string" }

[alias.Device]
doc = "A device."
type = "VentsItem | Fan"

[enum.Mode]
doc = "Modes."
values = ["IDLE", "HEATING", "COOLING"]
"#;

fn applied(overlay: &str) -> Model {
    let spec = apply(SPEC, "overlay.toml", overlay).unwrap_or_else(|problem| panic!("{problem}"));
    uplink_spec::read_text("x.toml", &spec, |_| None).unwrap_or_else(|report| panic!("{report}"))
}

#[test]
fn names_and_words_are_laid_over() {
    let model = applied(
        r#"
        pace = { requests = 2, per = "1s" }
        [function.list_vents]
        rename = "vents"
        query.ids = { max_items = 15, batch = true, doc = "Say \"which\"." }
        [function.close_vents]
        retry = "safe"
        body.why = { type = "string?" }
        [function.open_vents]
        doc = "Opens vents."
        http = "POST /vents/open"
        scope = "none"
        answer.204 = "none"
        [struct.VentsItem]
        rename = "Vent"
        field.id.unit = "m"
        [[example.list_vents]]
        arguments = { ids = [1] }
        answer = '[{"id":1}]'
        "#,
    );
    let function = |name: &str| model.function(name).unwrap_or_else(|| panic!("{:?}", model.functions));
    let [vents, close, open] = ["vents", "close_vents", "open_vents"].map(function);
    assert_eq!((vents.name.as_str(), open.name.as_str()), ("vents", "open_vents"));
    assert_eq!(vents.content(), Some(&Type::List(Box::new(Type::Named("Vent".into())))));
    let ids = &vents.arguments[0];
    assert_eq!((ids.batch, ids.max_items, ids.doc.as_str()), (true, Some(15), "Say \"which\"."));
    // What is said of the argument of one function is not said of another that shares it.
    let names: Vec<&str> = close.arguments.iter().map(|a| a.name.as_str()).collect();
    assert_eq!((names, close.arguments[1].batch, close.retry), (vec!["why", "ids"], false, Retry::Safe));
    assert_eq!(model.pace.as_ref().map(|pace| (pace.requests, pace.per_ms)), Some((2, 1000)));
    assert_eq!(vents.examples.len(), 1);
}

#[test]
fn single_values_cookies_and_tags_are_laid_over() {
    let model = applied(
        r#"
        [enum.Mode]
        values.HEATING = { doc = "It heats.", rename = "HEATS" }
        values.IDLE = "It rests."
        [function.mode]
        cookie.sid.doc = "Of the login."
        [alias.Device]
        tag = "kind"
        variants = { fan = "Fan" }
        "#,
    );
    let kind = |name: &str| &model.types.iter().find(|def| def.name == name).expect("a type").kind;
    let TypeKind::Enum { values, .. } = kind("Mode") else { panic!("{:?}", model.types) };
    let values: Vec<_> = values.iter().map(|v| (v.wire.as_str(), v.doc.as_str(), v.rename.as_deref())).collect();
    assert_eq!(values, [("IDLE", "It rests.", None), ("HEATING", "It heats.", Some("HEATS")), ("COOLING", "", None)]);
    assert_eq!(model.function("mode").expect("a function").arguments[0].doc, "Of the login.");
    let device = model.types.iter().find(|def| def.name == "Device").expect("a type");
    assert_eq!(device.tag.as_ref().map(|tag| tag.wire.as_str()), Some("kind"));
    // Said twice over, the later word counts, and what it does not say stays.
    let spec = apply(SPEC, "a.toml", "[enum.Mode]\nvalues.IDLE = \"It rests.\"").expect("a spec");
    let spec = apply(&spec, "b.toml", "[enum.Mode]\nvalues.IDLE.rename = \"RESTS\"").expect("a spec");
    assert!(spec.contains("{ doc = \"It rests.\", rename = \"RESTS\" }"), "{spec}");
}

#[test]
fn what_no_longer_fits_is_an_error_with_its_place() {
    for (overlay, expected) in [
        (
            "[function.list_vent]\nretry = \"safe\"",
            "overlay.toml:1: the document gives no function `list_vent`; did you mean `list_vents`?",
        ),
        (
            "\n[function.list_vents]\nquery.id = { batch = true }",
            "overlay.toml:3: the document gives no argument in `query` called `id`; ",
        ),
        (
            "[function.list_vents]\nheader.ids = { doc = \"x\" }",
            "overlay.toml:2: the document gives no argument in `header` called `ids`; ",
        ),
        (
            "[enum.Mode]\nvalues.HEATIN = \"It heats.\"",
            "overlay.toml:2: the document gives no value `HEATIN`; did you mean `HEATING`?",
        ),
        (
            "[function.mode]\ncookie.sidd.doc = \"x\"",
            "overlay.toml:2: the document gives no argument in `cookie` called `sidd`; did you mean `sid`?",
        ),
        ("[struct.Vent]\nrename = \"Window\"", "overlay.toml:1: the document gives no struct `Vent`; "),
        (
            "[struct.VentsItem]\nfield.idd = { unit = \"m\" }",
            "overlay.toml:2: the document gives no field `idd`; did you mean `id`?",
        ),
        ("[argument.id]\nmin = 1", "overlay.toml:1: the document gives no shared argument `id`; did you mean `ids`?"),
        ("[[example.vents]]\nanswer = '[]'", "overlay.toml:1: the document gives no function `vents`; "),
        ("[function.list_vents]\nretri = \"safe\"", "overlay.toml: with it the spec is wrong: unknown key `retri` in "),
        (
            "[function.list_vents]\nscope = \"READ\"",
            "overlay.toml: with it the spec is wrong: there is no scope `READ`; ",
        ),
        ("a = [", "overlay.toml:1: not valid TOML: "),
    ] {
        let problem = apply(SPEC, "overlay.toml", overlay).expect_err(overlay);
        assert!(problem.starts_with(expected), "{overlay}: {problem}");
    }
    let both = apply(SPEC, "o.toml", "[function.a]\n[function.b]\n").expect_err("two mistakes");
    assert_eq!(both.lines().count(), 2, "{both}");
}

#[test]
fn the_program_lays_it_over_each_import() {
    let folder = tempfile::tempdir().expect("a folder");
    let (document, overlay) = (folder.path().join("x.yaml"), folder.path().join("o.toml"));
    fs::write(
        &document,
        "openapi: 3.0.0\ninfo: {title: X, version: '1'}\nservers: [{url: 'https://x.example'}]\npaths: {/a: {get: \
         {operationId: getA, responses: {'204': {description: ok}}}}}\n",
    )
    .expect("written");
    for (name, code) in [("get_a", 0), ("get_b", 1)] {
        fs::write(&overlay, format!("[function.{name}]\nrename = \"a\"\n")).expect("written");
        let mut program = Command::new(env!("CARGO_BIN_EXE_nibe-uplink-codegen"));
        let output = program.arg("import-openapi").arg(&document).arg("--overlay").arg(&overlay).output();
        let output = output.expect("the program");
        assert_eq!(output.status.code(), Some(code), "{}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(String::from_utf8_lossy(&output.stdout).contains("[function.a]"), code == 0);
    }
}
