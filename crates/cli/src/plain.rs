//! The commands for an API of which nothing is known but its spec.

use clap::{Parser, Subcommand};

use crate::failure::Failure;
use crate::interrupt::or_interrupted;
use crate::options::Common;
use crate::output::Output;
use crate::{call, login, logout, simulate};

/// Calls the functions of an API, and runs a local service that stands in for it.
#[derive(Debug, Parser)]
#[command(name = "nibe-uplink", version, max_term_width = 110)]
pub struct Options {
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run a local service that stands in for the API, until it is stopped
    Simulate(simulate::Arguments),
    /// Log in: open the authorization link in a browser and keep the tokens
    Login(login::Arguments),
    /// Forget the tokens
    Logout,
    /// Call any function of the API
    Call(call::Arguments),
}

pub async fn run(options: &Options, output: &Output) -> Result<(), Failure> {
    let common = &options.common;
    match &options.command {
        // To be interrupted is how this one ends well.
        Command::Simulate(arguments) => simulate::run(arguments, common, output).await,
        Command::Login(arguments) => or_interrupted(login::run(arguments, common, output)).await,
        Command::Logout => or_interrupted(logout::run(common, output)).await,
        Command::Call(arguments) => or_interrupted(call::run(arguments, common, output)).await,
    }
}
