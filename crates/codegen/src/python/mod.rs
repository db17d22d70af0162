//! The Python target: enums, models and the two clients, as a person would write them.

mod client;
mod enums;
mod models;
pub(crate) mod names;
pub(crate) mod text;
mod types;

use crate::{File, Spec};

/// The files of a Python package that stands on the hand-written modules of `package`.
pub fn files(spec: &Spec, package: &str) -> Vec<File> {
    let head: String = spec.head().iter().map(|line| format!("# {line}\n")).collect();
    let file = |name: &str, text: String| File { path: format!("{name}.py"), text: format!("{head}{text}") };
    vec![
        file(
            "__init__",
            format!("\"\"\"Generated client of {} {}.\"\"\"\n", spec.model.api.name, spec.model.api.version),
        ),
        file("enums", enums::text(&spec.model, package)),
        file("models", models::text(&spec.model, package)),
        file("client", client::text(&spec.model, package, client::Kind::Sync)),
        file("aio", client::text(&spec.model, package, client::Kind::Async)),
    ]
}
