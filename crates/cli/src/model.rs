//! The spec that the local service serves.

use std::path::Path;

use uplink_spec::model::Model;
use uplink_spec_files::SpecFile;

use crate::failure::Failure;

/// An embedded spec.
pub fn embedded(file: SpecFile) -> Result<Model, Failure> {
    uplink_spec::read_text(file.path, file.text, |name| file.table(name).map(str::to_owned))
        .map_err(|report| Failure::failed("spec", format!("the embedded spec has mistakes\n{report}")))
}

/// A spec from a file.
pub fn from_file(path: &Path) -> Result<Model, Failure> {
    uplink_spec::read_file(path).map_err(|report| Failure::failed("spec", report.sentence()))
}
