//! What survives a restart, in a file.

use std::ffi::{OsStr, OsString};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::oauth::{Clients, Credentials, Grants};
use crate::shared::Shared;

/// The form of the file that this program writes and reads.
const FORMAT: u64 = 2;

/// Why a state file cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("cannot use the state file {path}: {why}")]
pub struct StateError {
    path: String,
    why: String,
}

/// What was kept of an earlier run.
#[derive(Debug, Deserialize)]
pub(crate) struct SavedState {
    pub(crate) now: Timestamp,
    application: Application,
    pub(crate) clients: Clients,
    pub(crate) grants: Grants,
    pub(crate) things: Value,
}

/// The application that was registered from the start. Its secret is kept as it is, because it is said at each start;
/// all other secrets and all tokens are kept as digests.
#[derive(Debug, Serialize, Deserialize)]
struct Application {
    client_id: String,
    client_secret: String,
    redirect_uri: String,
}

impl SavedState {
    pub(crate) fn credentials(&self) -> Credentials {
        let Application { client_id, client_secret, redirect_uri } = &self.application;
        let (id, secret, redirect_uri) = (client_id.clone(), client_secret.clone(), redirect_uri.clone());
        Credentials { id, secret, redirect_uri }
    }
}

/// The file, which no other service may use meanwhile.
#[derive(Debug)]
pub(crate) struct StateFile {
    path: PathBuf,
    api: String,
    /// What was written last, without the time.
    written: Mutex<Value>,
    _lock: File,
}

impl StateFile {
    /// Opens a file for the state of this API, and reads what is there.
    pub(crate) fn open(path: &Path, api: &str) -> Result<(StateFile, Option<SavedState>), StateError> {
        let failed = |why: String| StateError { path: path.display().to_string(), why };
        let lock = lock(path).map_err(&failed)?;
        // Of a process that was killed while it wrote; nobody else writes, since the lock is ours.
        match beside(path, ".", ".new").map(std::fs::remove_file) {
            Ok(Err(e)) if e.kind() != io::ErrorKind::NotFound => return Err(failed(e.to_string())),
            _ => {}
        }
        let kept = match std::fs::read(path) {
            Ok(text) => Some(read(&text, api).map_err(&failed)?),
            Err(e) if e.kind() == io::ErrorKind::NotFound => None,
            Err(e) => return Err(failed(e.to_string())),
        };
        let file =
            StateFile { path: path.to_owned(), api: api.to_owned(), written: Mutex::new(Value::Null), _lock: lock };
        Ok((file, kept))
    }

    /// Writes what there is, unless nothing but the time has changed.
    pub(crate) fn keep(&self, shared: &Shared) -> Result<(), StateError> {
        self.write(shared, false)
    }

    /// Writes what there is.
    pub(crate) fn keep_time(&self, shared: &Shared) -> Result<(), StateError> {
        self.write(shared, true)
    }

    fn write(&self, shared: &Shared, always: bool) -> Result<(), StateError> {
        let failed = |why: String| StateError { path: self.path.display().to_string(), why };
        // Held while the state is read as well, so that a later state is never replaced by an earlier one.
        let mut written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        let mut state = self.state(shared).map_err(|e| failed(e.to_string()))?;
        if *written == state && !always {
            return Ok(());
        }
        *written = state.clone();
        state["now"] = shared.clock.now().to_string().into();
        replace(&self.path, &state).map_err(|e| {
            // The next change tries again, even if it changes back.
            *written = Value::Null;
            failed(e.to_string())
        })
    }

    fn state(&self, shared: &Shared) -> serde_json::Result<Value> {
        let application = Application {
            client_id: shared.client.id.clone(),
            client_secret: shared.client.secret.clone(),
            redirect_uri: shared.client.redirect_uri.clone(),
        };
        Ok(json!({
            "format": FORMAT,
            "api": self.api,
            "now": null,
            "application": serde_json::to_value(application)?,
            "clients": serde_json::to_value(&*shared.clients())?,
            "grants": serde_json::to_value(&*shared.grants())?,
            "things": shared.behaviour.state(),
        }))
    }
}

fn read(text: &[u8], api: &str) -> Result<SavedState, String> {
    // What the parser says may quote the file, and there are secrets in it.
    let state: Value =
        serde_json::from_slice(text).map_err(|e| format!("it is damaged in line {}; move it away", e.line()))?;
    match state["format"].as_u64() {
        Some(FORMAT) => {}
        Some(format) => return Err(format!("its format is {format}, this program reads {FORMAT}; move it away")),
        None => return Err("it holds something else; choose another file".to_owned()),
    }
    if state["api"] != api {
        return Err(format!("it belongs to {}, not to {api}; choose another file", state["api"]));
    }
    serde_json::from_value(state).map_err(|_| "it is damaged; move it away".to_owned())
}

/// Nobody but us may write; the file beside it holds nothing and stays.
fn lock(path: &Path) -> Result<File, String> {
    let path = beside(path, "", ".lock").map_err(|e| e.to_string())?;
    let lock = OpenOptions::new().create(true).truncate(false).write(true).open(path);
    let lock = lock.map_err(|e| e.to_string())?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => Err("another service uses it; choose another file".to_owned()),
        Err(TryLockError::Error(e)) => Err(e.to_string()),
    }
}

/// The path of a file beside another, whose name it has between two other parts.
fn beside(path: &Path, before: &str, after: &str) -> io::Result<PathBuf> {
    let name = path.file_name().ok_or_else(|| io::Error::other("it names no file"))?;
    let name: OsString = [OsStr::new(before), name, OsStr::new(after)].into_iter().collect();
    Ok(path.with_file_name(name))
}

/// Puts a new file, readable for its owner only, in the place of the old one in one step. The new one has a name of its own
/// until then, always the same, so that a process that is killed leaves one at most.
fn replace(path: &Path, state: &Value) -> io::Result<()> {
    let new = beside(path, ".", ".new")?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = new.file_name().unwrap_or_default();
    let mut file = tempfile::Builder::new().prefix(name).suffix("").rand_bytes(0).tempfile_in(folder)?;
    writeln!(file, "{state:#}")?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}

#[cfg(test)]
#[path = "state_tests.rs"]
mod tests;
