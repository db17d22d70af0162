//! Client of the myUplink API v2: reads and changes what heat pumps do.
//!
//! [`Client`] has a typed method for each function of the API. What it returns is read for you: [`types::Point::value`]
//! is a number in its unit, a word, or nothing when the sensor is absent, and [`merge`](fn@merge) gathers the points of one id.
//! [`Client::write_points`] writes each point by the function that it needs, and tells accepted values from applied ones.
//! [`login`](fn@login) gives a client; what the user is asked for is what the compiler lets the program call:
//!
//! ```no_run
//! use myuplink::scopes::{OfflineAccess, Readsystem};
//!
//! # async fn example() -> Result<(), Box<dyn std::error::Error>> {
//! let client = myuplink::login((Readsystem, OfflineAccess)).await?; // MYUPLINK_CLIENT_ID, a browser, a token file
//! for point in client.points("emmy-r-208006-20240516-06605519022022").parameter_ids([40004]).await? {
//!     println!("{:?}: {:?}", point.title(), point.value());
//! }
//! # Ok(()) }
//! ```
//!
//! # Without an account
//!
//! With the feature `simulator`, a service on this machine imitates the cloud, for tests and for trying things out:
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let (_service, client) = myuplink::simulator::start().await?;
//! let systems = client.systems().await?;
//! let device = &systems[0].devices.as_ref().ok_or("no device")?[0].id;
//! assert!(!client.points(device).parameter_ids([40004]).await?.is_empty());
//! # Ok(()) }
//! ```
//!
//! # Features
//!
//! - `oauth` (default): logins, tokens that renew themselves, and places to keep them. Without it, a token comes from a
//!   [`TokenSource`] of your own, or is a [`StaticToken`].
//! - `simulator`: the local service.
//! - `blocking`: `blocking::wait(call)` in place of `call.await`, for programs that are not asynchronous.
//! - `tracing`: what calls do, as events and spans, once the program has a subscriber; without it, as lines of `log`.
//! - `aws-lc-rs` (default), `ring`: the cryptography of TLS. With neither it is the one that the program installs. Nothing
//!   is installed for the process. A program that wants another (native TLS) or has a client already gives its own,
//!   [`Options::http_client`].
//!
//! # In a browser
//!
//! Without its default features the crate builds for `wasm32-unknown-unknown` and sends by the host's own `fetch`: calls, batches,
//! pace, retries, pages and [`Watch`] work as elsewhere, and futures are `Send`. The token comes from the program
//! ([`StaticToken`] or a [`TokenSource`]); a client secret has no place in a page. What is the browser's business is not there:
//! TLS and its certificates, proxies, the `User-Agent`; it follows redirects itself, so an answer from another origin is an
//! error, and it asks another origin only where that allows it (CORS). `oauth`, `simulator`, `blocking` and files need a machine.
//!
//! This project is not affiliated with the provider of myUplink.

pub mod computed;
mod merge;
mod write;

#[cfg(feature = "oauth")]
mod login;
#[cfg(feature = "simulator")]
pub mod simulator;

/// What the names of environment variables with settings begin with.
pub const ENVIRONMENT: &str = "MYUPLINK";

include!(concat!(env!("OUT_DIR"), "/api.rs"));

pub use merge::{Merged, merge};
pub use write::{Verify, Written, write_points};

#[cfg(not(target_family = "wasm"))]
pub use uplink_runtime::RootCertificate;
#[cfg(feature = "blocking")]
pub use uplink_runtime::blocking;
pub use uplink_runtime::generated::Timestamp;
pub use uplink_runtime::{
    AccessToken, ApiError, ArgumentError, Arguments, BoxFuture, CallOptions, DecodeError, ErrorKind, ErrorResponse,
    HttpClient, LoginReason, MissingScope, Observer, PageCursor, Pages, Priority, ResponseFacts, RetryPolicy,
    StaticToken, TokenError, TokenSource, TransportError, Value, Watch, WatchEvent, WatchTarget, WithResponse,
    WriteState,
};

#[cfg(feature = "oauth")]
pub use login::login;
#[cfg(feature = "oauth")]
pub use uplink_oauth::{
    CallbackStore, ExposeSecret, FileStore, Grant, Key, Listener, LockedStore, Login, LoginBuilder, LoginError,
    MemoryStore, OAuthTokens, Registration, SecretString, TokenStore,
};

/// What the README shows compiles.
#[cfg(all(doctest, feature = "oauth"))]
#[doc = include_str!("../README.md")]
struct Readme;
