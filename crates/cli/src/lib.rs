//! The program `nibe-uplink` as a library, so that the Python package can offer the same program.
//!
//! One file for each subcommand; [`main`] is the way in. What a command says goes through `output`, what goes wrong
//! through `failure`, and who is asked with which tokens is decided in `session`.

mod api;
mod bridge;
mod call;
mod completions;
mod demo;
mod failure;
mod interrupt;
mod keys;
mod local;
mod login;
mod logout;
mod myuplink;
mod options;
mod output;
mod parameters;
mod paste;
mod plain;
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

pub use api::Api;
use failure::Failure;
use interrupt::or_interrupted;
use options::{Command, Common, Options};
use output::Output;

/// Runs the program of one API alone, with what the program does with any API; see [`main`].
pub fn main_of(api: Api, arguments: impl IntoIterator<Item = OsString>) -> i32 {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    run_parsed(options::parse(api, &arguments).map(Parsed::Plain), api, &arguments)
}

/// Runs the program and gives its exit code: 0 fine, 1 failed, 2 wrong use, 3 log in first, 4 scope missing,
/// 130 interrupted.
///
/// The first argument is the name of the program. Never ends the process, so that a host program can clean up.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> i32 {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let api = api::asked_for(&arguments);
    run_parsed(parse(api, &arguments), api, &arguments)
}

fn run_parsed(parsed: Result<Parsed, clap::Error>, api: Api, arguments: &[OsString]) -> i32 {
    let options = match parsed {
        Ok(options) => options,
        // The options are unknown where they are wrong, but the wish for JSON counts.
        Err(error) => return options::refuse(&error, api, arguments.iter().any(|a| a == "--json")),
    };
    let output = Output::new(options.common().json);
    warnings::show();
    let options = for_api_of_file(options, arguments);
    let api = options.as_ref().map_or(api, |options| options.common().api);
    match options.and_then(|options| serve(&options, &output)) {
        Ok(()) => 0,
        Err(failure) => {
            output.failure(&failure, api);
            failure.code()
        }
    }
}

/// A command line. Beside what the program does with any API, these have commands of their own.
enum Parsed {
    NibeUplink(Options),
    Myuplink(myuplink::Options),
    Local(local::Options),
    Plain(plain::Options),
}

impl Parsed {
    fn common(&self) -> &Common {
        match self {
            Parsed::NibeUplink(options) => &options.common,
            Parsed::Myuplink(options) => &options.common,
            Parsed::Local(options) => &options.common,
            Parsed::Plain(options) => &options.common,
        }
    }

    /// The API that the command itself names, if it does.
    fn named(&self) -> Result<Option<Api>, Failure> {
        match self {
            Parsed::NibeUplink(options) => options.named(),
            Parsed::Myuplink(options) => options.named(),
            Parsed::Local(options) => options.named(),
            Parsed::Plain(_) => Ok(None),
        }
    }
}

fn parse(api: Api, arguments: &[OsString]) -> Result<Parsed, clap::Error> {
    match api.name {
        "nibe-uplink" => options::parse(api, arguments).map(Parsed::NibeUplink),
        "myuplink" => options::parse(api, arguments).map(Parsed::Myuplink),
        "local" => options::parse(api, arguments).map(Parsed::Local),
        _ => options::parse(api, arguments).map(Parsed::Plain),
    }
}

/// Where a file or an option names the API, the command line is read again for that one: with its variables and defaults.
fn for_api_of_file(parsed: Parsed, arguments: &[OsString]) -> Result<Parsed, Failure> {
    let api = parsed.common().api.name;
    let Some(named) = parsed.named()?.filter(|named| named.name != api) else { return Ok(parsed) };
    let named_too = [OsString::from("--api"), named.name.into()];
    let again: Vec<OsString> = arguments.iter().cloned().chain(named_too).collect();
    parse(named, &again)
        .map_err(|_| Failure::usage(format!("what is read is `{}`; leave --api and its options out", named.name)))
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
            Parsed::Plain(options) => plain::run(options, output).await,
        }
    });
    // A thread that still waits for the user's paste sees to the terminal, but must not hold up the end for ever.
    runtime.shutdown_timeout(Duration::from_millis(500));
    result
}

async fn run(options: &Options, output: &Output) -> Result<(), Failure> {
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
