//! Work that has not started: waited for by a blocking client, awaited by an asynchronous one.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use pyo3::IntoPyObjectExt;
use pyo3::exceptions::{PyRuntimeError, PyRuntimeWarning};
use pyo3::prelude::*;

use crate::block::{block, block_on_call};
use crate::errors::{Failure, Result};
use crate::future::Awaiting;
use crate::hooks::Hooks;
use crate::{future, logging};

/// Turns what the work gave into a Python object; runs attached.
pub(crate) type Finish = Box<dyn FnOnce(Python<'_>) -> PyResult<Py<PyAny>> + Send>;
/// Runs on tokio, which never enters the interpreter.
pub(crate) type Work = Pin<Box<dyn Future<Output = Finish> + Send>>;
/// Gathers what the work needs; runs attached, when the work starts.
type Begin = Box<dyn FnOnce(Python<'_>) -> Result<Work> + Send>;

/// One piece of work, which starts when it is waited for or awaited. One that is dropped never starts.
#[pyclass(frozen)]
pub(crate) struct Pending {
    // Locked only while attached; see `runtime`.
    begin: Mutex<Option<Begin>>,
    /// Whether it is a call, which the thread that waits for it carries out.
    call: bool,
    hooks: Option<Arc<Hooks>>,
}

impl Pending {
    /// `begin` gathers what is needed when the work starts, so that work which never starts leaves everything as it was.
    pub(crate) fn new<W, T, E>(begin: impl FnOnce(Python<'_>) -> Result<W> + Send + 'static) -> Self
    where
        W: Future<Output = Result<T, E>> + Send + 'static,
        T: for<'py> IntoPyObject<'py> + Send + 'static,
        E: Into<Failure> + Send + 'static,
    {
        Pending::made(false, None, begin)
    }

    fn made<W, T, E>(
        call: bool,
        hooks: Option<Arc<Hooks>>,
        begin: impl FnOnce(Python<'_>) -> Result<W> + Send + 'static,
    ) -> Self
    where
        W: Future<Output = Result<T, E>> + Send + 'static,
        T: for<'py> IntoPyObject<'py> + Send + 'static,
        E: Into<Failure> + Send + 'static,
    {
        let begin = move |py: Python<'_>| {
            let work = begin(py)?;
            let work: Work = Box::pin(async move {
                let result = work.await;
                let finish: Finish = Box::new(move |py| finish(py, result));
                finish
            });
            Ok(work)
        };
        Pending { begin: Mutex::new(Some(Box::new(begin))), call, hooks }
    }

    /// A call: work that leaves nothing behind which has to go on when nobody waits.
    pub(crate) fn call<T, E>(
        work: impl Future<Output = Result<T, E>> + Send + 'static,
        hooks: Option<Arc<Hooks>>,
    ) -> Self
    where
        T: for<'py> IntoPyObject<'py> + Send + 'static,
        E: Into<Failure> + Send + 'static,
    {
        Pending::made(true, hooks, move |_| Ok(work))
    }

    /// Tells the program what happened, before it gets what came of it.
    pub(crate) fn tell(&self, py: Python<'_>) {
        logging::deliver(py);
        if let Some(hooks) = &self.hooks {
            hooks.deliver(py);
        }
    }

    fn take(&self) -> Option<Begin> {
        self.begin.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    pub(crate) fn begin(&self, py: Python<'_>) -> PyResult<Work> {
        let begin = self.take().ok_or_else(|| PyRuntimeError::new_err("this has been waited for already; ask anew"))?;
        Ok(begin(py)?)
    }
}

/// What a piece of work gave, as a Python object; why it failed, as an exception. Attached.
fn finish<T, E>(py: Python<'_>, result: Result<T, E>) -> PyResult<Py<PyAny>>
where
    T: for<'py> IntoPyObject<'py>,
    E: Into<Failure>,
{
    let value = result.map_err(Into::into)?;
    value.into_py_any(py)
}

#[pymethods]
impl Pending {
    /// Carries the work out, without holding the interpreter. Ctrl-C ends it.
    fn wait(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        let work = self.begin(py)?;
        let done = if self.call { block_on_call(py, work) } else { block(py, work) };
        self.tell(py);
        done?(py)
    }

    /// Carries the work out while the event loop goes on. Cancelling the task ends it.
    fn __await__(slf: &Bound<'_, Self>) -> PyResult<Awaiting> {
        if let Err(refused) = future::need_asyncio(slf.py()) {
            // That is said already.
            drop(slf.get().take());
            return Err(refused.into());
        }
        Ok(Awaiting::new(slf.clone().unbind()))
    }
}

/// As Python says it of its own coroutines: somebody forgot a word.
impl Drop for Pending {
    fn drop(&mut self) {
        if self.take().is_none() {
            return;
        }
        Python::try_attach(|py| {
            // With an exception on its way, such as Ctrl-C right before the wait, nobody forgot anything.
            if PyErr::occurred(py) {
                return;
            }
            let category = py.get_type::<PyRuntimeWarning>();
            let said = c"this was never carried out; end the line with .wait(), or await it in a coroutine";
            if let Err(error) = PyErr::warn(py, &category, said, 1) {
                error.write_unraisable(py, None);
            }
        });
    }
}
