#![doc = include_str!("../README.md")]

mod cache;
mod categories;
mod connected;
mod ids;
mod language;
mod local;
mod messages;
mod myuplink;
mod readings;
mod refusal;
mod served;
mod settings;
mod smarthome;
mod status;
mod system;
mod upstream;

use std::path::PathBuf;

use uplink_simulator::{Callbacks, Options, Policy, Simulator, StartError, nibe};
use uplink_spec_files::NIBE_UPLINK_V1;

pub use local::Local;
pub use myuplink::Myuplink;
pub use served::Bridge;
pub use upstream::{Failure, Firmware, Language, Level, Machine, Message, Mode, Package, Point, Upstream, Value};

/// Why a bridge could not be started.
#[derive(Debug, thiserror::Error)]
pub enum BridgeError {
    /// The machines behind it could not be listed.
    #[error("cannot list the machines behind the bridge: {0}")]
    Upstream(#[from] Failure),
    /// The service could not be started.
    #[error(transparent)]
    Start(#[from] StartError),
}

/// Starts a bridge on the current tokio runtime: on a port of 127.0.0.1, with applications, tokens and the ids of systems kept
/// in a file if there is one.
///
/// # Errors
/// The machines cannot be listed, the port is taken, or the file cannot be used.
///
/// # Panics
/// When the embedded spec is broken, which a test would have found.
pub async fn start<U: Upstream>(upstream: U, port: u16, state: Option<PathBuf>) -> Result<Simulator, BridgeError> {
    let spec = NIBE_UPLINK_V1;
    let model = uplink_spec::read_text(spec.name, spec.text, |name| spec.table(name).map(str::to_owned));
    let model = model.unwrap_or_else(|report| panic!("the spec of v1: {report}"));
    // Nobody is offered what the login behind does not have.
    let scopes = if upstream.may_write().await? { None } else { Some(vec!["READSYSTEM".to_owned()]) };
    let bridge = Bridge::open(upstream).await?;
    let options = Options {
        port,
        stands_in: false,
        scopes,
        state,
        // Tokens open a real house, so a callback has to be the registered one or an address of this machine.
        policy: Policy { callbacks: Callbacks::Loopback, ..nibe::policy() },
        ..Options::default()
    };
    Ok(Simulator::start(model, Box::new(bridge), options).await?)
}
