//! One word for each kind of failure.

use std::fmt;

/// What kind of failure it is: of a call, of a token or of a login. Programs look at this, people read the sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// An argument cannot be sent; nothing was sent.
    Argument,
    /// The client is set up wrongly; nothing was sent.
    Setup,
    /// The user did not grant a scope; nothing was sent.
    MissingScope,
    /// The user has to log in, or to log in again.
    LoginRequired,
    /// The user, or the server, refused the login.
    LoginDenied,
    /// The callback belongs to another login, or to none.
    StateMismatch,
    /// The callback cannot be used.
    BadCallback,
    /// Another program listens where the callback should arrive.
    PortBusy,
    /// Nobody completed the login in time.
    Deadline,
    /// The login was given up.
    Cancelled,
    /// The server rejects the application.
    ClientRejected,
    /// The login server cannot answer now.
    Temporary,
    /// The login server answered something that is no token.
    BadTokenAnswer,
    /// Tokens could not be read or saved.
    StoreError,
    /// There was no answer.
    Transport,
    /// The answer took too long; a write may have been carried out.
    Timeout,
    /// The API refused the request as malformed, or a setting (400).
    BadRequest,
    /// The API does not accept the access token (401).
    Unauthorized,
    /// The account or the application may not do this (403).
    Forbidden,
    /// There is no such thing (404).
    NotFound,
    /// Too many requests, whatever the status.
    RateLimited,
    /// The API has trouble (5xx).
    ServerError,
    /// Any other error that the API reported.
    Api,
    /// The answer does not have the declared form.
    Decode,
}

impl ErrorKind {
    /// A stable word, such as `login_required`.
    pub fn as_str(self) -> &'static str {
        match self {
            ErrorKind::Argument => "argument",
            ErrorKind::Setup => "setup",
            ErrorKind::MissingScope => "missing_scope",
            ErrorKind::LoginRequired => "login_required",
            ErrorKind::LoginDenied => "login_denied",
            ErrorKind::StateMismatch => "state_mismatch",
            ErrorKind::BadCallback => "bad_callback",
            ErrorKind::PortBusy => "port_busy",
            ErrorKind::Deadline => "deadline",
            ErrorKind::Cancelled => "cancelled",
            ErrorKind::ClientRejected => "client_rejected",
            ErrorKind::Temporary => "temporary",
            ErrorKind::BadTokenAnswer => "bad_token_answer",
            ErrorKind::StoreError => "store_error",
            ErrorKind::Transport => "transport",
            ErrorKind::Timeout => "timeout",
            ErrorKind::BadRequest => "bad_request",
            ErrorKind::Unauthorized => "unauthorized",
            ErrorKind::Forbidden => "forbidden",
            ErrorKind::NotFound => "not_found",
            ErrorKind::RateLimited => "rate_limited",
            ErrorKind::ServerError => "server_error",
            ErrorKind::Api => "api",
            ErrorKind::Decode => "decode",
        }
    }

    /// Whether the API answered with an error.
    pub fn is_api(self) -> bool {
        use ErrorKind::{Api, BadRequest, Forbidden, NotFound, RateLimited, ServerError, Unauthorized};
        matches!(self, Api | BadRequest | Forbidden | NotFound | RateLimited | ServerError | Unauthorized)
    }

    /// Whether the server asks to be called less often.
    pub fn is_rate_limited(self) -> bool {
        self == ErrorKind::RateLimited
    }

    /// Whether the same may succeed later, with nothing changed here. A write may have been carried out all the same.
    pub fn is_retryable(self) -> bool {
        use ErrorKind::{RateLimited, ServerError, Temporary, Timeout, Transport};
        matches!(self, RateLimited | ServerError | Temporary | Timeout | Transport)
    }
}

impl fmt::Display for ErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::descriptor::Role;
    use crate::{ApiError, Error};

    fn refused(status: u16, role: Option<Role>) -> Error {
        let error = ApiError {
            function: "system",
            status,
            code: role.map(|_| 7),
            code_text: None,
            name: None,
            role,
            meaning: None,
            details: Vec::new(),
            retry_after: None,
            rate_limited: role == Some(Role::Pace),
            body_note: None,
            response: None,
        };
        error.into()
    }

    #[test]
    fn what_a_code_means_counts_before_the_status() {
        assert!(refused(400, Some(Role::Login)).is_login_required());
        assert!(refused(401, None).is_login_required());
        assert!(!refused(401, Some(Role::Scope)).is_login_required());
        assert!(refused(400, Some(Role::Scope)).is_missing_scope());
        assert!(!refused(403, None).is_missing_scope());
        assert_eq!(refused(400, Some(Role::Pace)).kind(), ErrorKind::RateLimited);
    }

    #[test]
    fn only_what_passes_by_itself_is_worth_another_attempt() {
        let again = |status| refused(status, None).kind().is_retryable();
        assert_eq!([400, 401, 403, 404, 418].map(again), [false; 5]);
        assert_eq!([500, 503].map(again), [true; 2]);
        assert!(refused(400, Some(Role::Pace)).kind().is_retryable());
        assert!(!ErrorKind::LoginRequired.is_retryable());
    }
}
