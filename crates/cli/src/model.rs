//! The spec that the local service serves.

use std::path::Path;

use uplink_spec::model::Model;
use uplink_spec_files::NIBE_UPLINK_V1;

use crate::failure::Failure;

/// The embedded spec of NIBE Uplink.
pub fn embedded() -> Result<Model, Failure> {
    let file = NIBE_UPLINK_V1;
    uplink_spec::read_text(file.path, file.text, |name| file.table(name).map(str::to_owned))
        .map_err(|report| Failure::failed("spec", format!("the embedded spec has mistakes\n{report}")))
}

/// A spec from a file.
pub fn from_file(path: &Path) -> Result<Model, Failure> {
    uplink_spec::read_file(path).map_err(|report| Failure::failed("spec", report.sentence()))
}
