//! Walks through the pages of one call.

use std::sync::Arc;

use pyo3::prelude::*;
use tokio::sync::Mutex;

use crate::block::block;
use crate::errors;
use crate::future;

/// Goes from page to page.
#[pyclass(frozen, module = "nibe_uplink._core")]
pub(crate) struct Walk {
    // Two tasks or threads may ask the same walk; each page goes to one of them.
    inner: Arc<Mutex<uplink_runtime::Walk>>,
}

#[pymethods]
impl Walk {
    /// The JSON text of the next page's items; `None` after the last.
    fn next(&self, py: Python<'_>) -> PyResult<Option<String>> {
        let walk = self.inner.clone();
        block(py, async move { walk.lock().await.next().await })?.map_err(|e| errors::call(py, &e))
    }

    /// The JSON text of the next page's items; `None` after the last.
    async fn anext(&self) -> PyResult<Option<String>> {
        let walk = self.inner.clone();
        let page = future::run(async move { walk.lock().await.next().await }).await?;
        page.map_err(|e| Python::attach(|py| errors::call(py, &e)))
    }
}

impl Walk {
    pub(crate) fn new(walk: uplink_runtime::Walk) -> Self {
        Walk { inner: Arc::new(Mutex::new(walk)) }
    }
}
