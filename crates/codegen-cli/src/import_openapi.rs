//! `import-openapi`

use std::path::Path;

use nibe_uplink_codegen::import;

use crate::export::put;

/// Prints the spec of an OpenAPI document, and its notes beside it.
pub fn run(document: &Path, out: Option<&Path>) -> Result<(), String> {
    let fail = |problem: &str| format!("error: cannot read {}: {problem}", document.display());
    let size = std::fs::metadata(document).map_err(|e| fail(&e.to_string()))?.len();
    if usize::try_from(size).map_or(true, |size| size > import::LARGEST) {
        return Err(fail(&format!("it is bigger than {} MB", import::LARGEST / 1_000_000)));
    }
    let bytes = std::fs::read(document).map_err(|e| fail(&e.to_string()))?;
    let text = String::from_utf8(bytes).map_err(|_| fail("it is not text in UTF-8"))?;
    let imported = import::import(&document.display().to_string(), &text).map_err(|e| format!("error: {e}"))?;
    for note in &imported.notes {
        eprintln!("{note}");
    }
    put(&imported.spec, out)
}
