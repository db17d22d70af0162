//! The generator as a program.

mod generate;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};
use uplink_codegen::Spec;

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
        target: Target,
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
}

#[derive(Clone, Copy, ValueEnum)]
enum Target {
    /// The Rust client, as a build script writes it.
    Rust,
    /// The Python client.
    Python,
    /// Rust tests out of the examples.
    RustTests,
    /// Python tests out of the examples.
    PythonTests,
}

fn main() -> ExitCode {
    let Arguments { command } = Arguments::parse();
    let (Command::Check { spec } | Command::Generate { spec, .. }) = &command;
    let read = match Spec::read(spec) {
        Ok(read) => read,
        Err(report) => {
            eprintln!("{report}");
            return ExitCode::FAILURE;
        }
    };
    match command {
        Command::Check { spec } => {
            let m = &read.model;
            println!("{}: no mistakes; {} functions, {} types", spec.display(), m.functions.len(), m.types.len());
            ExitCode::SUCCESS
        }
        Command::Generate { target, out, package, check, .. } => {
            let files = match target {
                Target::Rust => uplink_codegen::rust::files(&read),
                Target::Python => uplink_codegen::python::files(&read, &package),
                Target::RustTests => vec![uplink_codegen::tests::rust(&read)],
                Target::PythonTests => vec![uplink_codegen::tests::python(&read, &package)],
            };
            let result = if check { generate::compare(&out, &files) } else { generate::write(&out, &files) };
            match result {
                Ok(()) => ExitCode::SUCCESS,
                Err(message) => {
                    eprintln!("error: {message}");
                    ExitCode::FAILURE
                }
            }
        }
    }
}
