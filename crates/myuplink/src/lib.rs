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

include!(concat!(env!("OUT_DIR"), "/api.rs"));

pub use merge::{Merged, merge};
pub use write::{Verify, WriteState, Written, write_points};
