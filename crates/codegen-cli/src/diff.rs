//! `diff`

mod page;

use std::path::Path;

use clap::ValueEnum;
use uplink_spec::diff::{Bump, Places, verdict};

use crate::export::put;

/// The biggest bump that passes.
#[derive(Clone, Copy, ValueEnum)]
pub enum Require {
    /// Anything.
    Major,
    /// Nothing that breaks programs.
    Minor,
    /// Only texts.
    Patch,
    /// No change at all.
    None,
}

impl Require {
    fn bump(self) -> Bump {
        match self {
            Require::Major => Bump::Major,
            Require::Minor => Bump::Minor,
            Require::Patch => Bump::Patch,
            Require::None => Bump::None,
        }
    }
}

/// Prints the changes between two specs; the last line is the verdict.
pub fn run(old: &Path, new: &Path, require: Option<Require>) -> Result<(), String> {
    let read = |path: &Path| uplink_spec::read_file(path).map_err(|report| report.in_place());
    let changes = uplink_spec::diff(&read(old)?, &read(new)?);
    let mut text = page::page(&changes, &Places::read(old), &Places::read(new));
    let bump = verdict(&changes);
    text.push_str(&format!("verdict: {bump}\n"));
    put(&text, None)?;
    match require.map(Require::bump) {
        Some(allowed) if bump > allowed => {
            Err(format!("error: the changes need a {bump} version; only {allowed} was allowed"))
        }
        _ => Ok(()),
    }
}
