//! The listener and its connections.

use std::io;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Collected, LengthLimitError, Limited};
use hyper::HeaderMap;
use hyper::body::{Body, Incoming};
use hyper::header::HOST;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsAcceptor;

use crate::body::Stream;
use crate::handler::{self, Reply, Request};
use crate::shared::{Shared, UnderWay};
use crate::tls::Certificates;

/// Longest request body.
const MOST_BYTES: usize = 1024 * 1024;
/// Longest request body of an API that takes files.
const MOST_BYTES_WITH_FILES: usize = 32 * 1024 * 1024;
/// How long a client may take for its headers, and again for its body.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long connections may take to end when the service stops.
const FAREWELL: Duration = Duration::from_secs(1);

/// What answers the requests of a listener.
pub(crate) type Answer = fn(&Shared, &Request) -> Reply;

/// What a listener shows to those who connect.
#[derive(Clone)]
pub(crate) struct Face {
    pub(crate) certificates: Option<Arc<Certificates>>,
    pub(crate) answer: Answer,
    /// Whether it is the API that is behind it, with all that may happen to its things.
    pub(crate) is_api: bool,
}

/// How often it is looked whether connections are taken again.
const LOOK: Duration = Duration::from_millis(50);

/// Serves until told to stop, or until nobody can tell any more.
pub(crate) async fn run(listener: TcpListener, face: Face, shared: Arc<Shared>, mut stop: watch::Receiver<bool>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            _ = stop.changed() => break,
            Some(_) = connections.join_next() => {}
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => {
                    connections.spawn(secured(stream, peer.ip(), face.clone(), Arc::clone(&shared), stop.clone()));
                }
                // Out of file descriptors, most likely; they come back.
                Err(_) => sleep(Duration::from_millis(20)).await,
            },
        }
    }
    drop(listener);
    let _ = timeout(FAREWELL, async { while connections.join_next().await.is_some() {} }).await;
}

async fn secured(stream: TcpStream, peer: IpAddr, face: Face, shared: Arc<Shared>, mut stop: watch::Receiver<bool>) {
    let _ = stream.set_nodelay(true);
    let identity = shared.identity();
    if face.is_api && identity.is_none() {
        // The system has taken the connection for us; nobody answers it.
        while shared.identity().is_none() {
            if timeout(LOOK, stop.changed()).await.is_ok() {
                break;
            }
        }
        return;
    }
    match &face.certificates {
        None => serve(stream, peer, face, identity, shared, stop).await,
        // Who does not like the certificate hangs up.
        Some(certificates) => {
            let acceptor: TlsAcceptor = certificates.of(identity).acceptor;
            if let Ok(Ok(stream)) = timeout(PATIENCE, acceptor.accept(stream)).await {
                serve(stream, peer, face, identity, shared, stop).await;
            }
        }
    }
}

async fn serve(
    stream: impl AsyncRead + AsyncWrite + Unpin,
    peer: IpAddr,
    face: Face,
    identity: Option<u64>,
    shared: Arc<Shared>,
    mut stop: watch::Receiver<bool>,
) {
    let Face { answer, is_api, .. } = face;
    let service = service_fn(move |request| {
        let shared = Arc::clone(&shared);
        async move {
            // What answers now is no longer what the connection was made to.
            if is_api && shared.identity() != identity {
                return Err(io::ErrorKind::ConnectionAborted.into());
            }
            respond(answer, is_api, shared, peer, request).await
        }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(PATIENCE)
        .serve_connection(TokioIo::new(stream), service);
    let mut connection = std::pin::pin!(connection);
    // Errors of a connection are the client's affair: garbage, hang-ups, time-outs.
    tokio::select! {
        _ = connection.as_mut() => return,
        _ = stop.changed() => {}
    }
    connection.as_mut().graceful_shutdown();
    let _ = connection.await;
}

/// Whether a request asks for this machine by a name that every machine has for itself. Any other name leads here by a
/// trick: a web page under a name of its own, or the cloud's name in a table of hosts.
pub(crate) fn names_this_machine(headers: &HeaderMap) -> bool {
    let host = headers.get(HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let port = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let name = host.rsplit_once(':').filter(|(_, after)| port(after)).map_or(host, |(name, _)| name);
    name.eq_ignore_ascii_case("localhost") || matches!(name, "127.0.0.1" | "[::1]")
}

async fn respond(
    answer: Answer,
    is_api: bool,
    shared: Arc<Shared>,
    peer: IpAddr,
    request: hyper::Request<Incoming>,
) -> io::Result<hyper::Response<Stream>> {
    let (head, body) = request.into_parts();
    if head.headers.contains_key(HOST) && !names_this_machine(&head.headers) {
        let payload = handler::refuse(&shared, 421, "This service is for this machine: ask for 127.0.0.1.");
        return Ok(payload.header("connection", "close").into_response());
    }
    let most = if shared.takes_files { MOST_BYTES_WITH_FILES } else { MOST_BYTES };
    // Most requests have no body, and need no timer for it.
    let received = if body.is_end_stream() {
        Ok(Ok(Bytes::new()))
    } else {
        timeout(PATIENCE, Limited::new(body, most).collect()).await.map(|all| all.map(Collected::to_bytes))
    };
    let body = match received {
        Ok(Ok(body)) => body.to_vec(),
        Ok(Err(e)) if e.is::<LengthLimitError>() => {
            let payload = handler::refuse(&shared, 413, "The body is too long.");
            return Ok(payload.header("connection", "close").into_response());
        }
        Ok(Err(_)) => return Err(io::ErrorKind::ConnectionAborted.into()),
        Err(_) => {
            let payload = handler::refuse(&shared, 408, "The body did not come in time.");
            return Ok(payload.header("connection", "close").into_response());
        }
    };
    let request = Request {
        method: head.method,
        // Programs put a base URL that ends with a slash before a path that begins with one.
        path: format!("/{}", head.uri.path().trim_start_matches('/')),
        query: head.uri.query().unwrap_or_default().to_owned(),
        headers: head.headers,
        body,
        peer: Some(peer),
    };
    let most = shared.model.pace.as_ref().and_then(|pace| pace.in_flight).filter(|_| is_api);
    let _under_way = most
        .filter(|_| shared.routes.is_call(&shared.model, request.method.as_str(), &request.path, &request.query))
        .map(|most| UnderWay::begin(&shared, most));
    let reply = if shared.behaviour.waits() {
        // A runtime of one thread stands still while that thread waits.
        tokio::task::spawn_blocking(move || answer(&shared, &request)).await.map_err(io::Error::other)?
    } else {
        answer(&shared, &request)
    };
    if !reply.delay.is_zero() {
        sleep(reply.delay).await;
    }
    match reply.payload {
        Some(payload) => Ok(payload.into_response()),
        None => Err(io::ErrorKind::ConnectionAborted.into()),
    }
}
