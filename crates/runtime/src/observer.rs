//! What happens at a call, told to whoever counts it.

use std::fmt;
use std::time::Duration;

use crate::ErrorKind;

/// Is told of every request, for metrics and traces. Called where the call runs: it must not wait, and must not call.
pub trait Observer: Send + Sync + fmt::Debug {
    /// A request is about to be sent.
    fn request(&self, sent: &RequestSent);

    /// What became of it.
    fn response(&self, received: &ResponseReceived);
}

/// A request that is about to be sent. Neither its query nor its headers nor its body are told.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct RequestSent {
    /// The function of the API.
    pub function: &'static str,
    /// The HTTP method.
    pub method: &'static str,
    /// The path as the API describes it, with names in place of arguments.
    pub path: &'static str,
    /// Which attempt of the call it is, counted from 1.
    pub attempt: u32,
    /// How long the call waited for its turn.
    pub waited: Duration,
}

/// What became of a request.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct ResponseReceived {
    /// The request.
    pub request: RequestSent,
    /// The HTTP status; `None` when there was no answer.
    pub status: Option<u16>,
    /// What kind of failure it is, unless it was answered as it should.
    pub failure: Option<ErrorKind>,
    /// Bytes of the body.
    pub bytes: usize,
    /// From the sending to the last byte.
    pub elapsed: Duration,
}
