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

mod catalogue;
mod check;
mod diagnostic;
pub mod diff;
pub mod model;
pub mod names;
mod read;
mod syntax;
mod types;
mod write;

pub use diagnostic::{Diagnostic, Report, did_you_mean};
pub use diff::diff;
pub use write::{write, write_catalogue};

use std::path::Path;

use model::Model;
use syntax::{Mistakes, Table};
use toml::de::DeTable;

/// Reads a spec and the tables beside it.
///
/// # Errors
/// A [`Report`] with every mistake that was found, each with its place.
pub fn read_file(path: &Path) -> Result<Model, Report> {
    let text = std::fs::read_to_string(path).map_err(|e| Report::unreadable(path, &e))?;
    read_text(&path.display().to_string(), &text, |table| std::fs::read_to_string(path.with_file_name(table)).ok())
}

/// Reads a spec from text; `table` gives the text of a table that the spec names.
///
/// # Errors
/// A [`Report`] with every mistake that was found, each with its place in `path`.
pub fn read_text(path: &str, text: &str, table: impl Fn(&str) -> Option<String>) -> Result<Model, Report> {
    let mistakes = Mistakes::default();
    let (root, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let span = error.span().unwrap_or(0..0);
        mistakes.add("S001", &span, error.message().to_owned(), Some("correct the TOML here".into()));
    }
    // What is built on broken syntax would only be noise.
    if !mistakes.is_empty() {
        return Err(Report::new(path, text, mistakes.into_inner()));
    }
    let (model, places) = read::read(Table::new("[]", root.get_ref(), root.span(), &mistakes), &mistakes, table);
    check::check(&model, &places, &mistakes);
    if mistakes.is_empty() { Ok(model) } else { Err(Report::new(path, text, mistakes.into_inner())) }
}
