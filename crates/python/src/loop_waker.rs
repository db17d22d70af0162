//! Wakes event loops of Python from a thread of its own.
//!
//! Waking an asyncio loop runs Python code. A thread that is inside Python code when the interpreter ends is ended by
//! CPython with a forced unwind, which Rust answers by aborting the process. So tokio's threads never enter the
//! interpreter: they tell one thread which loop is to be woken, and `atexit` waits until that thread has ended. Tokio's
//! threads also never wait for the interpreter while they should carry data.

use std::mem;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::task::Wake;
use std::thread::{Builder, JoinHandle};

use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::PyIterator;

enum Message {
    Wake(Arc<Inbox>),
    Stop,
}

pub(crate) struct LoopWaker {
    sender: Sender<Message>,
    thread: Mutex<Option<JoinHandle<()>>>,
    /// Of loops with calls under way.
    inboxes: Mutex<Vec<Weak<Inbox>>>,
}

impl LoopWaker {
    pub(crate) fn start() -> std::io::Result<Self> {
        let (sender, receiver) = channel();
        let thread = Builder::new().name("nibe-uplink-wake".into()).spawn(move || run(&receiver))?;
        Ok(LoopWaker { sender, thread: Mutex::new(Some(thread)), inboxes: Mutex::default() })
    }

    /// The inbox of an event loop; all of its calls share it.
    pub(crate) fn inbox(&self, py: Python<'_>, event_loop: &Py<PyAny>) -> Arc<Inbox> {
        let mut inboxes = locked(&self.inboxes);
        let known = inboxes.iter().filter_map(Weak::upgrade).find(|inbox| inbox.event_loop.is(event_loop));
        known.unwrap_or_else(|| {
            let (event_loop, sender) = (event_loop.clone_ref(py), self.sender.clone());
            let fresh = Arc::new(Inbox { event_loop, woken: Mutex::default(), sender });
            inboxes.retain(|inbox| inbox.strong_count() > 0);
            inboxes.push(Arc::downgrade(&fresh));
            fresh
        })
    }

    /// Whether the interpreter is about to end, so that nobody can be woken any more.
    pub(crate) fn stopped(&self) -> bool {
        locked(&self.thread).is_none()
    }

    /// Waits until the thread has ended. To be called detached: the thread may be waiting for the interpreter.
    pub(crate) fn stop(&self) {
        let thread = locked(&self.thread).take();
        if let Some(thread) = thread {
            // Neither fails unless the thread panicked, and then it has ended.
            let _ = self.sender.send(Message::Stop);
            let _ = thread.join();
        }
    }
}

fn run(receiver: &Receiver<Message>) {
    while let Ok(Message::Wake(inbox)) = receiver.recv() {
        // Dropped attached, as it holds an object of Python.
        Python::attach(|py| Inbox::open_soon(inbox, py));
    }
}

/// Who is to be woken in one event loop: what comes until the loop looks is one callback.
pub(crate) struct Inbox {
    event_loop: Py<PyAny>,
    // Locked for a moment only, attached or not.
    woken: Mutex<Vec<Arc<Sleeper>>>,
    sender: Sender<Message>,
}

impl Inbox {
    fn add(self: &Arc<Self>, sleeper: Arc<Sleeper>) {
        let mut woken = locked(&self.woken);
        woken.push(sleeper);
        if woken.len() == 1 {
            // Fails after the stop, when no loop is left to be woken.
            let _ = self.sender.send(Message::Wake(self.clone()));
        }
    }

    fn open_soon(inbox: Arc<Self>, py: Python<'_>) {
        let event_loop = inbox.event_loop.clone_ref(py);
        let told = Bound::new(py, Opener(inbox.clone()))
            .and_then(|opener| event_loop.call_method1(py, intern!(py, "call_soon_threadsafe"), (opener,)));
        if let Err(error) = told {
            // In a loop that is closed nobody rests any more.
            drop(inbox.take());
            let closed = event_loop.call_method0(py, intern!(py, "is_closed")).and_then(|closed| closed.extract(py));
            if !closed.unwrap_or(false) {
                error.write_unraisable(py, None);
            }
        }
    }

    fn take(&self) -> Vec<Arc<Sleeper>> {
        mem::take(&mut *locked(&self.woken))
    }
}

/// What the event loop calls.
#[pyclass(frozen, module = "nibe_uplink._core")]
struct Opener(Arc<Inbox>);

#[pymethods]
impl Opener {
    fn __call__(&self, py: Python<'_>) -> PyResult<()> {
        self.0.take().iter().try_for_each(|sleeper| sleeper.rise(py))
    }
}

/// One call, which rests on a future of asyncio until it is woken.
pub(crate) struct Sleeper {
    inbox: Arc<Inbox>,
    // Locked attached only, in the thread of the loop.
    future: Mutex<Option<Py<PyAny>>>,
}

impl Sleeper {
    pub(crate) fn of(inbox: Arc<Inbox>) -> Self {
        Sleeper { inbox, future: Mutex::new(None) }
    }

    /// The future to rest on; what is woken meanwhile rises when the loop looks.
    pub(crate) fn rest<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let future = self.inbox.event_loop.call_method0(py, intern!(py, "create_future"))?.into_bound(py);
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
