//! Importing what was exported gives the same model.

#[path = "../../spec/tests/models/mod.rs"]
mod models;

use std::path::Path;

use nibe_uplink_codegen::import::import;
use proptest::prelude::*;
use uplink_spec::model::Model;

fn exported(model: &Model) -> String {
    format!("{:#}\n", uplink_codegen::openapi::document(model))
}

/// What OpenAPI cannot say: the catalogue stays behind.
fn without_catalogue(model: &Model) -> Model {
    Model { catalogue: None, ..model.clone() }
}

fn spec(path: &str) -> Model {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path);
    uplink_spec::read_file(&path).unwrap_or_else(|report| panic!("{report}"))
}

#[test]
fn our_own_specs_come_back_the_same() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec");
    let files = std::fs::read_dir(folder).expect("the folder of specs").flatten().map(|e| e.path());
    let specs: Vec<_> = files.filter(|path| path.extension().is_some_and(|e| e == "toml")).collect();
    let mut read = 0;
    for path in specs.iter().filter(|p| p.file_name().is_some_and(|n| n != "Cargo.toml")) {
        let model = uplink_spec::read_file(path).unwrap_or_else(|report| panic!("{report}"));
        let import = import("exported.json", &exported(&model)).unwrap_or_else(|problem| panic!("{problem}"));
        assert_eq!(import.notes, Vec::<String>::new(), "{}", path.display());
        assert_eq!(import.model, without_catalogue(&model), "{}", path.display());
        read += 1;
    }
    assert!(read > 0);
}

#[test]
fn the_example_comes_back_the_same() {
    let model = spec("crates/codegen/examples/kettle/kettle.toml");
    let import = import("exported.json", &exported(&model)).unwrap_or_else(|problem| panic!("{problem}"));
    assert_eq!(import.notes, Vec::<String>::new());
    assert_eq!(import.model, model);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, max_shrink_iters: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_model_comes_back_the_same(model in models::models()) {
        let import = import("exported.json", &exported(&model)).map_err(TestCaseError::fail)?;
        // Scopes that no function needs are worth a note, and lose nothing.
        let lost: Vec<_> = import.notes.iter().filter(|n| !n.contains("no function says that it needs")).collect();
        prop_assert!(lost.is_empty(), "{lost:?}");
        prop_assert_eq!(import.model, model);
    }
}
