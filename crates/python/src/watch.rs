//! Reads that are repeated.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::Timestamp;
use jiff::tz::Offset;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList};
use serde_json::Value;
use tokio::sync::{Mutex, Notify};
use uplink_runtime::{Answer, Error, WatchEvent, WatchTarget};

use crate::apis::Known;
use crate::core::Core;
use crate::errors::{Failure, Result};
use crate::hooks::Hooks;
use crate::objects;
use crate::pending::Pending;

/// Tells one event after another. Nothing is read while nobody asks for the next.
#[pyclass(frozen)]
pub(crate) struct Watch {
    // Two tasks or threads may ask the same watch; each event goes to one of them.
    inner: Arc<Mutex<Option<uplink_runtime::Watch>>>,
    end: Arc<End>,
    known: &'static Known,
    hooks: Option<Arc<Hooks>>,
}

/// Whether the watch is over, for whoever waits for its next event.
#[derive(Default)]
struct End {
    closed: AtomicBool,
    woken: Notify,
}

impl End {
    async fn wait(&self) {
        let woken = self.woken.notified();
        if !self.closed.load(Ordering::Acquire) {
            woken.await;
        }
    }
}

#[pymethods]
impl Watch {
    /// The next event: its kind, the number of its target, its time, the readings or the exception, and which items of its list
    /// were asked for, as texts; `None` when the watch was closed.
    fn next(&self) -> Pending {
        let (watch, end, known) = (self.inner.clone(), self.end.clone(), self.known);
        let work = async move {
            let mut watch = tokio::select! {
                biased;
                () = end.wait() => return Ok(None),
                watch = watch.lock_owned() => watch,
            };
            let Some(open) = watch.as_mut() else { return Ok(None) };
            let event = tokio::select! {
                biased;
                () = end.wait() => {
                    // What is under way ends with it, and the server learns that nobody waits any more.
                    *watch = None;
                    tokio::task::yield_now().await;
                    return Ok(None);
                }
                event = open.next() => event,
            };
            match event {
                // These do not pass by themselves.
                Some(WatchEvent::Failed { error, .. } | WatchEvent::Offline { error, .. })
                    if error.is_login_required() || error.is_missing_scope() =>
                {
                    Err(error)
                }
                event => Ok(event.and_then(|event| Event::of(event, known))),
            }
        };
        Pending::call(work, self.hooks.clone())
    }

    /// Ends the watch, also for whoever waits for its next event.
    fn close(&self, py: Python<'_>) {
        self.end.closed.store(true, Ordering::Release);
        self.end.woken.notify_waiters();
        // In a handler of a signal this thread carries out the very call that has it, and gives it up at the end.
        if tokio::runtime::Handle::try_current().is_ok() {
            if let Ok(mut open) = self.inner.try_lock() {
                *open = None;
            }
            return;
        }
        // Whoever has it gives it up now.
        py.detach(|| *self.inner.blocking_lock() = None);
    }
}

impl Watch {
    pub(crate) fn new(core: &Core, watch: uplink_runtime::Watch) -> Self {
        let watch = watch.offline_when(core.known().is_offline);
        let inner = Arc::new(Mutex::new(Some(watch)));
        Watch { inner, end: Arc::default(), known: core.known(), hooks: core.hooks() }
    }
}

/// An event that becomes objects when it reaches the interpreter.
struct Event {
    kind: &'static str,
    target: usize,
    at: Timestamp,
    told: Told,
    items: Vec<Value>,
    known: &'static Known,
}

enum Told {
    Answer(Answer),
    Error(Error),
    Nothing,
}

impl Event {
    /// `None` for what is newer than this bridge.
    fn of(event: WatchEvent, known: &'static Known) -> Option<Self> {
        let target = event.target();
        let (kind, at, told, items) = match event {
            WatchEvent::Answered { at, answer, items, .. } => ("reading", at, Told::Answer(answer), items),
            WatchEvent::Failed { at, error, items, .. } => ("failed", at, Told::Error(error), items),
            WatchEvent::Offline { at, error, .. } => ("offline", at, Told::Error(error), Vec::new()),
            WatchEvent::Back { at, .. } => ("back", at, Told::Nothing, Vec::new()),
            _ => return None,
        };
        Some(Event { kind, target, at, told, items, known })
    }
}

impl<'py> IntoPyObject<'py> for Event {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        let told = match self.told {
            Told::Answer(answer) => objects::read(py, self.known, |objects| answer.build(objects))?,
            Told::Error(error) => PyErr::from(Failure::from(error)).into_value(py).into_bound(py).into_any(),
            Told::Nothing => py.None().into_bound(py),
        };
        let at = objects::moment(py, self.at, Offset::UTC)?;
        let items: Vec<String> = self.items.iter().map(text).collect();
        Ok((self.kind, self.target, at, told, items).into_pyobject(py)?.into_any())
    }
}

fn text(item: &Value) -> String {
    item.as_str().map_or_else(|| item.to_string(), str::to_owned)
}

/// The targets of a watch: a function with each of these arguments.
pub(crate) fn targets(
    function: &'static uplink_runtime::descriptor::Function,
    given: &Bound<'_, PyList>,
) -> Result<Vec<WatchTarget>> {
    let mut targets = Vec::with_capacity(given.len());
    for arguments in given {
        let arguments = crate::arguments::read(function, arguments.cast::<PyDict>().map_err(PyErr::from)?)?;
        targets.push(WatchTarget::new(function, arguments));
    }
    Ok(targets)
}
