//! What the package `nibe_uplink` has beyond clients of any API: values of heat pumps, the catalogue, tables, the program.

use pyo3::prelude::*;
use pyo3::types::PyCFunction;

use crate::package;

mod arrow;
mod local;
mod points;
mod program;
mod rows;
mod values;
mod write;

/// Puts the functions of this folder into a module below that of the extension.
///
/// A declared submodule would import `types`, which is a third of the time that the extension takes to load.
pub(crate) fn add(core: &Bound<'_, PyModule>) -> PyResult<()> {
    let name = format!("{}.nibe", package::CORE);
    let nibe = PyModule::new(core.py(), &name)?;
    let functions: [PyResult<Bound<'_, PyCFunction>>; 21] = [
        wrap_pyfunction!(arrow::arrow_stream, &nibe),
        wrap_pyfunction!(local::local_base_url, &nibe),
        wrap_pyfunction!(local::local_modes, &nibe),
        wrap_pyfunction!(local::local_pair, &nibe),
        wrap_pyfunction!(local::local_pairing, &nibe),
        wrap_pyfunction!(local::local_points, &nibe),
        wrap_pyfunction!(local::local_write, &nibe),
        wrap_pyfunction!(points::point_limits, &nibe),
        wrap_pyfunction!(points::point_title, &nibe),
        wrap_pyfunction!(points::point_value, &nibe),
        wrap_pyfunction!(points::point_words, &nibe),
        wrap_pyfunction!(points::read_moment, &nibe),
        wrap_pyfunction!(points::unit_spelling, &nibe),
        wrap_pyfunction!(program::cli_main, &nibe),
        wrap_pyfunction!(rows::point_rows, &nibe),
        wrap_pyfunction!(rows::reading_rows, &nibe),
        wrap_pyfunction!(values::catalogue_find, &nibe),
        wrap_pyfunction!(values::catalogue_get, &nibe),
        wrap_pyfunction!(values::catalogue_ids, &nibe),
        wrap_pyfunction!(values::read_value, &nibe),
        wrap_pyfunction!(write::write_points, &nibe),
    ];
    for function in functions {
        nibe.add_function(function?)?;
    }
    core.setattr("nibe", &nibe)?;
    // It is imported by its name, too.
    core.py().import("sys")?.getattr("modules")?.set_item(name, nibe)
}
