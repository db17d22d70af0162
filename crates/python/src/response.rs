//! A value with what is known of its answer.

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyType};
use uplink_runtime::ResponseFacts;

use crate::errors::Failure;
use crate::package;

static RESPONSE: PyOnceLock<Py<PyType>> = PyOnceLock::new();
static PART_FAILURE: PyOnceLock<Py<PyType>> = PyOnceLock::new();

/// An instance of the package's `Response`.
pub(crate) fn response<'py>(
    py: Python<'py>,
    value: Bound<'py, PyAny>,
    facts: &ResponseFacts,
) -> PyResult<Bound<'py, PyAny>> {
    let headers = PyDict::new(py);
    for name in facts.headers.keys() {
        let values: Vec<_> =
            facts.headers.get_all(name).iter().map(|v| String::from_utf8_lossy(v.as_bytes())).collect();
        headers.set_item(name.as_str(), values.join(", "))?;
    }
    let mut failures = Vec::with_capacity(facts.failures.len());
    for failure in &facts.failures {
        let items = failure.items.iter().map(|item| match item.as_i64() {
            Some(number) => number.into_pyobject(py).map(Bound::into_any).map_err(PyErr::from),
            None => {
                let text = item.as_str().map_or_else(|| item.to_string(), str::to_owned);
                Ok(text.into_pyobject(py)?.into_any())
            }
        });
        let error = PyErr::from(Failure::from(failure.error.clone())).into_value(py);
        let class = PART_FAILURE.import(py, package::RESPONSE, "PartFailure")?;
        failures.push(class.call1((items.collect::<PyResult<Vec<_>>>()?, error))?);
    }
    let status = (facts.status != 0).then_some(facts.status);
    let class = RESPONSE.import(py, package::RESPONSE, "Response")?;
    class.call1((value, status, headers, facts.elapsed.as_secs_f64(), failures))
}
