//! Wakes event loops of Python.
//!
//! Tokio's threads never enter the interpreter: they would wait for it while they should carry data, and one that is in
//! there when it ends takes the process down. They ring a bell that the loop listens to; a loop that cannot, as the usual
//! one of Windows, is told by a thread of its own.

#[cfg(unix)]
mod bell;
mod thread;

use std::mem;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::task::Wake;

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyIterator, PyWeakrefMethods, PyWeakrefReference};

use thread::{Message, WakeThread};

/// The event loops of a process that have seen calls.
#[derive(Default)]
pub(crate) struct LoopWaker {
    // Locked only while attached, and never around Python code.
    inboxes: Mutex<Vec<Arc<Inbox>>>,
    thread: OnceLock<WakeThread>,
}

impl LoopWaker {
    /// The inbox of an event loop; all of its calls share it.
    pub(crate) fn inbox(&self, event_loop: &Bound<'_, PyAny>) -> PyResult<Arc<Inbox>> {
        let py = event_loop.py();
        // Copies are looked at, so that nothing of Python happens while they are locked.
        let all = locked(&self.inboxes).clone();
        if let Some(known) = all.iter().find(|inbox| inbox.is_of(event_loop)) {
            if matches!(known.ring, Ring::Thread(_)) {
                self.thread(py)?.sender()?;
            }
            return Ok(known.clone());
        }
        let fresh = self.open(event_loop)?;
        let closed: Vec<_> = all.into_iter().filter(|inbox| !inbox.is_open(py)).collect();
        let mut inboxes = locked(&self.inboxes);
        inboxes.retain(|inbox| !closed.iter().any(|closed| Arc::ptr_eq(inbox, closed)));
        inboxes.push(fresh.clone());
        Ok(fresh)
    }

    fn open(&self, event_loop: &Bound<'_, PyAny>) -> PyResult<Arc<Inbox>> {
        let inbox = |ring| -> PyResult<_> {
            let event_loop = PyWeakrefReference::new(event_loop)?.unbind();
            Ok(Arc::new(Inbox { event_loop, woken: Mutex::default(), ring }))
        };
        #[cfg(unix)]
        {
            let inbox = inbox(Ring::Bell(bell::Bell::new()?))?;
            let opener = Bound::new(event_loop.py(), Opener(inbox.clone()))?.into_any();
            if let Ring::Bell(bell) = &inbox.ring
                && bell.hang(event_loop, opener)?
            {
                return Ok(inbox);
            }
        }
        inbox(Ring::Thread(self.thread(event_loop.py())?.sender()?))
    }

    fn thread(&self, py: Python<'_>) -> PyResult<&WakeThread> {
        match self.thread.get() {
            Some(thread) => Ok(thread),
            None => {
                let fresh = WakeThread::start(py)?;
                Ok(self.thread.get_or_init(|| fresh))
            }
        }
    }

    /// Ends what enters the interpreter by itself. To be called detached.
    pub(crate) fn stop(&self) {
        if let Some(thread) = self.thread.get() {
            thread.stop();
        }
    }
}

enum Ring {
    #[cfg(unix)]
    Bell(bell::Bell),
    Thread(Sender<Message>),
}

/// Who is to be woken in one event loop: what comes until the loop looks is one callback.
pub(crate) struct Inbox {
    /// Not kept by us: a loop may go without a word.
    event_loop: Py<PyWeakrefReference>,
    // Locked for a moment only, attached or not.
    woken: Mutex<Vec<Arc<Sleeper>>>,
    ring: Ring,
}

impl Inbox {
    fn is_of(&self, event_loop: &Bound<'_, PyAny>) -> bool {
        self.event_loop.bind(event_loop.py()).upgrade().is_some_and(|own| own.is(event_loop))
    }

    fn is_open(&self, py: Python<'_>) -> bool {
        let Some(event_loop) = self.event_loop.bind(py).upgrade() else { return false };
        let closed = event_loop.call_method0(intern!(py, "is_closed")).and_then(|closed| closed.extract());
        !closed.unwrap_or(false)
    }

    fn add(self: &Arc<Self>, sleeper: Arc<Sleeper>) {
        let mut woken = locked(&self.woken);
        woken.push(sleeper);
        if woken.len() > 1 {
            return;
        }
        drop(woken);
        match &self.ring {
            #[cfg(unix)]
            Ring::Bell(bell) => bell.ring(),
            // Fails after the stop, when no loop is left to be woken.
            Ring::Thread(sender) => drop(sender.send(Message::Wake(self.clone()))),
        }
    }

    fn open_soon(inbox: Arc<Self>, py: Python<'_>) {
        let Some(event_loop) = inbox.event_loop.bind(py).upgrade() else { return };
        let told = Bound::new(py, Opener(inbox.clone()))
            .and_then(|opener| event_loop.call_method1(intern!(py, "call_soon_threadsafe"), (opener,)));
        if let Err(error) = told {
            // In a loop that is closed nobody rests any more.
            drop(inbox.take());
            if inbox.is_open(py) {
                error.write_unraisable(py, None);
            }
        }
    }

    fn take(&self) -> Vec<Arc<Sleeper>> {
        mem::take(&mut *locked(&self.woken))
    }
}

/// What the event loop calls.
#[pyclass(frozen, module = "_core")]
struct Opener(Arc<Inbox>);

#[pymethods]
impl Opener {
    fn __call__(&self, py: Python<'_>) -> PyResult<()> {
        #[cfg(unix)]
        if let Ring::Bell(bell) = &self.0.ring {
            bell.hush();
        }
        self.0.take().iter().try_for_each(|sleeper| sleeper.rise(py))
    }
}

/// One call, which rests on a future of asyncio until it is woken.
pub(crate) struct Sleeper {
    inbox: Arc<Inbox>,
    event_loop: Py<PyAny>,
    // Locked attached only, in the thread of the loop.
    future: Mutex<Option<Py<PyAny>>>,
}

impl Sleeper {
    pub(crate) fn of(inbox: Arc<Inbox>, event_loop: Py<PyAny>) -> Self {
        Sleeper { inbox, event_loop, future: Mutex::new(None) }
    }

    /// The future to rest on; what is woken meanwhile rises when the loop looks.
    pub(crate) fn rest<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let future = self.event_loop.call_method0(py, intern!(py, "create_future"))?.into_bound(py);
        *locked(&self.future) = Some(future.clone().unbind());
        // A future gives itself to the task that awaits it.
        PyIterator::from_object(&future)?.next().unwrap_or(Ok(future))
    }

    fn rise(&self, py: Python<'_>) -> PyResult<()> {
        let Some(future) = locked(&self.future).take() else { return Ok(()) };
        // The task may have been cancelled.
        if !future.call_method0(py, intern!(py, "done"))?.extract(py)? {
            future.call_method1(py, intern!(py, "set_result"), (py.None(),))?;
        }
        Ok(())
    }
}

impl Wake for Sleeper {
    fn wake(self: Arc<Self>) {
        let inbox = self.inbox.clone();
        inbox.add(self);
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.inbox.add(self.clone());
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
