//! Tokens in a database that many machines share.

mod live;
mod lock;
mod locked;
mod row;

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use uplink_oauth::{Grant, Key, LockedStore, TokenStore};
use uplink_runtime::{SharedPace, TokenError};

use crate::pace::PostgresPace;
use crate::{Keys, Limits, Server};
pub(crate) use live::Live;
use lock::Lock;
use locked::Locked;
use row::Row;

/// How long a renewal may take whose process lost the database meanwhile: longer than an outage of a minute, since who is
/// too early sends a refresh token that may be used up already.
const LONGEST_RENEWAL: Duration = Duration::from_secs(120);

/// Keeps tokens in a database, those of many logins, sealed by [`Keys`] that it never sees.
///
/// Of all programs that share the database one renews a login, and the others get its result: the row of the login is
/// locked from reading the tokens again until the new ones are committed, which they are before anybody uses them. That a
/// renewal begins is committed before it is sent, so that one that was cut off is seen. A login that the server refused is
/// noted as such, and no program sends its refresh token again until somebody has logged in.
#[derive(Clone)]
pub struct PostgresStore {
    shared: Arc<Shared>,
}

struct Shared {
    server: Server,
    keys: Keys,
    longest_renewal: Duration,
    limits: Arc<Limits>,
    /// What works for the process of this id; a forked child has none of its parent's threads.
    live: Mutex<Option<(u32, Arc<Live>)>>,
}

impl PostgresStore {
    /// A store in this database, which is not asked yet.
    pub fn new(server: Server, keys: Keys) -> Self {
        let shared =
            Shared { server, keys, longest_renewal: LONGEST_RENEWAL, limits: Arc::default(), live: Mutex::default() };
        PostgresStore { shared: Arc::new(shared) }
    }

    /// The same, before anybody uses it.
    fn changed(self, change: impl FnOnce(&mut Shared)) -> Self {
        let mut shared = self.shared;
        if let Some(shared) = Arc::get_mut(&mut shared) {
            change(shared);
        }
        PostgresStore { shared }
    }

    /// The same, whose clients share these limits. Unless they are named, all clients with one client identifier at one server
    /// share one, whatever machine they are on.
    #[must_use]
    pub fn sharing(self, limits: Limits) -> Self {
        self.changed(|shared| shared.limits = Arc::new(limits))
    }

    /// The same, where a renewal that was cut off is taken up after this time. It has to be longer than a request to the
    /// server of the logins and the longest time for which the database may be away; two minutes unless it is named.
    #[must_use]
    pub fn taking_up_after(self, longest_renewal: Duration) -> Self {
        self.changed(|shared| shared.longest_renewal = longest_renewal)
    }

    /// Makes the tables, or those of an older version those of today. Otherwise they are made at first use, which takes a
    /// right that not every user of a database has.
    ///
    /// # Errors
    /// When the database refuses.
    pub fn migrate(&self) -> Result<(), TokenError> {
        self.live()?.migrate()
    }

    pub(crate) fn live(&self) -> Result<Arc<Live>, TokenError> {
        let process = std::process::id();
        let mut live = self.shared.live.lock().unwrap_or_else(PoisonError::into_inner);
        match live.take() {
            Some((owner, known)) if owner == process => {
                *live = Some((owner, known.clone()));
                return Ok(known);
            }
            // Its threads are the parent's, who still needs its connections.
            Some((_, inherited)) => std::mem::forget(inherited),
            None => {}
        }
        let fresh = Arc::new(Live::new(self.shared.server.clone()).map_err(failed)?);
        *live = Some((process, fresh.clone()));
        Ok(fresh)
    }

    fn opened(&self, key: &Key, row: Option<Row>) -> Result<Option<Grant>, TokenError> {
        let Some(row) = row.filter(|row| row.generation > 0) else { return Ok(None) };
        let text = self.shared.keys.open(key.as_str(), &row.key_id, &row.sealed).map_err(failed)?;
        let grant = Grant::from_text(&text);
        grant.map(Some).ok_or_else(|| failed(format!("what is kept for {key} cannot be read; log in again")))
    }
}

impl TokenStore for PostgresStore {
    fn load(&self, key: &Key) -> Result<Option<Grant>, TokenError> {
        let row = self.live()?.row(key.as_str())?;
        self.opened(key, row)
    }

    fn lock(&self, key: &Key) -> Result<Box<dyn LockedStore>, TokenError> {
        let live = self.live()?;
        let runtime = live.handle()?;
        let taken = Lock::take(live.work.clone(), runtime.clone(), key.as_str(), self.shared.longest_renewal);
        let lock = runtime.block_on(taken)?;
        Ok(Box::new(Locked { store: self.clone(), key: key.clone(), lock, generation: 0 }))
    }

    fn place(&self) -> String {
        self.shared.server.to_string()
    }

    fn shared_pace(&self, client: &Key, login: &Key) -> Option<Arc<dyn SharedPace>> {
        Some(Arc::new(PostgresPace::new(self.clone(), self.shared.limits.clone(), client, login)))
    }
}

impl fmt::Debug for PostgresStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PostgresStore").field("server", &self.shared.server).field("keys", &self.shared.keys).finish()
    }
}

pub(crate) fn failed(why: impl fmt::Display) -> TokenError {
    TokenError::StoreError { why: why.to_string() }
}

#[cfg(test)]
mod tests;
