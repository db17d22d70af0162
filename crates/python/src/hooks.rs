//! Functions of the program that are told of requests.
//!
//! Calls run on tokio, which never enters the interpreter. What is to be told waits until the thread that waits for the call
//! does.

use std::fmt;
use std::mem;
use std::sync::{Mutex, PoisonError};

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyType;
use uplink_runtime::{Observer, RequestSent, ResponseReceived};

use crate::package;

/// The hooks of a client.
pub(crate) struct Hooks {
    on_request: Option<Py<PyAny>>,
    on_response: Option<Py<PyAny>>,
    waiting: Mutex<Vec<Event>>,
}

enum Event {
    Request(RequestSent),
    Response(ResponseReceived),
}

impl Hooks {
    /// `None` when there are none.
    pub(crate) fn new(on_request: Option<Py<PyAny>>, on_response: Option<Py<PyAny>>) -> Option<Self> {
        (on_request.is_some() || on_response.is_some()).then(|| Hooks {
            on_request,
            on_response,
            waiting: Mutex::default(),
        })
    }

    fn note(&self, event: Event) {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).push(event);
    }

    /// Tells what happened since the last time. A hook that fails is reported as other callbacks are, and disturbs nobody.
    pub(crate) fn deliver(&self, py: Python<'_>) {
        let events = mem::take(&mut *self.waiting.lock().unwrap_or_else(PoisonError::into_inner));
        for event in events {
            let (hook, event) = match &event {
                Event::Request(sent) => (&self.on_request, request(py, sent)),
                Event::Response(received) => (&self.on_response, response(py, received)),
            };
            let Some(hook) = hook else { continue };
            if let Err(error) = event.and_then(|event| hook.call1(py, (event,))) {
                error.write_unraisable(py, Some(hook.bind(py)));
            }
        }
    }
}

impl fmt::Debug for Hooks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hooks")
    }
}

impl Observer for Hooks {
    fn request(&self, sent: &RequestSent) {
        if self.on_request.is_some() {
            self.note(Event::Request(sent.clone()));
        }
    }

    fn response(&self, received: &ResponseReceived) {
        if self.on_response.is_some() {
            self.note(Event::Response(received.clone()));
        }
    }
}

fn request<'py>(py: Python<'py>, sent: &RequestSent) -> PyResult<Bound<'py, PyAny>> {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    let class = CLASS.import(py, package::RESPONSE, "RequestSent")?;
    class.call1((sent.function, sent.method, sent.path, sent.attempt, sent.waited.as_secs_f64()))
}

fn response<'py>(py: Python<'py>, received: &ResponseReceived) -> PyResult<Bound<'py, PyAny>> {
    static CLASS: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    let class = CLASS.import(py, package::RESPONSE, "ResponseReceived")?;
    let failure = received.failure.map(uplink_runtime::ErrorKind::as_str);
    let elapsed = received.elapsed.as_secs_f64();
    class.call1((request(py, &received.request)?, received.status, failure, received.bytes, elapsed))
}
