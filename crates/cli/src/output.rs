//! What the program says: answers on stdout, everything else on stderr.

use std::io::{self, IsTerminal, Write};

use serde::Serialize;
use serde_json::json;

use crate::api::Api;
use crate::failure::Failure;

/// Where answers and notes go, and in which form.
#[derive(Clone, Copy, Debug)]
pub struct Output {
    json: bool,
    terminal: bool,
}

impl Output {
    pub fn new(json: bool) -> Self {
        Output { json, terminal: io::stdout().is_terminal() }
    }

    /// Whether answers are JSON.
    pub fn is_json(&self) -> bool {
        self.json
    }

    /// Writes lines of an answer at once. `println!` would panic when the reader is gone.
    pub fn text(&self, text: &str) -> Result<(), Failure> {
        let mut out = io::stdout().lock();
        out.write_all(text.as_bytes())?;
        if !text.ends_with('\n') {
            out.write_all(b"\n")?;
        }
        Ok(out.flush()?)
    }

    /// Writes an answer as JSON: for eyes on a terminal, on one line elsewhere.
    pub fn json(&self, value: &impl Serialize) -> Result<(), Failure> {
        self.write_json(value, self.terminal)
    }

    /// Writes an answer as JSON for eyes.
    pub fn pretty(&self, value: &impl Serialize) -> Result<(), Failure> {
        self.write_json(value, true)
    }

    fn write_json(&self, value: &impl Serialize, pretty: bool) -> Result<(), Failure> {
        let text = if pretty { serde_json::to_string_pretty(value) } else { serde_json::to_string(value) };
        self.text(&text.map_err(|e| Failure::failed("output", format!("the answer cannot be written as JSON: {e}")))?)
    }

    /// Writes a line for the user that is no part of the answer. That nobody reads it is no failure.
    pub fn note(&self, text: &str) {
        note(text);
    }

    /// Writes why the command did not succeed.
    pub fn failure(&self, failure: &Failure, api: Api) {
        let Some((kind, message)) = failure.said(api) else { return };
        if self.json {
            self.note(&json!({"error": {"kind": kind, "message": message}}).to_string());
        } else {
            self.note(&format!("error: {message}"));
        }
    }
}

/// Writes a line for the user that is no part of an answer. That nobody reads it is no failure.
pub fn note(text: &str) {
    let _ = writeln!(io::stderr(), "{text}");
}
