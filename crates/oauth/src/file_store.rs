//! Tokens in a file that only its owner can read.

pub(crate) mod document;
mod pace;
pub mod private;

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use uplink_runtime::{LoginReason, PaceStore, TokenError};

use crate::{Grant, Key, LockedStore, TokenStore};
use document::{Contents, Document};

/// Longer than a renewal takes.
const LONGEST_LOCK: Duration = Duration::from_secs(90);
const LOCK_STEP: Duration = Duration::from_millis(20);

/// Keeps tokens in a file, those of several servers, clients and users beside each other.
///
/// The file is for its owner only (0600 in a folder of 0700) and replaced as a whole, so that a crash leaves the old or
/// the new one. Processes that share it take turns by a lock file beside it, which holds nothing and stays.
#[derive(Clone, Debug)]
pub struct FileStore {
    path: PathBuf,
}

impl FileStore {
    /// A store in the file `path`, which need not exist yet.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        FileStore { path: path.into() }
    }

    /// The usual place: `tokens.json` in the folder `program` of `$XDG_STATE_HOME`, or of `~/.local/state`
    /// (`%LOCALAPPDATA%` on Windows).
    ///
    /// # Errors
    /// When the user has no home directory.
    pub fn default_path(program: &str) -> Result<PathBuf, TokenError> {
        let variable = |name| std::env::var_os(name).map(PathBuf::from).filter(|p| p.is_absolute());
        let local = || if cfg!(windows) { variable("LOCALAPPDATA") } else { None };
        let home = || std::env::home_dir().filter(|h| h.is_absolute()).map(|h| h.join(".local").join("state"));
        let folder = variable("XDG_STATE_HOME").or_else(local).or_else(home).ok_or_else(|| TokenError::StoreError {
            why: "there is no home directory to keep tokens in; name a token file".into(),
        })?;
        Ok(folder.join(program).join("tokens.json"))
    }

    /// The token file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The token file with `suffix` after its name.
    fn beside(&self, suffix: &str) -> PathBuf {
        let mut name = self.path.clone().into_os_string();
        name.push(suffix);
        name.into()
    }

    fn contents(&self) -> Result<Contents, TokenError> {
        let text = match private::read(&self.path) {
            Ok(Some(text)) => text,
            Ok(None) => return Ok(Contents::Readable(Document::default())),
            Err(why) => return Err(self.failed("read", &why)),
        };
        Ok(Document::parse(&text))
    }

    fn failed(&self, what: &str, why: &std::io::Error) -> TokenError {
        TokenError::StoreError { why: format!("cannot {what} {}: {why}", self.path.display()) }
    }

    /// What was found for a key. Where nothing was, a file that was moved aside is named for as long as it is there: who
    /// noticed it first need not be who can log in again.
    fn found(&self, grant: Option<Grant>) -> Result<Option<Grant>, TokenError> {
        let aside = self.beside(".corrupt");
        if grant.is_some() || !aside.exists() {
            return Ok(grant);
        }
        Err(TokenError::LoginRequired {
            why: LoginReason::StoreUnreadable,
            detail: format!("{} could not be read and was moved to {}", self.path.display(), aside.display()),
        })
    }

    fn newer(&self, version: u64) -> TokenError {
        let path = self.path.display();
        TokenError::StoreError {
            why: format!(
                "{path} has format {version}, which a newer program wrote; update this program or name another token file"
            ),
        }
    }
}

impl TokenStore for FileStore {
    fn place(&self) -> String {
        self.path.display().to_string()
    }

    fn pace_store(&self, client: &Key) -> Option<Arc<dyn PaceStore>> {
        Some(Arc::new(pace::PaceFile::beside(&self.path, client)))
    }

    fn load(&self, key: &Key) -> Result<Option<Grant>, TokenError> {
        match self.contents()? {
            Contents::Readable(document) => self.found(document.get(key)?),
            Contents::Newer(version) => Err(self.newer(version)),
            // Only who holds the lock may move the file.
            Contents::Corrupt => self.lock(key)?.load(),
        }
    }

    fn lock(&self, key: &Key) -> Result<Box<dyn LockedStore>, TokenError> {
        let path = self.beside(".lock");
        let file = private::folder(&self.path)
            .and_then(|()| private::open_lock(&path))
            .map_err(|e| self.failed("lock", &e))?;
        let start = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Box::new(Locked { store: self.clone(), key: key.clone(), lock: file })),
                Err(TryLockError::Error(e)) => return Err(self.failed("lock", &e)),
                Err(TryLockError::WouldBlock) if start.elapsed() > LONGEST_LOCK => {
                    let why = format!("another program holds {}", path.display());
                    return Err(TokenError::Temporary { why, retry_after: None, source: None });
                }
                Err(TryLockError::WouldBlock) => std::thread::sleep(LOCK_STEP),
            }
        }
    }
}

struct Locked {
    store: FileStore,
    key: Key,
    lock: File,
}

impl Drop for Locked {
    fn drop(&mut self) {
        // Closing is not enough: a process that was forked meanwhile has the file open, too.
        let _ = self.lock.unlock();
    }
}

impl Locked {
    /// The document; a corrupt one is moved aside, for whoever wants to save something of it.
    fn document(&self) -> Result<Document, TokenError> {
        let store = &self.store;
        match store.contents()? {
            Contents::Readable(document) => Ok(document),
            Contents::Newer(version) => Err(store.newer(version)),
            Contents::Corrupt => {
                std::fs::rename(&store.path, store.beside(".corrupt")).map_err(|e| store.failed("move", &e))?;
                Ok(Document::default())
            }
        }
    }

    fn write(&self, document: &Document) -> Result<(), TokenError> {
        private::replace(&self.store.path, &document.text()).map_err(|e| self.store.failed("write", &e))
    }
}

impl LockedStore for Locked {
    fn load(&mut self) -> Result<Option<Grant>, TokenError> {
        self.store.found(self.document()?.get(&self.key)?)
    }

    fn begin_renewal(&mut self) -> Result<bool, TokenError> {
        let mut document = self.document()?;
        let interrupted = document.set_renewing(&self.key, true).unwrap_or(false);
        // Written even when there is nothing new to write: a file that cannot be written now could not take the answer.
        self.write(&document).map(|()| interrupted)
    }

    fn end_renewal(&mut self) -> Result<(), TokenError> {
        let mut document = self.document()?;
        match document.set_renewing(&self.key, false) {
            Some(true) => self.write(&document),
            _ => Ok(()),
        }
    }

    fn save(&mut self, grant: &Grant) -> Result<(), TokenError> {
        let mut document = self.document()?;
        document.set(&self.key, grant);
        self.write(&document)
    }

    fn clear(&mut self) -> Result<(), TokenError> {
        let mut document = self.document()?;
        document.remove(&self.key);
        let removed = private::remove(&self.store.beside(".corrupt"));
        let removed = removed.and_then(|()| private::sweep(&self.store.path));
        removed.map_err(|e| self.store.failed("clean up beside", &e))?;
        if document.is_empty() {
            return private::remove(&self.store.path).map_err(|e| self.store.failed("remove", &e));
        }
        self.write(&document)
    }
}

#[cfg(test)]
mod tests;
