//! Places for tokens.

use std::path::PathBuf;
use std::sync::Arc;

use pyo3::prelude::*;
use secrecy::{ExposeSecret, SecretString};
use uplink_oauth::{CallbackStore, FileStore, Key, MemoryStore, TokenStore};

/// A place for tokens.
#[pyclass(frozen, module = "nibe_uplink._core")]
pub(crate) struct Store {
    pub(crate) inner: Arc<dyn TokenStore>,
}

#[pymethods]
impl Store {
    /// Keeps tokens for the life of the process.
    #[staticmethod]
    fn memory() -> Self {
        Store { inner: Arc::new(MemoryStore::new()) }
    }

    /// Keeps tokens in a file.
    #[staticmethod]
    fn file(path: PathBuf) -> Self {
        Store { inner: Arc::new(FileStore::new(path)) }
    }

    /// Lets Python functions keep tokens.
    #[staticmethod]
    fn callbacks(load: Py<PyAny>, save: Py<PyAny>) -> Self {
        let load = move |key: &Key| {
            called("load", |py| load.bind(py).call1((key.as_str(),))?.extract::<Option<String>>())
                .map(|text| text.map(SecretString::from))
        };
        let save = move |key: &Key, text: Option<&SecretString>| {
            let text = text.map(|text| text.expose_secret());
            called("save", |py| save.bind(py).call1((key.as_str(), text)).map(drop))
        };
        Store { inner: Arc::new(CallbackStore::new(load, save)) }
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
