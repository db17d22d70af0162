//! Turns a checked model into the text of clients, one module a target.
//!
//! Emitters make no decisions about validity: the model has been checked before, so they cannot fail.

mod build;
mod doc;
mod head;
mod inspect;
pub mod openapi;
pub mod python;
mod reach;
pub mod reference;
mod request;
pub mod rust;
pub mod tests;

pub use build::build;
pub use head::Spec;
pub use inspect::{Stage, inspect};

/// A generated file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Path below the output folder.
    pub path: String,
    /// Its text.
    pub text: String,
}
