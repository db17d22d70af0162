//! `nibe-uplink call`: every function of the API, out of its descriptors.

pub mod shape;
pub mod value;

use clap::{ArgMatches, Command, FromArgMatches};
use serde_json::Value;
use uplink_runtime::Arguments as Values;
use uplink_runtime::descriptor::Function;

use crate::api::Api;
use crate::failure::Failure;
use crate::options::Common;
use crate::output::Output;
use crate::session::{call, client};

/// A function with what the command line says for its arguments. Which functions there are is the API's matter, and known
/// when the command line is read.
#[derive(Clone, Debug)]
pub struct Arguments {
    function: String,
    given: ArgMatches,
}

impl clap::Args for Arguments {
    fn augment_args(command: Command) -> Command {
        command
    }

    fn augment_args_for_update(command: Command) -> Command {
        command
    }
}

impl FromArgMatches for Arguments {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let (function, given) = matches.subcommand().ok_or_else(missing)?;
        Ok(Arguments { function: function.to_owned(), given: given.clone() })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Arguments::from_arg_matches(matches)?;
        Ok(())
    }
}

fn missing() -> clap::Error {
    clap::Error::new(clap::error::ErrorKind::MissingSubcommand)
}

pub async fn run(given: &Arguments, common: &Common, output: &Output) -> Result<(), Failure> {
    let api = common.api;
    let no_such = || Failure::usage(format!("{} has no function {}", api.described.name, given.function));
    let function = api.described.function(&given.function).ok_or_else(no_such)?;
    if let Some(reason) = function.deprecated {
        output.note(&format!("{} is deprecated: {reason}", function.name));
    }
    let values = values(function, &given.given, api)?;
    let answer = call(&client(common)?, function, values).await?;
    if output.is_json() {
        return output.json(&answer);
    }
    if answer.is_null() {
        output.note("done; the answer is empty");
        return Ok(());
    }
    output.pretty(&answer)
}

/// The values of the arguments, typed.
fn values(function: &Function, given: &ArgMatches, api: Api) -> Result<Values, Failure> {
    let mut values = Values::new();
    let mut missing = Vec::new();
    for argument in function.arguments {
        let flag = shape::flag(argument.name);
        let Some(texts) = given.get_many::<String>(argument.name) else {
            if argument.required {
                missing.push(flag);
            }
            continue;
        };
        let texts: Vec<String> = texts.cloned().collect();
        let value: Value = value::read(&argument.shape, &texts).map_err(|p| Failure::usage(format!("{flag} {p}")))?;
        values.insert(argument.name.to_owned(), value);
    }
    if missing.is_empty() {
        return Ok(values);
    }
    let (name, program) = (function.name, api.program);
    let missing = missing.join(" and ");
    Err(Failure::usage(format!("`call {name}` needs {missing}; `{program} call {name} --help` says what that is")))
}
