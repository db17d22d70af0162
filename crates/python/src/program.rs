//! The program, for wheels.

use std::ffi::OsString;

use pyo3::prelude::*;

use crate::apis;
use crate::errors::{self, Result};

/// Runs the program of an API that another package describes, and gives its exit code. It is called `program`, and its variables
/// begin with `environment`.
#[pyfunction]
pub(crate) fn program_of(
    py: Python<'_>,
    name: &str,
    environment: &str,
    program: &str,
    arguments: Vec<OsString>,
) -> Result<i32> {
    let api = apis::with_program(name, environment, program).map_err(errors::setup)?;
    interruptible(py)?;
    Ok(py.detach(|| nibe_uplink_cli::main_of(api, arguments)))
}

/// Leaves Ctrl-C to the program.
pub(crate) fn interruptible(py: Python<'_>) -> PyResult<()> {
    // The program handles Ctrl-C by itself, as the one without Python does. `signal` is a cover of `_signal` that takes
    // longer to import than all the rest.
    let signal = py.import("_signal")?;
    signal.call_method1("signal", (signal.getattr("SIGINT")?, signal.getattr("SIG_DFL")?))?;
    Ok(())
}
