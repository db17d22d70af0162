//! What a login yields.

use std::fmt;
use std::time::{Duration, SystemTime};

use secrecy::SecretString;

/// An access token with what belongs to it.
#[derive(Clone)]
pub struct Grant {
    access_token: SecretString,
    refresh_token: Option<SecretString>,
    obtained_at: SystemTime,
    expires_at: Option<SystemTime>,
    scopes: Vec<String>,
}

impl Grant {
    /// A grant that was obtained just now, by a login or by some other way. Without `expires_in` the token counts as
    /// good until the server refuses it.
    pub fn new(
        access_token: impl Into<SecretString>,
        refresh_token: Option<SecretString>,
        expires_in: Option<Duration>,
        scopes: Vec<String>,
    ) -> Self {
        let now = SystemTime::now();
        let expires_at = expires_in.and_then(|life| now.checked_add(life));
        Grant::stored(access_token.into(), refresh_token, now, expires_at, scopes)
    }

    /// A grant as a store kept it.
    pub fn stored(
        access_token: SecretString,
        refresh_token: Option<SecretString>,
        obtained_at: SystemTime,
        expires_at: Option<SystemTime>,
        scopes: Vec<String>,
    ) -> Self {
        Grant { access_token, refresh_token, obtained_at, expires_at, scopes }
    }

    /// The same grant with another refresh token.
    pub(crate) fn with_refresh_token(&self, refresh_token: SecretString) -> Self {
        Grant { refresh_token: Some(refresh_token), ..self.clone() }
    }

    /// The same grant, whose access token has ended.
    pub(crate) fn ended(&self) -> Self {
        Grant { expires_at: Some(self.obtained_at), ..self.clone() }
    }

    /// The access token.
    pub fn access_token(&self) -> &SecretString {
        &self.access_token
    }

    /// The refresh token, if there is one.
    pub fn refresh_token(&self) -> Option<&SecretString> {
        self.refresh_token.as_ref()
    }

    /// When the server gave the access token.
    pub fn obtained_at(&self) -> SystemTime {
        self.obtained_at
    }

    /// When the access token ends, as far as that is known.
    pub fn expires_at(&self) -> Option<SystemTime> {
        self.expires_at
    }

    /// The scopes that the user granted; when the server did not say, those that were asked for.
    pub fn scopes(&self) -> &[String] {
        &self.scopes
    }
}

impl fmt::Debug for Grant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Grant")
            .field("access_token", &"[redacted]")
            .field("refresh_token", &self.refresh_token.as_ref().map(|_| "[redacted]"))
            .field("obtained_at", &self.obtained_at)
            .field("expires_at", &self.expires_at)
            .field("scopes", &self.scopes)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t58_debug_keeps_the_tokens() {
        let grant = Grant::new("CANARY1", Some("CANARY2".into()), None, vec!["READ".into()]);
        let text = format!("{grant:?} {grant:#?}");
        assert!(text.contains("READ") && !text.contains("CANARY"), "{text}");
    }
}
