//! Texts that Python must not show.

use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use secrecy::{ExposeSecret, SecretString};

use crate::block::rest;

/// A secret on its way to Rust. In Python's variables it would be shown by every traceback that shows variables.
#[pyclass(frozen)]
pub(crate) struct Secret {
    text: SecretString,
}

impl From<SecretString> for Secret {
    fn from(text: SecretString) -> Self {
        Secret { text }
    }
}

impl Secret {
    pub(crate) fn expose(&self) -> &str {
        self.text.expose_secret()
    }
}

#[pymethods]
impl Secret {
    #[new]
    fn new(text: &str) -> Self {
        SecretString::from(text).into()
    }

    /// Whether there is any text.
    fn __bool__(&self) -> bool {
        !self.expose().is_empty()
    }

    fn __repr__(&self) -> &'static str {
        "<Secret>"
    }

    fn __reduce__(&self) -> PyResult<()> {
        Err(PyTypeError::new_err("a secret cannot be pickled; give the other process a FileStore"))
    }
}

/// The text of a `str` or `Secret`.
pub(crate) fn text(value: &Bound<'_, PyAny>) -> PyResult<SecretString> {
    match value.cast::<Secret>() {
        Ok(secret) => Ok(secret.get().text.clone()),
        Err(_) => Ok(SecretString::from(value.extract::<&str>()?)),
    }
}

/// Says `prompt` on stderr and gives a line from stdin, unseen when that is a terminal, and whether it is one. `None` at the end of stdin or after
/// `timeout` seconds, or once `given_up` says so. Ctrl-C raises `KeyboardInterrupt`.
#[pyfunction]
pub(crate) fn read_pasted(
    py: Python<'_>,
    prompt: &str,
    timeout: f64,
    given_up: &Bound<'_, PyAny>,
) -> PyResult<Option<(Secret, bool)>> {
    let start = std::time::Instant::now();
    let given_up = given_up.clone().unbind();
    let (read, interrupted) = py.detach(|| {
        let (mut interrupted, mut ended) = (None, false);
        let mut over = || {
            let asked = Python::try_attach(|py| {
                py.check_signals()?;
                given_up.bind(py).call0()?.is_truthy()
            });
            ended = asked.is_none();
            let answer = asked.unwrap_or(Ok(true)).unwrap_or_else(|error| {
                interrupted = Some(error);
                true
            });
            answer || start.elapsed().as_secs_f64() > timeout
        };
        let read = uplink_oauth::read_pasted(prompt, &mut over);
        // By now the terminal is as it was before.
        if ended {
            rest();
        }
        (read, interrupted)
    });
    if let Some(interrupted) = interrupted {
        return Err(interrupted);
    }
    Ok(read?.map(|pasted| (Secret::from(pasted.text), pasted.terminal)))
}

/// Opens a link in the user's browser; `False` when there is none that the user would see.
#[pyfunction]
pub(crate) fn open_browser(py: Python<'_>, login: &crate::login::Login) -> bool {
    py.detach(|| uplink_oauth::open_browser(login.link()))
}

/// Whether a browser could be opened that the user would see.
#[pyfunction]
pub(crate) fn browser_is_here() -> bool {
    uplink_oauth::browser_is_here()
}

/// For functions that take a secret: its text as long as it is needed.
pub(crate) fn exposed<T>(value: &Bound<'_, PyAny>, work: impl FnOnce(&str) -> T) -> PyResult<T> {
    Ok(work(text(value)?.expose_secret()))
}
