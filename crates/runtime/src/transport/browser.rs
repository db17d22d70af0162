//! Requests by `fetch` of the browser (or of node), in WebAssembly.
//!
//! What `fetch` gives belongs to the one thread of the program. Each request is a task of its own there, whose outcome is sent
//! over, so that calls are `Send` here as elsewhere, and token sources and streams have one type.

use std::sync::Arc;

use futures_util::StreamExt;
use tokio::sync::oneshot;

use super::{Body, Request, Response, Taken, cause, host, with_secrets};
use crate::TransportError;

/// Who drives connections: the browser.
pub(crate) type Driver = ();

/// Who drives the connections that are made here.
pub(crate) fn driver() -> Driver {}

#[derive(Debug)]
pub(super) struct Sender {
    client: reqwest::Client,
}

impl Sender {
    pub(super) fn with_client(client: reqwest::Client) -> Self {
        Sender { client }
    }

    /// Sends a request once and reads its whole answer.
    pub(super) async fn send(&self, request: Request) -> Result<Response, TransportError> {
        let (client, host) = (self.client.clone(), host(&request.url));
        let (mut outcome, answer) = oneshot::channel();
        wasm_bindgen_futures::spawn_local(async move {
            tokio::select! {
                made = fetch(client, request) => {
                    // Nobody waits any more.
                    let _ = outcome.send(made);
                }
                // Dropped, the request is broken off.
                () = outcome.closed() => {}
            }
        });
        let ended = |_| TransportError::Broken { host, why: "the program is ending".into(), source: None };
        answer.await.map_err(ended)?
    }
}

async fn fetch(client: reqwest::Client, request: Request) -> Result<Response, TransportError> {
    let Request { method, url, secret_query, headers, body, timeout, max_bytes } = request;
    // Cookies of the server are nobody's business here.
    let mut request = client.request(method, with_secrets(&url, &secret_query)).headers(headers).timeout(timeout);
    request = request.fetch_credentials_omit();
    match body {
        Some(Body::Bytes(bytes)) => request = request.body(bytes),
        None => {}
    }
    let failed = |e: reqwest::Error| {
        let (host, e) = (host(&url), e.without_url());
        if e.is_timeout() {
            TransportError::Timeout { host, after: timeout, note: "", source: Some(Arc::new(e)) }
        } else {
            // A browser does not say why, nor whether anything was sent.
            TransportError::Broken { host, why: cause(&e), source: Some(Arc::new(e)) }
        }
    };
    let mut response = request.send().await.map_err(failed)?;
    // Browsers follow redirects by themselves. What came from elsewhere is no answer of the server that was asked.
    if response.url().origin() != url.origin() {
        let why = format!("it sent the request on to {}", super::host(response.url()));
        return Err(TransportError::Broken { host: host(&url), why, source: None });
    }
    let status = response.status().as_u16();
    let headers = std::mem::take(response.headers_mut());
    let mut taken = Taken::new(&url, max_bytes, response.content_length());
    let mut pieces = std::pin::pin!(response.bytes_stream());
    while let Some(piece) = pieces.next().await {
        taken.add(&piece.map_err(failed)?)?;
    }
    Ok(Response { status, headers, body: taken.body })
}
