//! The shape of the command line of `call`.

use clap::{Arg, ArgAction, Command};
use uplink_runtime::descriptor::{Argument, Function, PageBy, Shape};

use crate::api::Api;

/// Gives `command` a subcommand for each function of an API.
pub fn call(command: Command, api: Api) -> Command {
    let program = api.program;
    command
        .subcommands(api.described.functions.iter().map(|f| function(api, f)))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .disable_help_subcommand(true)
        .subcommand_value_name("FUNCTION")
        .subcommand_help_heading("Functions")
        .after_help(format!(
            "The answer is JSON. `{program} call FUNCTION --help` lists the arguments of a function. Lists are given \
             by repeating an option, with commas, or as JSON; maps as NAME=VALUE, repeated, or as JSON.",
        ))
}

fn function(api: Api, function: &'static Function) -> Command {
    let scope = match function.scopes {
        [] if api.described.scopes.is_empty() => String::new(),
        [] => " Needs no scope.".to_owned(),
        scopes => format!(" Needs {}.", scopes.join(" and ")),
    };
    let pages = match function.page {
        Some(page) if page.by == PageBy::Cursor => {
            format!(" All pages are fetched, from the one on that {} names.", flag(page.argument))
        }
        Some(page) => format!(" All pages are fetched, unless {} asks for one.", flag(page.argument)),
        None => String::new(),
    };
    // The list of functions has room for a sentence each.
    let first = function.doc.split_inclusive(". ").next().unwrap_or_default().trim_end();
    Command::new(function.name)
        .about(format!("{first}{scope}"))
        .long_about(format!("{}{scope}", function.doc))
        .override_usage(usage(function, api.program))
        .after_help(format!("{} {}.{pages}", function.method, function.path))
        .args(function.arguments.iter().map(argument))
}

/// What has to be given stands in the usage; clap would hide it among the options.
fn usage(function: &'static Function, program: &str) -> String {
    let required = function.arguments.iter().filter(|a| a.required);
    let required = required.map(|a| format!("{} <{}> ", flag(a.name), value_name(&a.shape)));
    format!("{program} call {} {}[OPTIONS]", function.name, required.collect::<String>())
}

fn argument(argument: &'static Argument) -> Arg {
    let need = if argument.required { " [required]" } else { "" };
    let arg = Arg::new(argument.name)
        .long(argument.name.replace('_', "-"))
        .value_name(value_name(&argument.shape))
        .help(format!("{}{need}", argument.doc))
        // -5 is a value, not an option.
        .allow_negative_numbers(true);
    match argument.shape.non_null() {
        Shape::List(_) | Shape::Map(_) => arg.action(ArgAction::Append),
        // Alone, the name of a truth means that it is so.
        Shape::Bool => arg.num_args(0..=1).default_missing_value("true"),
        _ => arg,
    }
}

/// The option of an argument.
pub fn flag(name: &str) -> String {
    format!("--{}", name.replace('_', "-"))
}

fn value_name(shape: &Shape) -> String {
    match shape {
        Shape::Int => "INT".into(),
        Shape::Float => "NUMBER".into(),
        Shape::Bool => "true|false".into(),
        Shape::Text => "TEXT".into(),
        Shape::DateTime => "TIME".into(),
        Shape::Bytes => "FILE".into(),
        Shape::Any | Shape::Struct(_) | Shape::Tagged(_) | Shape::Nothing => "JSON".into(),
        Shape::Nullable(inner) => value_name(inner),
        Shape::Enum(of) => of.words.join("|"),
        Shape::List(item) => format!("{},...", value_name(item)),
        Shape::Map(item) => format!("NAME={}", value_name(item)),
        Shape::OneOf(_) => "VALUE".into(),
    }
}
