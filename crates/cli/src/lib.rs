//! The program `nibe-uplink` as a library, so that the Python package can offer the same program; and the program of any API,
//! which it is made of.
//!
//! One file for each subcommand; [`main`] and [`main_of`] are the ways in. What a command says goes through `output`, what goes
//! wrong through `failure`, and who is asked with which tokens is decided in `session`.

mod api;
mod call;
mod failure;
mod interrupt;
mod keys;
mod login;
mod logout;
mod options;
mod output;
mod paste;
mod plain;
mod session;
mod simulate;
mod warnings;

// What knows heat pumps.
#[cfg(feature = "nibe")]
mod bridge;
#[cfg(feature = "nibe")]
mod completions;
#[cfg(feature = "nibe")]
mod demo;
#[cfg(feature = "nibe")]
mod known;
#[cfg(feature = "nibe")]
mod local;
#[cfg(feature = "nibe")]
mod myuplink;
#[cfg(feature = "nibe")]
mod parameters;
#[cfg(feature = "nibe")]
mod publish;
#[cfg(feature = "nibe")]
mod read;
#[cfg(feature = "nibe")]
mod reload;
#[cfg(feature = "nibe")]
mod set;
#[cfg(feature = "nibe")]
mod systemd;
#[cfg(feature = "nibe")]
mod systems;
#[cfg(feature = "nibe")]
mod table;
#[cfg(feature = "nibe")]
mod typed;
#[cfg(feature = "nibe")]
mod v1;
#[cfg(feature = "nibe")]
mod watch;

use std::ffi::OsString;
use std::future::Future;
use std::time::Duration;

pub use api::Api;
use failure::Failure;
#[cfg(feature = "nibe")]
pub use known::main;
use options::Common;
use output::Output;

/// Runs the program of one API alone, with what the program does with any API, and gives its exit code: 0 fine, 1 failed,
/// 2 wrong use, 3 log in first, 4 scope missing, 130 interrupted.
///
/// The first argument is the name of the program. Never ends the process, so that a host program can clean up.
pub fn main_of(api: Api, arguments: impl IntoIterator<Item = OsString>) -> i32 {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let options = match options::parse::<plain::Options>(api, &arguments) {
        Ok(options) => options,
        Err(error) => return refused(&error, api, &arguments),
    };
    let output = started(&options.common);
    ended(serve(plain::run(&options, &output)), &output, api)
}

/// Says what is wrong with a command line. Its options are unknown then, but the wish for JSON counts.
fn refused(error: &clap::Error, api: Api, arguments: &[OsString]) -> i32 {
    options::refuse(error, api, arguments.iter().any(|a| a == "--json"))
}

/// Where what the program says goes from now on.
fn started(common: &Common) -> Output {
    warnings::show();
    Output::new(common.json)
}

/// Says what went wrong, and gives the exit code.
fn ended(result: Result<(), Failure>, output: &Output, api: Api) -> i32 {
    match result {
        Ok(()) => 0,
        Err(failure) => {
            output.failure(&failure, api);
            failure.code()
        }
    }
}

fn serve(work: impl Future<Output = Result<(), Failure>>) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|e| Failure::failed("setup", format!("cannot start: {e}")))?;
    let result = runtime.block_on(work);
    // A thread that still waits for the user's paste sees to the terminal, but must not hold up the end for ever.
    runtime.shutdown_timeout(Duration::from_millis(500));
    result
}
