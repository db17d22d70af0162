//! Answers scrapes over HTTP.

use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::Full;
use hyper::header::{ACCEPT, ALLOW, AUTHORIZATION, CONTENT_TYPE, WWW_AUTHENTICATE};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use jiff::{SignedDuration, Timestamp};
use secrecy::{ExposeSecret, SecretString};
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use super::{Format, render};
use crate::clock::SteadyClock;
use crate::house::{House, Machine};
use crate::said::Troubles;

/// For a request to come.
const PATIENCE: Duration = Duration::from_secs(10);
/// Scrapers and browsers at once; more wait.
const MOST_CONNECTIONS: usize = 32;

/// What scrapes are answered with.
#[derive(Debug)]
pub struct Scrapes {
    /// What is known.
    pub house: Arc<Mutex<House>>,
    /// What ages are reckoned by.
    pub clock: SteadyClock,
    /// How often each machine is read.
    pub every: SignedDuration,
    /// What a scraper has to show as a bearer token; none for everybody who reaches the port.
    pub token: Option<SecretString>,
    /// What goes wrong with other sinks.
    pub troubles: Troubles,
}

/// Serves until it is dropped.
pub async fn serve(listener: Arc<TcpListener>, scrapes: Arc<Scrapes>) {
    // Dropped with this, so that nobody goes on with a token of before.
    let mut connections = JoinSet::new();
    let places = Arc::new(tokio::sync::Semaphore::new(MOST_CONNECTIONS));
    loop {
        let Ok(place) = places.clone().acquire_owned().await else { return };
        // A connection that was given up meanwhile is no reason to end.
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        let scrapes = scrapes.clone();
        while connections.try_join_next().is_some() {}
        connections.spawn(async move {
            let service = service_fn(|request| std::future::ready(Ok::<_, Infallible>(answer(&request, &scrapes))));
            let mut http = http1::Builder::new();
            http.timer(TokioTimer::new()).header_read_timeout(PATIENCE);
            // A scraper that hangs up has what it wants.
            let _ = http.serve_connection(TokioIo::new(stream), service).await;
            drop(place);
        });
    }
}

fn answer<B>(request: &Request<B>, scrapes: &Scrapes) -> Response<Full<Bytes>> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let mut refused = plain(StatusCode::METHOD_NOT_ALLOWED, "only GET and HEAD\n");
        refused.headers_mut().insert(ALLOW, hyper::header::HeaderValue::from_static("GET, HEAD"));
        return refused;
    }
    if !is_allowed(request, scrapes) {
        let mut refused = plain(StatusCode::UNAUTHORIZED, "a bearer token is needed\n");
        refused.headers_mut().insert(WWW_AUTHENTICATE, hyper::header::HeaderValue::from_static("Bearer"));
        return refused;
    }
    match request.uri().path() {
        "/metrics" => metrics(request, scrapes),
        "/health" => health(scrapes),
        _ => plain(StatusCode::NOT_FOUND, "metrics are at /metrics, and whether machines are read at /health\n"),
    }
}

fn is_allowed<B>(request: &Request<B>, scrapes: &Scrapes) -> bool {
    let Some(token) = &scrapes.token else { return true };
    let shown = request.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    shown.and_then(|value| value.strip_prefix("Bearer ")).is_some_and(|shown| equal(shown, token.expose_secret()))
}

/// Compares without telling by the time it takes how much is right.
fn equal(a: &str, b: &str) -> bool {
    subtle::ConstantTimeEq::ct_eq(a.as_bytes(), b.as_bytes()).into()
}

fn metrics<B>(request: &Request<B>, scrapes: &Scrapes) -> Response<Full<Bytes>> {
    let accepted = request.headers().get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok());
    let open =
        accepted.flat_map(|value| value.split(',')).any(|kind| kind.trim().starts_with("application/openmetrics-text"));
    let format = if open { Format::OpenMetrics } else { Format::Text };
    let text = {
        let house = scrapes.house.lock().unwrap_or_else(PoisonError::into_inner);
        render(&house, scrapes.clock.now(), scrapes.every, format)
    };
    respond(StatusCode::OK, format.content_type(), text)
}

/// Fine as long as one machine answers; then a line about each machine, and one about each sink that has trouble.
fn health(scrapes: &Scrapes) -> Response<Full<Bytes>> {
    let now = scrapes.clock.now();
    let (up, mut lines) = {
        let house = scrapes.house.lock().unwrap_or_else(PoisonError::into_inner);
        let lines: Vec<String> = house.machines.iter().map(|machine| state(machine, now)).collect();
        (house.machines.iter().any(Machine::is_up), lines)
    };
    lines.extend(scrapes.troubles.all());
    let (status, first) = match up {
        true => (StatusCode::OK, "fine\n".to_owned()),
        false => (StatusCode::SERVICE_UNAVAILABLE, "no machine answers\n".to_owned()),
    };
    let text = lines.iter().fold(first, |text, line| format!("{text}{line}\n"));
    respond(status, "text/plain; charset=utf-8", text)
}

/// How a machine is, in a line.
fn state(machine: &Machine, now: Timestamp) -> String {
    let is = match (machine.answers, machine.connected) {
        (false, _) => "does not answer",
        (true, false) => "is not connected to its cloud",
        (true, true) => "answers",
    };
    let read = machine.heard.map_or_else(
        || "was not read yet".to_owned(),
        |at| format!("was read {} s ago", now.duration_since(at).as_secs().max(0)),
    );
    let id: String = machine.device.id.chars().flat_map(char::escape_debug).collect();
    format!("{id} {is}, {read}")
}

fn plain(status: StatusCode, text: &'static str) -> Response<Full<Bytes>> {
    respond(status, "text/plain; charset=utf-8", text.to_owned())
}

fn respond(status: StatusCode, kind: &'static str, text: String) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from(text)));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, hyper::header::HeaderValue::from_static(kind));
    response
}
