//! The commands for myUplink: `nibe-uplink --api myuplink ...`.

mod read;
mod set;
mod systems;
mod watch;

use clap::{Parser, Subcommand};

use crate::api::Api;
use crate::failure::Failure;
use crate::interrupt::or_interrupted;
use crate::options::Common;
use crate::output::Output;
use crate::{bridge, call, login, logout, publish, simulate};

const AFTER: &str = "\
The client secret is never an option, because other users of a machine see the options of its programs: it comes from
the environment variable MYUPLINK_CLIENT_SECRET or from --client-secret-file.

Exit codes: 0 fine, 1 failed, 2 wrong use, 3 log in first, 4 scope missing, 130 interrupted.";

/// Reads and sets heat pumps through the myUplink API, and runs a local service that stands in for the cloud.
///
/// Not affiliated with the provider of myUplink.
#[derive(Debug, Parser)]
#[command(name = "nibe-uplink", bin_name = "nibe-uplink --api myuplink", version)]
#[command(after_help = AFTER, max_term_width = 110)]
pub struct Options {
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the local service that stands in for the cloud, until it is stopped
    Simulate(simulate::Arguments),
    /// Log in: open the authorization link in a browser and keep the tokens
    Login(login::Arguments),
    /// Forget the tokens
    Logout,
    /// List your systems with their devices
    Systems,
    /// Read points of a device
    Read(read::Arguments),
    /// Read points of devices again and again, until it is stopped
    Watch(watch::Arguments),
    /// Read again and again, and publish what is read: MQTT, Prometheus, InfluxDB, Postgres, Parquet; until it is stopped
    Publish(publish::Arguments),
    /// Serve NIBE Uplink on this machine with this API behind it, for programs that were made for it; until it is stopped
    Bridge(bridge::Arguments),
    /// Write points of a device; needs the scope WRITESYSTEM
    Set(set::Arguments),
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
        Command::Login(arguments) => or_interrupted(login::run(arguments, common, output)).await,
        Command::Logout => or_interrupted(logout::run(common, output)).await,
        Command::Systems => or_interrupted(systems::run(common, output)).await,
        Command::Read(arguments) => or_interrupted(read::run(arguments, common, output)).await,
        Command::Set(arguments) => or_interrupted(set::run(arguments, common, output)).await,
        Command::Call(arguments) => or_interrupted(call::run(arguments, common, output)).await,
    }
}
