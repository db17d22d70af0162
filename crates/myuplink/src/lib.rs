//! Client of the myUplink API v2.
//!
//! [`Client`] has a typed method for each function of the API. What it returns is read for you: [`types::Point::value`]
//! is a number in its unit, a word, or nothing when the sensor is absent, and [`merge`] gathers the points of one id.
//! [`Client::write_points`] writes each point by the function that it needs, and tells accepted values from applied ones.
//!
//! This project is not affiliated with the provider of myUplink.

pub mod computed;
mod merge;
mod write;

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
pub use merge::{Merged, merge};
pub use uplink_runtime::{Error, Options};
pub use write::{Verify, WriteState, Written, write_points};
