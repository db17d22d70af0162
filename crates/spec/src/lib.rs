//! Reads a spec file into a checked [`Model`].
//!
//! ```
//! let spec = r#"
//! [api]
//! name = "Tiny"
//! version = "1"
//! base_url = "https://tiny.example"
//! doc = "An API with one function."
//!
//! [function.ping]
//! doc = "Says hello."
//! http = "GET /ping"
//! scope = "none"
//! answer.200 = "string"
//! "#;
//! let model = uplink_spec::read_text("tiny.toml", spec, |_| None).expect("a correct spec");
//! assert_eq!(model.functions[0].name, "ping");
//! ```

mod body;
mod broken;
mod catalogue;
mod check;
mod codes;
pub mod cycles;
mod diagnostic;
#[cfg(feature = "tools")]
pub mod diff;
pub mod expansion;
mod fits;
mod home;
pub mod identifiers;
mod json_place;
pub mod model;
pub mod names;
pub mod pairs;
mod places;
mod read;
#[cfg(feature = "tools")]
mod render;
mod source;
mod syntax;
mod types;
mod words;
#[cfg(feature = "tools")]
mod write;

pub use body::{Body, body};
pub use check::reserved;
pub use codes::{CODES, Code, explain};
pub use diagnostic::{Diagnostic, Report, Severity};
#[cfg(feature = "tools")]
pub use diff::diff;
pub use fits::{Misfit, Step, fits, misfits};
pub use home::is_http_at_home;
pub use source::Source;
pub use types::is_files;
pub use words::did_you_mean;
#[cfg(feature = "tools")]
pub use write::{write, write_catalogue};

use std::path::Path;

use model::Model;
use syntax::Mistakes;
use toml::de::DeTable;

/// No spec is longer; a file that is would only cost time.
const LONGEST: usize = 64 << 20;

/// Reads a spec and the tables beside it.
///
/// # Errors
/// A [`Report`] with every mistake that was found, each with its place.
pub fn read_file(path: &Path) -> Result<Model, Report> {
    check_file(path).map(|(model, _)| model)
}

/// Reads a spec and the tables beside it; warnings come with the model.
///
/// # Errors
/// A [`Report`] with every mistake and warning that was found, each with its place.
pub fn check_file(path: &Path) -> Result<(Model, Report), Report> {
    let text = std::fs::read_to_string(path).map_err(|e| Report::unreadable(path, &e))?;
    check_text(&path.display().to_string(), &text, |table| std::fs::read_to_string(path.with_file_name(table)).ok())
}

/// Reads a spec from text; `table` gives the text of a table that the spec names.
///
/// # Errors
/// A [`Report`] with every mistake that was found, each with its place in `path`.
pub fn read_text(path: &str, text: &str, table: impl Fn(&str) -> Option<String>) -> Result<Model, Report> {
    check_text(path, text, table).map(|(model, _)| model)
}

/// Reads a spec from text; warnings come with the model.
///
/// # Errors
/// A [`Report`] with every mistake and warning that was found, each with its place in `path`.
pub fn check_text(path: &str, text: &str, table: impl Fn(&str) -> Option<String>) -> Result<(Model, Report), Report> {
    if text.len() > LONGEST {
        let error = std::io::Error::other("it is longer than 64 MiB, which no spec is");
        return Err(Report::unreadable(Path::new(path), &error));
    }
    let mistakes = Mistakes::default();
    let (root, errors) = DeTable::parse_recoverable(text);
    broken::report(text, errors, &mistakes);
    // What is built on broken syntax would only be noise.
    if mistakes.has_errors() {
        return Err(Report::new(path, text, mistakes.into_inner()));
    }
    let (model, places) = read::read(text, &root, &mistakes, table);
    check::check(&model, &places, &mistakes);
    drop(places);
    let broken = mistakes.has_errors();
    let report = Report::new(path, text, mistakes.into_inner());
    if broken { Err(report) } else { Ok((model, report)) }
}

/// What the README shows runs.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
