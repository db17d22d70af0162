//! x
use std::path::Path;
pub fn run(_d: &Path, _out: Option<&Path>) -> Result<(), String> {
    Err("error: not yet".into())
}
