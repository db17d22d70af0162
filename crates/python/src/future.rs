//! The bridge for asynchronous calls.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use pyo3::exceptions::{PyRuntimeError, PyStopIteration};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use tokio::task::{JoinError, JoinHandle};

use crate::errors::{self, Result};
use crate::logging::Courier;
use crate::loop_waker::Sleeper;
use crate::pending::{Finish, Pending};
use crate::{logging, provider, runtime};

/// Refuses to begin where no event loop of asyncio runs: nobody would be woken when the answer is there.
#[pyfunction]
pub(crate) fn need_asyncio(py: Python<'_>) -> Result<()> {
    need_loop(py).map(drop)
}

fn need_loop(py: Python<'_>) -> Result<Py<PyAny>> {
    running_loop(py)?.ok_or_else(|| {
        errors::setup(
            "AsyncClient needs the event loop of asyncio, which does not run here; under trio, curio or without a loop use Client, in a thread where others must go on",
        )
    })
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

/// What one `await` goes through. Nothing starts before its first step; the work ends with it, so that a cancelled task
/// leaves no request behind.
#[pyclass(module = "_core")]
pub(crate) struct Awaiting {
    pending: Py<Pending>,
    state: State,
}

enum State {
    New,
    Running(Running),
    Over,
}

struct Running {
    task: AbortOnDrop<Finish>,
    sleeper: Arc<Sleeper>,
    waker: Waker,
    courier: Courier,
}

impl Awaiting {
    pub(crate) fn new(pending: Py<Pending>) -> Self {
        Awaiting { pending, state: State::New }
    }
}

#[pymethods]
impl Awaiting {
    fn __iter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    /// Goes on; gives the future of asyncio that it rests on.
    fn __next__<'py>(&mut self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        if let State::New = self.state {
            // What cannot begin is over.
            self.state = State::Over;
            self.state = State::Running(Running::start(py, self.pending.get())?);
        }
        let State::Running(running) = &mut self.state else {
            return Err(PyRuntimeError::new_err("this has been awaited already; ask anew"));
        };
        running.courier.wake_by(&running.waker);
        logging::deliver(py);
        match Pin::new(&mut running.task).poll(&mut Context::from_waker(&running.waker)) {
            Poll::Pending => running.sleeper.rest(py),
            Poll::Ready(done) => {
                self.state = State::Over;
                self.pending.get().tell(py);
                let value = done.map_err(broken)?(py)?;
                Err(PyStopIteration::new_err((value,)))
            }
        }
    }

    fn send<'py>(&mut self, py: Python<'py>, _value: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        self.__next__(py)
    }

    fn throw(&mut self, exception: Bound<'_, PyAny>) -> PyResult<()> {
        self.state = State::Over;
        Err(PyErr::from_value(exception))
    }

    fn close(&mut self) {
        self.state = State::Over;
    }
}

impl Running {
    fn start(py: Python<'_>, pending: &Pending) -> PyResult<Self> {
        let (runtime, event_loop) = (runtime::work(py)?, need_loop(py)?);
        let work = pending.begin(py)?;
        let inbox = runtime.wakes.inbox(event_loop.bind(py))?;
        let sleeper = Arc::new(Sleeper::of(inbox, event_loop.clone_ref(py)));
        let waker = Waker::from(sleeper.clone());
        let task = AbortOnDrop(runtime.tokio.spawn(provider::awaited_by(event_loop, work)));
        Ok(Running { task, sleeper, waker, courier: Courier::new() })
    }
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
