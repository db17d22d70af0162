//! Why there is no token.

use std::fmt;
use std::time::Duration;

use crate::{ErrorKind, SharedError};

/// Why there is no token. Each sentence says what to do next.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum TokenError {
    /// The user has to log in (again).
    LoginRequired {
        /// What is missing or dead, for programs.
        why: LoginReason,
        /// The same, for people.
        detail: String,
    },
    /// The server does not accept the client identifier or secret, or blocked the client. Stored tokens are kept.
    ClientRejected {
        /// What the server said.
        why: String,
    },
    /// A passing failure; stored tokens are kept.
    Temporary {
        /// What happened.
        why: String,
        /// How long the server wants the caller to wait.
        retry_after: Option<Duration>,
        /// What lies below it: a [`TransportError`](crate::TransportError) where no answer came, what the program's own source of
        /// tokens failed with.
        source: Option<SharedError>,
    },
    /// The token endpoint answered something that is no token answer.
    BadTokenAnswer {
        /// What was wrong with it, without its text.
        why: String,
    },
    /// The token store failed.
    StoreError {
        /// What happened, with the path.
        why: String,
    },
}

impl TokenError {
    /// What kind of failure it is.
    pub fn kind(&self) -> ErrorKind {
        match self {
            TokenError::LoginRequired { .. } => ErrorKind::LoginRequired,
            TokenError::ClientRejected { .. } => ErrorKind::ClientRejected,
            TokenError::Temporary { .. } => ErrorKind::Temporary,
            TokenError::BadTokenAnswer { .. } => ErrorKind::BadTokenAnswer,
            TokenError::StoreError { .. } => ErrorKind::StoreError,
        }
    }
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TokenError::LoginRequired { detail, .. } => write!(f, "log in first: {detail}"),
            TokenError::ClientRejected { why } => write!(
                f,
                "the server rejects this client: {why}; check the client identifier and secret of the registered application"
            ),
            TokenError::Temporary { why, retry_after, .. } => {
                write!(f, "the login server cannot answer now: {why}; try again")?;
                match retry_after {
                    Some(after) => write!(f, " in {} s", after.as_secs().max(1)),
                    None => f.write_str(" later"),
                }
            }
            TokenError::BadTokenAnswer { why } => {
                write!(f, "the login server's answer cannot be used: {why}; try again, and log in anew if it stays so")
            }
            TokenError::StoreError { why } => write!(f, "the token store failed: {why}"),
        }
    }
}

impl std::error::Error for TokenError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            TokenError::Temporary { source, .. } => source.as_ref().map(|error| &**error as _),
            _ => None,
        }
    }
}

/// Why the user has to log in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum LoginReason {
    /// No login is stored.
    Never,
    /// The access token has ended, and nothing renews it.
    Expired,
    /// The server accepts the code, the refresh token or the access token no more.
    Revoked,
    /// A renewal began and its end was lost, so the server may have replaced the refresh token unseen.
    Interrupted,
    /// What is stored cannot be read.
    StoreUnreadable,
}

impl LoginReason {
    /// A stable word, such as `store_unreadable`.
    pub fn as_str(self) -> &'static str {
        match self {
            LoginReason::Never => "never",
            LoginReason::Expired => "expired",
            LoginReason::Revoked => "revoked",
            LoginReason::Interrupted => "interrupted",
            LoginReason::StoreUnreadable => "store_unreadable",
        }
    }
}

impl fmt::Display for LoginReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
