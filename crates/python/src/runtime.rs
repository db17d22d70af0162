//! The tokio runtime of this process.

use std::sync::{Mutex, OnceLock, PoisonError};

use pyo3::exceptions::PyOSError;
use pyo3::prelude::*;
use tokio::runtime::{Builder, Runtime};

use crate::loop_waker::LoopWaker;
use crate::package;

/// What carries out the work of one process.
pub(crate) struct Work {
    /// What goes on while nobody waits: asynchronous calls, renewals, listeners and the local service.
    pub(crate) tokio: Runtime,
    /// Blocking calls, in the threads that wait for them: a hop to another thread and back costs as much as the rest.
    calls: OnceLock<Runtime>,
    pub(crate) wakes: LoopWaker,
}

/// The work of the process of this id. Locked only while attached to the interpreter: before a `fork` Python waits until no other
/// thread is, with the GIL or by stopping all, so that a child never finds it locked by a thread that it does not have.
///
/// For that, whoever has one of our locks calls nothing of Python and drops none of its objects. Without a GIL either may wait until
/// a stop is over, which waits for the threads that are attached, one of which may be waiting for the lock. `lock_py_attached`
/// of PyO3 has the lock before it is attached again, which is when a fork would leave it locked.
static WORK: Mutex<Option<(u32, &'static Work)>> = Mutex::new(None);

/// The work of this process, made at first use. A forked child has none of its parent's threads and makes its own; what
/// it inherited is left alone for good.
pub(crate) fn work(_py: Python<'_>) -> PyResult<&'static Work> {
    let mut work = WORK.lock().unwrap_or_else(PoisonError::into_inner);
    let process = std::process::id();
    match *work {
        Some((owner, current)) if owner == process => Ok(current),
        _ => {
            let tokio = Builder::new_multi_thread()
                // Answers are read elsewhere, and each hop between two workers costs more than what either does.
                .worker_threads(1)
                .thread_name(package::APPLICATION)
                .enable_all()
                .build()
                .map_err(|e| PyOSError::new_err(format!("cannot start threads: {e}")))?;
            let fresh: &'static Work =
                Box::leak(Box::new(Work { tokio, calls: OnceLock::new(), wakes: LoopWaker::default() }));
            *work = Some((process, fresh));
            Ok(fresh)
        }
    }
}

impl Work {
    /// What carries out blocking calls; made at the first of them.
    pub(crate) fn calls(&self) -> PyResult<&Runtime> {
        if let Some(calls) = self.calls.get() {
            return Ok(calls);
        }
        let fresh = Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|e| PyOSError::new_err(format!("cannot wait for answers: {e}")))?;
        Ok(self.calls.get_or_init(|| fresh))
    }
}

/// Ends the only thread of ours that enters the interpreter by itself; called by `atexit`, before the interpreter ends.
#[pyfunction]
pub(crate) fn stop_waking(py: Python<'_>) {
    let work = *WORK.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((owner, work)) = work
        && owner == std::process::id()
    {
        py.detach(|| work.wakes.stop());
    }
}
