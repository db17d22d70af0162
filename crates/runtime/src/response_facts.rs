//! What is known of an answer beside its value.

use std::sync::Arc;
use std::time::Duration;

use reqwest::header::HeaderMap;
use serde_json::Value;

use crate::Error;

/// What is known of an answer beside its value. Of several requests, status and headers are those of the last.
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct ResponseFacts {
    /// The HTTP status; 0 when nothing was sent, because what was read before is young enough.
    pub status: u16,
    /// The headers.
    pub headers: Arc<HeaderMap>,
    /// From the call to its answer, waits included.
    pub elapsed: Duration,
    /// The parts of a long list that failed; those of the others are there.
    pub failures: Vec<PartFailure>,
}

/// A part of a long list that failed.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct PartFailure {
    /// The items of the list that it was about.
    pub items: Vec<Value>,
    /// Why there is no answer.
    pub error: Error,
}

/// A value with what is known of its answer.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct WithResponse<T> {
    /// The value; of a list whose parts failed in part, what came.
    pub value: T,
    /// What is known of the answer.
    pub facts: ResponseFacts,
}
