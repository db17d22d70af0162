//! What calls report: lines for `log`, or with the feature `tracing` events with fields, once the program has a subscriber.
//!
//! It is one or the other, since subscribers mostly take the lines of `log` as well. Nothing here is given a query, a
//! header, a body or the server's text.

use std::fmt::Arguments;
use std::time::Duration;

use crate::descriptor::Function;
use crate::observer::{RequestSent, ResponseReceived};

/// What all events and spans of `tracing` are filtered by.
#[cfg(feature = "tracing")]
const TARGET: &str = "uplink_runtime";

#[cfg(feature = "tracing")]
fn traced() -> bool {
    tracing::dispatcher::has_been_set()
}

#[cfg(feature = "tracing")]
fn milliseconds(time: Duration) -> u64 {
    time.as_millis().try_into().unwrap_or(u64::MAX)
}

/// Carries out a call within a span that has its function's name.
#[cfg(feature = "tracing")]
pub(crate) fn within<F: Future>(function: &'static Function, call: F) -> impl Future<Output = F::Output> {
    use tracing::Instrument as _;
    call.instrument(tracing::info_span!(target: TARGET, "call", function = function.name))
}

/// Carries out a call.
#[cfg(not(feature = "tracing"))]
pub(crate) fn within<F: Future>(_: &'static Function, call: F) -> F {
    call
}

/// A request is about to be sent.
pub(crate) fn sent(request: &RequestSent) {
    let RequestSent { function, method, path, attempt, waited: _waited } = request;
    #[cfg(feature = "tracing")]
    if traced() {
        let waited_ms = milliseconds(*_waited);
        tracing::debug!(target: TARGET, function, method, path, attempt, waited_ms, "request");
        return;
    }
    log::debug!("{function}: {method} {path} (attempt {attempt})");
}

/// What became of a request.
pub(crate) fn answered(response: &ResponseReceived) {
    let ResponseReceived { request, status, failure: _failure, bytes, elapsed } = response;
    let function = request.function;
    #[cfg(feature = "tracing")]
    if traced() {
        let RequestSent { method, path, attempt, waited, .. } = request;
        let (waited_ms, elapsed_ms) = (milliseconds(*waited), milliseconds(*elapsed));
        let failure = _failure.as_ref().map(tracing::field::display);
        tracing::debug!(
            target: TARGET,
            function, method, path, attempt, waited_ms, status, failure, bytes, elapsed_ms,
            "response"
        );
        return;
    }
    let elapsed = elapsed.as_millis();
    match status {
        Some(status) => log::debug!("{function}: {status} after {elapsed} ms, {bytes} bytes"),
        None => log::debug!("{function}: no answer after {elapsed} ms"),
    }
}

/// A call waits for its turn.
pub(crate) fn waits(function: &'static str, wait: Duration, reason: &'static str) {
    #[cfg(feature = "tracing")]
    if traced() {
        tracing::info!(target: TARGET, function, wait_ms = milliseconds(wait), reason, "waits");
        return;
    }
    log::info!("{function}: waits {:.1} s {reason}", wait.as_secs_f64());
}

/// A request failed and is sent again; `summary` begins with the function.
pub(crate) fn sends_again(function: &'static str, summary: &str, wait: Duration) {
    #[cfg(feature = "tracing")]
    if traced() {
        tracing::warn!(target: TARGET, function, error = summary, wait_ms = milliseconds(wait), "sends again");
        return;
    }
    let _ = function;
    log::warn!("{summary}; sends again in {:.1} s", wait.as_secs_f64());
}

/// An answer was kept although it does not have the declared form.
pub(crate) fn odd_answer(sentence: &str) {
    #[cfg(feature = "tracing")]
    if traced() {
        tracing::warn!(target: crate::ODD_ANSWER, "{sentence}");
        return;
    }
    log::warn!(target: crate::ODD_ANSWER, "{sentence}");
}

/// A sentence for who looks closely.
pub(crate) fn debug(sentence: Arguments<'_>) {
    #[cfg(feature = "tracing")]
    if traced() {
        tracing::debug!(target: TARGET, "{sentence}");
        return;
    }
    log::debug!("{sentence}");
}

/// A sentence of what happened.
pub fn info(sentence: Arguments<'_>) {
    #[cfg(feature = "tracing")]
    if traced() {
        tracing::info!(target: TARGET, "{sentence}");
        return;
    }
    log::info!("{sentence}");
}

/// A sentence of what may need a look.
pub fn warn(sentence: Arguments<'_>) {
    #[cfg(feature = "tracing")]
    if traced() {
        tracing::warn!(target: TARGET, "{sentence}");
        return;
    }
    log::warn!("{sentence}");
}
