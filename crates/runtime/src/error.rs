//! What can go wrong at a call.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::descriptor::Role;
use crate::{ErrorKind, ErrorResponse, TokenError, TransportError};

/// Why a call failed. Its sentence is complete; its sources lead down to what the HTTP library and the system said.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Error {
    /// An argument is wrong; nothing was sent.
    Argument(ArgumentError),
    /// The user did not grant the scope that the function needs; nothing was sent.
    MissingScope(MissingScope),
    /// There is no access token.
    Token(TokenError),
    /// There is no answer.
    Transport {
        /// The function.
        function: &'static str,
        /// What happened.
        error: TransportError,
    },
    /// The server answered with an error.
    Api(Box<ApiError>),
    /// The answer does not have the declared form.
    Decode(DecodeError),
    /// The client is set up wrongly.
    Setup(String),
}

impl Error {
    /// What kind of failure it is.
    pub fn kind(&self) -> ErrorKind {
        match self {
            Error::Argument(_) => ErrorKind::Argument,
            Error::MissingScope(_) => ErrorKind::MissingScope,
            Error::Token(error) => error.kind(),
            Error::Transport { error: TransportError::Timeout { .. }, .. } => ErrorKind::Timeout,
            Error::Transport { error: TransportError::Setup { .. }, .. } | Error::Setup(_) => ErrorKind::Setup,
            Error::Transport { .. } => ErrorKind::Transport,
            Error::Api(error) => error.kind(),
            Error::Decode(_) => ErrorKind::Decode,
        }
    }

    /// Whether the user has to log in, also when it was the API that said so.
    pub fn is_login_required(&self) -> bool {
        match self {
            Error::Api(error) => matches!((error.role, error.status), (Some(Role::Login), _) | (None, 401)),
            other => other.kind() == ErrorKind::LoginRequired,
        }
    }

    /// Whether the token lacks a scope, also when it was the API that said so.
    pub fn is_missing_scope(&self) -> bool {
        match self {
            Error::Api(error) => error.role == Some(Role::Scope),
            other => other.kind() == ErrorKind::MissingScope,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Argument(error) => error.fmt(f),
            Error::MissingScope(error) => error.fmt(f),
            Error::Token(error) => error.fmt(f),
            Error::Transport { function, error } => write!(f, "{function}: {error}"),
            Error::Api(error) => error.fmt(f),
            Error::Decode(error) => error.fmt(f),
            Error::Setup(why) => f.write_str(why),
        }
    }
}

// What says all that an error below it says is no step of its own: its source is the source of that.
impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Error::Token(error) => Some(error),
            Error::Transport { error, .. } => Some(error),
            Error::Argument(_) | Error::MissingScope(_) | Error::Api(_) | Error::Decode(_) | Error::Setup(_) => None,
        }
    }
}

impl From<ArgumentError> for Error {
    fn from(error: ArgumentError) -> Self {
        Error::Argument(error)
    }
}

impl From<MissingScope> for Error {
    fn from(error: MissingScope) -> Self {
        Error::MissingScope(error)
    }
}

impl From<TokenError> for Error {
    fn from(error: TokenError) -> Self {
        Error::Token(error)
    }
}

impl From<ApiError> for Error {
    fn from(error: ApiError) -> Self {
        Error::Api(Box::new(error))
    }
}

impl From<DecodeError> for Error {
    fn from(error: DecodeError) -> Self {
        Error::Decode(error)
    }
}

/// An argument that cannot be sent.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ArgumentError {
    /// The function.
    pub function: String,
    /// The argument, when it is about one.
    pub argument: Option<String>,
    /// What is wrong and what would be right.
    pub problem: String,
}

impl ArgumentError {
    /// What is wrong with an argument, or without one with all of them.
    pub fn new(function: impl Into<String>, argument: Option<&str>, problem: impl Into<String>) -> Self {
        ArgumentError { function: function.into(), argument: argument.map(str::to_owned), problem: problem.into() }
    }
}

impl fmt::Display for ArgumentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.function, self.problem)
    }
}

impl std::error::Error for ArgumentError {}

/// A scope that the user did not grant.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct MissingScope {
    /// The function.
    pub function: String,
    /// The scopes that it needs.
    pub needs: Vec<String>,
    /// The scopes that were granted.
    pub granted: Vec<String>,
}

impl MissingScope {
    /// That a function needs scopes of which not all were granted.
    pub fn new(function: impl Into<String>, needs: Vec<String>, granted: Vec<String>) -> Self {
        MissingScope { function: function.into(), needs, granted }
    }
}

impl fmt::Display for MissingScope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let granted = if self.granted.is_empty() { "none".to_owned() } else { self.granted.join(" and ") };
        write!(
            f,
            "{} needs the scope {}, but the user granted {granted}; log in again and ask for it",
            self.function,
            self.needs.join(" and ")
        )
    }
}

impl std::error::Error for MissingScope {}

/// An error that the server reported.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ApiError {
    /// The function.
    pub function: &'static str,
    /// HTTP status.
    pub status: u16,
    /// The API's own code, where it is a number.
    pub code: Option<i64>,
    /// The API's own code, where it is a word.
    pub code_text: Option<String>,
    /// The name of the code.
    pub name: Option<&'static str>,
    /// What behaviour hangs on the code.
    pub role: Option<Role>,
    /// What the code means.
    pub meaning: Option<&'static str>,
    /// What the server says beyond the code.
    pub details: Vec<String>,
    /// How long the server wants the caller to wait.
    pub retry_after: Option<Duration>,
    /// Whether it is about too many requests, whatever the status.
    pub rate_limited: bool,
    /// What the body was, when it was not the API's error body.
    pub body_note: Option<String>,
    /// The answer as it came; none when nothing was sent.
    pub response: Option<Arc<ErrorResponse>>,
}

impl ApiError {
    /// A refusal that a server told within an answer of success.
    pub fn told(function: &'static str, status: u16, details: Vec<String>) -> Self {
        ApiError {
            function,
            status,
            code: None,
            code_text: None,
            name: None,
            role: None,
            meaning: None,
            details,
            retry_after: None,
            rate_limited: false,
            body_note: None,
            response: None,
        }
    }

    /// What kind of failure it is.
    pub fn kind(&self) -> ErrorKind {
        match self.status {
            _ if self.rate_limited => ErrorKind::RateLimited,
            400 => ErrorKind::BadRequest,
            401 => ErrorKind::Unauthorized,
            403 => ErrorKind::Forbidden,
            404 => ErrorKind::NotFound,
            500.. => ErrorKind::ServerError,
            _ => ErrorKind::Api,
        }
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: the server answered {}", self.function, self.status)?;
        match (self.name, self.code, &self.code_text) {
            (Some(name), ..) => write!(f, " {name}")?,
            (None, Some(code), _) => write!(f, " error {code}")?,
            (None, None, Some(code)) => write!(f, " {code}")?,
            (None, None, None) => {}
        }
        if !self.details.is_empty() {
            write!(f, ": {}", self.details.join("; ").trim_end_matches('.'))?;
        }
        if let Some(meaning) = self.meaning {
            write!(f, ". {}", meaning.trim_end_matches('.'))?;
        }
        if let Some(note) = &self.body_note {
            write!(f, " ({note})")?;
        }
        if let Some(after) = self.retry_after {
            write!(f, "; try again in {} s", after.as_secs().max(1))?;
        }
        Ok(())
    }
}

impl std::error::Error for ApiError {}

/// An answer that does not have the declared form.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct DecodeError {
    /// The function.
    pub function: &'static str,
    /// Where in the JSON, such as `[0].rawValue`; empty for the whole.
    pub path: String,
    /// What is wrong there, without the server's text.
    pub problem: String,
    /// The status, when the server took a write whose answer this is.
    pub accepted: Option<u16>,
    /// The answer as it came; none where it is about several at once.
    pub response: Option<Arc<ErrorResponse>>,
}

impl DecodeError {
    /// What is wrong at a place of an answer; an empty `path` is the whole.
    pub fn new(function: &'static str, path: impl Into<String>, problem: impl Into<String>) -> Self {
        DecodeError { function, path: path.into(), problem: problem.into(), accepted: None, response: None }
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.function)?;
        if let Some(status) = self.accepted {
            write!(f, "the server accepted the request ({status}), but ")?;
        }
        f.write_str("the answer does not have the declared form")?;
        if !self.path.is_empty() {
            write!(f, " at {}", self.path)?;
        }
        write!(f, ": {}", self.problem)?;
        if self.accepted.is_some() {
            f.write_str("; read what is there before sending it again")?;
        }
        Ok(())
    }
}

impl std::error::Error for DecodeError {}
