//! Walks through the pages of one call.

use std::sync::Arc;

use pyo3::prelude::*;
use tokio::sync::{Mutex, OwnedMutexGuard};
use uplink_runtime::descriptor::Function;
use uplink_runtime::{Answer, Arguments, CallOptions, Error};

use crate::apis::Known;
use crate::core::Core;
use crate::errors::Result;
use crate::hooks::Hooks;
use crate::objects;
use crate::pending::Pending;

/// Goes from page to page.
#[pyclass(frozen)]
pub(crate) struct PageCursor {
    // Two tasks or threads may ask the same walk; each page goes to one of them.
    inner: Arc<Mutex<uplink_runtime::PageCursor>>,
    known: &'static Known,
    function: &'static Function,
    arguments: Arguments,
    options: Option<CallOptions>,
    hooks: Option<Arc<Hooks>>,
}

#[pymethods]
impl PageCursor {
    /// A walk that begins where this one began.
    fn anew(&self, py: Python<'_>, core: &Core) -> Result<PageCursor> {
        PageCursor::new(py, core, self.function, self.arguments.clone(), self.options.clone())
    }

    /// The items of the next page; `None` after the last.
    fn next(&self) -> Pending {
        let (walk, known) = (self.inner.clone(), self.known);
        let work = async move {
            let mut walk = walk.lock_owned().await;
            let page = walk.fetch().await?;
            Ok::<_, Error>(page.map(|page| Page { page, walk, known }))
        };
        Pending::call(work, self.hooks.clone())
    }
}

impl PageCursor {
    pub(crate) fn new(
        py: Python<'_>,
        core: &Core,
        function: &'static Function,
        arguments: Arguments,
        options: Option<CallOptions>,
    ) -> Result<Self> {
        let mut client = core.open(py)?.client;
        if let Some(options) = &options {
            client = client.with_options(options.clone());
        }
        let walk = Arc::new(Mutex::new(client.walk(function, arguments.clone())));
        Ok(PageCursor { inner: walk, known: core.known(), function, arguments, options, hooks: core.hooks() })
    }
}

/// A page that becomes a list when it reaches the interpreter; the walk is nobody else's until then.
struct Page {
    page: Answer,
    walk: OwnedMutexGuard<uplink_runtime::PageCursor>,
    known: &'static Known,
}

impl<'py> IntoPyObject<'py> for Page {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    fn into_pyobject(mut self, py: Python<'py>) -> PyResult<Self::Output> {
        let none = || py.None().into_bound(py);
        let items =
            objects::read(py, self.known, |objects| Ok(self.walk.build(&self.page, objects)?.unwrap_or_else(none)));
        Ok(items?)
    }
}
