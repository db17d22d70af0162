//! Why a login did not succeed.

use std::time::Duration;

use uplink_runtime::{ErrorKind, TokenError};

/// Why a login did not succeed. Each sentence says what to do next; none holds a code, state, token or secret.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum LoginError {
    /// The user, or the server on its own, refused.
    #[error("the login was refused ({error}); {}", advice(.error, *.by_user))]
    LoginDenied {
        /// The server's word for it, such as `access_denied`, and its cleaned description.
        error: String,
        /// Whether the user pressed the button.
        by_user: bool,
    },
    /// The answer belongs to another login, or to none.
    #[error("this answer does not belong to this login; open the newest link and use the address that it leads to")]
    StateMismatch,
    /// What came is no callback of this login.
    #[error("this is no usable callback: {0}")]
    BadCallback(String),
    /// The port of the redirect URI cannot be used.
    #[error(
        "port {port} of this machine cannot be used ({why}); end the program that uses it, or log in without it: open the link and paste the address that the browser ends at"
    )]
    PortBusy {
        /// The port.
        port: u16,
        /// What the system says.
        why: String,
    },
    /// No listener can stand at this redirect URI.
    #[error(
        "the redirect URI `{0}` is not on this machine (http://127.0.0.1:PORT/...); open the link and paste the address that the browser ends at"
    )]
    NotLoopback(String),
    /// The host gave up, for instance at Ctrl-C.
    #[error("the login was cancelled; start it again when you are ready")]
    Cancelled,
    /// Nobody answered.
    #[error("no login within {} s; start again, or paste the address that the browser ends at", .after.as_secs_f64())]
    Deadline {
        /// The time that was given.
        after: Duration,
    },
    /// The token endpoint did not give a token.
    #[error("the login could not be completed: {0}")]
    Token(#[from] TokenError),
    /// The login is set up wrongly; nothing was sent.
    #[error("{0}")]
    Setup(String),
}

impl LoginError {
    /// What kind of failure it is.
    pub fn kind(&self) -> ErrorKind {
        match self {
            LoginError::LoginDenied { .. } => ErrorKind::LoginDenied,
            LoginError::StateMismatch => ErrorKind::StateMismatch,
            LoginError::BadCallback(_) => ErrorKind::BadCallback,
            LoginError::PortBusy { .. } => ErrorKind::PortBusy,
            LoginError::Cancelled => ErrorKind::Cancelled,
            LoginError::Deadline { .. } => ErrorKind::Deadline,
            LoginError::Token(cause) => cause.kind(),
            LoginError::NotLoopback(_) | LoginError::Setup(_) => ErrorKind::Setup,
        }
    }
}

/// What to do about a refusal of the authorization endpoint. Most words mean that another try ends alike.
fn advice(error: &str, by_user: bool) -> &'static str {
    match error.split(':').next().unwrap_or_default() {
        _ if by_user => "start again and allow the access",
        "invalid_request" => REQUEST_ADVICE,
        "invalid_scope" => SCOPE_ADVICE,
        "unsupported_response_type" => {
            "the server does not offer this kind of login to this application; use another kind"
        }
        _ => "start again",
    }
}

pub(crate) const REQUEST_ADVICE: &str = "give the callback URL exactly as it is registered, and switch PKCE on (`pkce`) if \
                                         the server wants it, or off if it does not know it";
pub(crate) const SCOPE_ADVICE: &str = "ask only for scopes that this application may have (`scopes`)";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_says_what_to_change() {
        let said = |error: &str, by_user: bool| LoginError::LoginDenied { error: error.into(), by_user }.to_string();
        assert!(said("access_denied", true).ends_with("start again and allow the access"));
        for error in ["invalid_request", "invalid_request: code_challenge is missing"] {
            assert!(said(error, false).contains("callback URL") && said(error, false).contains("`pkce`"));
        }
        assert!(said("invalid_scope", false).contains("`scopes`"));
        assert!(said("unsupported_response_type", false).contains("another kind"));
        assert!(said("access_denied", false).ends_with("start again"));
    }
}
