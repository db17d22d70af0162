//! What the Rust crates report, handed to Python's `logging`.
//!
//! Calls run on tokio, which never enters the interpreter: records wait until a thread that waits for a call takes them
//! along, at the latest with its answer.

use std::mem;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::task::Waker;

use log::{Level, LevelFilter, Log, Metadata, Record};
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyAnyMethods;

use crate::package;

/// Records that nobody fetches are of no use for ever.
const MOST: usize = 1000;

struct Bridge;

static WAITING: Mutex<Vec<(Level, String)>> = Mutex::new(Vec::new());
static ANY: AtomicBool = AtomicBool::new(false);
/// What wakes the asynchronous calls that are under way, which take records along.
static CALLS: Mutex<Vec<(u64, Waker)>> = Mutex::new(Vec::new());
static LOGGER: PyOnceLock<Py<PyAny>> = PyOnceLock::new();

impl Log for Bridge {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        // Those of others may hold addresses and headers.
        metadata.target().starts_with("uplink_")
    }

    fn log(&self, record: &Record<'_>) {
        if !self.enabled(record.metadata()) {
            return;
        }
        let mut waiting = WAITING.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.len() < MOST {
            waiting.push((record.level(), record.args().to_string()));
        }
        drop(waiting);
        ANY.store(true, Ordering::Release);
        let calls = mem::take(&mut *CALLS.lock().unwrap_or_else(PoisonError::into_inner));
        calls.into_iter().for_each(|(_, waker)| waker.wake());
    }

    fn flush(&self) {}
}

/// Takes over the level that the program has set for the logger of the package. A program that has not imported `logging`
/// wants nothing.
pub(crate) fn refresh(py: Python<'_>) -> PyResult<()> {
    let logger = match LOGGER.get(py) {
        Some(logger) => logger.bind(py).clone(),
        None => {
            let modules = py.import("sys")?.getattr("modules")?;
            let Ok(logging) = modules.get_item("logging") else { return Ok(()) };
            let logger = logging.call_method1("getLogger", (package::MODULE,))?;
            // As the documentation asks of libraries: without it warnings would go to the terminal.
            logger.call_method1("addHandler", (logging.getattr("NullHandler")?.call0()?,))?;
            let _ = log::set_logger(&Bridge);
            LOGGER.get_or_init(py, || logger.unbind()).bind(py).clone()
        }
    };
    // What `isEnabledFor` goes by, asked once for all levels: each call comes here.
    let py = logger.py();
    let own: i64 = logger.call_method0(intern!(py, "getEffectiveLevel"))?.extract()?;
    let all: i64 = logger.getattr(intern!(py, "manager"))?.getattr(intern!(py, "disable"))?.extract()?;
    let level = match own.max(all.saturating_add(1)) {
        _ if logger.getattr(intern!(py, "disabled"))?.is_truthy()? => LevelFilter::Off,
        ..=10 => LevelFilter::Debug,
        11..=20 => LevelFilter::Info,
        21..=30 => LevelFilter::Warn,
        _ => LevelFilter::Off,
    };
    log::set_max_level(level);
    Ok(())
}

/// Hands over what waits.
pub(crate) fn deliver(py: Python<'_>) {
    if !ANY.swap(false, Ordering::AcqRel) {
        return;
    }
    let records = mem::take(&mut *WAITING.lock().unwrap_or_else(PoisonError::into_inner));
    let Some(logger) = LOGGER.get(py) else { return };
    for (level, text) in records {
        let level = match level {
            Level::Error => 40,
            Level::Warn => 30,
            Level::Info => 20,
            Level::Debug | Level::Trace => 10,
        };
        if let Err(error) = logger.call_method1(py, "log", (level, text)) {
            error.write_unraisable(py, Some(logger.bind(py)));
        }
    }
}

/// An asynchronous call, which takes records along as long as it is under way.
pub(crate) struct Courier(u64);

impl Courier {
    pub(crate) fn new() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        Courier(NEXT.fetch_add(1, Ordering::Relaxed))
    }

    /// Has it woken when there is something to take along.
    pub(crate) fn wake_by(&self, waker: &Waker) {
        if log::max_level() == LevelFilter::Off {
            return;
        }
        let mut calls = CALLS.lock().unwrap_or_else(PoisonError::into_inner);
        match calls.iter_mut().find(|(call, _)| *call == self.0) {
            Some((_, known)) => known.clone_from(waker),
            None => calls.push((self.0, waker.clone())),
        }
    }
}

impl Drop for Courier {
    fn drop(&mut self) {
        CALLS.lock().unwrap_or_else(PoisonError::into_inner).retain(|(call, _)| *call != self.0);
    }
}
