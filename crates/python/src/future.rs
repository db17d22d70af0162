//! The bridge for asynchronous calls.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll};

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use tokio::task::{JoinError, JoinHandle};

use crate::errors::{self, Result};
use crate::{logging, provider, runtime};

/// Refuses to begin where no event loop of asyncio runs: nobody would be woken when the answer is there.
#[pyfunction]
pub(crate) fn need_asyncio(py: Python<'_>) -> Result<()> {
    if asyncio_runs(py)? {
        return Ok(());
    }
    Err(errors::setup(
        "AsyncClient needs the event loop of asyncio, which does not run here; under trio, curio or without a loop use Client, in a thread where others must go on",
    ))
}

fn asyncio_runs(py: Python<'_>) -> PyResult<bool> {
    Ok(running_loop(py)?.is_some())
}

/// The event loop of asyncio that runs here.
fn running_loop(py: Python<'_>) -> PyResult<Option<Py<PyAny>>> {
    static RUNNING: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    if let Some(running) = RUNNING.get(py) {
        return Ok(running.call0(py).ok());
    }
    // Its loop runs only where it was imported, which takes long and is not done to find out.
    let modules = py.import("sys")?.getattr("modules")?;
    let asyncio = modules.call_method1("get", ("asyncio",))?;
    let Ok(running) = asyncio.getattr("get_running_loop") else { return Ok(None) };
    let found = running.call0().ok().map(Bound::unbind);
    let _ = RUNNING.set(py, running.unbind());
    Ok(found)
}

/// Carries out `work` on tokio while the event loop goes on. Nothing starts before the first poll; the work ends with
/// the future, so that a cancelled task leaves no request behind. To be awaited in the `async fn` of a pymethod only:
/// those are polled by Python, attached to the interpreter.
pub(crate) async fn run<T: Send + 'static>(work: impl Future<Output = T> + Send + 'static) -> PyResult<T> {
    let (tokio, wakes, running) = Python::attach(|py| {
        let runtime = runtime::work(py)?;
        PyResult::Ok((&runtime.tokio, runtime.wakes(py)?, running_loop(py)?))
    })?;
    if wakes.stopped() {
        return Err(PyRuntimeError::new_err("the interpreter is ending; asynchronous calls are over"));
    }
    let mut task = AbortOnDrop(match running {
        Some(running) => tokio.spawn(provider::awaited_by(running, work)),
        None => tokio.spawn(work),
    });
    poll_fn(|context| {
        let waker = wakes.relay(context.waker());
        logging::wake_for_records(&waker);
        Python::attach(logging::deliver);
        Pin::new(&mut task).poll(&mut Context::from_waker(&waker))
    })
    .await
    .map_err(broken)
}

fn broken(error: JoinError) -> PyErr {
    PyRuntimeError::new_err(format!("this is a bug, please report it: {error}"))
}

/// A task that ends with its handle; a bare handle would leave it running.
struct AbortOnDrop<T>(JoinHandle<T>);

impl<T> Future for AbortOnDrop<T> {
    type Output = Result<T, JoinError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.0).poll(context)
    }
}

impl<T> Drop for AbortOnDrop<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}
