//! Writing points of myUplink's devices, by the same code as in Rust.

use std::time::Duration;

use myuplink::functions::POINTS;
use myuplink::types::{Point, SettingValue};
use myuplink::{Verify, Written, write_points as write};
use pyo3::IntoPyObjectExt;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use serde_json::Value;
use uplink_runtime::builder::build_value;
use uplink_runtime::descriptor::Shape;
use uplink_runtime::{Arguments, DecodeError, Error};

use crate::apis::Known;
use crate::arguments;
use crate::core::Core;
use crate::errors::{self, Result};
use crate::objects;
use crate::pending::Pending;

const NAME: &str = "write_points";

/// Writes points and gives what became of each: its id, state, what was said, zone and point. `verify` says within how
/// many seconds and how often to look.
#[pyfunction]
pub(crate) fn write_points(
    py: Python<'_>,
    core: &Core,
    given: &Bound<'_, PyDict>,
    verify: Option<(f64, f64)>,
) -> Result<Pending> {
    let (device_id, values) = read(arguments::named(NAME, |_| false, given)?)?;
    let verify = verify.map(looks).transpose()?;
    let (client, known) = (core.open(py)?.client, core.known());
    let work = async move {
        let written = write(&client, device_id, values, verify).await?;
        Ok::<_, Error>(written.into_iter().map(|(id, written)| Entry { id, written, known }).collect::<Vec<_>>())
    };
    Ok(Pending::call(work, core.hooks()))
}

fn wrong(argument: &str, problem: &str) -> errors::Failure {
    errors::argument(NAME, Some(argument), format!("{argument}: {problem}"))
}

/// The device and the values to be written.
fn read(mut arguments: Arguments) -> Result<(String, Vec<(String, SettingValue)>)> {
    let device_id = arguments.remove("device_id");
    let Some(Value::String(device_id)) = device_id else { return Err(wrong("device_id", "it has to be a text")) };
    let Some(Value::Object(values)) = arguments.remove("values") else {
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

/// What became of one value.
struct Entry {
    id: String,
    written: Written,
    known: &'static Known,
}

impl<'py> IntoPyObject<'py> for Entry {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        let Written { state, said, zone_id, point, .. } = self.written;
        let point = point.map(|point| object(py, self.known, &point)).transpose()?;
        (self.id, state.word(), said, zone_id, point).into_bound_py_any(py)
    }
}

/// A point that Rust has read, as an object.
fn object<'py>(py: Python<'py>, known: &'static Known, point: &Point) -> Result<Bound<'py, PyAny>> {
    let shape: &'static Shape = if let Shape::List(point) = &POINTS.answer { point } else { &Shape::Any };
    let value =
        serde_json::to_value(point).map_err(|error| Error::from(DecodeError::new(NAME, "", error.to_string())))?;
    objects::read(py, known, |objects| build_value(NAME, shape, &value, objects))
}
