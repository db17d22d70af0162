//! Where access tokens come from.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use secrecy::SecretString;

use crate::ErrorKind;
use crate::SharedError;
use crate::rate_limiter::{PaceStore, SharedPace};

/// A future that can be kept in a trait object.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A source of access tokens; the OAuth helper is one.
pub trait TokenSource: Send + Sync + fmt::Debug {
    /// The scopes that the user granted, when they are known without asking the server.
    fn granted(&self) -> BoxFuture<'_, Result<Option<Vec<String>>, TokenError>>;

    /// Whether there can be a token at all; where not, calls go by keys and passwords.
    fn gives_tokens(&self) -> bool {
        true
    }

    /// A token that is good as far as anybody here knows.
    fn access(&self) -> BoxFuture<'_, Result<AccessToken, TokenError>>;

    /// Another token, after the server refused `refused`. Called at most once for a request.
    fn renew<'a>(&'a self, refused: &'a AccessToken) -> BoxFuture<'a, Result<AccessToken, TokenError>>;

    /// The client identifier that the server counts requests by; all clients of a process that have it share their pace.
    fn client_id(&self) -> Option<&str> {
        None
    }

    /// Where processes that share these tokens share their pace too.
    fn pace_store(&self) -> Option<Arc<dyn PaceStore>> {
        None
    }

    /// The pace that machines share that share these tokens; it counts in place of the one of this process.
    fn shared_pace(&self) -> Option<Arc<dyn SharedPace>> {
        None
    }
}

/// An access token.
#[derive(Clone, Debug)]
pub struct AccessToken {
    /// The token as it is sent.
    pub token: SecretString,
}

/// Why there is no token. Each sentence says what to do next.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum TokenError {
    /// The user has to log in (again).
    #[error("log in first: {detail}")]
    LoginRequired {
        /// What is missing or dead, for programs.
        why: LoginReason,
        /// The same, for people.
        detail: String,
    },
    /// The server does not accept the client identifier or secret, or blocked the client. Stored tokens are kept.
    #[error(
        "the server rejects this client: {why}; check the client identifier and secret of the registered application"
    )]
    ClientRejected {
        /// What the server said.
        why: String,
    },
    /// A passing failure; stored tokens are kept.
    #[error("the login server cannot answer now: {why}; try again{}", retry_text(.retry_after))]
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
    #[error("the login server's answer cannot be used: {why}; try again, and log in anew if it stays so")]
    BadTokenAnswer {
        /// What was wrong with it, without its text.
        why: String,
    },
    /// The token store failed.
    #[error("the token store failed: {why}")]
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

fn retry_text(after: &Option<Duration>) -> String {
    after.map_or_else(|| " later".to_owned(), |d| format!(" in {} s", d.as_secs().max(1)))
}

/// No token: for APIs that are called with keys and passwords, or by anybody.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoToken;

impl NoToken {
    fn refusal() -> TokenError {
        TokenError::LoginRequired {
            why: LoginReason::Never,
            detail: "the client was made without an access token".into(),
        }
    }
}

impl TokenSource for NoToken {
    fn granted(&self) -> BoxFuture<'_, Result<Option<Vec<String>>, TokenError>> {
        Box::pin(async { Ok(None) })
    }

    fn gives_tokens(&self) -> bool {
        false
    }

    fn access(&self) -> BoxFuture<'_, Result<AccessToken, TokenError>> {
        Box::pin(async { Err(NoToken::refusal()) })
    }

    fn renew<'a>(&'a self, _refused: &'a AccessToken) -> BoxFuture<'a, Result<AccessToken, TokenError>> {
        Box::pin(async { Err(NoToken::refusal()) })
    }
}

/// A token that somebody else takes care of.
#[derive(Clone, Debug)]
pub struct StaticToken {
    access: AccessToken,
    scopes: Option<Vec<String>>,
}

impl StaticToken {
    /// A token with the scopes it carries; `None` leaves their check to the server.
    pub fn new(token: impl Into<String>, scopes: Option<Vec<String>>) -> Self {
        let token = SecretString::from(token.into());
        StaticToken { access: AccessToken { token }, scopes }
    }
}

impl TokenSource for StaticToken {
    fn granted(&self) -> BoxFuture<'_, Result<Option<Vec<String>>, TokenError>> {
        Box::pin(async { Ok(self.scopes.clone()) })
    }

    fn access(&self) -> BoxFuture<'_, Result<AccessToken, TokenError>> {
        Box::pin(async { Ok(self.access.clone()) })
    }

    fn renew<'a>(&'a self, _refused: &'a AccessToken) -> BoxFuture<'a, Result<AccessToken, TokenError>> {
        Box::pin(async {
            Err(TokenError::LoginRequired {
                why: LoginReason::Revoked,
                detail: "the server refused the access token that the program supplied".into(),
            })
        })
    }
}
