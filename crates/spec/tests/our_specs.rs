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
