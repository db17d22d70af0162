//! Walks through the pages of one call.

use std::sync::Arc;

use pyo3::prelude::*;
use tokio::sync::Mutex;

use crate::pending::Pending;

/// Goes from page to page.
#[pyclass(frozen, module = "nibe_uplink._core")]
pub(crate) struct Walk {
    // Two tasks or threads may ask the same walk; each page goes to one of them.
    inner: Arc<Mutex<uplink_runtime::Walk>>,
}

#[pymethods]
impl Walk {
    /// The JSON text of the next page's items; `None` after the last.
    fn next(&self) -> Pending {
        let walk = self.inner.clone();
        Pending::new(move |_| Ok(async move { walk.lock().await.next().await }))
    }
}

impl Walk {
    pub(crate) fn new(walk: uplink_runtime::Walk) -> Self {
        Walk { inner: Arc::new(Mutex::new(walk)) }
    }
}
