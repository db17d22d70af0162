//! `nibe-uplink completions`

use clap::Command;
use clap_complete::{Shell, generate};
use uplink_apis::APIS;

use crate::api::Api;
use crate::failure::Failure;
use crate::options::command;
use crate::output::Output;
use crate::{local, myuplink, v1};

#[derive(clap::Args, Debug)]
#[command(after_help = "\
For instance, for the user who is logged in:
  nibe-uplink completions bash > ~/.local/share/bash-completion/completions/nibe-uplink
  nibe-uplink completions zsh > ~/.zfunc/_nibe-uplink
  nibe-uplink completions fish > ~/.config/fish/completions/nibe-uplink.fish")]
pub struct Arguments {
    /// The shell that is to complete
    shell: Shell,
}

/// The command line for an API.
fn command_line(api: Api) -> Command {
    match api.name {
        "myuplink" => command::<myuplink::Options>(api),
        "local" => command::<local::Options>(api),
        _ => command::<v1::Options>(api),
    }
}

pub fn run(given: &Arguments, output: &Output) -> Result<(), Failure> {
    let mut all = APIS.iter().map(command_line);
    let mut command = all.next().unwrap_or_default();
    // What only another API has.
    for other in all {
        for subcommand in other.get_subcommands() {
            if command.find_subcommand(subcommand.get_name()).is_none() {
                command = command.subcommand(subcommand.clone());
            }
        }
    }
    let mut script = Vec::new();
    generate(given.shell, &mut command, "nibe-uplink", &mut script);
    output.text(&String::from_utf8_lossy(&script))
}
