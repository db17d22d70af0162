//! The local service, which imitates NIBE Uplink with heat pumps that live: no account, no network.

use std::sync::Arc;
use std::time::Duration;

use uplink_oauth::{Grant, LoginError, MemoryStore, OAuthTokens, Registration};

use uplink_simulator::Setup;
pub use uplink_simulator::{Fault, FaultKind, Options, SetupError, Simulator, Target, TokenForm};

use crate::{API, Client};

/// Starts the service on a port of this machine, and gives it with a client that is logged in with every scope.
///
/// The client renews its tokens as it would at the cloud, and keeps no pace. The service ends with its last handle.
///
/// # Errors
/// When the service cannot listen.
pub async fn start() -> Result<(Simulator, Client), SetupError> {
    start_with(Options::default()).await
}

/// The same with choices: the port, the speed of its clock, its time, scopes, pace.
///
/// # Errors
/// When the service cannot listen, or a choice cannot be met.
pub async fn start_with(options: Options) -> Result<(Simulator, Client), SetupError> {
    let service = Setup { options, ..Setup::new(uplink_simulator::nibe::IMITATION) }.start().await?;
    let client = client(&service).await.map_err(|error| SetupError::Choice(error.to_string()))?;
    Ok((service, client))
}

async fn client(service: &Simulator) -> Result<Client, LoginError> {
    let (id, secret) = (service.client_id(), service.client_secret());
    let registration = Registration::new(&API, Some(service.base_url()), id, Some(secret), service.redirect_uri())?;
    let tokens = OAuthTokens::new(registration, Arc::new(MemoryStore::new()))?;
    let issued = service.issue(&[]);
    let life = Duration::from_secs(issued.expires_in);
    let refresh = issued.refresh_token.clone().map(Into::into);
    tokens.save(Grant::new(issued.access_token.clone(), refresh, Some(life), issued.scopes.clone())).await?;
    let base_url = Some(service.base_url().to_owned());
    let options = crate::Options { base_url, keep_pace: false, ..crate::Options::default() };
    Client::new(Arc::new(tokens), options).map_err(|error| LoginError::Setup(error.to_string()))
}
