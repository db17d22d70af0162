//! The generator as a program.

mod check;
mod diff;
mod explain;
mod export;
mod generate;
mod import_openapi;
mod inspect;
mod manifest;
mod new;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::builder::PossibleValuesParser;
use clap::{Parser, Subcommand};
use new::Wanted;
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
    /// Read a spec and show every mistake and warning in it.
    Check {
        /// The spec file.
        spec: PathBuf,
        /// Let warnings fail as well.
        #[arg(long)]
        strict: bool,
    },
    /// Print what a code such as S012 means, or all codes.
    Explain {
        /// The code.
        code: Option<String>,
    },
    /// Write the files of a target, or of all targets that a manifest lists.
    Generate {
        /// The spec file.
        #[arg(required_unless_present = "manifest")]
        spec: Option<PathBuf>,
        /// What to write.
        #[arg(long, value_enum, required_unless_present = "manifest")]
        target: Option<generate::Target>,
        /// The folder to write to.
        #[arg(long, required_unless_present = "manifest")]
        out: Option<PathBuf>,
        /// The Python package whose hand-written modules the files stand on; of `python-package`, its own name.
        #[arg(long, visible_alias = "name", default_value = generate::PACKAGE)]
        package: String,
        /// A TOML file with a table `[[generate]]` for each target: `spec`, `target`, `out`, `package` and `program`, with paths
        /// relative to the file.
        #[arg(long, conflicts_with_all = ["spec", "target", "out", "package"])]
        manifest: Option<PathBuf>,
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
    /// Turn an OpenAPI document of version 3.0 to 3.2, JSON or YAML, into a spec; notes say what it could not take over.
    #[command(
        after_help = "Each note says what it is about: `request`, where calls differ from the document, `type`, where \
        a value has a wider type, or `text`. Files that the document refers to are read beside it."
    )]
    ImportOpenapi {
        /// The document.
        document: PathBuf,
        /// The spec file to write to instead.
        #[arg(long)]
        out: Option<PathBuf>,
        /// A part of a spec that is laid over what comes out: renames, and words that OpenAPI lacks, such as `pace`,
        /// `batch`, `retry` and `page`. What no longer fits the document is an error.
        #[arg(long)]
        overlay: Option<PathBuf>,
        /// What a call has to carry where the document does not say it: the name of one of its schemes, or `none`.
        #[arg(long, value_name = "SCHEME")]
        auth: Option<String>,
        /// Fail, and write no spec, when there are notes about requests.
        #[arg(long)]
        strict: bool,
    },
    /// Lay out a project around one API: its spec, a Rust crate, a Python package, tests that pass at once.
    New {
        /// The folder of the project, which is not there yet.
        folder: PathBuf,
        /// The spec (`.toml`), or an OpenAPI document.
        #[arg(long, value_name = "FILE")]
        from: PathBuf,
        /// What the crate and the package are called, unless after the API.
        #[arg(long)]
        name: Option<String>,
        /// With a Rust crate. Without `--rust` and `--python` there are both.
        #[arg(long)]
        rust: bool,
        /// With a Python package.
        #[arg(long)]
        python: bool,
        /// What a call has to carry where a document does not say it: the name of one of its schemes, or `none`.
        #[arg(long, value_name = "SCHEME")]
        auth: Option<String>,
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
        Err(Failure::Wrong(message)) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
        Err(Failure::Usage(message)) => {
            eprintln!("{message}");
            ExitCode::from(2)
        }
    }
}

/// Why a command fails.
enum Failure {
    /// The spec is wrong, or files have drifted.
    Wrong(String),
    /// The command was used wrongly.
    Usage(String),
}

impl From<String> for Failure {
    fn from(message: String) -> Self {
        Failure::Wrong(message)
    }
}

fn read(spec: &Path) -> Result<Spec, String> {
    Spec::read(spec).map_err(|report| report.in_place())
}

fn run(command: Command) -> Result<(), Failure> {
    match command {
        Command::Check { spec, strict } => check::run(&spec, strict),
        Command::Explain { code } => explain::run(code.as_deref()),
        Command::Generate { manifest: Some(manifest), check, .. } => Ok(manifest::run(&manifest, check)?),
        Command::Generate { spec, target, out, package, check, .. } => {
            // The parser has seen to it that all three are there.
            let (Some(spec), Some(target), Some(out)) = (spec, target, out) else { return Ok(()) };
            let read = read(&spec)?;
            let files = target.files(&read, &package, None).map_err(|message| format!("error: {message}"))?;
            let act = if check { generate::compare } else { generate::write };
            Ok(act(&out, &files, &read).map_err(|message| format!("error: {message}"))?)
        }
        Command::Inspect { spec, function, stage } => {
            let stage = stage.as_deref().and_then(inspect::stage);
            Ok(export::put(&inspect::text(&read(&spec)?, &function, stage)?, None)?)
        }
        Command::ExportOpenapi { spec, out } => Ok(export::run(&read(&spec)?, out.as_deref())?),
        Command::ImportOpenapi { document, out, overlay, auth, strict } => {
            Ok(import_openapi::run(&document, out.as_deref(), overlay.as_deref(), auth.as_deref(), strict)?)
        }
        Command::New { folder, from, name, rust, python, auth } => {
            let (rust, python) = if rust || python { (rust, python) } else { (true, true) };
            let (folder, from) = (folder.as_path(), from.as_path());
            Ok(new::run(&Wanted { folder, from, name: name.as_deref(), auth: auth.as_deref(), rust, python })?)
        }
        Command::Diff { old, new, require } => Ok(diff::run(&old, &new, require)?),
    }
}
