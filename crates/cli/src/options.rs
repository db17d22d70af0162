//! What command lines of all APIs have in common.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::builder::{BoolishValueParser, PossibleValuesParser, TypedValueParser};
use clap::error::ErrorKind;
use clap::{Args, CommandFactory, FromArgMatches};
use uplink_apis::Access;
use uplink_oauth::ClientAuth;

use crate::api::{self, Api};
use crate::call;
use crate::failure::Failure;
use crate::output::Output;

/// Options of every subcommand. An empty environment variable counts as unset.
#[derive(Args, Debug)]
pub struct Common {
    /// Which API to speak to
    #[arg(long, global = true, value_parser = api::parser(), required = false, help_heading = "Common options")]
    pub api: Api,
    /// Print the answer as JSON, and errors as {"error": {"kind": ..., "message": ...}}
    #[arg(long, global = true, help_heading = "Common options")]
    pub json: bool,
    /// Where the API is, when not at its own address: https://, or http:// to this machine
    #[arg(long, global = true, value_name = "URL", hide_env_values = true, help_heading = "Common options")]
    base_url: Option<String>,
    /// Let the base URL be http:// into a home network: whoever is there can read keys and values
    #[arg(long, global = true, help_heading = "Common options")]
    pub insecure_http: bool,
    /// The client identifier of your registered application
    #[arg(long, global = true, value_name = "ID", hide_env_values = true, help_heading = "Common options")]
    client_id: Option<String>,
    /// A file that holds the client secret and nothing else
    #[arg(long, global = true, value_name = "FILE", help_heading = "Common options")]
    pub client_secret_file: Option<PathBuf>,
    /// The callback URL of your registered application, a free port on this machine for `login`
    /// [default: http://127.0.0.1:8976/callback]
    #[arg(long, global = true, value_name = "URL", hide_env_values = true, help_heading = "Common options")]
    redirect_uri: Option<String>,
    /// How the secret is shown to the server: in the form, or by HTTP Basic as it is or percent-encoded first [default: as the API
    /// wants it]
    #[arg(long, global = true, value_name = "WAY", value_parser = client_auth(), hide_env_values = true, help_heading = "Common options")]
    pub client_auth: Option<String>,
    /// Whether logins use PKCE: on or off [default: where the API is known to honour it]
    #[arg(long, global = true, value_name = "ON", value_parser = BoolishValueParser::new(), hide_env_values = true, help_heading = "Common options")]
    pub pkce: Option<bool>,
    /// Where tokens are kept [default: ~/.local/state/nibe-uplink/tokens.json]
    #[arg(long, global = true, value_name = "FILE", hide_env_values = true, help_heading = "Common options")]
    token_file: Option<OsString>,
    /// Ask for tokens as the application itself, where the API has that: no user, no login, only what its owner has
    #[arg(long, global = true, help_heading = "Common options")]
    pub client_credentials: bool,
    /// Time for one request, unless its function needs longer, as the answer with all points of a pump does [default: 30]
    #[arg(long, global = true, value_name = "SECONDS", value_parser = seconds, help_heading = "Common options")]
    pub timeout: Option<f64>,
    /// Send requests without waiting for the pace of the API
    #[arg(long, global = true, help_heading = "Common options")]
    pub no_pace: bool,
}

impl Common {
    pub fn base_url(&self) -> Option<&str> {
        given(self.base_url.as_ref())
    }

    pub fn client_id(&self) -> Option<&str> {
        given(self.client_id.as_ref())
    }

    pub fn redirect_uri(&self) -> Option<&str> {
        given(self.redirect_uri.as_ref())
    }

    pub fn token_file(&self) -> Option<PathBuf> {
        self.token_file.as_ref().filter(|path| !path.is_empty()).map(PathBuf::from)
    }
}

/// Reads a command line in the commands of an API.
pub fn parse<O: CommandFactory + FromArgMatches>(api: Api, arguments: &[OsString]) -> Result<O, clap::Error> {
    O::from_arg_matches(&command::<O>(api).try_get_matches_from(arguments)?)
}

/// The commands, with the variables, defaults and functions of their API.
pub fn command<O: CommandFactory>(api: Api) -> clap::Command {
    let settings = ["base_url", "client_id", "redirect_uri", "client_auth", "pkce", "token_file"];
    let mut command = O::command().mut_arg("api", |arg| arg.default_value(api.name));
    if api.spec.is_some() {
        command = of_one(command, api);
    }
    for setting in settings {
        command = command.mut_arg(setting, |arg| arg.env(api.variable(&setting.to_uppercase())));
    }
    command = command.mut_arg("client_secret_file", |arg| {
        let variable = api.variable("CLIENT_SECRET");
        arg.help(format!("A file that holds the client secret and nothing else; else {variable} counts"))
    });
    if !api.described.insecure_http {
        command = command.mut_arg("insecure_http", |arg| arg.hide(true));
    }
    if api.access != Access::Login {
        let of_logins = [
            "client_id",
            "client_secret_file",
            "redirect_uri",
            "client_auth",
            "pkce",
            "token_file",
            "client_credentials",
        ];
        for option in of_logins {
            command = command.mut_arg(option, |arg| arg.hide(true).env(None::<&str>));
        }
    }
    let has = |command: &clap::Command, name: &str| command.find_subcommand(name).is_some();
    if has(&command, "login") {
        let (scopes, choice) = api.login_scopes;
        let help = format!("The scopes to ask for, separated by blanks: {choice}");
        command = command
            .mut_subcommand("login", |login| login.mut_arg("scopes", |arg| arg.default_value(scopes).help(help)));
    }
    if has(&command, "call") {
        command = command.mut_subcommand("call", |command| call::shape::call(command, api));
    }
    command
}

fn client_auth() -> PossibleValuesParser {
    PossibleValuesParser::new(ClientAuth::ALL.map(|(word, _)| word))
}

fn given(text: Option<&String>) -> Option<&str> {
    text.map(|t| t.trim()).filter(|t| !t.is_empty())
}

/// The command of an API that has a program of its own: it names no other, and knows no heat pumps.
fn of_one(command: clap::Command, api: Api) -> clap::Command {
    let about = format!("Calls the functions of {}, and runs a local service that stands in for it", api.title);
    let one = PossibleValuesParser::new([api.name]).map(move |_| api);
    let of_pumps = ["machine", "read_only", "firmware", "update_at", "bears_overlap", "spec", "profile", "seed"];
    let logs_in = api.access == Access::Login;
    command
        .mut_subcommands(move |one| if logs_in { one } else { hidden_where_nobody_logs_in(one) })
        .name(api.program)
        .bin_name(api.program)
        .about(about)
        .disable_version_flag(true)
        .mut_arg("api", |arg| arg.hide(true).value_parser(one))
        .mut_arg("token_file", |arg| {
            arg.help(format!("Where tokens are kept [default: ~/.local/state/{}/tokens.json]", api.folder))
        })
        .mut_subcommand("simulate", |simulate| {
            of_pumps.into_iter().fold(simulate, |simulate, option| simulate.mut_arg(option, |arg| arg.hide(true)))
        })
}

fn hidden_where_nobody_logs_in(command: clap::Command) -> clap::Command {
    let of_login = matches!(command.get_name(), "login" | "logout");
    command.hide(of_login)
}

/// A time that is given in seconds.
pub fn seconds(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(seconds) if seconds.is_finite() && seconds > 0.0 && seconds <= 86_400.0 => Ok(seconds),
        _ => Err("give seconds, more than 0 and at most 86400".into()),
    }
}

/// Scopes as they are written: separated by blanks or commas.
pub fn scopes(text: &str) -> Vec<String> {
    text.split(|c: char| c == ',' || c.is_whitespace()).filter(|s| !s.is_empty()).map(str::to_owned).collect()
}

/// Shows help, the version, or what is wrong with the command line, and gives the exit code.
pub fn refuse(error: &clap::Error, api: Api, json: bool) -> i32 {
    let asked = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    if asked || !json {
        // A closed pipe is no reason to fail.
        let _ = error.print();
        return if asked { 0 } else { 2 };
    }
    let text = error.to_string();
    let sentence = text.split("\n\n").next().unwrap_or_default().trim_start_matches("error: ");
    let failure = Failure::usage(sentence.split_whitespace().collect::<Vec<_>>().join(" "));
    Output::new(true).failure(&failure, api);
    failure.code()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_are_separated_by_blanks_or_commas() {
        assert_eq!(scopes(" READSYSTEM,WRITESYSTEM  X "), ["READSYSTEM", "WRITESYSTEM", "X"]);
        assert!(scopes(" ").is_empty());
    }
}
