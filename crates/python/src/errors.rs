//! Rust errors as the exceptions of the package's `errors`.

use std::ffi::CString;
use std::fmt::Display;
use std::time::Duration;

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBytes, PyDict, PyType};
use uplink_oauth::LoginError;
use uplink_runtime::{ArgumentError, Error, ErrorKind, TokenError};

use crate::package;
use crate::provider::Raised;

/// What functions of the bridge give.
pub(crate) type Result<T, E = Failure> = std::result::Result<T, E>;

/// Why a function of the bridge failed.
pub(crate) enum Failure {
    Call(Error),
    Token(TokenError),
    Login(LoginError),
    /// Python code raised it.
    Raised(PyErr),
}

/// A setting that cannot work.
pub(crate) fn setup(message: impl ToString) -> Failure {
    Failure::Call(Error::Setup(message.to_string()))
}

/// An argument that cannot be sent.
pub(crate) fn argument(function: &str, argument: Option<&str>, problem: impl ToString) -> Failure {
    Failure::Call(ArgumentError::new(function, argument, problem.to_string()).into())
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Failure::Call(error)
    }
}

impl From<ArgumentError> for Failure {
    fn from(error: ArgumentError) -> Self {
        Failure::Call(error.into())
    }
}

impl From<TokenError> for Failure {
    fn from(error: TokenError) -> Self {
        Failure::Token(error)
    }
}

impl From<LoginError> for Failure {
    fn from(error: LoginError) -> Self {
        Failure::Login(error)
    }
}

impl From<PyErr> for Failure {
    fn from(error: PyErr) -> Self {
        Failure::Raised(error)
    }
}

impl From<Failure> for PyErr {
    fn from(failure: Failure) -> Self {
        Python::attach(|py| match failure {
            Failure::Call(Error::Token(error)) | Failure::Token(error) => {
                let made = exception(py, error.kind(), &error, |fields| of_token(fields, &error));
                if let Some(raised) = raised(&error) {
                    made.set_cause(py, Some(raised.exception(py)));
                }
                made
            }
            Failure::Call(error) => exception(py, error.kind(), &error, |fields| of_call(fields, &error)),
            Failure::Login(error) => exception(py, error.kind(), &error, |fields| of_login(fields, &error)),
            Failure::Raised(error) => error,
        })
    }
}

/// Makes an exception: its class by the kind, its message and its fields by the error.
fn exception(
    py: Python<'_>,
    kind: ErrorKind,
    message: &dyn Display,
    fill: impl FnOnce(&Bound<'_, PyDict>) -> PyResult<()>,
) -> PyErr {
    let made = || {
        let fields = PyDict::new(py);
        fill(&fields)?;
        class(kind).of(py)?.call((message.to_string(),), Some(&fields))
    };
    made().map_or_else(|error| error, PyErr::from_value)
}

fn of_call(fields: &Bound<'_, PyDict>, error: &Error) -> PyResult<()> {
    match error {
        Error::Argument(e) => {
            fields.set_item("function", &e.function)?;
            fields.set_item("argument", &e.argument)
        }
        Error::MissingScope(e) => {
            fields.set_item("function", &e.function)?;
            fields.set_item("needs", &e.needs)?;
            fields.set_item("granted", &e.granted)
        }
        Error::Transport { function, .. } if error.kind() != ErrorKind::Setup => fields.set_item("function", function),
        Error::Api(e) => {
            fields.set_item("function", e.function)?;
            fields.set_item("status", e.status)?;
            match &e.code_text {
                Some(code) => fields.set_item("code", code)?,
                None => fields.set_item("code", e.code)?,
            }
            fields.set_item("name", e.name)?;
            fields.set_item("details", &e.details)?;
            let body = e.response.as_ref().map(|response| PyBytes::new(fields.py(), &response.body));
            fields.set_item("body", body)?;
            fields.set_item("retry_after", seconds(e.retry_after))
        }
        Error::Decode(e) => {
            fields.set_item("function", e.function)?;
            fields.set_item("path", &e.path)?;
            fields.set_item("accepted", e.accepted)
        }
        _ => Ok(()),
    }
}

/// Warns of an answer that was kept although it does not have the declared form.
pub(crate) fn warn(py: Python<'_>, sentence: &str) -> PyResult<()> {
    static ODD_ANSWER: Class = Class::named("OddAnswerWarning");
    PyErr::warn(py, ODD_ANSWER.of(py)?.as_any(), &CString::new(sentence)?, 1)
}

fn of_token(fields: &Bound<'_, PyDict>, error: &TokenError) -> PyResult<()> {
    match error {
        TokenError::LoginRequired { why, .. } => fields.set_item("why", why.as_str()),
        TokenError::Temporary { retry_after, .. } => fields.set_item("retry_after", seconds(*retry_after)),
        _ => Ok(()),
    }
}

/// What a function of the program raised, where that is below it.
fn raised(error: &TokenError) -> Option<&Raised> {
    std::error::Error::source(error)?.downcast_ref()
}

fn of_login(fields: &Bound<'_, PyDict>, error: &LoginError) -> PyResult<()> {
    match error {
        LoginError::LoginDenied { by_user, .. } => fields.set_item("by_user", by_user),
        LoginError::Token(cause) => of_token(fields, cause),
        _ => Ok(()),
    }
}

fn seconds(after: Option<Duration>) -> Option<f64> {
    after.map(|d| d.as_secs_f64())
}

/// A class of the package's `errors`, which is imported at the first error.
struct Class {
    name: &'static str,
    object: PyOnceLock<Py<PyType>>,
}

impl Class {
    const fn named(name: &'static str) -> Self {
        Class { name, object: PyOnceLock::new() }
    }

    fn of<'py>(&self, py: Python<'py>) -> PyResult<&Bound<'py, PyType>> {
        self.object.import(py, package::ERRORS, self.name)
    }
}

fn class(kind: ErrorKind) -> &'static Class {
    static API_ERROR: Class = Class::named("ApiError");
    static ARGUMENT_ERROR: Class = Class::named("ArgumentError");
    static BAD_CALLBACK: Class = Class::named("BadCallback");
    static BAD_REQUEST: Class = Class::named("BadRequest");
    static BAD_TOKEN_ANSWER: Class = Class::named("BadTokenAnswer");
    static CANCELLED: Class = Class::named("Cancelled");
    static CLIENT_REJECTED: Class = Class::named("ClientRejected");
    static DEADLINE: Class = Class::named("Deadline");
    static DECODE_ERROR: Class = Class::named("DecodeError");
    static FORBIDDEN: Class = Class::named("Forbidden");
    static LOGIN_DENIED: Class = Class::named("LoginDenied");
    static LOGIN_REQUIRED: Class = Class::named("LoginRequired");
    static MISSING_SCOPE: Class = Class::named("MissingScope");
    static NOT_FOUND: Class = Class::named("NotFound");
    static PORT_BUSY: Class = Class::named("PortBusy");
    static RATE_LIMITED: Class = Class::named("RateLimited");
    static REQUEST_TIMEOUT: Class = Class::named("RequestTimeout");
    static SERVER_ERROR: Class = Class::named("ServerError");
    static SETUP_ERROR: Class = Class::named("SetupError");
    static STATE_MISMATCH: Class = Class::named("StateMismatch");
    static STORE_ERROR: Class = Class::named("StoreError");
    static TEMPORARY: Class = Class::named("Temporary");
    static TRANSPORT_ERROR: Class = Class::named("TransportError");
    static UNAUTHORIZED: Class = Class::named("Unauthorized");
    static UPLINK_ERROR: Class = Class::named("UplinkError");
    match kind {
        ErrorKind::Argument => &ARGUMENT_ERROR,
        ErrorKind::Setup => &SETUP_ERROR,
        ErrorKind::MissingScope => &MISSING_SCOPE,
        ErrorKind::LoginRequired => &LOGIN_REQUIRED,
        ErrorKind::LoginDenied => &LOGIN_DENIED,
        ErrorKind::StateMismatch => &STATE_MISMATCH,
        ErrorKind::BadCallback => &BAD_CALLBACK,
        ErrorKind::PortBusy => &PORT_BUSY,
        ErrorKind::Deadline => &DEADLINE,
        ErrorKind::Cancelled => &CANCELLED,
        ErrorKind::ClientRejected => &CLIENT_REJECTED,
        ErrorKind::Temporary => &TEMPORARY,
        ErrorKind::BadTokenAnswer => &BAD_TOKEN_ANSWER,
        ErrorKind::StoreError => &STORE_ERROR,
        ErrorKind::Transport => &TRANSPORT_ERROR,
        ErrorKind::Timeout => &REQUEST_TIMEOUT,
        ErrorKind::BadRequest => &BAD_REQUEST,
        ErrorKind::Unauthorized => &UNAUTHORIZED,
        ErrorKind::Forbidden => &FORBIDDEN,
        ErrorKind::NotFound => &NOT_FOUND,
        ErrorKind::RateLimited => &RATE_LIMITED,
        ErrorKind::ServerError => &SERVER_ERROR,
        ErrorKind::Api => &API_ERROR,
        ErrorKind::Decode => &DECODE_ERROR,
        // A kind that is newer than this bridge.
        _ => &UPLINK_ERROR,
    }
}
