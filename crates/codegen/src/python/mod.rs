//! The Python target: enums, models and the two clients, as a person would write them.

pub(crate) mod client;
mod enums;
pub(crate) mod example;
pub(crate) mod models;
pub(crate) mod names;
pub mod package;
pub(crate) mod text;
mod types;
pub(crate) mod uses;
pub(crate) mod view;

use crate::index::Index;
use crate::{File, Spec};

/// The files of a Python package that stands on the hand-written modules of `package`.
pub fn files(spec: &Spec, package: &str) -> Vec<File> {
    let head: String = spec.head().iter().map(|line| format!("# {line}\n")).collect();
    let file = |name: &str, text: String| File { path: format!("{name}.py"), text: format!("{head}{text}") };
    let model = Index::new(&spec.model);
    vec![
        file("__init__", root(spec)),
        file("enums", enums::text(&spec.model, package)),
        file("models", models::text(&model, package)),
        file("client", client::text(&model, package, client::Kind::Sync)),
        file("aio", client::text(&model, package, client::Kind::Async)),
    ]
}

/// The package itself: what hand-written modules need to know of the API.
fn root(spec: &Spec) -> String {
    let api = &spec.model.api;
    let scopes: Vec<String> = spec.model.scopes.iter().map(|s| text::literal(&s.name)).collect();
    // Only for type checkers: loading `typing` takes as long as the bare interpreter.
    let literals = text::bracketed("Scope: TypeAlias = Literal[", &scopes, "]", 4);
    let alias =
        format!("\nTYPE_CHECKING = False\nif TYPE_CHECKING:\n    from typing import Literal, TypeAlias\n\n{literals}");
    let alias = if scopes.is_empty() { "" } else { &alias };
    let scopes = if scopes.len() == 1 { format!("{},", scopes[0]) } else { scopes.join(", ") };
    format!(
        "\"\"\"Generated client of {} {}.\"\"\"\n\nSCOPES: tuple[str, ...] = ({scopes})\n\"\"\"All scopes of the API.\"\"\"\n{alias}",
        api.name, api.version
    )
}
