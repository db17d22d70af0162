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

/// A spec from a file; every mistake in it is shown with its place.
pub fn from_file(path: &Path) -> Result<Model, Failure> {
    // An unreadable file has no place to point at.
    std::fs::metadata(path)
        .and_then(|found| if found.is_dir() { Err(std::io::ErrorKind::IsADirectory.into()) } else { Ok(()) })
        .map_err(|e| {
            Failure::failed("spec", format!("cannot read {}: {e}; give the path of a spec file", path.display()))
        })?;
    uplink_spec::read_file(path).map_err(|report| {
        let first = report.diagnostics.first();
        let place = first.map_or((1, 1), |d| report.place(d));
        let message = first.map_or("it cannot be read", |d| d.message.as_str());
        let file = first.and_then(|d| d.table.as_ref()).map_or(path.display().to_string(), |(name, _)| name.clone());
        let more = match report.diagnostics.len() {
            0 | 1 => String::new(),
            n => format!(" (and {} more)", n - 1),
        };
        let help = first.and_then(|d| d.help.as_ref()).map(|h| format!("; {h}")).unwrap_or_default();
        Failure::failed("spec", format!("{file}:{}:{}: {message}{help}{more}", place.0, place.1))
    })
}
