//! The spec files of this repository are correct.

use std::path::Path;

#[test]
fn nibe_uplink_v1_reads_without_a_mistake() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec/nibe-uplink-v1.toml");
    let model = uplink_spec::read_file(&path).unwrap_or_else(|report| panic!("{report}"));
    assert_eq!(model.functions.len(), 18);
    assert_eq!(model.errors.as_ref().map(|e| e.codes.len()), Some(35));
    assert_eq!(model.catalogue.as_ref().map(|c| c.entries.len()), Some(5226));
    assert!(model.functions.iter().all(|f| !f.examples.is_empty()), "each function has an example");
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
    // Wires that the case gives are not repeated, and arguments of several functions are said once.
    assert_eq!(text.matches("wire = ").count(), 0, "{text}");
    assert_eq!(text.matches("[argument.").count(), 2, "{text}");
}
