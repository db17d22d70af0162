//! Points of myUplink's devices, read by the same code as in Rust.

use myuplink::computed::{self, Sent};
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::arguments;
use crate::nibe::values::to_python;

/// Number and word, as the API sends them.
type Pair = (Option<String>, Option<String>);

fn words(pairs: &[Pair]) -> computed::Words {
    computed::read_words(pairs.iter().map(|(value, text)| (value.as_deref(), text.as_deref())))
}

/// The value of a point, from what was sent; `limits_scale` is none when limits come as they are shown.
#[pyfunction]
#[allow(clippy::too_many_arguments, reason = "the fields that a value rests on")]
pub(crate) fn point_value<'py>(
    py: Python<'py>,
    raw: &Bound<'py, PyAny>,
    str_val: Option<&str>,
    unit: Option<&str>,
    scale: Option<&str>,
    limits: [Option<f64>; 3],
    limits_scale: Option<&str>,
    pairs: Vec<Pair>,
) -> PyResult<Bound<'py, PyAny>> {
    let raw = arguments::scalar(raw);
    let limits = computed::scale_limits(limits, computed::scale_of(limits_scale));
    let words = words(&pairs);
    to_python(py, computed::read_value(&Sent { raw: raw.as_ref(), str_val, unit, scale, limits, words: &words }))
}

/// Smallest and largest value and the step, as they are shown; `scale` is none when they come like that.
#[pyfunction]
pub(crate) fn point_limits(
    limits: [Option<f64>; 3],
    scale: Option<&str>,
    present: Option<f64>,
    str_val: Option<&str>,
    unit: Option<&str>,
) -> (Option<f64>, Option<f64>, Option<f64>) {
    let shown = computed::shown_number(str_val, unit);
    let limits = computed::read_limits(limits, computed::scale_of(scale), present, shown);
    (limits.min, limits.max, limits.step)
}

/// The one spelling of a unit.
#[pyfunction]
pub(crate) fn unit_spelling(unit: Option<&str>) -> Option<String> {
    computed::read_unit(unit)
}

/// A name without soft hyphens.
#[pyfunction]
pub(crate) fn point_title(name: Option<&str>) -> Option<String> {
    computed::read_title(name)
}

/// Words by the number that is written.
#[pyfunction]
pub(crate) fn point_words(py: Python<'_>, pairs: Vec<Pair>) -> PyResult<Bound<'_, PyDict>> {
    let by_number = PyDict::new(py);
    for (number, word) in words(&pairs) {
        #[allow(clippy::cast_possible_truncation, reason = "checked to be whole and below 9e15")]
        if number.fract() == 0.0 && number.abs() < 9e15 {
            by_number.set_item(number as i64, word)?;
        } else {
            by_number.set_item(number, word)?;
        }
    }
    Ok(by_number)
}

/// A moment in any form that was seen, as RFC 3339.
#[pyfunction]
pub(crate) fn read_moment(text: &str) -> Option<String> {
    computed::read_moment(text).map(|moment| moment.to_string())
}
