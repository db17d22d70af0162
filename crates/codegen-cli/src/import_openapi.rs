//! `import-openapi`

use std::fs;
use std::path::Path;

use nibe_uplink_codegen::import::{self, Counts, Import};
use nibe_uplink_codegen::overlay;

use crate::export::put;

/// Prints the spec of an OpenAPI document with an overlay over it, and its notes beside it. When `strict`, it fails and prints no spec when
/// requests would differ from the document.
pub fn run(
    document: &Path,
    out: Option<&Path>,
    overlay: Option<&Path>,
    auth: Option<&str>,
    strict: bool,
) -> Result<(), String> {
    let overlay = overlay.map(|path| open(path).map(|text| (path.display().to_string(), text))).transpose()?;
    let name = document.display().to_string();
    let imported = import(document, auth)?;
    for note in &imported.notes {
        eprintln!("{note}");
    }
    if imported.counts != Counts::default() {
        eprintln!("{name}: {}", imported.counts);
    }
    if strict && imported.counts.request > 0 {
        return Err(format!(
            "error: {name}: requests would differ from the document; see the notes that say `request`"
        ));
    }
    let spec = match overlay {
        None => imported.spec,
        Some((file, text)) => {
            let prefixed = |problem: String| problem.lines().map(|line| format!("error: {line}")).collect::<Vec<_>>();
            overlay::apply(&imported.spec, &file, &text).map_err(|problem| prefixed(problem).join("\n"))?
        }
    };
    put(&spec, out)
}

/// What a document gives, and the files that it refers to.
pub fn import(document: &Path, auth: Option<&str>) -> Result<Import, String> {
    let text = open(document)?;
    import::import_with(&document.display().to_string(), &text, Some(&read), auth).map_err(|e| format!("error: {e}"))
}

fn open(path: &Path) -> Result<String, String> {
    read(path).map_err(|problem| format!("error: cannot read {}: {problem}", path.display()))
}

fn read(path: &Path) -> Result<String, String> {
    let size = fs::metadata(path).map_err(|e| e.to_string())?.len();
    if usize::try_from(size).map_or(true, |size| size > import::LARGEST) {
        return Err(format!("it is bigger than {} MB", import::LARGEST / 1_000_000));
    }
    String::from_utf8(fs::read(path).map_err(|e| e.to_string())?).map_err(|_| "it is not text in UTF-8".into())
}
