//! The commands for NIBE Uplink, and those of the whole program.

use clap::{Parser, Subcommand};

use crate::api::Api;
use crate::failure::Failure;
use crate::interrupt::or_interrupted;
use crate::options::Common;
use crate::output::Output;
use crate::{bridge, call, completions, demo, login, logout, parameters, publish, read, set, simulate, systems, watch};

const AFTER: &str = "\
The client secret is never an option, because other users of a machine see the options of its programs: it comes from
the environment variable NIBE_UPLINK_CLIENT_SECRET or from --client-secret-file.

Exit codes: 0 fine, 1 failed, 2 wrong use, 3 log in first, 4 scope missing, 130 interrupted.

Start with `nibe-uplink demo`: it needs no account and no network. Where the Python package brought the program,
`nibe-uplink record` records into SQLite, Parquet or DuckDB, `nibe-uplink export` makes other files of that,
and `nibe-uplink fleet` reads the systems of many owners into a Delta table.";

/// Reads and sets NIBE heat pumps through the NIBE Uplink API, and runs a local service that stands in for the cloud.
///
/// NIBE Uplink's cloud closed in September 2024; its successor is myUplink. Not affiliated with NIBE.
#[derive(Debug, Parser)]
#[command(name = "nibe-uplink", bin_name = "nibe-uplink", version, after_help = AFTER)]
#[command(max_term_width = 110)]
pub struct Options {
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    pub command: Command,
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

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Show everything in one go: local service, login, reading, writing, a chart of a day
    Demo(demo::Arguments),
    /// Run the local service that stands in for the cloud, until it is stopped
    Simulate(simulate::Arguments),
    /// Log in: open the authorization link in a browser and keep the tokens
    Login(login::Arguments),
    /// Forget the tokens
    Logout,
    /// List your systems
    Systems,
    /// Read values of a system
    Read(read::Arguments),
    /// Read values of systems again and again, until it is stopped
    Watch(watch::Arguments),
    /// Read again and again, and publish what is read: MQTT, Prometheus, InfluxDB, Postgres, Parquet; until it is stopped
    Publish(publish::Arguments),
    /// Serve NIBE Uplink on this machine with another API behind it, for programs that were made for it; until it is stopped
    Bridge(bridge::Arguments),
    /// Write settings of a system; needs the scope WRITESYSTEM
    Set(set::Arguments),
    /// Call any function of the API
    Call(call::Arguments),
    /// Search the catalogue of parameters that heat pumps know; needs no login
    Parameters(parameters::Arguments),
    /// Print a script that lets a shell complete commands and options
    Completions(completions::Arguments),
}

pub async fn run(options: &Options, output: &Output) -> Result<(), Failure> {
    let common = &options.common;
    match &options.command {
        // To be interrupted is how these end well.
        Command::Simulate(arguments) => simulate::run(arguments, common, output).await,
        Command::Watch(arguments) => watch::run(arguments, common, output).await,
        Command::Publish(arguments) => publish::run(arguments, common, output).await,
        Command::Bridge(arguments) => bridge::run(arguments, common, output).await,
        Command::Demo(arguments) => or_interrupted(demo::run(arguments, output)).await,
        Command::Login(arguments) => or_interrupted(login::run(arguments, common, output)).await,
        Command::Logout => or_interrupted(logout::run(common, output)).await,
        Command::Systems => or_interrupted(systems::run(common, output)).await,
        Command::Read(arguments) => or_interrupted(read::run(arguments, common, output)).await,
        Command::Set(arguments) => or_interrupted(set::run(arguments, common, output)).await,
        Command::Call(arguments) => or_interrupted(call::run(arguments, common, output)).await,
        Command::Parameters(arguments) => parameters::run(arguments, output),
        Command::Completions(arguments) => completions::run(arguments, output),
    }
}
