//! `diff`

use std::path::Path;

use clap::ValueEnum;
use uplink_spec::diff::{Bump, Change, Places, verdict};

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
    let read = |path: &Path| uplink_spec::read_file(path).map_err(|report| report.to_string());
    let changes = uplink_spec::diff(&read(old)?, &read(new)?);
    let (old_places, new_places) = (Places::read(old), Places::read(new));
    for change in &changes {
        print(change, &old_places, &new_places);
    }
    let bump = verdict(&changes);
    println!("verdict: {bump}");
    match require.map(Require::bump) {
        Some(allowed) if bump > allowed => {
            Err(format!("error: the changes need a {bump} version; only {allowed} was allowed"))
        }
        _ => Ok(()),
    }
}

fn print(change: &Change, old: &Places, new: &Places) {
    let of = change.function.as_ref().map(|f| format!("{f}: ")).unwrap_or_default();
    println!("{} ({}, {}, {})", change.kind.words(), change.class, change.direction, change.bump);
    println!("  {of}{}", change.what);
    let place = |name: &Option<String>, places: &Places| name.as_ref().map(|n| places.find(n).to_string());
    match (place(&change.old, old), place(&change.new, new)) {
        (Some(a), Some(b)) => println!("  at {a} -> {b}"),
        (Some(a), None) => println!("  at {a}"),
        (None, Some(b)) => println!("  at {b}"),
        (None, None) => {}
    }
    println!("  Rust: {}\n  Python: {}\n  service: {}\n", change.rust, change.python, change.service);
}
