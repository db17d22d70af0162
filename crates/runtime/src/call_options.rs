//! What a call is made with beside its arguments.

use std::fmt;
use std::time::Duration;

use reqwest::Url;
use reqwest::header::{AUTHORIZATION, CONTENT_LENGTH, CONTENT_TYPE, HOST, HeaderMap, HeaderName, HeaderValue};

use crate::Error;
use crate::rate_limiter::Priority;

/// What a call is made with beside its arguments: for all calls of a client with
/// [`Client::with_options`](crate::Client::with_options), or for one with [`Call::with_options`](crate::Call::with_options).
#[derive(Clone, Debug, Default)]
pub struct CallOptions {
    pub(crate) timeout: Option<Duration>,
    pub(crate) max_age: Option<Duration>,
    pub(crate) headers: HeaderMap,
    pub(crate) priority: Priority,
    /// The whole address, in place of what the arguments say.
    pub(crate) address: Option<Address>,
}

/// An address that a server gave. It may hold secrets.
#[derive(Clone)]
pub(crate) struct Address(pub Url);

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.path())
    }
}

impl CallOptions {
    /// A call like any other.
    pub fn new() -> Self {
        CallOptions::default()
    }

    /// Time for the whole call: its wait for the pace, all its attempts and the answer. A wait that is known to be longer
    /// fails at once, and says how long it is.
    pub fn timeout(self, timeout: Duration) -> Self {
        CallOptions { timeout: Some(timeout), ..self }
    }

    /// Lets a read answer from what was read before, when that is no older. Off unless set. A read after a write of this
    /// client is never answered from before it; what other programs write is seen when the age is over.
    pub fn max_age(self, age: Duration) -> Self {
        CallOptions { max_age: Some(age), ..self }
    }

    /// Sends a header with each request. Reads with headers of their own are not merged with others.
    ///
    /// # Errors
    /// The name or the value is none that HTTP has, or the header is the client's own business: `Authorization`, `Host`,
    /// `Content-Type`, `Content-Length`.
    pub fn header(mut self, name: &str, value: &str) -> Result<Self, Error> {
        let unfit = |why: &str| Error::Setup(format!("the header `{name}` {why}"));
        let parsed = HeaderName::from_bytes(name.as_bytes()).map_err(|_| unfit("has a name that is no HTTP header"))?;
        if [AUTHORIZATION, HOST, CONTENT_TYPE, CONTENT_LENGTH].contains(&parsed) {
            return Err(unfit("is set by the client itself"));
        }
        let mut value =
            HeaderValue::from_str(value).map_err(|_| unfit("holds characters that a header cannot carry"))?;
        // Nobody knows what it is.
        value.set_sensitive(true);
        self.headers.insert(parsed, value);
        Ok(self)
    }

    /// Waits for its turn until nobody else wants to send.
    pub fn background(self) -> Self {
        CallOptions { priority: Priority::Background, ..self }
    }
}
