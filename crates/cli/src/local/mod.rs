//! The commands for a pump at its own address: `nibe-uplink --api local ...` and `nibe-uplink pair`.

mod mode;
mod pump;
mod read;
mod set;
mod watch;

use clap::{Parser, Subcommand};

use crate::api::Api;
use crate::failure::Failure;
use crate::interrupt::or_interrupted;
use crate::options::Common;
use crate::output::Output;
use crate::{bridge, call, publish, simulate};

pub use pump::{client, paired_again, which};

const AFTER: &str = "\
The pump's API is turned on in its menu 7.5.15, where its user name and password are set too. `nibe-uplink pair ADDRESS` keeps
them with the fingerprint of the pump's certificate in a file that only you can read; NIBE_LOCAL_PIN_FILE names another one. The
variables NIBE_LOCAL_BASE_URL, NIBE_LOCAL_USERNAME, NIBE_LOCAL_PASSWORD and NIBE_LOCAL_FINGERPRINT win over the file.

Exit codes: 0 fine, 1 failed, 2 wrong use, 3 the pump refuses the password, 130 interrupted.";

/// Reads and sets a NIBE heat pump of the S-series at its own address, without a cloud.
///
/// Not affiliated with NIBE.
#[derive(Debug, Parser)]
#[command(name = "nibe-uplink", bin_name = "nibe-uplink --api local", version)]
#[command(after_help = AFTER, max_term_width = 110)]
pub struct Options {
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run a local service that stands in for the pump, until it is stopped
    Simulate(simulate::Arguments),
    /// Look at the pump's certificate, try the password, and keep both
    Pair(pump::Pair),
    /// Show what is behind the address
    Devices,
    /// Read points
    Read(read::Arguments),
    /// Read points again and again
    Watch(watch::Arguments),
    /// Write points
    Set(set::Arguments),
    /// Turn the emergency mode on or off, or say whether somebody is at home
    Mode(mode::Arguments),
    /// Hand what is read to Home Assistant, Prometheus, InfluxDB and others, as a file says
    Publish(publish::Arguments),
    /// Serve NIBE Uplink v1 with this pump behind
    Bridge(bridge::Arguments),
    /// Call any function of the API
    Call(call::Arguments),
}

impl Options {
    /// The API that the command itself names, if it does.
    pub fn named(&self) -> Result<Option<Api>, Failure> {
        match &self.command {
            Command::Publish(given) => publish::api_of(given),
            Command::Bridge(given) => Ok(given.api()),
            _ => Ok(None),
        }
    }
}

pub async fn run(options: &Options, output: &Output) -> Result<(), Failure> {
    let common = &options.common;
    match &options.command {
        // To be interrupted is how these end well.
        Command::Simulate(arguments) => simulate::run(arguments, common, output).await,
        Command::Watch(arguments) => watch::run(arguments, common, output).await,
        Command::Publish(arguments) => publish::run(arguments, common, output).await,
        Command::Bridge(arguments) => bridge::run(arguments, common, output).await,
        Command::Pair(arguments) => or_interrupted(pump::pair(arguments, common, output)).await,
        Command::Devices => or_interrupted(pump::devices(common, output)).await,
        Command::Read(arguments) => or_interrupted(read::run(arguments, common, output)).await,
        Command::Set(arguments) => or_interrupted(set::run(arguments, common, output)).await,
        Command::Mode(arguments) => or_interrupted(mode::run(arguments, common, output)).await,
        Command::Call(arguments) => or_interrupted(call::run(arguments, common, output)).await,
    }
}
