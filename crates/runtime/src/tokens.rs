//! Where access tokens come from.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use secrecy::SecretString;

use crate::rate_limiter::{PaceStore, SharedPace};
use crate::token_error::{LoginReason, TokenError};

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
