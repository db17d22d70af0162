//! What the build script of a client crate calls.

use std::path::Path;
use std::process::exit;

use crate::{Spec, rust};

/// Writes the Rust client of a spec into `OUT_DIR`. A mistake in the spec stops the build and is shown with its place.
pub fn build(spec: &str) {
    println!("cargo::rerun-if-changed={spec}");
    let path = Path::new(spec);
    if let Some(folder) = path.parent() {
        // Tables beside the spec belong to it.
        println!("cargo::rerun-if-changed={}", folder.display());
    }
    let read = match Spec::read(path) {
        Ok(read) => read,
        Err(report) => {
            eprintln!("{report}");
            for diagnostic in &report.diagnostics {
                let (line, column) = report.place(diagnostic);
                let file = diagnostic.table.as_ref().map_or(spec, |(name, _)| name);
                let help = diagnostic.help.as_ref().map(|h| format!("; {h}")).unwrap_or_default();
                println!("cargo::error={file}:{line}:{column}: {}: {}{help}", diagnostic.code, diagnostic.message);
            }
            exit(1);
        }
    };
    let Some(out) = std::env::var_os("OUT_DIR") else {
        println!("cargo::error=OUT_DIR is not set; call this from a build script");
        exit(1);
    };
    for file in rust::files(&read) {
        let path = Path::new(&out).join(&file.path);
        if let Err(error) = std::fs::write(&path, file.text) {
            println!("cargo::error=cannot write {}: {error}", path.display());
            exit(1);
        }
    }
}
