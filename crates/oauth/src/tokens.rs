//! Tokens that renew themselves.

mod renewal;

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::SystemTime;

use tokio::sync::Semaphore;
use uplink_runtime::{AccessToken, BoxFuture, PaceStore, SharedPace, TokenError, TokenSource, Transport};

use crate::cached_grant::CachedGrant;
use crate::granted;
use crate::login::checked;
use crate::{Grant, Key, LockedStore, LoginError, Registration, TokenStore, endpoint};
use renewal::Renewal;

/// The client identifier of who was given a token and is registered nowhere that is known here.
const UNREGISTERED: &str = "none";

/// The tokens of one user at one server, kept in a store and renewed when they end.
///
/// However many tasks ask, and however many processes share the store, one of them renews and the others get its result.
/// Clones share everything.
#[derive(Clone)]
pub struct OAuthTokens {
    inner: Arc<Inner>,
}

struct Inner {
    registration: Registration,
    /// The scopes of a client that asks for itself, without a user.
    client_scopes: Option<Vec<String>>,
    key: Key,
    store: Arc<dyn TokenStore>,
    transport: Transport,
    held: Mutex<Option<CachedGrant>>,
    /// Whether the store lacks something that was to be saved.
    unsaved: AtomicBool,
    /// Locked over each look into the store, and each renewal.
    renewal: Arc<tokio::sync::Mutex<Renewal>>,
    /// Where renewals are carried out, when that is not where they are asked for.
    runtime: OnceLock<tokio::runtime::Handle>,
}

/// What is stored, without the tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Status {
    /// The scopes that the user granted.
    pub scopes: Vec<String>,
    /// When the access token ends, as far as that is known.
    pub expires_at: Option<SystemTime>,
    /// Whether it can be renewed without the user.
    pub refreshable: bool,
}

impl OAuthTokens {
    /// The tokens that `store` keeps for `registration`.
    ///
    /// # Errors
    /// When HTTPS cannot be set up.
    pub fn new(registration: Registration, store: Arc<dyn TokenStore>) -> Result<Self, TokenError> {
        let key = registration.key();
        Self::with(registration, None, key, store)
    }

    /// Tokens of the client itself, by the client credentials grant: nobody logs in, and a token that ends is followed by
    /// the next one. They stand in the store beside those of users.
    ///
    /// # Errors
    /// When the API does not know a scope or has no such grant, or HTTPS cannot be set up.
    pub fn client_credentials(
        registration: Registration,
        scopes: &[String],
        store: Arc<dyn TokenStore>,
    ) -> Result<Self, LoginError> {
        let mut scopes = checked(&registration, "client_credentials", scopes)?;
        // There is no login that could last, and servers refuse what a grant cannot have.
        scopes.retain(|scope| registration.oauth().refresh_scope != Some(scope));
        if scopes.is_empty() && !registration.api().scopes.is_empty() {
            return Err(LoginError::Setup("ask for a scope that does more than make a login last".to_owned()));
        }
        let key = registration.client_key();
        Ok(Self::with(registration, Some(scopes), key, store)?)
    }

    fn with(
        registration: Registration,
        client_scopes: Option<Vec<String>>,
        key: Key,
        store: Arc<dyn TokenStore>,
    ) -> Result<Self, TokenError> {
        let transport = endpoint::transport(&registration)?;
        let (held, unsaved, renewal, runtime) = Default::default();
        let inner = Inner { registration, client_scopes, key, store, transport, held, unsaved, renewal, runtime };
        Ok(OAuthTokens { inner: Arc::new(inner) })
    }

    /// The same, with renewals carried out by this runtime: for programs whose calls run on one that stands still
    /// between them. The first to be named counts.
    pub fn renewing_on(self, runtime: tokio::runtime::Handle) -> Self {
        let _ = self.inner.runtime.set(runtime);
        self
    }

    /// Keeps what a login yielded, in place of what was there.
    ///
    /// # Errors
    /// When the store fails. The grant serves this process nevertheless.
    pub async fn save(&self, grant: Grant) -> Result<(), TokenError> {
        let mut renewal = self.inner.renewal.lock().await;
        *renewal = Renewal::default();
        self.inner.unsaved.store(false, Ordering::Relaxed);
        self.inner.hold(Some(CachedGrant::new(grant.clone())));
        let (new, mut replaces) = (grant.clone(), None);
        let saved = match self.inner.lock().await {
            Ok(locked) => {
                let work = move |locked: &mut dyn LockedStore| {
                    // A store that cannot be read has nothing to replace.
                    let stored = locked.load().ok().flatten();
                    Ok((stored.and_then(|old| old.refresh_token().cloned()), locked.save(&new)))
                };
                finish(locked, work).await.and_then(|(old, saved)| {
                    replaces = old;
                    saved
                })
            }
            Err(error) => {
                let stored = self.inner.load().await.ok().flatten();
                replaces = stored.and_then(|old| old.refresh_token().cloned());
                Err(error)
            }
        };
        if saved.is_err() {
            renewal.keep_unsaved(&self.inner, replaces, grant);
        }
        saved
    }

    /// Forgets the tokens here and in the store. What the server knows of the login stays there.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn forget(&self) -> Result<(), TokenError> {
        let mut renewal = self.inner.renewal.lock().await;
        *renewal = Renewal::default();
        self.inner.unsaved.store(false, Ordering::Relaxed);
        self.inner.hold(None);
        finish(self.inner.lock().await?, |locked| locked.clear()).await
    }

    /// The scopes of the login that is stored, when it has all of `needs` and serves now, renewed if it has to be. `None` when
    /// only the user can help, by logging in.
    ///
    /// # Errors
    /// When the store fails, or the server cannot say whether the login serves.
    pub async fn stored_login(&self, needs: &[String]) -> Result<Option<Vec<String>>, TokenError> {
        let serves = async {
            let Some(status) = self.status().await? else { return Ok(None) };
            // Some servers grant what makes a login last and do not say so.
            let lasting = self.inner.registration.oauth().refresh_scope.filter(|_| status.refreshable);
            let has = |scope: &String| status.scopes.contains(scope) || lasting == Some(scope.as_str());
            if !needs.iter().all(has) {
                return Ok(None);
            }
            self.access().await.map(|_| Some(status.scopes))
        };
        match serves.await {
            Err(TokenError::LoginRequired { .. }) => Ok(None),
            other => other,
        }
    }

    /// A sentence for each scope of `asked` that is not in `granted`: what that means, and what to do.
    pub fn missing(&self, asked: &[String], granted: &[String]) -> Vec<String> {
        granted::missing(self.inner.registration.oauth(), asked, granted)
    }

    /// What is stored; `None` without a login.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn status(&self) -> Result<Option<Status>, TokenError> {
        let grant = self.inner.load().await?;
        Ok(grant.map(|grant| Status {
            scopes: grant.scopes().to_vec(),
            expires_at: grant.expires_at(),
            refreshable: self.inner.client_scopes.is_some()
                || grant.refresh_token().is_some() && self.inner.registration.offers("refresh_token"),
        }))
    }
}

impl Inner {
    fn held(&self) -> Option<CachedGrant> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn hold(&self, held: Option<CachedGrant>) {
        *self.held.lock().unwrap_or_else(PoisonError::into_inner) = held;
    }

    async fn load(&self) -> Result<Option<Grant>, TokenError> {
        let (store, key) = (self.store.clone(), self.key.clone());
        blocking(move || store.load(&key)).await?
    }

    async fn lock(&self) -> Result<Box<dyn LockedStore>, TokenError> {
        let (store, key, place) = (self.store.clone(), self.key.clone(), waiting().acquire_owned().await);
        let locked = move || {
            let locked = store.lock(&key);
            drop(place);
            locked
        };
        blocking(locked).await?
    }

    /// Renews in a task of its own: were the caller cancelled between the server's answer and the save, a new refresh
    /// token would be lost.
    async fn renewed(self: &Arc<Self>, refused: Option<AccessToken>) -> Result<AccessToken, TokenError> {
        let inner = self.clone();
        let work = async move {
            let mut renewal = inner.renewal.clone().lock_owned().await;
            renewal.run(&inner, refused.as_ref()).await
        };
        let task = match self.runtime.get() {
            Some(runtime) => runtime.spawn(work),
            None => tokio::spawn(work),
        };
        let interrupted =
            |_| TokenError::Temporary { why: "the renewal was interrupted".into(), retry_after: None, source: None };
        task.await.map_err(interrupted)?
    }
}

/// Most locks that are waited for at the same time: each takes a thread of the runtime, and whoever has a lock needs one to work
/// with it before it lets go.
const MOST_WAITING: usize = 32;

/// The places of those who wait for a lock, in this process: of one that was forked meanwhile nobody would give them back.
fn waiting() -> Arc<Semaphore> {
    static PLACES: Mutex<Option<(u32, Arc<Semaphore>)>> = Mutex::new(None);
    let (this, mut kept) = (std::process::id(), PLACES.lock().unwrap_or_else(PoisonError::into_inner));
    let fresh = || (this, Arc::new(Semaphore::new(MOST_WAITING)));
    match &mut *kept {
        Some((process, places)) if *process == this => places.clone(),
        kept => kept.insert(fresh()).1.clone(),
    }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, TokenError> {
    let failed = |_| TokenError::StoreError { why: "its work was interrupted".into() };
    tokio::task::spawn_blocking(work).await.map_err(failed)
}

/// The last work with a locked store, which is let go of where waiting does no harm.
async fn finish<T: Send + 'static>(
    mut locked: Box<dyn LockedStore>,
    work: impl FnOnce(&mut dyn LockedStore) -> Result<T, TokenError> + Send + 'static,
) -> Result<T, TokenError> {
    blocking(move || work(locked.as_mut())).await?
}

/// Works with a locked store, and gives it back unless that broke down.
async fn with_store<T: Send + 'static>(
    mut locked: Box<dyn LockedStore>,
    work: impl FnOnce(&mut dyn LockedStore) -> Result<T, TokenError> + Send + 'static,
) -> (Option<Box<dyn LockedStore>>, Result<T, TokenError>) {
    let done = blocking(move || {
        let result = work(locked.as_mut());
        (locked, result)
    });
    match done.await {
        Ok((locked, result)) => (Some(locked), result),
        Err(error) => (None, Err(error)),
    }
}

impl TokenSource for OAuthTokens {
    fn granted(&self) -> BoxFuture<'_, Result<Option<Vec<String>>, TokenError>> {
        Box::pin(async {
            let grant = match self.inner.held() {
                Some(held) => Some(held.grant),
                None => self.inner.load().await?,
            };
            Ok(grant.map(|grant| grant.scopes().to_vec()))
        })
    }

    fn access(&self) -> BoxFuture<'_, Result<AccessToken, TokenError>> {
        Box::pin(async {
            if let Some(held) = self.inner.held() {
                // Somebody renews already; until that is done the old token is as good.
                let underway = || self.inner.renewal.try_lock().is_err();
                let settled = !self.inner.unsaved.load(Ordering::Relaxed);
                if held.is_fresh() && settled || held.is_alive() && underway() {
                    return Ok(held.access());
                }
            }
            self.inner.renewed(None).await
        })
    }

    fn renew<'a>(&'a self, refused: &'a AccessToken) -> BoxFuture<'a, Result<AccessToken, TokenError>> {
        Box::pin(self.inner.renewed(Some(refused.clone())))
    }

    fn client_id(&self) -> Option<&str> {
        Some(self.inner.registration.client_id()).filter(|id| *id != UNREGISTERED)
    }

    fn pace_store(&self) -> Option<Arc<dyn PaceStore>> {
        self.client_id()?;
        self.inner.store.pace_store(&self.inner.registration.pace_key())
    }

    fn shared_pace(&self) -> Option<Arc<dyn SharedPace>> {
        self.client_id()?;
        self.inner.store.shared_pace(&self.inner.registration.pace_key(), &self.inner.key)
    }
}

impl fmt::Debug for OAuthTokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &self.inner;
        f.debug_struct("OAuthTokens")
            .field("registration", &inner.registration)
            .field("store", &inner.store)
            .field("held", &inner.held().map(|held| held.grant))
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
