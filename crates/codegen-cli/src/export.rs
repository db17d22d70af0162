//! `export-openapi`

use std::io::Write;
use std::path::Path;

use uplink_codegen::Spec;

/// Prints the OpenAPI document of a spec.
pub fn run(spec: &Spec, out: Option<&Path>) -> Result<(), String> {
    put(&uplink_codegen::openapi::file(spec).text, out)
}

/// Writes a text to a file, or prints it.
pub fn put(text: &str, out: Option<&Path>) -> Result<(), String> {
    match out {
        Some(path) => std::fs::write(path, text).map_err(|e| format!("error: cannot write {}: {e}", path.display())),
        None => match std::io::stdout().write_all(text.as_bytes()) {
            // A reader such as `head` that has seen enough is no failure.
            Err(e) if e.kind() != std::io::ErrorKind::BrokenPipe => Err(format!("error: cannot print: {e}")),
            _ => Ok(()),
        },
    }
}
