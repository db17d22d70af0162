//! Writing points of myUplink's devices, by the same code as in Rust.

use std::time::Duration;

use myuplink::types::SettingValue;
use myuplink::{Verify, to_json, write_points as write};
use pyo3::prelude::*;
use serde_json::Value;
use uplink_runtime::Error;

use crate::core::Core;
use crate::errors::{self, Result};
use crate::pending::Pending;

const NAME: &str = "write_points";

/// Writes points and gives what became of each as JSON text. The arguments are a JSON object with a device and values;
/// `verify` says within how many seconds and how often to look.
#[pyfunction]
pub(crate) fn write_points(
    py: Python<'_>,
    core: &Core,
    arguments_json: &str,
    verify: Option<(f64, f64)>,
) -> Result<Pending> {
    let client = core.open(py)?.client;
    let (device_id, values) = read(arguments_json)?;
    let verify = verify.map(looks).transpose()?;
    let work = async move { Ok::<_, Error>(to_json(&write(&client, device_id, values, verify).await?)) };
    Ok(Pending::new(move |_| Ok(work)))
}

fn wrong(argument: &str, problem: &str) -> errors::Failure {
    errors::argument(NAME, Some(argument), format!("{argument}: {problem}"))
}

/// The device and the values to be written.
fn read(arguments_json: &str) -> Result<(String, Vec<(String, SettingValue)>)> {
    let mut arguments: Value = serde_json::from_str(arguments_json).unwrap_or_default();
    let device_id = arguments["device_id"].as_str().ok_or_else(|| wrong("device_id", "it has to be a text"))?;
    let device_id = device_id.to_owned();
    let Value::Object(values) = arguments["values"].take() else {
        return Err(wrong("values", "give values by id of the point"));
    };
    let one = |(id, value): (String, Value)| match serde_json::from_value(value) {
        Ok(value) => Ok((id, value)),
        Err(_) => Err(wrong("values", &format!("the value of {id} has to be a number or a text"))),
    };
    Ok((device_id, values.into_iter().map(one).collect::<Result<_>>()?))
}

fn looks((within, every): (f64, f64)) -> Result<Verify> {
    let seconds = |name: &str, seconds: f64| {
        Duration::try_from_secs_f64(seconds).map_err(|_| wrong(name, "give seconds, 0 or more"))
    };
    Ok(Verify { within: seconds("within", within)?, every: seconds("every", every)? })
}
