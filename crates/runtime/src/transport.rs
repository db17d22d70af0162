//! The only place that talks to the network: redirects of reads within their origin alone, bounded time and size, https or
//! loopback.

use std::error::Error as _;
use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{HeaderMap, LOCATION};
use reqwest::{Method, Url};
use secrecy::{ExposeSecret, SecretString};

use crate::TransportError;
use crate::time::Instant;
#[cfg(not(target_family = "wasm"))]
use crate::tls::{Fingerprint, RootCertificate};

#[cfg(target_family = "wasm")]
#[path = "transport/browser.rs"]
mod sender;
#[cfg(not(target_family = "wasm"))]
#[path = "transport/sockets.rs"]
mod sender;

use sender::Sender;
#[cfg(not(target_family = "wasm"))]
pub(crate) use sender::connect;
pub(crate) use sender::{Driver, driver};

/// A hardened HTTP client, cheap to clone.
#[derive(Clone, Debug)]
pub struct Transport {
    inner: Arc<Sender>,
}

/// A request to send.
#[derive(Debug)]
pub struct Request {
    /// HTTP method.
    pub method: Method,
    /// Absolute URL.
    pub url: Url,
    /// Arguments of the query that are secrets. They are in no URL but the one that is sent.
    pub secret_query: Vec<(&'static str, SecretString)>,
    /// Headers; the transport adds its own `User-Agent`.
    pub headers: HeaderMap,
    /// Body, if any.
    pub body: Option<Body>,
    /// Time for everything, from connecting to the last byte.
    pub timeout: Duration,
    /// Most bytes that are read of the answer.
    pub max_bytes: usize,
}

/// The body of a request.
#[derive(Debug)]
#[non_exhaustive]
pub enum Body {
    /// These bytes.
    Bytes(Vec<u8>),
    /// What is read while it is sent.
    #[cfg(feature = "files")]
    Stream(reqwest::Body),
    /// A form whose parts are read while it is sent.
    #[cfg(feature = "files")]
    Multipart(reqwest::multipart::Form),
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Body::Bytes(bytes)
    }
}

/// An answer with its whole body.
#[derive(Debug)]
pub struct Response {
    /// HTTP status.
    pub status: u16,
    /// Headers.
    pub headers: HeaderMap,
    /// Body.
    pub body: Vec<u8>,
}

impl Transport {
    /// A transport that names itself `user_agent`, and trusts `root_certificate` beside the authorities of the machine.
    ///
    /// # Errors
    /// None today; that TLS cannot be set up, for instance because the machine has no root certificates, shows at the
    /// first request.
    #[cfg(not(target_family = "wasm"))]
    pub fn new(user_agent: &str, root_certificate: Option<&RootCertificate>) -> Result<Self, TransportError> {
        Ok(Transport { inner: Arc::new(Sender::new(user_agent, root_certificate)) })
    }

    /// A transport to a server with one certificate, which is not vouched for by anybody.
    ///
    /// # Errors
    /// None today, as for [`new`](Self::new).
    #[cfg(not(target_family = "wasm"))]
    pub fn pinned(user_agent: &str, certificate: Fingerprint) -> Result<Self, TransportError> {
        Ok(Transport { inner: Arc::new(Sender::pinned(user_agent, certificate)) })
    }

    /// A transport that sends through a client of the program's own, whose TLS, proxies, redirects and connections are as the
    /// program made them. Time and size stay bounded.
    pub fn with_client(client: reqwest::Client) -> Self {
        Transport { inner: Arc::new(Sender::with_client(client)) }
    }

    /// Sends a request and reads its whole answer. A read is sent on where the server says so within its own origin, with
    /// its token; an answer that points elsewhere is given as it is.
    ///
    /// # Errors
    /// When there is no answer, or it is too large.
    pub async fn send(&self, mut request: Request) -> Result<Response, TransportError> {
        let end = Instant::now().checked_add(request.timeout);
        for _ in 0..MOST_REDIRECTS {
            if request.method != Method::GET {
                break;
            }
            let (url, headers, secret_query) =
                (request.url.clone(), request.headers.clone(), request.secret_query.clone());
            let (timeout, max_bytes) = (request.timeout, request.max_bytes);
            let response = self.inner.send(request).await?;
            let Some(next) = redirect_within(&url, &response) else { return Ok(response) };
            let left = end.map_or(timeout, |end| end.saturating_duration_since(Instant::now()));
            if left.is_zero() {
                return Err(TransportError::Timeout { host: host(&url), after: timeout, note: "", source: None });
            }
            request =
                Request { method: Method::GET, url: next, secret_query, headers, body: None, timeout: left, max_bytes };
        }
        self.inner.send(request).await
    }
}

/// The body of an answer, which is taken piece by piece up to a size.
struct Taken<'a> {
    body: Vec<u8>,
    url: &'a Url,
    max: usize,
}

impl<'a> Taken<'a> {
    /// What a server promises is no reason to take memory before it comes.
    fn new(url: &'a Url, max: usize, promised: Option<u64>) -> Self {
        let promised = promised.and_then(|length| usize::try_from(length).ok()).unwrap_or(0);
        Taken { body: Vec::with_capacity(promised.min(64 * 1024)), url, max }
    }

    fn add(&mut self, piece: &[u8]) -> Result<(), TransportError> {
        if self.body.len() + piece.len() > self.max {
            return Err(TransportError::TooLarge { host: host(self.url), max: self.max });
        }
        self.body.extend_from_slice(piece);
        Ok(())
    }
}

/// The URL that is sent. Where a server sends a read on to a URL that holds a secret already, it stays the only one.
fn with_secrets(url: &Url, secret_query: &[(&'static str, SecretString)]) -> Url {
    let mut url = url.clone();
    for (name, secret) in secret_query {
        if !url.query_pairs().any(|(known, _)| known == *name) {
            url.query_pairs_mut().append_pair(name, secret.expose_secret());
        }
    }
    url
}

/// How often a read is sent on.
const MOST_REDIRECTS: usize = 3;

/// Where an answer sends a read on, when that is within the origin that was asked: whoever is elsewhere gets no token.
fn redirect_within(asked: &Url, answer: &Response) -> Option<Url> {
    if !matches!(answer.status, 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    let next = asked.join(answer.headers.get(LOCATION)?.to_str().ok()?).ok()?;
    let plain = next.username().is_empty() && next.password().is_none();
    (plain && next.origin() == asked.origin()).then_some(next)
}

/// Host and port, for messages.
fn host(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

/// The innermost cause: reqwest's own message repeats the URL and hides the reason.
fn cause(error: &reqwest::Error) -> String {
    let mut inner: &dyn std::error::Error = error;
    while let Some(source) = inner.source() {
        inner = source;
    }
    if error.source().is_none() { "no further reason given".to_owned() } else { inner.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_read_is_sent_on_within_its_origin_alone() {
        let asked = Url::parse("https://api.example/v2/ping?a=1").expect("an address");
        let next = |status: u16, location: &str| {
            let headers = HeaderMap::from_iter([(LOCATION, location.parse().expect("a header"))]);
            redirect_within(&asked, &Response { status, headers, body: Vec::new() }).map(String::from)
        };
        assert_eq!(next(308, "/v2/pong").as_deref(), Some("https://api.example/v2/pong"));
        assert_eq!(next(302, "https://api.example:443/x").as_deref(), Some("https://api.example/x"));
        for elsewhere in [
            "http://api.example/v2/pong",
            "https://api.example:8443/v2/pong",
            "https://api.example.evil.example/",
            "//evil.example/v2/pong",
            "https://user@api.example/v2/pong",
        ] {
            assert_eq!(next(308, elsewhere), None, "{elsewhere}");
        }
        assert_eq!(next(200, "/v2/pong"), None);
        assert_eq!(next(304, "/v2/pong"), None);
    }
}
