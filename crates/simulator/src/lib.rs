//! A local service that imitates an API by reading its [`Model`](uplink_spec::model::Model).
//!
//! Routes, arguments, scopes, limits, paging and error bodies come from the model; what the functions answer comes
//! from a [`Behaviour`]: [`Examples`] for any API, [`nibe::demo`] for heat pumps that live.
//!
//! ```no_run
//! # async fn demo(model: uplink_spec::model::Model) -> Result<(), uplink_simulator::StartError> {
//! use uplink_simulator::{Options, Simulator, nibe};
//!
//! let service = Simulator::start(model, Box::new(nibe::demo()), Options::default()).await?;
//! println!("{} {}", service.base_url(), service.client_id());
//! service.stop().await;
//! # Ok(())
//! # }
//! ```

mod admin;
mod answer;
mod argument;
mod base64;
mod behaviour;
mod body;
mod caller;
mod clock;
mod dashboard;
mod examples;
mod expansion;
mod fault;
mod fields;
mod form;
mod glance;
mod handler;
mod limits;
pub mod local;
pub mod myuplink;
pub mod nibe;
mod oauth;
mod options;
mod pace;
mod page;
mod paging;
mod refusal;
mod route;
mod sample;
mod server;
mod setup;
mod shared;
mod simulator;
mod state;
mod tls;
mod value;

#[cfg(test)]
mod testing;
#[cfg(test)]
mod words_tests;

pub use behaviour::{Behaviour, Call, Outcome};
pub use caller::SimulatedCredential;
pub use examples::Examples;
pub use fault::{Fault, FaultKind, FaultKind as TamperKind, Tamper, Target, TokenForm};
pub use glance::{Curve, Glance, TroubleSwitch};
pub use local::{Firmware, Manners};
pub use nibe::{MachineFileError, Machines};
pub use oauth::{
    Basic, CallbackError, Callbacks, Credentials, Issued, Pkce, Policy, RegisterError, Rotation, SeenOAuthRequest,
    Tally, TooMany, Wording,
};
pub use options::Options;
pub use pace::Bound;
pub use setup::{Imitation, MakeMachines, Setup, SetupError};
pub use shared::SeenRequest;
pub use simulator::{Simulator, StartError};
pub use state::StateError;

/// What the README shows runs.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
