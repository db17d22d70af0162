//! Client of the NIBE Uplink API v1.
//!
//! [`Client`] has a typed method for each function of the API. What it returns is read for you: [`types::Reading::value`]
//! is a number in its unit, a text, or nothing when the sensor is absent.
//!
//! NIBE Uplink's cloud closed in September 2024; its successor is myUplink. This project is not affiliated with NIBE.

pub mod catalogue;
pub mod computed;
mod offline;

/// Descriptions of the API and its functions, for callers that know a function only at run time.
pub mod functions {
    include!(concat!(env!("OUT_DIR"), "/functions.rs"));
}

/// What the API sends and takes.
pub mod types {
    include!(concat!(env!("OUT_DIR"), "/types.rs"));
}

/// Scopes as types; see [`Client::scopes`].
pub mod scopes {
    include!(concat!(env!("OUT_DIR"), "/scopes.rs"));
}

mod client {
    include!(concat!(env!("OUT_DIR"), "/client.rs"));
}

pub use client::*;
pub use functions::API;
pub use offline::is_offline;
pub use uplink_runtime::{Error, Options};
