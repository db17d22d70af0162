//! Logging in.

use uplink_oauth::LoginBuilder;

use crate::scopes::ScopeSet;
use crate::{API, Client, ENVIRONMENT};

/// Logs in and gives a client, asking the user for the scopes that the client has in its type, and no others.
///
/// The identifier and the secret of the registered application are set on what this returns, or come from the variables
/// `NIBE_UPLINK_CLIENT_ID` and `NIBE_UPLINK_CLIENT_SECRET`; so do the others that [`LoginBuilder`] names. The first
/// time the browser is opened; afterwards the tokens are taken from their file and renewed.
///
/// # Errors
/// Awaiting it fails with a [`LoginError`](crate::LoginError) when the settings cannot be used, the user refuses or does
/// not answer, or the server gives no token.
pub fn login<S: ScopeSet + 'static>(_scopes: S) -> LoginBuilder<Client<S>> {
    LoginBuilder::new(&API, ENVIRONMENT, S::NAMES, |tokens, options| Ok(Client::new(tokens, options)?.scopes()))
}
