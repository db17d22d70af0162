//! What a fleet reads of a system, as JSON that its database takes as it is.

use jiff::Timestamp;
use myuplink::types::Point;
use nibe_uplink::types::{Category, Reading};
use pyo3::prelude::*;
use serde_json::Value as Json;
use uplink_runtime::descriptor::Function;
use uplink_runtime::{Answer, DecodeError, Error, Value};

use crate::core::Core;
use crate::errors::Result;
use crate::pending::Pending;

/// What stands in a type for a moment that cannot be read: the beginning of the year 1.
const UNREAD: Timestamp = Timestamp::constant(-62_135_596_800, 0);

/// The id of a parameter, when it was measured where that is known, value and unit.
type Row = (i64, Option<Timestamp>, Json, String);

/// The points of a device of myUplink: for each a list of id, time, value and unit.
#[pyfunction]
pub(crate) fn point_rows(py: Python<'_>, core: &Core, device_id: &str) -> Result<Pending> {
    rows(py, core, &myuplink::functions::POINTS, [("device_id", device_id.into())], |answer| {
        let points: Vec<Point> = answer.typed()?;
        Ok(points.iter().filter_map(of_point).collect())
    })
}

/// The readings of a system of NIBE Uplink, in the same form.
#[pyfunction]
pub(crate) fn reading_rows(py: Python<'_>, core: &Core, system_id: i64) -> Result<Pending> {
    let arguments = [("system_id", system_id.into()), ("parameters", true.into())];
    rows(py, core, &nibe_uplink::functions::CATEGORIES, arguments, |answer| {
        let categories: Vec<Category> = answer.typed()?;
        let readings = categories.iter().flat_map(|category| category.parameters.iter().flatten());
        Ok(readings.filter_map(of_reading).collect())
    })
}

fn rows<const N: usize>(
    py: Python<'_>,
    core: &Core,
    function: &'static Function,
    arguments: [(&str, Json); N],
    read: impl FnOnce(&Answer) -> std::result::Result<Vec<Row>, Error> + Send + 'static,
) -> Result<Pending> {
    let client = core.open(py)?.client;
    let arguments = arguments.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    let work = async move {
        let rows = read(&client.call(function, arguments).await?)?;
        serde_json::to_string(&rows)
            .map_err(|error| Error::from(DecodeError::new(function.name, "", error.to_string())))
    };
    Ok(Pending::call(work, core.hooks()))
}

fn of_point(point: &Point) -> Option<Row> {
    let id = &point.parameter_id;
    let id = id.bytes().all(|byte| byte.is_ascii_digit()).then(|| id.parse().ok())?;
    let time = Some(point.timestamp).filter(|time| *time != UNREAD);
    Some((id.filter(|id| *id > 0)?, time, plain(point.value()), point.parameter_unit().unwrap_or_default()))
}

fn of_reading(reading: &Reading) -> Option<Row> {
    let id = Some(reading.parameter_id).filter(|id| *id > 0)?;
    Some((id, None, plain(reading.value()), reading.unit().unwrap_or_default()))
}

/// A bare number or text, or null for an absent sensor.
fn plain(value: Value) -> Json {
    match value {
        Value::Number(number) => number.into(),
        Value::Int(number) => number.into(),
        Value::Text(text) => text.into(),
        _ => Json::Null,
    }
}
