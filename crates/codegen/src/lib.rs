#![doc = include_str!("../README.md")]
// A build script has a `main`, and is shown as a whole.
#![allow(clippy::needless_doctest_main)]

mod build;
mod doc;
mod head;
mod index;
#[cfg(feature = "all-targets")]
mod inspect;
#[cfg(feature = "all-targets")]
pub mod openapi;
#[cfg(feature = "all-targets")]
pub mod python;
#[cfg(feature = "all-targets")]
pub mod reference;
#[cfg(feature = "all-targets")]
mod request;
pub mod rust;
#[cfg(feature = "all-targets")]
pub mod tests;

pub use build::{build, build_into, build_tested};
pub use head::Spec;
#[cfg(feature = "all-targets")]
pub use inspect::{Stage, inspect};

/// A generated file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Path below the output folder.
    pub path: String,
    /// Its text.
    pub text: String,
}

/// The bytes that a text in a spec stands for.
#[cfg(feature = "all-targets")]
fn bytes(base64: &str) -> Vec<u8> {
    use base64::Engine;
    base64::engine::general_purpose::STANDARD.decode(base64).unwrap_or_default()
}
