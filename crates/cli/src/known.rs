//! The program of the APIs that are compiled in, one of which a command line asks for.

use std::ffi::OsString;

use uplink_apis::{APIS, Access};

use crate::api::Api;
use crate::failure::Failure;
use crate::options::{self, Common};
use crate::output::Output;
use crate::{ended, local, myuplink, plain, refused, serve, started, v1};

/// Runs the program and gives its exit code: 0 fine, 1 failed, 2 wrong use, 3 log in first, 4 scope missing,
/// 130 interrupted.
///
/// The first argument is the name of the program. Never ends the process, so that a host program can clean up.
pub fn main(arguments: impl IntoIterator<Item = OsString>) -> i32 {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let api = asked_for(&arguments);
    let parsed = match parse(api, &arguments) {
        Ok(parsed) => parsed,
        Err(error) => return refused(&error, api, &arguments),
    };
    let output = started(parsed.common());
    let parsed = for_api_of_file(parsed, &arguments);
    let api = parsed.as_ref().map_or(api, |parsed| parsed.common().api);
    ended(parsed.and_then(|parsed| serve(run(&parsed, &output))), &output, api)
}

/// A command line. Beside what the program does with any API, these have commands of their own.
enum Parsed {
    NibeUplink(v1::Options),
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

async fn run(parsed: &Parsed, output: &Output) -> Result<(), Failure> {
    match parsed {
        Parsed::NibeUplink(options) => v1::run(options, output).await,
        Parsed::Myuplink(options) => myuplink::run(options, output).await,
        Parsed::Local(options) => local::run(options, output).await,
        Parsed::Plain(options) => plain::run(options, output).await,
    }
}

/// The API that a command line asks for. It has to be known before the line is read, because it decides which commands
/// and functions there are.
fn asked_for(arguments: &[OsString]) -> Api {
    let mut words = arguments.iter().skip(1).map(|a| a.to_string_lossy());
    while let Some(word) = words.next() {
        let value = match word.strip_prefix("--api") {
            Some("") => words.next().map(|v| v.into_owned()),
            Some(rest) => rest.strip_prefix('=').map(str::to_owned),
            None => None,
        };
        if let Some(api) = value.as_deref().and_then(uplink_apis::find) {
            return api;
        }
    }
    // There is nothing to pair with elsewhere.
    let pairs = arguments.get(1).is_some_and(|word| word == "pair");
    APIS.iter().find(|api| pairs && api.access == Access::Pairing).unwrap_or(&APIS[0])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::options::command;

    #[test]
    fn names_do_not_collide() {
        // Functions of the API become subcommands of `call`; their arguments share a space with the common options.
        for api in APIS {
            command::<v1::Options>(api).debug_assert();
            command::<myuplink::Options>(api).debug_assert();
            command::<local::Options>(api).debug_assert();
            command::<plain::Options>(api).debug_assert();
        }
    }

    #[test]
    fn the_api_may_stand_anywhere() {
        let asked = |line: &str| asked_for(&line.split(' ').map(OsString::from).collect::<Vec<_>>()).name;
        assert_eq!(asked("p systems"), "nibe-uplink");
        assert_eq!(asked("p --api myuplink systems"), "myuplink");
        assert_eq!(asked("p systems --json --api=myuplink"), "myuplink");
        assert_eq!(asked("p read --api local"), "local");
        assert_eq!(asked("p pair 192.168.1.20"), "local");
        assert_eq!(asked("p --api nibe-uplink set myuplink"), "nibe-uplink");
    }
}
