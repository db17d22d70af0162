//! Wakes event loops of Python from a thread of its own.
//!
//! Waking an asyncio loop runs Python code. A thread that is inside Python code when the interpreter ends is ended by
//! CPython with a forced unwind, which Rust answers by aborting the process. So tokio's threads never enter the
//! interpreter: they hand the wakers to one thread, and `atexit` waits until that thread has ended. Tokio's threads
//! also never wait for the interpreter while they should carry data.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Wake, Waker};
use std::thread::{Builder, JoinHandle};

use pyo3::Python;

enum Message {
    Wake(Waker),
    Stop,
}

pub(crate) struct LoopWaker {
    sender: Sender<Message>,
    thread: Mutex<Option<JoinHandle<()>>>,
}

impl LoopWaker {
    pub(crate) fn start() -> std::io::Result<Self> {
        let (sender, receiver) = channel();
        let thread = Builder::new().name("nibe-uplink-wake".into()).spawn(move || run(&receiver))?;
        Ok(LoopWaker { sender, thread: Mutex::new(Some(thread)) })
    }

    /// A waker that may be woken on any thread and reaches `waker` on ours.
    pub(crate) fn relay(&self, waker: &Waker) -> Waker {
        Waker::from(Arc::new(Relay { sender: self.sender.clone(), waker: waker.clone() }))
    }

    /// Whether the interpreter is about to end, so that nobody can be woken any more.
    pub(crate) fn stopped(&self) -> bool {
        self.thread.lock().unwrap_or_else(PoisonError::into_inner).is_none()
    }

    /// Waits until the thread has ended. To be called detached: the thread may be waiting for the interpreter.
    pub(crate) fn stop(&self) {
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = thread {
            // Neither fails unless the thread panicked, and then it has ended.
            let _ = self.sender.send(Message::Stop);
            let _ = thread.join();
        }
    }
}

fn run(receiver: &Receiver<Message>) {
    while let Ok(Message::Wake(waker)) = receiver.recv() {
        Python::attach(|_| waker.wake());
    }
}

struct Relay {
    sender: Sender<Message>,
    waker: Waker,
}

impl Wake for Relay {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        // Fails after the stop, when no loop is left to be woken.
        let _ = self.sender.send(Message::Wake(self.waker.clone()));
    }
}
