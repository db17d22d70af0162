//! The bridge for blocking calls.

use std::cell::Cell;
use std::pin::pin;
use std::time::Duration;

use pyo3::prelude::*;
use tokio::task::yield_now;
use tokio::time::{Instant, interval_at};

use crate::errors::setup;
use crate::{logging, runtime};

/// How long Ctrl-C may go unnoticed.
const TICK: Duration = Duration::from_millis(50);

/// Waits for `work` without holding the interpreter. Ctrl-C drops the work and raises `KeyboardInterrupt`.
pub(crate) fn block<T: Send>(py: Python<'_>, work: impl Future<Output = T> + Send) -> PyResult<T> {
    let (_waits, runtime) = (Waits::begin()?, runtime::work(py)?);
    py.detach(|| runtime.tokio.block_on(heard(work)))
}

/// The same for a call, which is carried out by the thread that waits. What it leaves behind goes on only while some
/// thread waits for a call.
pub(crate) fn block_on_call<T: Send>(py: Python<'_>, work: impl Future<Output = T> + Send) -> PyResult<T> {
    let (_waits, runtime) = (Waits::begin()?, runtime::work(py)?.calls()?);
    py.detach(|| {
        runtime.block_on(async {
            // Here the runtime looks at its connections. One that was closed since the last call then notices before it
            // takes a request, which goes to another.
            yield_now().await;
            let done = heard(work).await;
            if done.is_err() {
                // The server learns that nobody waits any more.
                yield_now().await;
            }
            done
        })
    })
}

thread_local! {
    /// Whether this thread waits for something, and carries it out meanwhile.
    static WAITS: Cell<bool> = const { Cell::new(false) };
}

/// That this thread waits, until it is dropped.
pub(crate) struct Waits;

impl Waits {
    /// Refuses where it waits already: what handlers of signals and of the log ask for would have to go on within what they
    /// interrupt.
    pub(crate) fn begin() -> PyResult<Self> {
        if WAITS.replace(true) {
            let why = "a handler of a signal or of the log, which runs while a call is waited for, cannot wait for another \
                       one; let it set a flag, or call from another thread";
            return Err(setup(why).into());
        }
        Ok(Waits)
    }
}

impl Drop for Waits {
    fn drop(&mut self) {
        WAITS.set(false);
    }
}

/// Carries out `work`, and listens for Ctrl-C.
async fn heard<T>(work: impl Future<Output = T>) -> PyResult<T> {
    let mut work = pin!(work);
    // Not `interval`, whose first tick comes at once and costs each call a millisecond.
    let mut ticks = interval_at(Instant::now() + TICK, TICK);
    loop {
        tokio::select! {
            biased;
            done = &mut work => return Ok(done),
            _ = ticks.tick() => check_signals()?,
        }
    }
}

fn check_signals() -> PyResult<()> {
    Python::try_attach(|py| {
        logging::deliver(py);
        py.check_signals()
    })
    .unwrap_or_else(|| rest())
}

/// For a daemon thread that outlived the interpreter: there is nothing to return to; the process is about to end.
pub(crate) fn rest() -> ! {
    loop {
        std::thread::park();
    }
}
