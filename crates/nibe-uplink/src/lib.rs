//! Client of the NIBE Uplink API v1.
//!
//! [`Client`] has a typed method for each function of the API. What it returns is read for you: [`types::Reading::value`]
//! is a number in its unit, a text, or nothing when the sensor is absent.
//!
//! NIBE Uplink's cloud closed in September 2024; its successor is myUplink. This project is not affiliated with NIBE.

pub mod catalogue;
pub mod computed;
mod offline;

include!(concat!(env!("OUT_DIR"), "/api.rs"));

pub use offline::is_offline;
