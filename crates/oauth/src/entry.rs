//! A grant as text: what the token file and hosts that keep tokens themselves hold of it.

use std::io;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, Zeroizing};

use crate::Grant;

#[derive(Deserialize, Serialize)]
pub(crate) struct Entry {
    access_token: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    refresh_token: Option<String>,
    /// Seconds since 1970, like `expires_at`.
    obtained_at: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    expires_at: Option<u64>,
    scopes: Vec<String>,
    /// A renewal began and has not ended.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) renewing: bool,
}

impl Entry {
    pub(crate) fn new(grant: &Grant) -> Self {
        let seconds = |t: SystemTime| t.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        Entry {
            access_token: grant.access_token().expose_secret().to_owned(),
            refresh_token: grant.refresh_token().map(|t| t.expose_secret().to_owned()),
            obtained_at: seconds(grant.obtained_at()),
            expires_at: grant.expires_at().map(seconds),
            scopes: grant.scopes().to_vec(),
            renewing: false,
        }
    }

    /// The grant; `None` when its times are none.
    pub(crate) fn grant(&self) -> Option<Grant> {
        let time = |seconds| UNIX_EPOCH.checked_add(Duration::from_secs(seconds));
        let expires_at = match self.expires_at {
            Some(seconds) => Some(time(seconds)?),
            None => None,
        };
        Some(Grant::stored(
            SecretString::from(self.access_token.as_str()),
            self.refresh_token.as_deref().map(SecretString::from),
            time(self.obtained_at)?,
            expires_at,
            self.scopes.clone(),
        ))
    }
}

impl Grant {
    /// As a store of another program may keep it: a text with the tokens in it.
    pub fn to_text(&self) -> SecretString {
        SecretString::from(str::from_utf8(&to_json(&Entry::new(self))).unwrap_or_default())
    }

    /// What [`to_text`](Self::to_text) gave; `None` for anything else.
    pub fn from_text(text: &SecretString) -> Option<Self> {
        serde_json::from_str::<Entry>(text.expose_secret()).ok()?.grant()
    }
}

/// The JSON of something with secrets, in a place of the right size: growing would leave copies behind.
pub(crate) fn to_json(value: &impl Serialize) -> Zeroizing<Vec<u8>> {
    struct Length(usize);

    impl io::Write for Length {
        fn write(&mut self, text: &[u8]) -> io::Result<usize> {
            self.0 += text.len();
            Ok(text.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    let mut length = Length(0);
    let _ = serde_json::to_writer(&mut length, value);
    let mut text = Zeroizing::new(Vec::with_capacity(length.0));
    let _ = serde_json::to_writer(&mut *text, value);
    text
}

impl Drop for Entry {
    fn drop(&mut self) {
        self.access_token.zeroize();
        self.refresh_token.zeroize();
    }
}
