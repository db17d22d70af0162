//! What the build script of a client crate calls.

use std::path::Path;
use std::process::exit;

use uplink_spec::{Report, Severity};

use crate::{Spec, rust};

/// Warnings that cargo shows; the command `check` shows all.
const WARNINGS: usize = 20;

/// Writes the Rust client of a spec into `OUT_DIR`, for `include!(concat!(env!("OUT_DIR"), "/api.rs"))` in the crate. A
/// mistake in the spec stops the build and is shown with its place; warnings are handed to cargo.
pub fn build(spec: &str) {
    written(spec, "", None);
}

/// Does the same for a module that others name `crate_path`, such as `kettle`: the examples in its documentation are
/// doctests of the crate.
pub fn build_tested(spec: &str, crate_path: &str) {
    written(spec, "", Some(crate_path));
}

/// Does the same in a folder of `OUT_DIR`, so that one crate can have clients of several APIs, each in a module of its own
/// that includes `/FOLDER/api.rs`.
pub fn build_into(spec: &str, folder: &str) {
    written(spec, folder, None);
}

fn written(spec: &str, folder: &str, crate_path: Option<&str>) {
    println!("cargo::rerun-if-changed={spec}");
    let path = Path::new(spec);
    if let Some(beside) = path.parent() {
        // Tables beside the spec belong to it.
        println!("cargo::rerun-if-changed={}", beside.display());
    }
    let read = match Spec::read(path) {
        Ok(read) => read,
        Err(report) => {
            show(&report, Severity::Error);
            println!("cargo::error=the generator's command `check` shows each of them in its place");
            exit(1);
        }
    };
    show(&read.warnings, Severity::Warning);
    let Some(out) = std::env::var_os("OUT_DIR") else {
        println!("cargo::error=OUT_DIR is not set; call this from a build script");
        exit(1);
    };
    let out = Path::new(&out).join(folder);
    let files = crate_path.map_or_else(|| rust::files(&read), |path| rust::files_at(&read, path));
    for file in files {
        let path = out.join(&file.path);
        if let Err(error) = std::fs::create_dir_all(&out).and_then(|()| std::fs::write(&path, file.text)) {
            println!("cargo::error=cannot write {}: {error}", path.display());
            exit(1);
        }
    }
}

/// Hands findings to cargo, one a line.
fn show(report: &Report, severity: Severity) {
    let (word, most) = match severity {
        Severity::Error => ("error", usize::MAX),
        Severity::Warning => ("warning", WARNINGS),
    };
    for diagnostic in report.diagnostics.iter().filter(|d| d.severity == severity).take(most) {
        println!("cargo::{word}={}", report.line(diagnostic));
    }
    if let Some(more) = report.count(severity).checked_sub(most).filter(|more| *more > 0) {
        println!("cargo::{word}=and {more} more; the generator's command `check` shows them");
    }
}
