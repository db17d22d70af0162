//! A login that listens for its answer.

use std::time::Duration;

use pyo3::prelude::*;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use uplink_oauth::{Grant, LoginError};

use crate::block::Waits;
use crate::errors::Result;
use crate::runtime;

type Answer = Result<Grant, LoginError>;

/// Takes the answer whether or not anybody waits for it yet.
pub(crate) struct Listening {
    process: u32,
    task: JoinHandle<()>,
    answer: Option<oneshot::Receiver<Answer>>,
}

impl Listening {
    pub(crate) fn start(py: Python<'_>, work: impl Future<Output = Answer> + Send + 'static) -> Result<Self> {
        let (tell, answer) = oneshot::channel();
        let task = runtime::work(py)?.tokio.spawn(async move {
            // Nobody may wait any more, and then nobody wants to know.
            let _ = tell.send(work.await);
        });
        Ok(Listening { process: std::process::id(), task, answer: Some(answer) })
    }

    /// Where the answer arrives; given once.
    pub(crate) fn answer(&mut self) -> Option<oneshot::Receiver<Answer>> {
        self.answer.take()
    }

    /// Ends the task and waits, without holding the interpreter, until it has given its port back.
    pub(crate) fn end(mut self, py: Python<'_>) {
        // In a forked child the task belongs to threads that do not exist here.
        if self.process != std::process::id() {
            std::mem::forget(self);
            return;
        }
        self.task.abort();
        // In a handler of a signal it ends without being waited for.
        let (Ok(_waits), Ok(runtime)) = (Waits::begin(), runtime::work(py)) else { return };
        py.detach(|| {
            runtime.tokio.block_on(async {
                // A moment, unless the machine is very busy; then the next login may find the port taken.
                let _ = tokio::time::timeout(Duration::from_secs(1), &mut self.task).await;
            });
        });
    }
}
