//! Places for tokens.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use secrecy::{ExposeSecret, SecretString};
use uplink_oauth::{CallbackStore, FileStore, Key, MemoryStore, TokenStore};
use uplink_postgres::{Keys, Limits, PostgresStore, Server};

use crate::{errors, package, secret};

/// A place for tokens.
#[pyclass(frozen)]
pub(crate) struct Store {
    pub(crate) inner: Arc<dyn TokenStore>,
    /// The same, where it is a database.
    database: Option<PostgresStore>,
}

#[pymethods]
impl Store {
    /// Keeps tokens for the life of the process.
    #[staticmethod]
    fn memory() -> Self {
        Store { inner: Arc::new(MemoryStore::new()), database: None }
    }

    /// Keeps tokens in a file.
    #[staticmethod]
    fn file(path: PathBuf) -> Self {
        Store { inner: Arc::new(FileStore::new(path)), database: None }
    }

    /// Keeps tokens in a database. An address without a password takes that of `PGPASSWORD`.
    #[staticmethod]
    #[pyo3(signature = (dsn, key, insecure, limits, share, pace))]
    fn postgres(
        dsn: &Bound<'_, PyAny>,
        key: &Bound<'_, PyAny>,
        insecure: bool,
        limits: Vec<String>,
        share: f64,
        pace: Option<(u32, f64)>,
    ) -> errors::Result<Self> {
        let (dsn, keys) = (secret::text(dsn)?, secret::text(key)?);
        let keys = Keys::parse(&keys).map_err(|error| errors::setup(error.to_string()))?;
        let server = Server::parse(dsn.expose_secret(), insecure).map_err(|error| errors::setup(error.to_string()))?;
        let mut server = server.named(package::APPLICATION);
        if let (false, Ok(password)) = (server.has_password(), std::env::var("PGPASSWORD")) {
            server = server.with_password(&password.into());
        }
        let limits: Vec<&str> = limits.iter().map(String::as_str).collect();
        let mut limits = Limits::new(&limits, share).map_err(|error| errors::setup(error.to_string()))?;
        if let Some((requests, per)) = pace {
            let per = Duration::try_from_secs_f64(per).ok().filter(|per| requests > 0 && !per.is_zero());
            let per = per.ok_or_else(|| errors::setup("a pace is some requests in some seconds, such as (25, 60)"))?;
            limits = limits.with_pace(requests, per);
        }
        let store = PostgresStore::new(server, keys).sharing(limits);
        Ok(Store { inner: Arc::new(store.clone()), database: Some(store) })
    }

    /// Makes the tables of a database.
    fn migrate(&self, py: Python<'_>) -> errors::Result<()> {
        match &self.database {
            Some(database) => Ok(py.detach(|| database.migrate())?),
            None => Ok(()),
        }
    }

    /// Where it is, for people.
    fn place(&self) -> String {
        self.inner.place()
    }

    /// Lets Python functions keep tokens.
    #[staticmethod]
    #[pyo3(signature = (load, save, lock))]
    fn callbacks(load: Py<PyAny>, save: Py<PyAny>, lock: Option<Py<PyAny>>) -> Self {
        let load = move |key: &Key| {
            called("load", |py| load.bind(py).call1((key.as_str(),))?.extract::<Option<String>>())
                .map(|text| text.map(SecretString::from))
        };
        let save = move |key: &Key, text: Option<&SecretString>| {
            let text = text.map(|text| text.expose_secret());
            called("save", |py| save.bind(py).call1((key.as_str(), text)).and_then(|given| done(&given)))
        };
        let mut store = CallbackStore::new(load, save);
        if let Some(lock) = lock {
            store = store.with_lock(move |key| Ok(Box::new(Entered::new(&lock, key.as_str())?)));
        }
        Store { inner: Arc::new(store), database: None }
    }
}

/// The file in which the program keeps tokens, and Python too unless told otherwise.
#[pyfunction]
pub(crate) fn default_token_file() -> errors::Result<PathBuf> {
    Ok(FileStore::default_path(package::APPLICATION)?)
}

/// A coroutine has done nothing yet, and nobody would notice.
fn done(given: &Bound<'_, PyAny>) -> PyResult<()> {
    if given.hasattr("__await__")? {
        let _ = given.call_method0("close");
        return Err(PyTypeError::new_err("a store needs plain functions"));
    }
    Ok(())
}

/// A context manager of the program that has been entered; left when this is dropped.
struct Entered {
    leave: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Entered {
    /// Locks of threads must be given back by the thread that took them, so that each has one.
    fn new(lock: &Py<PyAny>, key: &str) -> Result<Self, String> {
        let (lock, key) = (Python::attach(|py| lock.clone_ref(py)), key.to_owned());
        let (tell, entered) = channel();
        let (leave, left) = channel::<()>();
        let thread = std::thread::spawn(move || {
            let manager = called("lock", |py| {
                let manager = lock.bind(py).call1((key,))?;
                manager.call_method0("__enter__")?;
                Ok(manager.unbind())
            });
            let held = manager.as_ref().map(drop).map_err(String::clone);
            let _ = tell.send(held);
            if let Ok(manager) = manager {
                // Ends with the other side.
                let _ = left.recv();
                // By now the tokens are saved; that the lock cannot be given back is the program's affair.
                let _ = called("lock", |py| {
                    manager.bind(py).call_method1("__exit__", (py.None(), py.None(), py.None())).map(drop)
                });
            }
        });
        entered.recv().map_err(|_| "the program's own function `lock` broke down".to_owned())??;
        Ok(Entered { leave: Some(leave), thread: Some(thread) })
    }
}

impl Drop for Entered {
    fn drop(&mut self) {
        drop(self.leave.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Calls a function of the program. Of what it raises only the kind is told: messages of databases repeat what they
/// were given.
fn called<T>(name: &str, work: impl FnOnce(Python<'_>) -> PyResult<T>) -> Result<T, String> {
    Python::attach(|py| {
        work(py).map_err(|error| {
            let kind = error.get_type(py).name().map(|name| name.to_string()).unwrap_or_default();
            format!("the program's own function `{name}` raised {kind}; see to it and try again")
        })
    })
}
