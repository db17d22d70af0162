//! Rust errors as the exceptions of `nibe_uplink.errors`.

use std::fmt::Display;
use std::time::Duration;

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyDict;
use uplink_oauth::LoginError;
use uplink_runtime::{ApiError, Error, TokenError, TransportError};

/// Makes an exception of a class of `nibe_uplink.errors`, which is imported at the first error.
fn exception<'py>(
    py: Python<'py>,
    class: &str,
    message: &dyn Display,
    fill: impl FnOnce(&Bound<'py, PyDict>) -> PyResult<()>,
) -> PyErr {
    static CLASSES: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let made = || {
        let classes =
            CLASSES.get_or_try_init(py, || PyResult::Ok(py.import("nibe_uplink.errors")?.into_any().unbind()))?;
        let fields = PyDict::new(py);
        fill(&fields)?;
        classes.bind(py).getattr(class)?.call((message.to_string(),), Some(&fields))
    };
    made().map_or_else(|error| error, PyErr::from_value)
}

fn plain(py: Python<'_>, class: &str, message: &dyn Display) -> PyErr {
    exception(py, class, message, |_| Ok(()))
}

fn seconds(after: Option<Duration>) -> Option<f64> {
    after.map(|d| d.as_secs_f64())
}

/// A setting that cannot work.
pub(crate) fn setup(py: Python<'_>, message: &str) -> PyErr {
    plain(py, "SetupError", &message)
}

/// An argument that cannot be sent.
pub(crate) fn argument(py: Python<'_>, function: &str, argument: Option<&str>, message: &dyn Display) -> PyErr {
    exception(py, "ArgumentError", message, |fields| {
        fields.set_item("function", function)?;
        fields.set_item("argument", argument)
    })
}

/// A call that failed.
pub(crate) fn call(py: Python<'_>, error: &Error) -> PyErr {
    match error {
        Error::Argument(e) => argument(py, &e.function, e.argument.as_deref(), e),
        Error::MissingScope(e) => exception(py, "MissingScope", e, |fields| {
            fields.set_item("function", &e.function)?;
            fields.set_item("needs", &e.needs)?;
            fields.set_item("granted", &e.granted)
        }),
        Error::Token(e) => token(py, e, e),
        Error::Transport { function, error: cause } => {
            let class = match cause {
                TransportError::Timeout { .. } => "RequestTimeout",
                TransportError::Setup { .. } => "SetupError",
                _ => "TransportError",
            };
            exception(py, class, error, |fields| match class {
                "SetupError" => Ok(()),
                _ => fields.set_item("function", function),
            })
        }
        Error::Api(e) => api(py, e),
        Error::Decode(e) => exception(py, "DecodeError", e, |fields| {
            fields.set_item("function", e.function)?;
            fields.set_item("path", &e.path)
        }),
        other => plain(py, "SetupError", other),
    }
}

fn api(py: Python<'_>, error: &ApiError) -> PyErr {
    let class = match error.status {
        _ if error.rate_limited => "RateLimited",
        400 => "BadRequest",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "NotFound",
        500.. => "ServerError",
        _ => "ApiError",
    };
    exception(py, class, error, |fields| {
        fields.set_item("function", error.function)?;
        fields.set_item("status", error.status)?;
        fields.set_item("code", error.code)?;
        fields.set_item("name", error.name)?;
        fields.set_item("details", &error.details)?;
        fields.set_item("retry_after", seconds(error.retry_after))
    })
}

fn token(py: Python<'_>, error: &TokenError, message: &dyn Display) -> PyErr {
    match error {
        TokenError::LoginRequired { why, .. } => {
            exception(py, "LoginRequired", message, |fields| fields.set_item("why", why.as_str()))
        }
        TokenError::ClientRejected { .. } => plain(py, "ClientRejected", message),
        TokenError::Temporary { retry_after, .. } => {
            exception(py, "Temporary", message, |fields| fields.set_item("retry_after", seconds(*retry_after)))
        }
        TokenError::BadTokenAnswer { .. } => plain(py, "BadTokenAnswer", message),
        TokenError::StoreError { .. } => plain(py, "StoreError", message),
        _ => plain(py, "LoginError", message),
    }
}

/// A token that could not be had or kept.
pub(crate) fn tokens(py: Python<'_>, error: &TokenError) -> PyErr {
    token(py, error, error)
}

/// A login that did not succeed.
pub(crate) fn login(py: Python<'_>, error: &LoginError) -> PyErr {
    let class = match error {
        LoginError::Token(cause) => return token(py, cause, error),
        LoginError::LoginDenied { .. } => "LoginDenied",
        LoginError::StateMismatch => "StateMismatch",
        LoginError::BadCallback(_) => "BadCallback",
        LoginError::PortBusy { .. } => "PortBusy",
        LoginError::Deadline { .. } => "Deadline",
        LoginError::Cancelled => "Cancelled",
        LoginError::NotLoopback(_) | LoginError::Setup(_) => "SetupError",
        _ => "LoginError",
    };
    plain(py, class, error)
}
