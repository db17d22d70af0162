//! Places for tokens.

use std::path::PathBuf;
use std::sync::Arc;

use pyo3::prelude::*;
use uplink_oauth::{FileStore, MemoryStore, TokenStore};

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
}
