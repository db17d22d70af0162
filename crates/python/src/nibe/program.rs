//! The program `nibe-uplink`, for the wheel.

use std::ffi::OsString;

use pyo3::prelude::*;

use crate::program::interruptible;

/// Runs the program `nibe-uplink` and gives its exit code.
#[pyfunction]
pub(crate) fn cli_main(py: Python<'_>, arguments: Vec<OsString>) -> PyResult<i32> {
    interruptible(py)?;
    Ok(py.detach(|| nibe_uplink_cli::main(arguments)))
}
