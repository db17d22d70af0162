//! `nibe-uplink call`: every function of the API, out of its descriptors.

mod shape;
pub mod value;

use std::marker::PhantomData;

use clap::{ArgMatches, Command, FromArgMatches};
use serde_json::Value;
use uplink_runtime::Arguments as Values;
use uplink_runtime::descriptor::Function;

use crate::api::Api;
use crate::failure::Failure;
use crate::options::Common;
use crate::output::Output;
use crate::session::{call, client};

/// An API whose functions can be called.
pub trait ApiCommand {
    /// Which one.
    const API: Api;
}

/// NIBE Uplink.
#[derive(Clone, Debug)]
pub struct NibeUplink;

impl ApiCommand for NibeUplink {
    const API: Api = Api::NibeUplink;
}

/// A function with what the command line says for its arguments.
#[derive(Clone, Debug)]
pub struct Arguments<A = NibeUplink> {
    function: &'static Function,
    given: ArgMatches,
    api: PhantomData<A>,
}

impl<A: ApiCommand> clap::Args for Arguments<A> {
    fn augment_args(command: Command) -> Command {
        shape::call(command, A::API)
    }

    fn augment_args_for_update(command: Command) -> Command {
        shape::call(command, A::API)
    }
}

impl<A: ApiCommand> FromArgMatches for Arguments<A> {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let missing = || clap::Error::new(clap::error::ErrorKind::MissingSubcommand);
        let (name, given) = matches.subcommand().ok_or_else(missing)?;
        let function = A::API.described().function(name).ok_or_else(missing)?;
        Ok(Arguments { function, given: given.clone(), api: PhantomData })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Arguments::from_arg_matches(matches)?;
        Ok(())
    }
}

pub async fn run<A: ApiCommand>(given: &Arguments<A>, common: &Common, output: &Output) -> Result<(), Failure> {
    let function = given.function;
    let values = values(function, &given.given, A::API)?;
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
    let (name, program) = (function.name, api.program());
    let missing = missing.join(" and ");
    Err(Failure::usage(format!("`call {name}` needs {missing}; `{program} call {name} --help` says what that is")))
}
