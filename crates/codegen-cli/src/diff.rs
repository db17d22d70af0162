//! `diff`

use std::path::Path;

use clap::ValueEnum;
use uplink_spec::diff::{Bump, Change, Places, verdict};

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
    let (old_places, new_places) = (Places::read(old), Places::read(new));
    let mut text: String = changes.iter().map(|change| shown(change, &old_places, &new_places)).collect();
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

fn shown(change: &Change, old: &Places, new: &Places) -> String {
    let of = change.function.as_ref().map(|f| format!("{f}: ")).unwrap_or_default();
    let place = |name: &Option<String>, places: &Places| name.as_ref().map(|n| places.find(n).to_string());
    let places: Vec<String> = place(&change.old, old).into_iter().chain(place(&change.new, new)).collect();
    let head = format!("{} ({}, {}, {})", change.kind.words(), change.class, change.direction, change.bump);
    let effects = format!("  Rust: {}\n  Python: {}\n  service: {}\n", change.rust, change.python, change.service);
    format!("{head}\n  {of}{}\n  at {}\n{effects}\n", change.what, places.join(" -> "))
}
