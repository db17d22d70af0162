//! Where tokens are kept between uses.

use std::fmt;
use std::sync::Arc;

use uplink_runtime::{LoginReason, PaceStore, SharedPace, TokenError};
use url::Url;

use crate::Grant;

/// Whose tokens: of which server, client and, when there are several, user.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Key(String);

impl Key {
    pub(crate) fn new(base_url: &Url, client_id: &str, owner: Option<&str>) -> Self {
        let encoded = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
        let mut key = format!("{}|{}", base_url.as_str().trim_end_matches('/'), encoded(client_id));
        if let Some(owner) = owner {
            key.push('|');
            key.push_str(&encoded(owner));
        }
        Key(key)
    }

    /// An owner could be called anything, but never begins with a bare `|`.
    pub(crate) fn of_client(base_url: &Url, client_id: &str) -> Self {
        let Key(key) = Key::new(base_url, client_id, None);
        Key(key + "||client")
    }

    /// The key as text, such as `https://api.example|client`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A place for tokens. Its methods may block; they are called where that does no harm.
pub trait TokenStore: Send + Sync + fmt::Debug {
    /// What is kept under `key`.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn load(&self, key: &Key) -> Result<Option<Grant>, TokenError>;

    /// Waits until nobody else changes what is kept under `key`. Held over a whole renewal, so that of all processes
    /// that share the store one sends the refresh token.
    ///
    /// # Errors
    /// When the store cannot be locked.
    fn lock(&self, key: &Key) -> Result<Box<dyn LockedStore>, TokenError>;

    /// Where it is, for people: ends the sentence "no login is stored in".
    fn place(&self) -> String {
        "this program's own store".into()
    }

    /// Where processes that share the store share the pace of a client; `None` when no other process sees the store.
    fn pace_store(&self, client: &Key) -> Option<Arc<dyn PaceStore>> {
        let _ = client;
        None
    }

    /// The pace that machines share that share the store, for this login of this client.
    fn shared_pace(&self, client: &Key, login: &Key) -> Option<Arc<dyn SharedPace>> {
        let _ = (client, login);
        None
    }
}

/// A place for the tokens of one key that nobody else changes; unlocked when dropped.
pub trait LockedStore: Send {
    /// What is kept.
    ///
    /// # Errors
    /// When the store cannot be read.
    fn load(&mut self) -> Result<Option<Grant>, TokenError>;

    /// Notes that a renewal begins, and says whether an earlier one began and never ended, for instance because its
    /// process was killed: its answer may have held a new refresh token. A save ends it. Stores that end with the
    /// process need not care.
    ///
    /// # Errors
    /// When the store cannot be written. Then no renewal begins.
    fn begin_renewal(&mut self) -> Result<bool, TokenError> {
        Ok(false)
    }

    /// Notes that a renewal ended without new tokens.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn end_renewal(&mut self) -> Result<(), TokenError> {
        Ok(())
    }

    /// Notes that the server refused the refresh token for good, so that a later [`begin_renewal`](Self::begin_renewal)
    /// gives the same error until something else is saved. Stores that one program uses need not care: it remembers.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn note_dead(&mut self, why: LoginReason, detail: &str) -> Result<(), TokenError> {
        let _ = (why, detail);
        Ok(())
    }

    /// Keeps `grant`, durably when this returns.
    ///
    /// # Errors
    /// When the store cannot be written; it is then as before.
    fn save(&mut self, grant: &Grant) -> Result<(), TokenError>;

    /// Keeps nothing, and leaves no copies.
    ///
    /// # Errors
    /// When the store cannot be written.
    fn clear(&mut self) -> Result<(), TokenError>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_do_not_collide() {
        let url = Url::parse("https://api.example/").unwrap();
        let other = Url::parse("http://127.0.0.1:8080").unwrap();
        assert_eq!(Key::new(&url, "id", None).as_str(), "https://api.example|id");
        assert_ne!(Key::new(&url, "id", None), Key::new(&other, "id", None));
        assert_ne!(Key::new(&url, "id|a", None), Key::new(&url, "id", Some("a")));
        for owner in ["", "|client", "client", "%7Cclient"] {
            assert_ne!(Key::of_client(&url, "id"), Key::new(&url, "id", Some(owner)));
        }
    }
}
