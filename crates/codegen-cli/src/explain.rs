//! `explain`

use std::fmt::Write;

use uplink_spec::{CODES, Severity};

use crate::Failure;
use crate::export::put;

/// Prints the page about a code, or the list of all codes.
pub fn run(code: Option<&str>) -> Result<(), Failure> {
    let Some(code) = code else { return Ok(put(&list(), None)?) };
    match uplink_spec::explain(code) {
        Some(page) => Ok(put(page, None)?),
        None => {
            let message = format!("error: there is no code `{code}`; `nibe-uplink-codegen explain` lists all of them");
            Err(Failure::Usage(message))
        }
    }
}

fn list() -> String {
    let mut text = String::new();
    for code in CODES {
        let word = if code.severity == Severity::Warning { "warning" } else { "error" };
        let _ = writeln!(text, "{} {word:7} {}", code.name, code.title());
    }
    text
}
