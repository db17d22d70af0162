//! Tokens for the life of the process.

use std::collections::HashMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use uplink_runtime::TokenError;

use crate::{Grant, Key, LockedStore, TokenStore};

/// Keeps tokens in memory; clones share them.
#[derive(Clone, Debug, Default)]
pub struct MemoryStore {
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    contents: Mutex<Contents>,
    unlocked: Condvar,
}

#[derive(Debug, Default)]
struct Contents {
    grants: HashMap<Key, Grant>,
    /// The processes that hold the locks. One that was forked meanwhile has nobody who would let go.
    locked: HashMap<Key, u32>,
}

impl Shared {
    fn contents(&self) -> MutexGuard<'_, Contents> {
        self.contents.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl MemoryStore {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }
}

impl TokenStore for MemoryStore {
    fn place(&self) -> String {
        "the memory of this program".into()
    }

    fn load(&self, key: &Key) -> Result<Option<Grant>, TokenError> {
        Ok(self.shared.contents().grants.get(key).cloned())
    }

    fn lock(&self, key: &Key) -> Result<Box<dyn LockedStore>, TokenError> {
        let contents = self.shared.contents();
        let this = std::process::id();
        let waited = self.shared.unlocked.wait_while(contents, |c| c.locked.get(key) == Some(&this));
        waited.unwrap_or_else(PoisonError::into_inner).locked.insert(key.clone(), this);
        Ok(Box::new(Locked { shared: self.shared.clone(), key: key.clone() }))
    }
}

struct Locked {
    shared: Arc<Shared>,
    key: Key,
}

impl LockedStore for Locked {
    fn load(&mut self) -> Result<Option<Grant>, TokenError> {
        Ok(self.shared.contents().grants.get(&self.key).cloned())
    }

    fn save(&mut self, grant: &Grant) -> Result<(), TokenError> {
        self.shared.contents().grants.insert(self.key.clone(), grant.clone());
        Ok(())
    }

    fn clear(&mut self) -> Result<(), TokenError> {
        self.shared.contents().grants.remove(&self.key);
        Ok(())
    }
}

impl Drop for Locked {
    fn drop(&mut self) {
        self.shared.contents().locked.remove(&self.key);
        // Whoever waits may wait for another one.
        self.shared.unlocked.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::*;

    fn key(client: &str) -> Key {
        Key::new(&Url::parse("https://api.example").expect("a URL"), client, None)
    }

    #[test]
    fn a_lock_of_the_process_before_a_fork_is_nobodys() {
        let store = MemoryStore::new();
        let key = key("a");
        store.shared.contents().locked.insert(key.clone(), std::process::id() + 1);
        drop(store.lock(&key).expect("a lock"));
        assert!(store.shared.contents().locked.is_empty());
    }

    #[test]
    fn nobody_waits_for_another_login() {
        let store = MemoryStore::new();
        let _one = store.lock(&key("a")).expect("a lock");
        drop(store.lock(&key("b")).expect("another lock"));
    }
}
