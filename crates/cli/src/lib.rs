//! The program `nibe-uplink` as a library, so that the Python package can offer the same program.
//!
//! One file for each subcommand; [`main`] is the way in. What a command says goes through `output`, what goes wrong
//! through `failure`, and who is asked with which tokens is decided in `session`.

mod api;
mod bridge;
mod call;
mod demo;
mod failure;
mod interrupt;
mod local;
mod login;
mod logout;
mod myuplink;
mod options;
mod output;
mod parameters;
mod paste;
mod publish;
mod read;
mod session;
mod set;
mod simulate;
mod systemd;
mod systems;
mod table;
mod warnings;
mod watch;

use std::ffi::OsString;
use std::time::Duration;

use clap::Parser;

use api::Api;
use failure::Failure;
use options::{Command, Common, Options};
use output::Output;

/// Runs the program and gives its exit code: 0 fine, 1 failed, 2 wrong use, 3 log in first, 4 scope missing,
/// 130 interrupted.
///
/// The first argument is the name of the program. Never ends the process, so that a host program can clean up.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> i32 {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let api = api::asked_for(&arguments);
    let options = match parse(api, &arguments) {
        Ok(options) => options,
        // The options are unknown where they are wrong, but the wish for JSON counts.
        Err(error) => return options::refuse(&error, api, arguments.iter().any(|a| a == "--json")),
    };
    let output = Output::new(options.common().json);
    warnings::show();
    let options = for_api_of_file(options, &arguments);
    let api = match &options {
        Ok(Parsed::Myuplink(_)) => Api::Myuplink,
        Ok(Parsed::NibeUplink(_)) => Api::NibeUplink,
        Ok(Parsed::Local(_)) => Api::Local,
        Err(_) => api,
    };
    match options.and_then(|options| serve(&options, &output)) {
        Ok(()) => 0,
        Err(failure) => {
            output.failure(&failure, api);
            failure.code()
        }
    }
}

/// A command line of either API.
enum Parsed {
    NibeUplink(Options),
    Myuplink(myuplink::Options),
    Local(local::Options),
}

impl Parsed {
    fn common(&self) -> &Common {
        match self {
            Parsed::NibeUplink(options) => &options.common,
            Parsed::Myuplink(options) => &options.common,
            Parsed::Local(options) => &options.common,
        }
    }
}

fn parse(api: Api, arguments: &[OsString]) -> Result<Parsed, clap::Error> {
    match api {
        Api::NibeUplink => Options::try_parse_from(arguments).map(Parsed::NibeUplink),
        Api::Myuplink => myuplink::parse(arguments).map(Parsed::Myuplink),
        Api::Local => local::parse(arguments).map(Parsed::Local),
    }
}

/// Where a file or an option names the API, the command line is read again for that one: with its variables and defaults.
fn for_api_of_file(parsed: Parsed, arguments: &[OsString]) -> Result<Parsed, Failure> {
    let (named, api) = match &parsed {
        Parsed::NibeUplink(Options { command: Command::Publish(given), .. }) => {
            (publish::api_of(given)?, Api::NibeUplink)
        }
        Parsed::NibeUplink(Options { command: Command::Bridge(given), .. }) => (Some(given.api()), Api::NibeUplink),
        Parsed::NibeUplink(_) => (None, Api::NibeUplink),
        Parsed::Myuplink(options) => (options.named()?, Api::Myuplink),
        Parsed::Local(options) => (options.named()?, Api::Local),
    };
    let Some(named) = named.filter(|named| *named != api) else { return Ok(parsed) };
    let named_too = [OsString::from("--api"), named.word().into()];
    let again: Vec<OsString> = arguments.iter().cloned().chain(named_too).collect();
    parse(named, &again)
        .map_err(|_| Failure::usage(format!("what is read is `{}`; leave --api and its options out", named.word())))
}

fn serve(options: &Parsed, output: &Output) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|e| Failure::failed("setup", format!("cannot start: {e}")))?;
    let result = runtime.block_on(async {
        match options {
            Parsed::NibeUplink(options) => run(options, output).await,
            Parsed::Myuplink(options) => myuplink::run(options, output).await,
            Parsed::Local(options) => local::run(options, output).await,
        }
    });
    // A thread that still waits for the user's paste sees to the terminal, but must not hold up the end for ever.
    runtime.shutdown_timeout(Duration::from_millis(500));
    result
}

async fn run(options: &Options, output: &Output) -> Result<(), Failure> {
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
            Command::Demo(arguments) => demo::run(arguments, output).await,
            Command::Login(arguments) => login::run(arguments, common, output).await,
            Command::Logout => logout::run(common, output).await,
            Command::Systems => systems::run(common, output).await,
            Command::Read(arguments) => read::run(arguments, common, output).await,
            Command::Set(arguments) => set::run(arguments, common, output).await,
            Command::Call(arguments) => call::run(arguments, common, output).await,
            Command::Parameters(arguments) => parameters::run(arguments, output),
        }
    })
    .await
}
