//! The program as users and scripts see it: output, exit codes, files.
#![allow(missing_docs)]

mod check;
mod generate;
mod inspect;
mod manifest;
mod readme;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A small spec.
fn kettle() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../codegen/examples/kettle/kettle.toml")
}

fn run<S: AsRef<std::ffi::OsStr>>(arguments: impl IntoIterator<Item = S>) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_nibe-uplink-codegen"));
    command.args(arguments).output().expect("the program starts")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
