// Generated from kettle.toml (e530b3b58cc2b025); do not edit.
// To change it, edit the spec and generate it again.

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
