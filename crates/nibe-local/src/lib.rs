//! Client of the local REST API of NIBE's S-series: reads and changes what a heat pump does, at the pump itself.
//!
//! [`Client`] has a typed method for each function of the API. [`read_points`] and [`write_points`] read what it sends and
//! write what is meant: a [`Reading`] is a number in its unit, a time, a text, or nothing when the sensor is absent.
//! [`pair()`] looks at the pump's certificate once and keeps its fingerprint with the password; [`Pairing::client`] takes no
//! other certificate from then on.
//!
//! ```no_run
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let client = nibe_local::Pairing::load(&nibe_local::Pairing::default_path()?, None)?.client()?;
//! for reading in client.read_points(0, [4, 8], None).await? {
//!     println!("{:?}: {}", reading.title, reading.value);
//! }
//! # Ok(()) }
//! ```
//!
//! # Features
//!
//! - `simulator`: the local service, a pump on this machine.
//! - `blocking`: `blocking::wait(call)` in place of `call.await`, for programs that are not asynchronous.
//! - `tracing`: what calls do, as events and spans, once the program has a subscriber; without it, as lines of `log`.
//! - `aws-lc-rs` (default), `ring`: the cryptography of TLS. With neither it is the one that the program installs.
//!
//! This project is not affiliated with NIBE.

#![allow(clippy::large_enum_variant, reason = "a verdict is a word or a whole point")]

mod modes;
mod pair;
mod presence;
mod read;
pub mod reading;
mod write;

#[cfg(feature = "simulator")]
/// The local service.
pub mod simulator;

include!(concat!(env!("OUT_DIR"), "/api.rs"));

pub use modes::write_modes;
pub use pair::{Paired, Pairing, base_url_of, pair};
pub use presence::{News, Presence, software};
pub use read::read_points;
pub use reading::{Limits, Reading};
pub use write::{NewValue, Verify, Written, write_points};

pub use secrecy::{ExposeSecret, SecretString};
#[cfg(feature = "blocking")]
pub use uplink_runtime::blocking;
pub use uplink_runtime::{
    ApiError, ArgumentError, Arguments, CallOptions, Credentials, DecodeError, ErrorKind, ErrorResponse, Fingerprint,
    NoToken, Observer, Priority, RetryPolicy, TransportError, Value, Watch, WatchEvent, WatchTarget, WithResponse,
    WriteState, seen_certificate,
};

/// What the README shows compiles.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
