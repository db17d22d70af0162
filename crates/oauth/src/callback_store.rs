//! Tokens that the program around us keeps.

use std::fmt;
use std::sync::Arc;

use secrecy::{ExposeSecret, SecretString};
use uplink_runtime::{LoginReason, TokenError};

use crate::entry::{Entry, to_json};
use crate::{Grant, Key, LockedStore, MemoryStore, TokenStore};

type Load = dyn Fn(&Key) -> Result<Option<SecretString>, String> + Send + Sync;
type Lock = dyn Fn(&Key) -> Result<Box<dyn Send>, String> + Send + Sync;
type Save = dyn Fn(&Key, Option<&SecretString>) -> Result<(), String> + Send + Sync;

/// Hands tokens to the program around us, which keeps them as texts that it need not understand.
///
/// Threads and tasks that share one store take turns at each login. Several processes do only with a lock of the program's own
/// ([`with_lock`](CallbackStore::with_lock)); without one each sends the refresh token, and a server that takes it once ends
/// the login. A [`FileStore`](crate::FileStore) has its lock with it.
#[derive(Clone)]
pub struct CallbackStore {
    load: Arc<Load>,
    save: Arc<Save>,
    lock: Option<Arc<Lock>>,
    turns: MemoryStore,
}

impl CallbackStore {
    /// A store of two functions: `load` gives the text that is kept under a key, `save` keeps one durably, or nothing
    /// when it is given none. What they return as an error is shown to the user.
    pub fn new(
        load: impl Fn(&Key) -> Result<Option<SecretString>, String> + Send + Sync + 'static,
        save: impl Fn(&Key, Option<&SecretString>) -> Result<(), String> + Send + Sync + 'static,
    ) -> Self {
        CallbackStore { load: Arc::new(load), save: Arc::new(save), lock: None, turns: MemoryStore::new() }
    }

    /// The same store with a lock against other processes: `lock` waits until nobody else holds the key, and what it gives
    /// holds it until it is dropped. It is held over a whole renewal, which takes seconds; a lock that ends by itself
    /// after a while protects nothing.
    #[must_use]
    pub fn with_lock(mut self, lock: impl Fn(&Key) -> Result<Box<dyn Send>, String> + Send + Sync + 'static) -> Self {
        self.lock = Some(Arc::new(lock));
        self
    }

    fn entry(&self, key: &Key) -> Result<Option<Entry>, TokenError> {
        let text = (self.load)(key).map_err(|why| TokenError::StoreError { why })?;
        let read = |text: SecretString| serde_json::from_str(text.expose_secret()).map_err(|_| unreadable(key));
        text.map(read).transpose()
    }

    fn keep(&self, key: &Key, entry: Option<&Entry>) -> Result<(), TokenError> {
        let text = entry.map(|entry| {
            let text = to_json(entry);
            SecretString::from(str::from_utf8(&text).unwrap_or_default())
        });
        (self.save)(key, text.as_ref()).map_err(|why| TokenError::StoreError { why })
    }
}

fn unreadable(key: &Key) -> TokenError {
    let detail = format!("what the program's own store gave for {key} cannot be read");
    TokenError::LoginRequired { why: LoginReason::StoreUnreadable, detail }
}

impl TokenStore for CallbackStore {
    fn load(&self, key: &Key) -> Result<Option<Grant>, TokenError> {
        let read = |entry: Entry| entry.grant().ok_or_else(|| unreadable(key));
        self.entry(key)?.map(read).transpose()
    }

    fn lock(&self, key: &Key) -> Result<Box<dyn LockedStore>, TokenError> {
        let turn = self.turns.lock(key)?;
        let lock = self.lock.as_ref().map(|lock| lock(key)).transpose();
        let lock = lock.map_err(|why| TokenError::StoreError { why })?;
        Ok(Box::new(Locked { store: self.clone(), key: key.clone(), _lock: lock, _turn: turn }))
    }
}

impl fmt::Debug for CallbackStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallbackStore").finish_non_exhaustive()
    }
}

struct Locked {
    store: CallbackStore,
    key: Key,
    _lock: Option<Box<dyn Send>>,
    _turn: Box<dyn LockedStore>,
}

impl Locked {
    fn set_renewing(&self, renewing: bool) -> Result<bool, TokenError> {
        let Some(mut entry) = self.store.entry(&self.key)? else { return Ok(false) };
        let before = std::mem::replace(&mut entry.renewing, renewing);
        // A beginning is written in any case: a store that cannot be written now could not take the answer.
        if renewing || before {
            self.store.keep(&self.key, Some(&entry))?;
        }
        Ok(before)
    }
}

impl LockedStore for Locked {
    fn load(&mut self) -> Result<Option<Grant>, TokenError> {
        self.store.load(&self.key)
    }

    fn begin_renewal(&mut self) -> Result<bool, TokenError> {
        self.set_renewing(true)
    }

    fn end_renewal(&mut self) -> Result<(), TokenError> {
        self.set_renewing(false).map(drop)
    }

    fn save(&mut self, grant: &Grant) -> Result<(), TokenError> {
        self.store.keep(&self.key, Some(&Entry::new(grant)))
    }

    fn clear(&mut self) -> Result<(), TokenError> {
        self.store.keep(&self.key, None)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::sync::Mutex;
    use std::time::Duration;

    use url::Url;

    use super::*;

    type Kept = Arc<Mutex<HashMap<String, String>>>;

    fn store() -> (CallbackStore, Kept) {
        let kept = Kept::default();
        let (read, written) = (kept.clone(), kept.clone());
        let load = move |key: &Key| Ok(read.lock().unwrap().get(key.as_str()).map(|text| text.as_str().into()));
        let save = move |key: &Key, text: Option<&SecretString>| {
            let mut kept = written.lock().unwrap();
            match text {
                Some(text) if text.expose_secret().contains("FULL") => return Err("the database is full".into()),
                Some(text) => kept.insert(key.to_string(), text.expose_secret().to_owned()),
                None => kept.remove(key.as_str()),
            };
            Ok(())
        };
        (CallbackStore::new(load, save), kept)
    }

    fn key() -> Key {
        Key::new(&Url::parse("https://api.example").unwrap(), "id", None)
    }

    fn grant(access: &str) -> Grant {
        Grant::new(access, Some("R".into()), Some(Duration::from_secs(300)), vec!["READ".into()])
    }

    #[test]
    fn the_program_keeps_texts() {
        let (store, kept) = store();
        let key = key();
        assert!(store.load(&key).unwrap().is_none());
        store.lock(&key).unwrap().save(&grant("CANARY")).unwrap();
        let loaded = store.load(&key).unwrap().unwrap();
        assert_eq!((loaded.access_token().expose_secret(), loaded.scopes()), ("CANARY", &["READ".to_owned()][..]));
        assert!(!format!("{store:?}").contains("CANARY"));
        let error = store.lock(&key).unwrap().save(&grant("FULL")).unwrap_err();
        assert_eq!(error.to_string(), "the token store failed: the database is full");
        assert!(store.load(&key).unwrap().is_some(), "as before");
        store.lock(&key).unwrap().clear().unwrap();
        assert!(kept.lock().unwrap().is_empty());
    }

    #[test]
    fn t38_the_lock_of_the_program_is_held_until_the_end() {
        struct Noted(Arc<Mutex<Vec<&'static str>>>);

        impl Drop for Noted {
            fn drop(&mut self) {
                self.0.lock().unwrap().push("unlocked");
            }
        }

        let (store, _) = store();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let noted = seen.clone();
        let store = store.with_lock(move |key| {
            if key.as_str().contains("busy") {
                return Err("the database is locked".into());
            }
            noted.lock().unwrap().push("locked");
            Ok(Box::new(Noted(noted.clone())))
        });
        let mut locked = store.lock(&key()).unwrap();
        locked.save(&grant("A")).unwrap();
        assert_eq!(*seen.lock().unwrap(), ["locked"]);
        drop(locked);
        assert_eq!(*seen.lock().unwrap(), ["locked", "unlocked"]);
        let busy = Key::new(&Url::parse("https://api.example").unwrap(), "busy", None);
        for _ in 0..2 {
            let error = store.lock(&busy).err().unwrap();
            assert_eq!(error.to_string(), "the token store failed: the database is locked");
        }
        assert!(store.load(&key()).unwrap().is_some(), "reading needs no lock");
    }

    #[test]
    fn t51_a_renewal_that_never_ended_is_no_reason_to_begin_one_that_cannot_be_saved() {
        let (store, kept) = store();
        store.lock(&key()).unwrap().save(&grant("TOKEN")).unwrap();
        assert!(!store.lock(&key()).unwrap().begin_renewal().unwrap());
        kept.lock().unwrap().values_mut().for_each(|text| *text = text.replace("TOKEN", "FULL"));
        assert!(store.lock(&key()).unwrap().begin_renewal().is_err());
    }

    #[test]
    fn a_renewal_that_never_ended_is_seen() {
        let (store, _) = store();
        store.lock(&key()).unwrap().save(&grant("A")).unwrap();
        let begin = || store.lock(&key()).unwrap().begin_renewal().unwrap();
        assert_eq!((begin(), begin()), (false, true));
        store.lock(&key()).unwrap().end_renewal().unwrap();
        assert!(!begin());
        store.lock(&key()).unwrap().save(&grant("B")).unwrap();
        assert!(!begin());
    }

    #[test]
    fn a_text_that_is_none_of_ours_means_to_log_in() {
        let (store, kept) = store();
        for odd in ["", "{}", "null", "{\"access_token\":\"CANARY\"}"] {
            kept.lock().unwrap().insert(key().to_string(), odd.into());
            let error = store.load(&key()).unwrap_err();
            assert!(
                matches!(error, TokenError::LoginRequired { why: LoginReason::StoreUnreadable, .. }),
                "{odd}: {error}"
            );
            assert!(!format!("{error} {error:?}").contains("CANARY"));
        }
    }
}
