//! Requests over connections of this process.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use reqwest::Url;
use rustls::ClientConfig;
use tokio::runtime;

use super::{Body, Request, Response, Taken, cause, host, with_secrets};
use crate::TransportError;
use crate::tls::{self, Fingerprint, RootCertificate};

/// Who drives connections: they need not go on while another runtime runs.
pub(crate) type Driver = runtime::Id;

/// Who drives the connections that are made here.
pub(crate) fn driver() -> Driver {
    runtime::Handle::current().id()
}

#[derive(Debug, Default)]
pub(super) struct Sender {
    user_agent: String,
    root_certificate: Option<RootCertificate>,
    pinned: Option<Fingerprint>,
    /// Each is made when it is needed: reading the machine's root certificates takes a while.
    elsewhere: Clients,
    /// For http, and so this machine or its own network: what a proxy is set for is elsewhere, and it would see tokens in plain text.
    here: Clients,
    /// The program's own, which takes the place of both.
    own: Option<reqwest::Client>,
}

/// A client for each runtime of tokio that sends: connections are driven by the runtime that made them.
#[derive(Debug, Default)]
struct Clients(Mutex<Vec<(Driver, reqwest::Client)>>);

/// Runtimes whose connections are kept; a program has one or two at a time.
const RUNTIMES: usize = 4;

/// How long connecting may take.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(15);

impl Clients {
    fn of_this_runtime(
        &self,
        make: impl FnOnce() -> Result<reqwest::Client, TransportError>,
    ) -> Result<reqwest::Client, TransportError> {
        let id = driver();
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

impl Sender {
    pub(super) fn new(user_agent: &str, root_certificate: Option<&RootCertificate>) -> Self {
        Sender { user_agent: user_agent.to_owned(), root_certificate: root_certificate.cloned(), ..Sender::default() }
    }

    pub(super) fn pinned(user_agent: &str, certificate: Fingerprint) -> Self {
        Sender { user_agent: user_agent.to_owned(), pinned: Some(certificate), ..Sender::default() }
    }

    pub(super) fn with_client(client: reqwest::Client) -> Self {
        Sender { own: Some(client), ..Sender::default() }
    }

    fn client(&self, url: &Url) -> Result<reqwest::Client, TransportError> {
        if let Some(own) = &self.own {
            return Ok(own.clone());
        }
        let here = url.scheme() == "http";
        let clients = if here { &self.here } else { &self.elsewhere };
        clients.of_this_runtime(|| {
            let tls = match &self.pinned {
                _ if here => tls::none(),
                Some(pin) => tls::pinned(pin.clone()),
                None => tls::config(self.root_certificate.as_ref()),
            };
            let mut builder = reqwest::Client::builder()
                .user_agent(&self.user_agent)
                .redirect(reqwest::redirect::Policy::none())
                .connect_timeout(CONNECT_TIMEOUT)
                .tls_backend_preconfigured(tls.map_err(|why| TransportError::Setup { why })?);
            // What has a certificate of its own is in the house.
            if here || self.pinned.is_some() {
                builder = builder.no_proxy();
            }
            builder.build().map_err(|e| TransportError::Setup { why: cause(&e) })
        })
    }

    /// Sends a request once and reads its whole answer.
    pub(super) async fn send(&self, request: Request) -> Result<Response, TransportError> {
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
            let timeout = if e.is_connect() && self.own.is_none() { timeout.min(CONNECT_TIMEOUT) } else { timeout };
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
        let mut taken = Taken::new(&url, max_bytes, response.content_length());
        while let Some(piece) = response.chunk().await.map_err(failed)? {
            taken.add(&piece)?;
        }
        Ok(Response { status, headers, body: taken.body })
    }
}

/// Connects and hangs up, for what TLS of the caller's finds out on the way.
pub(crate) async fn connect(url: &Url, tls: ClientConfig, timeout: Duration) -> Result<(), TransportError> {
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy();
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
