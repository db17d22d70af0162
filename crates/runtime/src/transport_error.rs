//! Why there is no answer.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

/// Why there is no answer. Says host and cause, never the query.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum TransportError {
    /// No connection: nothing was sent.
    Connect {
        /// Host and port.
        host: String,
        /// The cause.
        why: String,
        /// The same as it came, without the URL.
        source: Option<Arc<reqwest::Error>>,
    },
    /// The connection broke; the request may have been carried out.
    Broken {
        /// Host and port.
        host: String,
        /// The cause.
        why: String,
        /// The same as it came, without the URL.
        source: Option<Arc<reqwest::Error>>,
    },
    /// Time ran out; the request may have been carried out.
    Timeout {
        /// Host and port.
        host: String,
        /// The time that was given.
        after: Duration,
        /// What may be the reason and what to do, where the API is known for it; else empty.
        note: &'static str,
        /// What the HTTP library said, without the URL; none when nothing was sent.
        source: Option<Arc<reqwest::Error>>,
    },
    /// The answer was larger than allowed.
    TooLarge {
        /// Host and port.
        host: String,
        /// The limit.
        max: usize,
    },
    /// The server is another than the one that was to be spoken to, or cannot be spoken to safely: nothing was sent.
    Certificate {
        /// Host and port.
        host: String,
        /// What is wrong with its certificate or its TLS.
        why: String,
    },
    /// The HTTP client could not be built.
    Setup {
        /// The cause.
        why: String,
    },
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TransportError::Connect { host, why, .. } => write!(f, "cannot connect to {host}: {why}"),
            TransportError::Broken { host, why, .. } => write!(f, "the connection to {host} broke: {why}"),
            TransportError::Timeout { host, after, note, .. } => {
                write!(f, "{host} did not answer within {} s{note}", after.as_secs_f32())
            }
            TransportError::TooLarge { host, max } => write!(f, "the answer of {host} is larger than {max} bytes"),
            TransportError::Certificate { host, why } => write!(f, "will not speak to {host}: {why}"),
            TransportError::Setup { why } => write!(f, "cannot set up HTTPS: {why}"),
        }
    }
}

// By hand: what is derived gives the `Arc` as the source, within which nobody finds the error of the HTTP library.
impl std::error::Error for TransportError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            TransportError::Connect { source, .. }
            | TransportError::Broken { source, .. }
            | TransportError::Timeout { source, .. } => source.as_deref().map(|error| error as _),
            TransportError::TooLarge { .. } | TransportError::Certificate { .. } | TransportError::Setup { .. } => None,
        }
    }
}
