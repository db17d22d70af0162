//! Points of a pump at its own address, by the same code as in Rust.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use nibe_local::{NewValue, Pairing, Reading, Value, Verify, Written};
use pyo3::IntoPyObjectExt;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyTuple};
use secrecy::SecretString;
use serde_json::Value as Json;
use uplink_runtime::{Error, Fingerprint};

use crate::arguments;
use crate::core::Core;
use crate::errors::{self, Failure, Result};
use crate::nibe::values::to_python;
use crate::pending::Pending;
use crate::secret::Secret;

/// A reading on its way to the interpreter: id, title, value, unit, smallest, largest, words, whether it is writable, time.
struct Told(Reading);

impl<'py> IntoPyObject<'py> for Told {
    type Target = PyTuple;
    type Output = Bound<'py, PyTuple>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        let Reading { id, title, value, unit, limits, words, writable, time, .. } = self.0;
        let by_number = PyDict::new(py);
        for (number, word) in words {
            #[allow(clippy::cast_possible_truncation, reason = "stored numbers have 32 bits")]
            if number.fract() == 0.0 {
                by_number.set_item(number as i64, word)?;
            } else {
                by_number.set_item(number, word)?;
            }
        }
        let value: Value = value;
        let (value, time) = (to_python(py, value)?, time.to_string());
        (id, title, value, unit, limits.min, limits.max, by_number, writable, time).into_pyobject(py)
    }
}

/// Reads points; `ids` is none for all of them.
#[pyfunction]
pub(crate) fn local_points(
    py: Python<'_>,
    core: &Core,
    device: &Bound<'_, PyAny>,
    ids: Option<Vec<i64>>,
    language: Option<String>,
) -> Result<Pending> {
    let device = device_id("points", device)?;
    let client = core.open(py)?.client;
    let work = async move {
        let readings = nibe_local::read_points(&client, &device, ids.as_ref(), language.as_deref()).await?;
        Ok::<_, Error>(readings.into_iter().map(Told).collect::<Vec<_>>())
    };
    Ok(Pending::call(work, core.hooks()))
}

/// Writes points and gives what became of each: its id, state, what was said and the reading. `verify` says within how many
/// seconds and how often to look.
#[pyfunction]
pub(crate) fn local_write(
    py: Python<'_>,
    core: &Core,
    device: &Bound<'_, PyAny>,
    values: &Bound<'_, PyDict>,
    verify: Option<(f64, f64)>,
) -> Result<Pending> {
    const NAME: &str = "write_points";
    let wrong = |problem: &str| errors::argument(NAME, Some("values"), format!("values: {problem}"));
    let device = device_id(NAME, device)?;
    let mut wanted = Vec::new();
    for (id, value) in values {
        let id: i64 = id.extract().map_err(|_| wrong("the id of a point is a number"))?;
        let value = match arguments::scalar(&value) {
            Some(Json::Number(number)) => NewValue::Number(number.as_f64().unwrap_or(f64::NAN)),
            Some(Json::Bool(truth)) => NewValue::Number(f64::from(u8::from(truth))),
            Some(Json::String(text)) => NewValue::Text(text),
            _ => return Err(wrong(&format!("the value of {id} has to be a number or a text"))),
        };
        wanted.push((id, value));
    }
    let seconds = |name: &str, seconds: f64| {
        Duration::try_from_secs_f64(seconds)
            .map_err(|_| errors::argument(NAME, Some(name), format!("{name}: give seconds, 0 or more")))
    };
    let verify = match verify {
        Some((within, every)) => Some(Verify { within: seconds("within", within)?, every: seconds("every", every)? }),
        None => None,
    };
    let client = core.open(py)?.client;
    let work = async move {
        let written = nibe_local::write_points(&client, &device, wanted, verify).await?;
        Ok::<_, Error>(Verdicts(written))
    };
    Ok(Pending::call(work, core.hooks()))
}

/// Sets the modes of a device; none leaves one as it is.
#[pyfunction]
pub(crate) fn local_modes(
    py: Python<'_>,
    core: &Core,
    device: &Bound<'_, PyAny>,
    aid: Option<String>,
    smart: Option<String>,
) -> Result<Pending> {
    let device = device_id("write_modes", device)?;
    let client = core.open(py)?.client;
    let work = async move { nibe_local::write_modes(&client, &device, aid.as_deref(), smart.as_deref()).await };
    Ok(Pending::call(work, core.hooks()))
}

struct Verdicts(BTreeMap<i64, Written>);

impl<'py> IntoPyObject<'py> for Verdicts {
    type Target = PyAny;
    type Output = Bound<'py, PyAny>;
    type Error = PyErr;

    fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
        let all: Vec<_> = self.0.into_iter().map(|(id, w)| (id, w.state.word(), w.said, w.reading.map(Told))).collect();
        all.into_bound_py_any(py)
    }
}

fn device_id(function: &str, device: &Bound<'_, PyAny>) -> Result<Json> {
    match arguments::scalar(device) {
        Some(device @ (Json::Number(_) | Json::String(_))) => Ok(device),
        _ => Err(errors::argument(function, Some("device"), "device: give an index or a serial number".to_owned())),
    }
}

/// A pairing on its way: base URL, user name, password, fingerprint.
type Kept = (String, String, Secret, String);

fn kept(pairing: Pairing) -> Kept {
    (pairing.base_url, pairing.username, pairing.password.into(), pairing.fingerprint.to_string())
}

/// Looks at the certificate of a pump, tries the password and keeps both.
#[pyfunction]
pub(crate) fn local_pair(
    address: String,
    username: String,
    password: &Secret,
    fingerprint: Option<&str>,
    path: Option<PathBuf>,
) -> Result<Pending> {
    let fingerprint = fingerprint.map(str::parse::<Fingerprint>).transpose().map_err(errors::setup)?;
    let path = file(path)?;
    let password = SecretString::from(password.expose());
    let work = async move {
        let paired = nibe_local::pair(&address, &username, password, fingerprint, &path).await?;
        Ok::<_, Error>(kept(paired.pairing))
    };
    Ok(Pending::call(work, None))
}

/// The pump that was paired at an address, or last.
#[pyfunction]
pub(crate) fn local_pairing(path: Option<PathBuf>, address: Option<&str>) -> Result<Kept> {
    Ok(kept(Pairing::load(&file(path)?, address)?))
}

/// Where a pump is, given its address.
#[pyfunction]
pub(crate) fn local_base_url(address: &str) -> String {
    nibe_local::base_url_of(address)
}

fn file(path: Option<PathBuf>) -> Result<PathBuf> {
    match path {
        Some(path) => Ok(path),
        None => Pairing::default_path().map_err(Failure::from),
    }
}
