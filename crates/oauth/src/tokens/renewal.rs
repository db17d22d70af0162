//! One renewal at a time.

use std::sync::atomic::Ordering;
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use tokio::time::Instant;
use uplink_runtime::{AccessToken, LoginReason, TokenError, report};

use super::{Inner, finish, with_store};
use crate::answer::{Answer, Failure};
use crate::cached_grant::CachedGrant;
use crate::{Grant, LockedStore, endpoint};

/// A blocked client stays blocked for longer than this; asking more often only annoys the server.
const AFTER_REJECTION: Duration = Duration::from_secs(60);
/// So that those who waited for a renewal that failed do not all try it again.
const AFTER_FAILURE: Duration = Duration::from_secs(1);

/// What is remembered from one renewal to the next.
#[derive(Default)]
pub(super) struct Renewal {
    failed: Option<(Instant, TokenError)>,
    /// A refresh token that the server refused. It stays in the store, in case the server erred.
    dead: Option<(SecretString, TokenError)>,
    unsaved: Option<Unsaved>,
    /// Whether a save failed just now.
    save_failed: bool,
}

/// A grant that the store did not take.
struct Unsaved {
    replaces: Option<SecretString>,
    grant: Grant,
}

fn same(a: Option<&SecretString>, b: Option<&SecretString>) -> bool {
    a.map(|s| s.expose_secret()) == b.map(|s| s.expose_secret())
}

/// Whether `held` is what the caller needs.
fn serves(held: &CachedGrant, refused: Option<&AccessToken>) -> bool {
    match refused {
        Some(refused) => held.is_alive() && !held.is(refused),
        None => held.is_fresh(),
    }
}

impl Renewal {
    pub(super) fn keep_unsaved(&mut self, inner: &Inner, replaces: Option<SecretString>, grant: Grant) {
        self.unsaved = Some(Unsaved { replaces, grant });
        inner.unsaved.store(true, Ordering::Relaxed);
    }

    /// A token in place of one that ends soon, or of one that the server `refused`.
    pub(super) async fn run(
        &mut self,
        inner: &Inner,
        refused: Option<&AccessToken>,
    ) -> Result<AccessToken, TokenError> {
        self.save_failed = false;
        // Before anything else: another process may be about to send the refresh token that is used up. Its failure was
        // said when it failed first.
        let _ = self.save_again(inner).await;
        if let Some(held) = inner.held().filter(|held| serves(held, refused)) {
            return Ok(held.access());
        }
        match self.renew(inner, refused).await {
            Ok(held) => Ok(held.access()),
            Err(error) => {
                self.remember(&error);
                // What cannot be renewed now is good until it ends.
                let alive = |held: &CachedGrant| held.is_alive() && refused.is_none_or(|refused| !held.is(refused));
                // But a failed save is said aloud: after a restart the login may be lost.
                inner.held().filter(|held| !self.save_failed && alive(held)).map(|held| held.access()).ok_or(error)
            }
        }
    }

    async fn renew(&mut self, inner: &Inner, refused: Option<&AccessToken>) -> Result<CachedGrant, TokenError> {
        let stored = self.newest(inner, found(inner, inner.load().await)?);
        if let Some(held) = adopt(inner, stored, refused)? {
            return Ok(held);
        }
        self.recently_failed()?;

        let (locked, stored) = with_store(inner.lock().await?, |locked| locked.load()).await;
        let Some(mut locked) = locked else { return Err(stored.err().unwrap_or_else(|| not_logged_in(inner))) };
        let stored = self.newest(inner, found(inner, stored)?);
        if let Some(held) = adopt(inner, stored.clone(), refused)? {
            let _ = finish(locked, |_| Ok(())).await;
            return Ok(held);
        }
        if let Some(scopes) = &inner.client_scopes {
            return self.again_as_client(inner, locked, stored, scopes).await;
        }
        let mut grant = stored.ok_or_else(|| not_logged_in(inner))?;
        let mut reread = false;
        loop {
            let refresh_token = grant.refresh_token().filter(|_| inner.registration.offers("refresh_token")).cloned();
            let Some(refresh_token) = refresh_token else {
                note_refused(locked, &grant, refused).await;
                return without_refresh(grant, refused);
            };
            if let Some((dead, error)) = &self.dead
                && same(Some(dead), Some(&refresh_token))
            {
                return Err(error.clone());
            }
            let (again, begun) = with_store(locked, |locked| locked.begin_renewal()).await;
            let Some(again) = again else { return Err(begun.err().unwrap_or_else(|| not_logged_in(inner))) };
            locked = again;
            // A store that cannot take this note would not take a new refresh token either, and the old one may be good once.
            let interrupted = begun.map_err(not_begun)?;
            match endpoint::refresh(&inner.registration, &inner.transport, &refresh_token).await {
                Ok(answer) => {
                    let renewed = renewed(inner, &grant, answer);
                    report::info(format_args!("the access token was renewed"));
                    self.failed = None;
                    inner.hold(Some(CachedGrant::new(renewed.clone())));
                    self.save(inner, locked, Some(refresh_token), renewed.clone()).await?;
                    return Ok(CachedGrant::new(renewed));
                }
                Err(Failure { error, refresh_token: Some(new), .. }) => {
                    self.save(inner, locked, Some(refresh_token), grant.with_refresh_token(*new)).await?;
                    return Err(error);
                }
                Err(Failure { error: TokenError::LoginRequired { why, detail }, .. }) => {
                    // Somebody who takes no turns may have renewed meanwhile.
                    let (again, stored) = with_store(locked, move |locked| {
                        if !interrupted {
                            locked.end_renewal()?;
                        }
                        locked.load()
                    })
                    .await;
                    let error = if interrupted { after_interruption(&detail) } else { dead_login(why, detail) };
                    self.dead = Some((refresh_token.clone(), error.clone()));
                    match (again, stored) {
                        (Some(again), Ok(Some(stored)))
                            if !reread && !same(stored.refresh_token(), Some(&refresh_token)) =>
                        {
                            (locked, grant, reread) = (again, stored, true);
                        }
                        (Some(again), Ok(stored)) => {
                            let again = note_dead(again, &error).await;
                            if let (Some(again), Some(stored), false) = (again, stored, interrupted) {
                                note_refused(again, &stored, refused).await;
                            }
                            return Err(error);
                        }
                        _ => return Err(error),
                    }
                    if let Some(held) = adopt(inner, Some(grant.clone()), refused)? {
                        return Ok(held);
                    }
                }
                Err(Failure { error, lost, .. }) => {
                    if !lost {
                        // Nothing happened; that it is noted otherwise only changes the words of a later error.
                        let _ = finish(locked, |locked| locked.end_renewal()).await;
                    }
                    return Err(error);
                }
            }
        }
    }

    /// Another token for a client that asks for itself.
    async fn again_as_client(
        &mut self,
        inner: &Inner,
        locked: Box<dyn LockedStore>,
        stored: Option<Grant>,
        scopes: &[String],
    ) -> Result<CachedGrant, TokenError> {
        let answer = endpoint::client_credentials(&inner.registration, &inner.transport, scopes);
        let answer = answer.await.map_err(|failure| failure.error)?;
        // RFC 6749 advises against a refresh token here; one that comes nevertheless is not needed.
        let grant = answer.grant(&inner.registration, None, scopes);
        self.failed = None;
        inner.hold(Some(CachedGrant::new(grant.clone())));
        self.save(inner, locked, stored.and_then(|s| s.refresh_token().cloned()), grant.clone()).await?;
        Ok(CachedGrant::new(grant))
    }

    /// What is stored, or what should be.
    fn newest(&mut self, inner: &Inner, stored: Option<Grant>) -> Option<Grant> {
        inner.unsaved.store(false, Ordering::Relaxed);
        match self.unsaved.take() {
            Some(unsaved) if same(stored.as_ref().and_then(Grant::refresh_token), unsaved.replaces.as_ref()) => {
                let grant = unsaved.grant.clone();
                self.keep_unsaved(inner, unsaved.replaces, unsaved.grant);
                Some(grant)
            }
            _ => stored,
        }
    }

    /// Saves what an earlier save could not, unless somebody else has changed the store since.
    async fn save_again(&mut self, inner: &Inner) -> Result<(), TokenError> {
        if self.unsaved.is_none() {
            return Ok(());
        }
        let (locked, stored) = with_store(inner.lock().await?, |locked| locked.load()).await;
        let Some(locked) = locked else { return stored.map(|_| ()) };
        let newest = self.newest(inner, stored?);
        let Some(Unsaved { grant, .. }) = &self.unsaved else {
            // What this process holds is not what counts any more.
            inner.hold(newest.map(CachedGrant::new));
            return Ok(());
        };
        let grant = grant.clone();
        finish(locked, move |locked| locked.save(&grant)).await?;
        self.unsaved = None;
        inner.unsaved.store(false, Ordering::Relaxed);
        Ok(())
    }

    async fn save(
        &mut self,
        inner: &Inner,
        locked: Box<dyn LockedStore>,
        replaces: Option<SecretString>,
        grant: Grant,
    ) -> Result<(), TokenError> {
        // What is in the store now, if an earlier save failed.
        let replaces = self.unsaved.take().map_or(replaces, |earlier| earlier.replaces);
        inner.unsaved.store(false, Ordering::Relaxed);
        let kept = grant.clone();
        let saved = finish(locked, move |locked| locked.save(&grant)).await;
        if saved.is_err() {
            self.save_failed = true;
            self.keep_unsaved(inner, replaces, kept);
        }
        saved
    }

    fn remember(&mut self, error: &TokenError) {
        let wait = match error {
            TokenError::Temporary { retry_after, .. } => retry_after.unwrap_or(AFTER_FAILURE),
            TokenError::BadTokenAnswer { .. } => AFTER_FAILURE,
            TokenError::ClientRejected { .. } => AFTER_REJECTION,
            _ => return,
        };
        // A failure that is only remembered lasts no longer for it.
        if self.failed.as_ref().is_none_or(|(until, _)| *until <= Instant::now()) {
            self.failed = Some((Instant::now() + wait, error.clone()));
        }
    }

    fn recently_failed(&self) -> Result<(), TokenError> {
        let Some((until, error)) = &self.failed else { return Ok(()) };
        let left = until.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Ok(());
        }
        Err(match error.clone() {
            TokenError::Temporary { why, retry_after: Some(_), source } => {
                TokenError::Temporary { why, retry_after: Some(left), source }
            }
            error => error,
        })
    }
}

/// The store failed before anything was sent.
fn not_begun(error: TokenError) -> TokenError {
    match error {
        TokenError::StoreError { why } => TokenError::StoreError {
            why: format!(
                "{why}; the login is kept but cannot be renewed, since a new token could not be saved: make room or allow \
                 writing there, and call again"
            ),
        },
        error => error,
    }
}

fn not_logged_in(inner: &Inner) -> TokenError {
    let registration = &inner.registration;
    let (client, url) = (registration.client_id(), registration.base_url().as_str().trim_end_matches('/'));
    let advice = registration.advice().map(|advice| format!("; {advice}")).unwrap_or_default();
    let detail = format!("no login is stored in {} for client {client} at {url}{advice}", inner.store.place());
    dead_login(LoginReason::Never, detail)
}

fn dead_login(why: LoginReason, detail: String) -> TokenError {
    TokenError::LoginRequired { why, detail }
}

fn after_interruption(detail: &str) -> TokenError {
    let detail = format!("a renewal was cut off before its answer was saved, and now {detail}");
    dead_login(LoginReason::Interrupted, detail)
}

/// What was found in the store. Without a user nobody can log in again, and nobody has to: a login that cannot be read is none.
fn found(inner: &Inner, stored: Result<Option<Grant>, TokenError>) -> Result<Option<Grant>, TokenError> {
    match stored {
        Err(TokenError::LoginRequired { .. }) if inner.client_scopes.is_some() => Ok(None),
        stored => stored,
    }
}

/// Takes over what is in the store; tells whether that already is what the caller needs.
fn adopt(
    inner: &Inner,
    stored: Option<Grant>,
    refused: Option<&AccessToken>,
) -> Result<Option<CachedGrant>, TokenError> {
    let held = stored.map(CachedGrant::new);
    inner.hold(held.clone());
    match held {
        Some(held) => Ok(serves(&held, refused).then_some(held)),
        None if inner.client_scopes.is_some() => Ok(None),
        None => Err(not_logged_in(inner)),
    }
}

/// Without a refresh token an access token serves until its end.
fn without_refresh(grant: Grant, refused: Option<&AccessToken>) -> Result<CachedGrant, TokenError> {
    let held = CachedGrant::new(grant);
    if held.is_alive() && refused.is_none() {
        return Ok(held);
    }
    let why = if held.is_alive() { LoginReason::Revoked } else { LoginReason::Expired };
    Err(dead_login(why, "the access token has ended, and this login cannot be renewed".into()))
}

/// Notes that a login is dead, for others.
async fn note_dead(locked: Box<dyn LockedStore>, error: &TokenError) -> Option<Box<dyn LockedStore>> {
    let TokenError::LoginRequired { why, detail } = error.clone() else { return Some(locked) };
    // Without the note the next program asks the server once more.
    with_store(locked, move |locked| locked.note_dead(why, &detail)).await.0
}

/// Notes that an access token was refused before its end, so that who finds it in the store later does not take it for good.
async fn note_refused(locked: Box<dyn LockedStore>, stored: &Grant, refused: Option<&AccessToken>) {
    let held = CachedGrant::new(stored.clone());
    if held.is_alive() && refused.is_some_and(|refused| held.is(refused)) {
        let ended = stored.ended();
        // Without the note the next program asks the server once more.
        let _ = finish(locked, move |locked| locked.save(&ended)).await;
    }
}

fn renewed(inner: &Inner, old: &Grant, answer: Answer) -> Grant {
    let refresh_token = answer.refresh_token.clone().or_else(|| old.refresh_token().cloned());
    answer.grant(&inner.registration, refresh_token, old.scopes())
}
