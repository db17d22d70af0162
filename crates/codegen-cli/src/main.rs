//! The generator as a program.

mod diff;
mod export;
mod generate;
mod inspect;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::builder::PossibleValuesParser;
use clap::{Parser, Subcommand};
use uplink_codegen::{Spec, Stage};

/// Checks specs of HTTP APIs and writes clients from them.
#[derive(Parser)]
#[command(version, after_help = "Exit codes: 0 fine, 1 the spec is wrong or files have drifted, 2 wrong use.")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Read a spec and show every mistake in it.
    Check {
        /// The spec file.
        spec: PathBuf,
    },
    /// Write the files of a target.
    Generate {
        /// The spec file.
        spec: PathBuf,
        /// What to write.
        #[arg(long, value_enum)]
        target: generate::Target,
        /// The folder to write to.
        #[arg(long)]
        out: PathBuf,
        /// The Python package whose hand-written modules the files stand on.
        #[arg(long, default_value = "nibe_uplink")]
        package: String,
        /// Write nothing; fail and show the difference when a file in the folder is not what would be written.
        #[arg(long)]
        check: bool,
    },
    /// Print one function as it passes through the stages of the generator.
    Inspect {
        /// The spec file.
        spec: PathBuf,
        /// The function, by its name in the spec.
        #[arg(long)]
        function: String,
        /// One stage only.
        #[arg(long, value_parser = PossibleValuesParser::new(Stage::ALL.map(|(_, word)| word)))]
        stage: Option<String>,
    },
    /// Print an OpenAPI 3.1 document.
    ExportOpenapi {
        /// The spec file.
        spec: PathBuf,
        /// The file to write to instead.
        #[arg(long)]
        out: Option<PathBuf>,
    },
    /// Compare two specs: every change, what it does to users, and the version bump that it needs.
    Diff {
        /// The old spec file.
        old: PathBuf,
        /// The new spec file.
        new: PathBuf,
        /// Fail when a bigger bump is needed than this.
        #[arg(long, value_enum)]
        require: Option<diff::Require>,
    },
}

fn main() -> ExitCode {
    match run(Arguments::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn read(spec: &Path) -> Result<Spec, String> {
    Spec::read(spec).map_err(|report| report.to_string())
}

fn run(command: Command) -> Result<(), String> {
    match command {
        Command::Check { spec } => {
            let m = read(&spec)?.model;
            println!("{}: no mistakes; {} functions, {} types", spec.display(), m.functions.len(), m.types.len());
            Ok(())
        }
        Command::Generate { spec, target, out, package, check } => {
            let read = read(&spec)?;
            let files = target.files(&read, &package);
            let act = if check { generate::compare } else { generate::write };
            act(&out, &files, &read).map_err(|message| format!("error: {message}"))
        }
        Command::Inspect { spec, function, stage } => {
            export::put(&inspect::text(&read(&spec)?, &function, stage.as_deref().and_then(inspect::stage))?, None)
        }
        Command::ExportOpenapi { spec, out } => export::run(&read(&spec)?, out.as_deref()),
        Command::Diff { old, new, require } => diff::run(&old, &new, require),
    }
}
