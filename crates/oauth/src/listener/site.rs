//! What the listener answers: fixed text, whatever was asked.

use std::sync::atomic::{AtomicBool, Ordering};

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{self, HeaderName, HeaderValue};
use hyper::{Method, Request, Response, StatusCode};
use secrecy::SecretString;
use std::sync::Arc;
use tokio::sync::mpsc::UnboundedSender;
use url::Url;

use crate::LoginError;
use crate::callback::Verdict;

/// Where the browser is sent to, so that the code leaves its address line.
pub(super) const DONE: &str = "/login-done";

pub(super) const PAGE: &str = "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\">\
<meta name=\"viewport\" content=\"width=device-width\"><title>Login</title>\n\
<style>p{font:18px/1.5 system-ui,sans-serif;max-width:32em;margin:15vh auto;padding:0 1em}</style>\n\
<p>The answer has arrived. Close this window and go back to the program.</p></html>\n";

const HEADERS: [(HeaderName, &str); 6] = [
    (header::CACHE_CONTROL, "no-store"),
    (header::REFERRER_POLICY, "no-referrer"),
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::CONTENT_TYPE, "text/html; charset=utf-8"),
];

pub(crate) type Judge = dyn Fn(&str) -> Verdict + Send + Sync;

pub(super) enum Event {
    Answer(Result<SecretString, LoginError>),
    Shown,
}

pub(super) struct Site {
    redirect: Url,
    hosts: Vec<String>,
    judge: Arc<Judge>,
    events: UnboundedSender<Event>,
    answered: AtomicBool,
    shown: AtomicBool,
}

impl Site {
    pub(super) fn new(redirect: &Url, judge: Arc<Judge>, events: UnboundedSender<Event>) -> Self {
        let host = redirect.host_str().unwrap_or_default();
        let port = redirect.port_or_known_default().unwrap_or_default();
        let mut hosts = vec![format!("{host}:{port}")];
        if redirect.port().is_none() {
            hosts.push(host.to_owned());
        }
        let (answered, shown) = (AtomicBool::new(false), AtomicBool::new(false));
        Site { redirect: redirect.clone(), hosts, judge, events, answered, shown }
    }

    pub(super) fn answer(&self, request: &Request<Incoming>) -> Response<Full<Bytes>> {
        let one = |name| {
            let mut values = request.headers().get_all(name).iter();
            (values.next().map(HeaderValue::as_bytes), values.next().is_some())
        };
        // A page of another site that made its name point here sends that name.
        let known = match one(header::HOST) {
            (Some(host), false) => self.hosts.iter().any(|h| h.as_bytes() == host),
            _ => false,
        };
        if !known || request.uri().authority().is_some() {
            return response(StatusCode::BAD_REQUEST, "");
        }
        if !matches!(one(header::ORIGIN), (None | Some(b"null"), false)) {
            return response(StatusCode::FORBIDDEN, "");
        }
        if request.method() != Method::GET {
            return response(StatusCode::METHOD_NOT_ALLOWED, "");
        }
        let path = request.uri().path();
        if path == self.redirect.path() {
            return self.callback(request.uri().path_and_query().map_or(path, |p| p.as_str()));
        }
        if path == DONE && self.answered.load(Ordering::Acquire) {
            self.shown.store(true, Ordering::Release);
            return response(StatusCode::OK, PAGE);
        }
        response(StatusCode::NOT_FOUND, "")
    }

    fn callback(&self, target: &str) -> Response<Full<Bytes>> {
        match (self.judge)(&format!("{}{target}", self.redirect.origin().ascii_serialization())) {
            Verdict::NotOurs(_) => response(StatusCode::BAD_REQUEST, ""),
            Verdict::Ours(answer) => {
                self.answered.store(true, Ordering::Release);
                // Of several answers the first is taken; none is, when nobody waits any more.
                let _ = self.events.send(Event::Answer(answer));
                let mut response = response(StatusCode::SEE_OTHER, "");
                response.headers_mut().insert(header::LOCATION, HeaderValue::from_static(DONE));
                response
            }
        }
    }

    /// A connection has ended, so what it carried is out.
    pub(super) fn closed(&self) {
        if self.shown.load(Ordering::Acquire) {
            let _ = self.events.send(Event::Shown);
        }
    }
}

fn response(status: StatusCode, body: &'static str) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from_static(body.as_bytes())));
    *response.status_mut() = status;
    for (name, value) in HEADERS {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}
