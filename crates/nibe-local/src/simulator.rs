//! The local service: a pump of the S-series on this machine, with a house around it.

use uplink_simulator::Setup;
pub use uplink_simulator::{Fault, FaultKind, Firmware, Manners, Options, SetupError, Simulator, Target};

use crate::{Client, Pairing};

/// Starts the service on a port of this machine, and gives it with a client that is paired with it and keeps no pace. The service
/// ends with its last handle.
///
/// # Errors
/// When the service cannot listen.
pub async fn start() -> Result<(Simulator, Client), SetupError> {
    start_with(Manners::default(), Options::default()).await
}

/// The same with choices: how the pump is set, the port, the speed of its clock, its time.
///
/// # Errors
/// When the service cannot listen, or a choice cannot be met.
pub async fn start_with(manners: Manners, options: Options) -> Result<(Simulator, Client), SetupError> {
    let service = Setup { manners, options, ..Setup::new(uplink_simulator::local::IMITATION) }.start().await?;
    let choice = |error: String| SetupError::Choice(error);
    let pairing = pairing(&service).ok_or_else(|| choice("the service has no password".into()))?;
    let options = crate::Options { keep_pace: false, ..pairing.options() };
    let client = Client::new(options).map_err(|error| choice(error.to_string()))?;
    Ok((service, client))
}

/// What pairing with a service would keep.
pub fn pairing(service: &Simulator) -> Option<Pairing> {
    let account = service.credentials().into_iter().next()?;
    let fingerprint = service.fingerprint()?.parse().ok()?;
    Some(Pairing::new(service.base_url(), account.username?, account.secret, fingerprint))
}
