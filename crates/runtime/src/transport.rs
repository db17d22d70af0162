//! The only place that talks to the network: redirects of reads within their origin alone, bounded time and size, https or
//! loopback.

use std::error::Error as _;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use reqwest::header::{HeaderMap, LOCATION};
use reqwest::{Method, Url};
use rustls::ClientConfig;
use secrecy::{ExposeSecret, SecretString};
use tokio::runtime;

use crate::TransportError;
use crate::tls::{self, Fingerprint, RootCertificate};

/// A hardened HTTP client, cheap to clone.
#[derive(Clone, Debug)]
pub struct Transport {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    user_agent: String,
    root_certificate: Option<RootCertificate>,
    pinned: Option<Fingerprint>,
    /// Each is made when it is needed: reading the machine's root certificates takes a while.
    elsewhere: Clients,
    /// For http, and so this machine: what a proxy is set for is elsewhere, and it would see tokens in plain text.
    here: Clients,
    /// The program's own, which takes the place of both.
    own: Option<reqwest::Client>,
}

/// A client for each runtime of tokio that sends: connections are driven by the runtime that made them.
#[derive(Debug, Default)]
struct Clients(Mutex<Vec<(runtime::Id, reqwest::Client)>>);

/// Runtimes whose connections are kept; a program has one or two at a time.
const RUNTIMES: usize = 4;

impl Clients {
    fn of_this_runtime(
        &self,
        make: impl FnOnce() -> Result<reqwest::Client, TransportError>,
    ) -> Result<reqwest::Client, TransportError> {
        let id = runtime::Handle::current().id();
        let mut clients = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, client)) = clients.iter().find(|(known, _)| *known == id) {
            return Ok(client.clone());
        }
        let client = make()?;
        if clients.len() == RUNTIMES {
            clients.remove(0);
        }
        clients.push((id, client.clone()));
        Ok(client)
    }
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
    pub fn new(user_agent: &str, root_certificate: Option<&RootCertificate>) -> Result<Self, TransportError> {
        let (elsewhere, here) = Default::default();
        let (user_agent, root_certificate) = (user_agent.to_owned(), root_certificate.cloned());
        Ok(Transport {
            inner: Arc::new(Inner { user_agent, root_certificate, pinned: None, elsewhere, here, own: None }),
        })
    }

    /// A transport to a server with one certificate, which is not vouched for by anybody.
    ///
    /// # Errors
    /// None today, as for [`new`](Self::new).
    pub fn pinned(user_agent: &str, certificate: Fingerprint) -> Result<Self, TransportError> {
        let (elsewhere, here) = Default::default();
        let (user_agent, pinned) = (user_agent.to_owned(), Some(certificate));
        Ok(Transport {
            inner: Arc::new(Inner { user_agent, root_certificate: None, pinned, elsewhere, here, own: None }),
        })
    }

    /// A transport that sends through a client of the program's own, whose TLS, proxies, redirects and connections are as the
    /// program made them. Time and size stay bounded.
    pub fn with_client(client: reqwest::Client) -> Self {
        let (elsewhere, here, user_agent) = Default::default();
        Transport {
            inner: Arc::new(Inner {
                user_agent,
                root_certificate: None,
                pinned: None,
                elsewhere,
                here,
                own: Some(client),
            }),
        }
    }

    fn client(&self, url: &Url) -> Result<reqwest::Client, TransportError> {
        if let Some(own) = &self.inner.own {
            return Ok(own.clone());
        }
        let here = url.scheme() == "http" && is_loopback(url);
        let clients = if here { &self.inner.here } else { &self.inner.elsewhere };
        clients.of_this_runtime(|| {
            let tls = match &self.inner.pinned {
                _ if here => tls::none(),
                Some(pin) => tls::pinned(pin.clone()),
                None => tls::config(self.inner.root_certificate.as_ref()),
            };
            let mut builder = reqwest::Client::builder()
                .user_agent(&self.inner.user_agent)
                .redirect(reqwest::redirect::Policy::none())
                .connect_timeout(CONNECT_TIMEOUT)
                .tls_backend_preconfigured(tls.map_err(|why| TransportError::Setup { why })?);
            if here {
                builder = builder.no_proxy();
            }
            builder.build().map_err(|e| TransportError::Setup { why: cause(&e) })
        })
    }

    /// Connects and hangs up, for what TLS of the caller's finds out on the way.
    pub(crate) async fn connect(url: &Url, tls: ClientConfig, timeout: Duration) -> Result<(), TransportError> {
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
        let client = client.tls_backend_preconfigured(tls).build();
        let client = client.map_err(|e| TransportError::Setup { why: cause(&e) })?;
        match client.head(url.clone()).timeout(timeout).send().await {
            Ok(_) => Ok(()),
            Err(e) if e.is_timeout() => Err(TransportError::Timeout {
                host: host(url),
                after: timeout,
                note: "",
                source: Some(Arc::new(e.without_url())),
            }),
            Err(e) => {
                let (host, e) = (host(url), e.without_url());
                Err(match tls::refusal(&e) {
                    Some(why) => TransportError::Certificate { host, why },
                    None => TransportError::Connect { host, why: cause(&e), source: Some(Arc::new(e)) },
                })
            }
        }
    }

    /// Sends a request and reads its whole answer. A read is sent on where the server says so within its own origin, with
    /// its token; an answer that points elsewhere is given as it is.
    ///
    /// # Errors
    /// When there is no answer, or it is too large.
    pub async fn send(&self, mut request: Request) -> Result<Response, TransportError> {
        let end = Instant::now() + request.timeout;
        for _ in 0..MOST_REDIRECTS {
            if request.method != Method::GET {
                break;
            }
            let (url, headers, secret_query) =
                (request.url.clone(), request.headers.clone(), request.secret_query.clone());
            let (timeout, max_bytes) = (request.timeout, request.max_bytes);
            let response = self.send_once(request).await?;
            let Some(next) = redirect_within(&url, &response) else { return Ok(response) };
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(TransportError::Timeout { host: host(&url), after: timeout, note: "", source: None });
            }
            request =
                Request { method: Method::GET, url: next, secret_query, headers, body: None, timeout: left, max_bytes };
        }
        self.send_once(request).await
    }

    async fn send_once(&self, request: Request) -> Result<Response, TransportError> {
        let Request { method, url, secret_query, headers, body, timeout, max_bytes } = request;
        let client = self.client(&url)?;
        let mut request = reqwest::Request::new(method, with_secrets(&url, &secret_query));
        *request.headers_mut() = headers;
        *request.timeout_mut() = Some(timeout);
        let mut request = reqwest::RequestBuilder::from_parts(client, request);
        match body {
            Some(Body::Bytes(bytes)) => request = request.body(bytes),
            #[cfg(feature = "files")]
            Some(Body::Stream(body)) => request = request.body(body),
            #[cfg(feature = "files")]
            Some(Body::Multipart(form)) => request = request.multipart(form),
            None => {}
        }
        let failed = |e: reqwest::Error| {
            let host = host(&url);
            let e = e.without_url();
            if let Some(why) = tls::refusal(&e) {
                return TransportError::Certificate { host, why };
            }
            // Connecting has a time of its own, unless the program brought its client.
            let timeout =
                if e.is_connect() && self.inner.own.is_none() { timeout.min(CONNECT_TIMEOUT) } else { timeout };
            if e.is_connect() && !e.is_timeout() {
                TransportError::Connect { host, why: cause(&e), source: Some(Arc::new(e)) }
            } else if e.is_timeout() {
                TransportError::Timeout { host, after: timeout, note: "", source: Some(Arc::new(e)) }
            } else {
                TransportError::Broken { host, why: cause(&e), source: Some(Arc::new(e)) }
            }
        };
        let mut response = request.send().await.map_err(failed)?;
        let status = response.status().as_u16();
        let headers = std::mem::take(response.headers_mut());
        // What a server promises is no reason to take memory before it comes.
        let promised = response.content_length().and_then(|length| usize::try_from(length).ok()).unwrap_or(0);
        let mut body = Vec::with_capacity(promised.min(64 * 1024));
        while let Some(chunk) = response.chunk().await.map_err(failed)? {
            if body.len() + chunk.len() > max_bytes {
                return Err(TransportError::TooLarge { host: host(&url), max: max_bytes });
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Response { status, headers, body })
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

/// How long connecting may take.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(15);

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

/// Checks a base URL: https, or http to this machine only, without query, fragment or user.
///
/// # Errors
/// A sentence that says what is wrong.
pub fn check_base_url(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|e| format!("the base URL `{text}` is no URL: {e}"))?;
    if !url.username().is_empty() || url.password().is_some() {
        return Err("the base URL must not hold a user name or password".into());
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(format!("the base URL `{text}` must not have a query or fragment"));
    }
    match url.scheme() {
        "https" => Ok(url),
        "http" if is_loopback(&url) => Ok(url),
        _ => Err(format!(
            "the base URL `{text}` must start with https://; http:// is for this machine only (127.0.0.1, localhost)"
        )),
    }
}

/// Whether a URL leads to this machine.
fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
        Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
        Some(url::Host::Domain(name)) => name == "localhost",
        None => false,
    }
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

    #[test]
    fn t29_only_https_or_loopback() {
        for good in ["https://api.example", "http://127.0.0.1:80", "http://localhost:1", "http://[::1]:9/x"] {
            assert!(check_base_url(good).is_ok(), "{good}");
        }
        for bad in [
            "http://10.0.0.1",
            "http://localhost.evil.example",
            "http://127.0.0.1.nip.example",
            "ftp://127.0.0.1",
            "https://user:pw@api.example",
            "https://api.example/?a=1",
            "nonsense",
        ] {
            assert!(check_base_url(bad).is_err(), "{bad}");
        }
    }
}
