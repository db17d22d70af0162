//! The thread that tells event loops which hear no bell.
//!
//! A thread that is inside Python code when the interpreter ends is ended by CPython with a forced unwind, which Rust
//! answers by aborting the process. So there is one alone, and `atexit` waits until it has ended.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread::{Builder, JoinHandle};

use pyo3::exceptions::{PyOSError, PyRuntimeError};
use pyo3::prelude::*;

use super::{Inbox, locked};
use crate::package;

pub(super) enum Message {
    Wake(Arc<Inbox>),
    Stop,
}

pub(super) struct WakeThread {
    sender: Sender<Message>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl WakeThread {
    pub(super) fn start(py: Python<'_>) -> PyResult<Self> {
        let stop = py.import(package::CORE)?.getattr("stop_waking")?;
        py.import("atexit")?.call_method1("register", (stop,))?;
        let (sender, receiver) = channel();
        let thread = Builder::new().name(format!("{}-wake", package::APPLICATION)).spawn(move || run(&receiver));
        let thread = thread.map_err(|e| PyOSError::new_err(format!("cannot start a thread: {e}")))?;
        Ok(WakeThread { sender, thread: Mutex::new(Some(thread)) })
    }

    /// Where it is told whom to wake.
    ///
    /// # Errors
    /// It has ended, since the interpreter is about to.
    pub(super) fn sender(&self) -> PyResult<Sender<Message>> {
        if locked(&self.thread).is_none() {
            return Err(PyRuntimeError::new_err("the interpreter is ending; asynchronous calls are over"));
        }
        Ok(self.sender.clone())
    }

    /// Waits until the thread has ended. To be called detached: the thread may be waiting for the interpreter.
    pub(super) fn stop(&self) {
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
