//! Writing points of myUplink's devices, by the same code as in Rust.

use std::time::Duration;

use myuplink::types::SettingValue;
use myuplink::{Verify, to_json, write_points as write};
use pyo3::prelude::*;
use serde_json::Value;
use uplink_runtime::Client;

use crate::block::block;
use crate::core::Core;
use crate::{errors, future};

const NAME: &str = "write_points";

/// What one write needs.
struct Work {
    client: Client,
    device_id: String,
    values: Vec<(String, SettingValue)>,
    verify: Option<Verify>,
}

impl Work {
    /// The arguments are a JSON object with a device and values; `verify` says within how many seconds and how often to
    /// look.
    fn new(py: Python<'_>, core: &Core, arguments: &str, verify: Option<(f64, f64)>) -> PyResult<Self> {
        let wrong = |argument: &str, problem: &str| {
            errors::argument(py, NAME, Some(argument), &format!("{NAME}: {argument}: {problem}"))
        };
        let mut arguments: Value = serde_json::from_str(arguments).unwrap_or_default();
        let device_id = arguments["device_id"].as_str().ok_or_else(|| wrong("device_id", "it has to be a text"))?;
        let device_id = device_id.to_owned();
        let Value::Object(values) = arguments["values"].take() else {
            return Err(wrong("values", "give values by id of the point"));
        };
        let read = |(id, value): (String, Value)| match serde_json::from_value(value) {
            Ok(value) => Ok((id, value)),
            Err(_) => Err(wrong("values", &format!("the value of {id} has to be a number or a text"))),
        };
        let values = values.into_iter().map(read).collect::<PyResult<_>>()?;
        let seconds = |name: &str, seconds: f64| {
            Duration::try_from_secs_f64(seconds).map_err(|_| wrong(name, "give seconds, 0 or more"))
        };
        let verify = match verify {
            Some((within, every)) => {
                Some(Verify { within: seconds("within", within)?, every: seconds("every", every)? })
            }
            None => None,
        };
        Ok(Work { client: core.open(py)?.client, device_id, values, verify })
    }

    async fn done(self) -> Result<String, uplink_runtime::Error> {
        Ok(to_json(&write(&self.client, self.device_id, self.values, self.verify).await?))
    }
}

/// Writes points and gives what became of each as JSON text.
#[pyfunction]
pub(crate) fn write_points(
    py: Python<'_>,
    core: &Core,
    arguments_json: &str,
    verify: Option<(f64, f64)>,
) -> PyResult<String> {
    let work = Work::new(py, core, arguments_json, verify)?;
    block(py, work.done())?.map_err(|e| errors::call(py, &e))
}

/// Writes points and gives what became of each as JSON text.
#[pyfunction]
pub(crate) async fn awrite_points(
    core: Py<Core>,
    arguments_json: String,
    verify: Option<(f64, f64)>,
) -> PyResult<String> {
    let work = Python::attach(|py| Work::new(py, core.get(), &arguments_json, verify))?;
    future::run(work.done()).await?.map_err(|e| Python::attach(|py| errors::call(py, &e)))
}
