//! The program, for the wheel.

use std::ffi::OsString;

use pyo3::prelude::*;

/// Runs the program `nibe-uplink` and gives its exit code.
#[pyfunction]
pub(crate) fn cli_main(py: Python<'_>, arguments: Vec<OsString>) -> PyResult<i32> {
    // The program handles Ctrl-C by itself, as the one without Python does. `signal` is a cover of `_signal` that takes
    // longer to import than all the rest.
    let signal = py.import("_signal")?;
    signal.call_method1("signal", (signal.getattr("SIGINT")?, signal.getattr("SIG_DFL")?))?;
    Ok(py.detach(|| nibe_uplink_cli::main(arguments)))
}
