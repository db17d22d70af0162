//! Options of one call, or of all calls of a client.

use std::time::Duration;

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyMapping, PyString};
use uplink_runtime::CallOptions;

use crate::errors::{self, Result};

/// Reads options that were given by name; `None` when there are none.
pub(crate) fn read(what: &str, given: Option<&Bound<'_, PyDict>>) -> Result<Option<CallOptions>> {
    let Some(given) = given.filter(|given| !given.is_empty()) else { return Ok(None) };
    let mut options = CallOptions::new();
    for (name, value) in given {
        let name = name.cast::<PyString>().map_err(PyErr::from)?.to_string();
        if value.is_none() && matches!(&*name, "timeout" | "max_age" | "extra_headers") {
            continue;
        }
        options = match &*name {
            "timeout" => options.timeout(seconds("timeout", &value)?),
            "max_age" => options.max_age(seconds("max_age", &value)?),
            "extra_headers" => headers(options, &value)?,
            // As Python says it of its own functions.
            _ => {
                let message = format!("{what}() got an unexpected keyword argument '{name}'");
                return Err(PyTypeError::new_err(message).into());
            }
        };
    }
    Ok(Some(options))
}

/// Seconds as a number, or a `timedelta`.
pub(crate) fn seconds(name: &str, value: &Bound<'_, PyAny>) -> Result<Duration> {
    let number = value.extract::<f64>().or_else(|_| value.call_method0("total_seconds")?.extract::<f64>());
    let wrong = || errors::setup(format!("{name} has to be seconds, as a number of 0 or more or a timedelta"));
    number.ok().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok()).ok_or_else(wrong)
}

fn headers(mut options: CallOptions, value: &Bound<'_, PyAny>) -> Result<CallOptions> {
    let wrong = || errors::setup("extra_headers has to be a mapping of names to texts");
    let headers = value.cast::<PyMapping>().map_err(|_| wrong())?;
    for pair in headers.items()?.iter() {
        let (name, value) = pair.extract::<(String, String)>().map_err(|_| wrong())?;
        options = options.header(&name, &value)?;
    }
    Ok(options)
}

/// Checks options before anything is called with them.
#[pyfunction]
pub(crate) fn check_options(given: &Bound<'_, PyDict>) -> Result<()> {
    read("with_options", Some(given)).map(drop)
}
