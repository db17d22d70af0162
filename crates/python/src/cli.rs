//! The program, for the wheel.

use std::ffi::OsString;

use pyo3::prelude::*;

/// Runs the program `nibe-uplink` and gives its exit code.
#[pyfunction]
pub(crate) fn cli_main(py: Python<'_>, arguments: Vec<OsString>) -> i32 {
    py.detach(|| nibe_uplink_cli::main(arguments))
}
