//! The Rust target: what a client crate includes from `OUT_DIR`.

mod arguments;
mod catalogue;
pub(crate) mod client;
mod cycles;
pub(crate) mod descriptors;
mod format;
pub(crate) mod names;
mod scopes;
mod shapes;
mod types;
pub(crate) mod view;

#[cfg(feature = "all-targets")]
pub(crate) use format::{file, items};

use crate::{File, Spec};

/// The files of a Rust client: `types.rs`, `functions.rs`, `scopes.rs`, `client.rs` and, where there is a catalogue, `catalogue.rs`.
pub fn files(spec: &Spec) -> Vec<File> {
    let model = &spec.model;
    let file = |name: &str, items: Vec<proc_macro2::TokenStream>| File {
        path: format!("{name}.rs"),
        text: format::file(spec, items),
    };
    let mut files = vec![
        file("types", types::items(model)),
        file("functions", descriptors::items(model)),
        file("scopes", scopes::items(model)),
        file("client", client::items(model)),
    ];
    if let Some(catalogue) = &model.catalogue {
        files.push(File { path: "catalogue.rs".into(), text: catalogue::text(spec, catalogue) });
    }
    files
}
