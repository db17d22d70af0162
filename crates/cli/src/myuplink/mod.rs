//! The commands for myUplink: `nibe-uplink --api myuplink ...`.

mod read;
mod set;
mod systems;
mod watch;

use std::ffi::OsString;

use clap::{ColorChoice, CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::api::Api;
use crate::call::ApiCommand;
use crate::failure::Failure;
use crate::options::Common;
use crate::output::Output;
use crate::{bridge, call, interrupt, login, logout, publish, simulate};

const AFTER: &str = "\
The client secret is never an option, because other users of a machine see the options of its programs: it comes from
the environment variable MYUPLINK_CLIENT_SECRET or from --client-secret-file.

Exit codes: 0 fine, 1 failed, 2 wrong use, 3 log in first, 4 scope missing, 130 interrupted.";

/// Reads and sets heat pumps through the myUplink API, and runs a local service that stands in for the cloud.
///
/// Not affiliated with the provider of myUplink.
#[derive(Debug, Parser)]
#[command(name = "nibe-uplink", bin_name = "nibe-uplink --api myuplink", version, color = ColorChoice::Never)]
#[command(after_help = AFTER, max_term_width = 110)]
pub struct Options {
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    command: Command,
}

/// myUplink.
#[derive(Clone, Debug)]
struct Myuplink;

impl ApiCommand for Myuplink {
    const API: Api = Api::Myuplink;
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
    /// Read again and again, and publish what is read: MQTT, Prometheus, InfluxDB; until it is stopped
    Publish(publish::Arguments),
    /// Serve NIBE Uplink on this machine with this API behind it, for programs that were made for it; until it is stopped
    Bridge(bridge::Arguments),
    /// Write points of a device; needs the scope WRITESYSTEM
    Set(set::Arguments),
    /// Call any function of the API
    Call(call::Arguments<Myuplink>),
}

impl Options {
    /// The API that the command itself names, if it does.
    pub fn named(&self) -> Result<Option<Api>, Failure> {
        match &self.command {
            Command::Publish(given) => publish::api_of(given),
            Command::Bridge(given) => Ok(Some(given.api())),
            _ => Ok(None),
        }
    }
}

/// Reads a command line.
pub fn parse(arguments: &[OsString]) -> Result<Options, clap::Error> {
    Options::from_arg_matches(&command().try_get_matches_from(arguments)?)
}

/// The shared options, with the variables and defaults of this API.
fn command() -> clap::Command {
    let variables = [
        ("base_url", "MYUPLINK_BASE_URL"),
        ("client_id", "MYUPLINK_CLIENT_ID"),
        ("redirect_uri", "MYUPLINK_REDIRECT_URI"),
        ("token_file", "MYUPLINK_TOKEN_FILE"),
    ];
    let command = variables
        .into_iter()
        .fold(Options::command(), |command, (option, variable)| command.mut_arg(option, |arg| arg.env(variable)));
    command
        .mut_arg("client_secret_file", |arg| {
            arg.help("A file that holds the client secret and nothing else; else MYUPLINK_CLIENT_SECRET counts")
        })
        .mut_subcommand("login", |login| {
            login.mut_arg("scopes", |arg| {
                arg.default_value("READSYSTEM offline_access").help(
                    "The scopes to ask for, separated by blanks: READSYSTEM, WRITESYSTEM, and offline_access, \
                     without which the login ends after an hour",
                )
            })
        })
}

pub async fn run(options: &Options, output: &Output) -> Result<(), Failure> {
    let common = &options.common;
    if let Command::Simulate(arguments) = &options.command {
        // To be interrupted is how this one ends well.
        return simulate::run(arguments, common, output).await;
    }
    if let Command::Watch(arguments) = &options.command {
        return watch::run(arguments, common, output).await;
    }
    if let Command::Publish(arguments) = &options.command {
        return publish::run(arguments, common, output).await;
    }
    if let Command::Bridge(arguments) = &options.command {
        return bridge::run(arguments, common, output).await;
    }
    interrupt::or_interrupted(async {
        match &options.command {
            Command::Simulate(_) | Command::Watch(_) | Command::Publish(_) | Command::Bridge(_) => Ok(()),
            Command::Login(arguments) => login::run(arguments, common, output).await,
            Command::Logout => logout::run(common, output).await,
            Command::Systems => systems::run(common, output).await,
            Command::Read(arguments) => read::run(arguments, common, output).await,
            Command::Set(arguments) => set::run(arguments, common, output).await,
            Command::Call(arguments) => call::run(arguments, common, output).await,
        }
    })
    .await
}

#[cfg(test)]
mod tests {
    #[test]
    fn names_do_not_collide() {
        super::command().debug_assert();
    }
}
