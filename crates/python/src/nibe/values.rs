//! Values of heat pumps and the catalogue of parameters.

use nibe_uplink::catalogue::{self, Parameter};
use nibe_uplink::computed::read;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use uplink_runtime::Value;

/// The value of a reading and what it was read from.
#[pyfunction]
pub(crate) fn read_value<'py>(
    py: Python<'py>,
    parameter_id: i64,
    unit: &str,
    display_value: &str,
    raw_value: i64,
) -> PyResult<(Bound<'py, PyAny>, &'static str)> {
    let (value, source) = read(parameter_id, unit, display_value, raw_value);
    Ok((to_python(py, value)?, source.as_str()))
}

/// A value as a bare number or text, or None.
pub(crate) fn to_python(py: Python<'_>, value: Value) -> PyResult<Bound<'_, PyAny>> {
    Ok(match value {
        Value::Number(number) => number.into_pyobject(py)?.into_any(),
        Value::Int(number) => number.into_pyobject(py)?.into_any(),
        Value::Text(text) => text.into_pyobject(py)?.into_any(),
        _ => py.None().into_bound(py),
    })
}

/// The fields of the parameter of this id.
#[pyfunction]
pub(crate) fn catalogue_get(py: Python<'_>, id: i64) -> PyResult<Option<Bound<'_, PyDict>>> {
    catalogue::get(id).map(|parameter| fields(py, &parameter)).transpose()
}

/// The fields of the parameters that match a text.
#[pyfunction]
pub(crate) fn catalogue_find<'py>(py: Python<'py>, text: &str) -> PyResult<Vec<Bound<'py, PyDict>>> {
    catalogue::find(text).map(|parameter| fields(py, &parameter)).collect()
}

/// The ids of all parameters.
#[pyfunction]
pub(crate) fn catalogue_ids() -> Vec<i64> {
    catalogue::all().map(|p| p.id).collect()
}

fn fields<'py>(py: Python<'py>, p: &Parameter) -> PyResult<Bound<'py, PyDict>> {
    let text = |text: &'static str| (!text.is_empty()).then_some(text);
    let fields = PyDict::new(py);
    fields.set_item("id", p.id)?;
    fields.set_item("name", p.name)?;
    fields.set_item("alias", text(p.alias))?;
    fields.set_item("title", text(p.title))?;
    fields.set_item("designation", text(p.designation))?;
    fields.set_item("unit", text(p.unit))?;
    fields.set_item("factor", p.factor)?;
    fields.set_item("weak", p.weak)?;
    fields.set_item("writable", p.writable)?;
    fields.set_item("min", p.min)?;
    fields.set_item("max", p.max)?;
    fields.set_item("step", p.step)?;
    let values = PyDict::new(py);
    for (raw, word) in p.values {
        values.set_item(raw, word)?;
    }
    fields.set_item("values", values)?;
    fields.set_item("note", text(p.note))?;
    Ok(fields)
}
