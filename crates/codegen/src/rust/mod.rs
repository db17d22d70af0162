//! The Rust target: what a client crate includes from `OUT_DIR`.

mod arguments;
mod catalogue;
pub(crate) mod client;
mod data;
pub(crate) mod descriptors;
pub(crate) mod example;
mod format;
pub(crate) mod names;
mod scopes;
mod shapes;
pub(crate) mod types;
mod unions;
pub(crate) mod uses;
pub(crate) mod view;

#[cfg(feature = "all-targets")]
pub(crate) use format::{file, items};

use self::uses::Uses;
use crate::index::Index;
use crate::{File, Spec};

/// What a crate includes; the modules lie beside the file.
const MODULES: &str = "
/// Descriptions of the API and its functions, for callers that know a function only at run time.
pub mod functions;

/// What the API sends and takes.
pub mod types;

/// Scopes as types; see [`Client::scopes`].
pub mod scopes;

mod client;

pub use client::*;
pub use functions::API;
pub use uplink_runtime::{Error, Options};
";

/// The files of a Rust client: `api.rs`, which holds the others as modules, `types.rs`, `functions.rs`, `scopes.rs`, `client.rs` and, where there is a catalogue, `catalogue.rs`.
///
/// The examples in its documentation are not tested; [`files_at`] has them tested.
pub fn files(spec: &Spec) -> Vec<File> {
    written(spec, None)
}

/// The same for a module that others name `crate_path`, where the examples in its documentation are doctests.
pub fn files_at(spec: &Spec, crate_path: &str) -> Vec<File> {
    written(spec, Some(crate_path))
}

fn written(spec: &Spec, crate_path: Option<&str>) -> Vec<File> {
    let model = &Index::new(&spec.model);
    let file = |name: &str, text: String| File { path: format!("{name}.rs"), text };
    // The two that take longest at the same time.
    let (types, client) = std::thread::scope(|scope| {
        let types = scope.spawn(|| types::text(spec, model));
        let client = client::text(spec, model, crate_path);
        (types.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), client)
    });
    let mut files = vec![
        file("api", format::head(spec) + MODULES),
        file("types", types),
        file("functions", descriptors::text(spec, model)),
        file("scopes", format::file(spec, &Uses::default(), scopes::items(model))),
        file("client", client),
    ];
    if let Some(catalogue) = &model.catalogue {
        files.push(File { path: "catalogue.rs".into(), text: catalogue::text(spec, catalogue) });
    }
    files
}
