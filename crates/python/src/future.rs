//! The bridge for asynchronous calls.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::Context;

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use tokio::task::{JoinError, JoinHandle};

use crate::runtime;

/// Carries out `work` on tokio while the event loop goes on. Nothing starts before the first poll; the work ends with
/// the future, so that a cancelled task leaves no request behind. To be awaited in the `async fn` of a pymethod only:
/// those are polled by Python, attached to the interpreter.
pub(crate) async fn run<T: Send + 'static>(work: impl Future<Output = T> + Send + 'static) -> PyResult<T> {
    let (tokio, wakes) = Python::attach(|py| {
        let runtime = runtime::work(py)?;
        PyResult::Ok((&runtime.tokio, runtime.wakes(py)?))
    })?;
    if wakes.stopped() {
        return Err(PyRuntimeError::new_err("the interpreter is ending; asynchronous calls are over"));
    }
    let mut task = AbortOnDrop(tokio.spawn(work));
    poll_fn(|context| {
        let waker = wakes.relay(context.waker());
        Pin::new(&mut task.0).poll(&mut Context::from_waker(&waker))
    })
    .await
    .map_err(broken)
}

/// A task that did not come to its end by itself.
pub(crate) fn broken(error: JoinError) -> PyErr {
    PyRuntimeError::new_err(format!("this is a bug, please report it: {error}"))
}

/// Without this a dropped handle leaves its task running.
struct AbortOnDrop<T>(JoinHandle<T>);

impl<T> Drop for AbortOnDrop<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}
