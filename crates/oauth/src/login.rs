//! One attempt to log in by authorization code.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use oauth2::{CsrfToken, PkceCodeChallenge, PkceCodeVerifier, Scope};
use secrecy::{ExposeSecret, SecretString};

use crate::callback::{Expected, read_code};
use crate::{Grant, Listener, LoginError, Registration, endpoint};

const STATE_BYTES: u32 = 32;

/// One attempt of a user to log in: a link to open, and one use of the answer.
pub struct Login {
    registration: Registration,
    scopes: Vec<String>,
    url: String,
    state: SecretString,
    verifier: Option<PkceCodeVerifier>,
}

impl Login {
    /// Starts a login by authorization code.
    ///
    /// # Errors
    /// When the API does not know a scope, or has no such login.
    pub fn begin(registration: &Registration, scopes: &[String]) -> Result<Login, LoginError> {
        let scopes = checked(registration, "authorization_code", scopes)?;
        let client = registration.client();
        let mut request = client.authorize_url(new_state).add_scopes(scopes.iter().cloned().map(Scope::new));
        let mut verifier = None;
        if registration.oauth().pkce {
            let (challenge, secret) = PkceCodeChallenge::new_random_sha256();
            request = request.set_pkce_challenge(challenge);
            verifier = Some(secret);
        }
        let (url, state) = request.url();
        let state = SecretString::from(state.into_secret());
        Ok(Login { registration: registration.clone(), scopes, url: url.into(), state, verifier })
    }

    /// The authorization link, for the user's browser and nobody else.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Whether `callback_url` is the answer to this login; a pasted one can be asked for again when it is not.
    ///
    /// # Errors
    /// What [`Login::finish`] would say before it asks the server.
    pub fn check(&self, callback_url: &str) -> Result<(), LoginError> {
        read_code(callback_url, &self.expected()).into_result().map(drop)
    }

    /// Completes the login with the address that the browser ended at.
    ///
    /// # Errors
    /// When the address is not the answer to this login, the user refused, or the server gives no token.
    pub async fn finish(self, callback_url: &str) -> Result<Grant, LoginError> {
        let code = read_code(callback_url, &self.expected()).into_result()?;
        self.exchange(code).await
    }

    /// Waits up to `timeout` until the browser brings the answer to `listener`, and completes the login.
    ///
    /// # Errors
    /// When nobody answers, the user refused, or the server gives no token.
    pub async fn wait(self, listener: Listener, timeout: Duration) -> Result<Grant, LoginError> {
        if listener.redirect_uri() != self.registration.redirect_uri() {
            return Err(LoginError::Setup(format!(
                "the listener is at {}, the registration says {}; use the same for both",
                listener.redirect_uri(),
                self.registration.redirect_uri()
            )));
        }
        let registration = self.registration.clone();
        let state = self.state.clone();
        let judge = move |callback: &str| {
            let (redirect, issuer) = (registration.redirect_url(), registration.issuer());
            read_code(callback, &Expected { redirect, state: state.expose_secret(), issuer })
        };
        let (result, page) = listener.receive(timeout, Arc::new(judge)).await?;
        match result {
            // The browser gets its page while the server is asked.
            Ok(code) => tokio::join!(self.exchange(code), page.shown()).0,
            Err(error) => {
                page.shown().await;
                Err(error)
            }
        }
    }

    fn expected(&self) -> Expected<'_> {
        let registration = &self.registration;
        Expected {
            redirect: registration.redirect_url(),
            state: self.state.expose_secret(),
            issuer: registration.issuer(),
        }
    }

    async fn exchange(self, code: SecretString) -> Result<Grant, LoginError> {
        let transport = endpoint::transport(&self.registration)?;
        let answer =
            endpoint::exchange(&self.registration, &transport, &code, self.verifier).await.map_err(|f| f.error)?;
        Ok(answer.grant(&self.registration, answer.refresh_token.clone(), &self.scopes))
    }
}

impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The link holds the state.
        f.debug_struct("Login")
            .field("registration", &self.registration)
            .field("scopes", &self.scopes)
            .finish_non_exhaustive()
    }
}

/// Unguessable, and never chosen by a caller.
pub(crate) fn new_state() -> CsrfToken {
    CsrfToken::new_random_len(STATE_BYTES)
}

/// The scopes to ask for, each once.
pub(crate) fn checked(registration: &Registration, grant: &str, scopes: &[String]) -> Result<Vec<String>, LoginError> {
    let api = registration.api();
    if !registration.offers(grant) {
        return Err(LoginError::Setup(format!("{} has no login of the kind `{grant}`", api.name)));
    }
    let known: Vec<&str> = api.scopes.iter().map(|(name, _)| *name).collect();
    let mut chosen: Vec<String> = Vec::new();
    for scope in scopes {
        if !known.contains(&scope.as_str()) {
            let hint = match nearest(scope, &known) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("there is {}", known.join(", ")),
            };
            return Err(LoginError::Setup(format!("{} has no scope `{scope}`; {hint}", api.name)));
        }
        if !chosen.contains(scope) {
            chosen.push(scope.clone());
        }
    }
    if chosen.is_empty() && !known.is_empty() {
        return Err(LoginError::Setup(format!("ask for at least one scope of {}: {}", api.name, known.join(", "))));
    }
    Ok(chosen)
}

fn nearest<'a>(word: &str, known: &[&'a str]) -> Option<&'a str> {
    let word = word.to_uppercase();
    let (distance, best) = known.iter().map(|k| (distance(&word, &k.to_uppercase()), *k)).min_by_key(|(d, _)| *d)?;
    (distance <= 3).then_some(best)
}

/// Levenshtein's.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, y) in b.iter().enumerate() {
            let best = (diagonal + usize::from(x != *y)).min(row[j] + 1).min(row[j + 1] + 1);
            diagonal = std::mem::replace(&mut row[j + 1], best);
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests;
