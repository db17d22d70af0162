//! Writes generated files, or compares them with what is there.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use similar::TextDiff;
use uplink_codegen::python::package::Runtime;
use uplink_codegen::{File, Spec, openapi, python, reference, rust, tests};

/// The Python package that files stand on unless something else is said.
pub const PACKAGE: &str = "nibe_uplink";

/// What whole packages stand on. It has the version of this program.
const RUNTIME: Runtime = Runtime {
    module: "uplink_runtime",
    distribution: "uplink-runtime",
    version: [env!("CARGO_PKG_VERSION_MAJOR"), env!("CARGO_PKG_VERSION_MINOR"), env!("CARGO_PKG_VERSION_PATCH")],
    generator: env!("CARGO_PKG_NAME"),
};

/// What can be generated.
#[derive(Clone, Copy, ValueEnum)]
pub enum Target {
    /// The Rust client, as a build script writes it.
    Rust,
    /// The Python client.
    Python,
    /// A Python package that can be installed by itself, with clients, service and tests.
    PythonPackage,
    /// Rust tests out of the examples.
    RustTests,
    /// Python tests out of the examples.
    PythonTests,
    /// The reference pages.
    Reference,
    /// The OpenAPI document.
    Openapi,
}

impl Target {
    /// The files of the target.
    ///
    /// # Errors
    /// A sentence when the spec or the name of the package is not fit for it.
    pub fn files(self, spec: &Spec, package: &str, program: Option<&str>) -> Result<Vec<File>, String> {
        Ok(match self {
            Target::Rust => rust::files(spec),
            Target::Python => python::files(spec, package),
            Target::PythonPackage if package == PACKAGE => return Err("give the package a name with --name".into()),
            Target::PythonPackage => python::package::files(spec, package, RUNTIME)?,
            Target::RustTests => vec![tests::rust(spec)],
            Target::PythonTests => vec![tests::python(spec, package)],
            Target::Reference => reference::files(spec, package, program),
            Target::Openapi => vec![openapi::file(spec)],
        })
    }
}

/// Writes the files that have changed, and removes those of the same spec that should no longer exist.
pub fn write(out: &Path, files: &[File], spec: &Spec) -> Result<(), String> {
    for file in files {
        let path = out.join(&file.path);
        if read(&path).as_ref() == Some(&file.text) {
            continue;
        }
        let written = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&path, &file.text));
        written.map_err(|e| format!("cannot write {}: {e}", path.display()))?;
        println!("wrote {}", path.display());
    }
    for path in stale(out, files, spec) {
        fs::remove_file(&path).map_err(|e| format!("cannot remove {}: {e}", path.display()))?;
        println!("removed {}", path.display());
    }
    Ok(())
}

/// Fails when a file differs, is missing or should no longer exist, and shows the difference.
pub fn compare(out: &Path, files: &[File], spec: &Spec) -> Result<(), String> {
    let mut drifted = Vec::new();
    for file in files {
        let path = out.join(&file.path);
        match read(&path) {
            None => drifted.push(format!("{} is missing\n", path.display())),
            Some(old) if old != file.text => drifted.push(difference(&path, &old, &file.text)),
            Some(_) => {}
        }
    }
    drifted.extend(stale(out, files, spec).iter().map(|path| format!("{} should no longer exist\n", path.display())));
    if drifted.is_empty() {
        return Ok(());
    }
    Err(format!("generated files have drifted from the spec; generate them again\n{}", drifted.concat()))
}

fn read(path: &Path) -> Option<String> {
    fs::read_to_string(path).ok()
}

fn difference(path: &Path, is: &str, should: &str) -> String {
    let diff = TextDiff::from_lines(is, should);
    let names = (format!("{} as it is", path.display()), format!("{} as it should be", path.display()));
    diff.unified_diff().context_radius(1).header(&names.0, &names.1).to_string()
}

/// Files that say they were generated from this spec, are of the kind of `files`, and are not among them. Other targets may
/// write below `out` as well, so only the folders of `files` are looked into.
fn stale(out: &Path, files: &[File], spec: &Spec) -> Vec<PathBuf> {
    let written: BTreeSet<PathBuf> = files.iter().map(|file| out.join(&file.path)).collect();
    let folders: BTreeSet<&Path> = written.iter().filter_map(|path| path.parent()).collect();
    let same_kind = |path: &Path| written.iter().any(|file| file.extension() == path.extension());
    let inside = folders.into_iter().filter_map(|folder| fs::read_dir(folder).ok()).flatten().flatten();
    let mut found: Vec<PathBuf> =
        inside.filter(|e| e.file_type().is_ok_and(|t| !t.is_dir())).map(|e| e.path()).collect();
    found.retain(|path| same_kind(path) && !written.contains(path) && read(path).is_some_and(|text| spec.made(&text)));
    found.sort();
    found
}
