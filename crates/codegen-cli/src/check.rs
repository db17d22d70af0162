//! `check`

use std::path::Path;

use uplink_spec::Severity;

use crate::Failure;

/// Shows every finding about a spec; warnings fail only when `strict`.
pub fn run(spec: &Path, strict: bool) -> Result<(), Failure> {
    let (model, report) = uplink_spec::check_file(spec).map_err(|report| report.in_place())?;
    let warnings = report.count(Severity::Warning);
    if warnings > 0 && strict {
        return Err(Failure::Wrong(report.in_place()));
    }
    if warnings > 0 {
        eprintln!("{}", report.in_place());
    }
    println!("{}: no mistakes; {} functions, {} types", spec.display(), model.functions.len(), model.types.len());
    Ok(())
}
