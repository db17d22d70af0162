//! The bridge for blocking calls.

use std::pin::pin;
use std::time::Duration;

use pyo3::prelude::*;
use tokio::time::{Instant, interval_at};

use crate::runtime;

/// How long Ctrl-C may go unnoticed.
const TICK: Duration = Duration::from_millis(50);

/// Waits for `work` without holding the interpreter. Ctrl-C drops the work and raises `KeyboardInterrupt`.
pub(crate) fn block<T: Send>(py: Python<'_>, work: impl Future<Output = T> + Send) -> PyResult<T> {
    let runtime = runtime::work(py)?;
    py.detach(|| {
        runtime.tokio.block_on(async {
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
        })
    })
}

fn check_signals() -> PyResult<()> {
    Python::try_attach(|py| py.check_signals()).unwrap_or_else(|| rest())
}

/// For a daemon thread that outlived the interpreter: there is nothing to return to; the process is about to end.
pub(crate) fn rest() -> ! {
    loop {
        std::thread::park();
    }
}
