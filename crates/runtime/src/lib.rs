#![doc = include_str!("../README.md")]

mod alternatives;
mod answer;
mod arguments;
mod base_url;
mod batch;
mod binary;
mod blank;
#[cfg(feature = "blocking")]
pub mod blocking;
mod body;
pub mod builder;
mod call;
mod call_options;
mod client;
mod credentials;
mod decode;
pub mod descriptor;
mod error;
mod error_body;
mod error_response;
mod expansion;
mod extra;
mod file;
mod finite;
mod freshness;
mod json;
mod key;
mod kind;
mod lenient;
mod link;
mod map;
mod mended;
mod merged;
mod moment;
mod nested;
mod nullable;
mod object;
mod observer;
mod pages;
mod pairs;
mod rate_limiter;
mod read;
#[doc(hidden)]
pub mod report;
mod request;
mod response_facts;
mod retry;
mod send;
mod shape;
mod shared_error;
mod shown;
mod time;
#[cfg(not(target_family = "wasm"))]
mod tls;
mod token_error;
mod tokens;
mod transport;
mod transport_error;
mod units;
#[cfg(feature = "files")]
mod upload;
mod value;
mod watch;
mod word;
mod write_state;

pub use answer::{Answer, Lists};
pub use arguments::Arguments;
pub use base_url::check_base_url;
pub use binary::Bytes;
pub use builder::ODD_ANSWER;
pub use call::{Call, CallWithResponse};
pub use call_options::CallOptions;
pub use client::{Client, Options};
pub use credentials::Credentials;
pub use error::{ApiError, ArgumentError, DecodeError, Error, MissingScope};
pub use error_response::ErrorResponse;
pub use extra::Extra;
pub use file::{File, FileSource, Files};
pub use kind::ErrorKind;
pub use nullable::Nullable;
pub use observer::{Observer, RequestSent, ResponseReceived};
pub use pages::{PageCursor, Pages, Stream};
pub use rate_limiter::{PaceState, PaceStore, Priority, RateLimitHeaders, SharedPace, SharedTurn, retry_after};
/// The HTTP client that [`Options`] takes.
pub use reqwest::Client as HttpClient;
pub use response_facts::{PartFailure, ResponseFacts, WithResponse};
pub use retry::RetryPolicy;
pub use shared_error::SharedError;
pub use shown::{ABSENT_BY_SIZE, Shown, may_be_absent};
#[cfg(not(target_family = "wasm"))]
pub use tls::{Fingerprint, RootCertificate, seen_certificate, tls_config};
pub use token_error::{LoginReason, TokenError};
pub use tokens::{AccessToken, BoxFuture, NoToken, StaticToken, TokenSource};
pub use transport::{Body, Request, Response, Transport};
pub use transport_error::TransportError;
pub use units::unit_spelling;
pub use value::Value;
pub use watch::{Watch, WatchEvent, WatchTarget};
pub use write_state::{Looks, WriteState};

/// What generated code refers to; not for use by hand.
#[doc(hidden)]
pub mod generated {
    pub use crate::alternatives::knows_most;
    pub use crate::blank::{Blank, blank};
    pub use crate::map::OrderedMap;
    pub use crate::object::{Object, Written, read, set, set_list, set_moment, set_nullable_moment, write};
    pub use jiff::Timestamp;
    pub use serde;
    pub use serde_json;
}
