//! The format of the token file.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uplink_runtime::TokenError;

use crate::{Grant, Key};

const VERSION: u64 = 1;

#[derive(Deserialize, Serialize)]
pub(super) struct Document {
    version: u64,
    /// Entries stay as they are until they are used, so that one that cannot be read costs no other.
    entries: Map<String, Value>,
}

#[derive(Deserialize, Serialize)]
struct Entry {
    access_token: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    refresh_token: Option<String>,
    /// Seconds since 1970, like `expires_at`.
    obtained_at: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    expires_at: Option<u64>,
    scopes: Vec<String>,
}

pub(super) enum Contents {
    Readable(Document),
    /// Of a version that this program does not know.
    Newer(u64),
    Corrupt,
}

impl Default for Document {
    fn default() -> Self {
        Document { version: VERSION, entries: Map::new() }
    }
}

impl Document {
    pub(super) fn parse(text: &[u8]) -> Contents {
        #[derive(Deserialize)]
        struct Head {
            version: u64,
        }
        match serde_json::from_slice::<Head>(text) {
            Ok(Head { version }) if version > VERSION => Contents::Newer(version),
            _ => match serde_json::from_slice::<Document>(text) {
                Ok(document) if document.version == VERSION => Contents::Readable(document),
                _ => Contents::Corrupt,
            },
        }
    }

    pub(super) fn text(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub(super) fn get(&self, key: &Key) -> Result<Option<Grant>, TokenError> {
        let Some(value) = self.entries.get(key.as_str()) else { return Ok(None) };
        let unreadable = || TokenError::LoginRequired { why: format!("the stored login for {key} cannot be read") };
        let entry = Entry::deserialize(value).map_err(|_| unreadable())?;
        let time = |seconds| UNIX_EPOCH.checked_add(Duration::from_secs(seconds)).ok_or_else(unreadable);
        Ok(Some(Grant::stored(
            SecretString::from(entry.access_token),
            entry.refresh_token.map(SecretString::from),
            time(entry.obtained_at)?,
            entry.expires_at.map(time).transpose()?,
            entry.scopes,
        )))
    }

    pub(super) fn set(&mut self, key: &Key, grant: &Grant) {
        let seconds = |t: SystemTime| t.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        let entry = Entry {
            access_token: grant.access_token().expose_secret().to_owned(),
            refresh_token: grant.refresh_token().map(|t| t.expose_secret().to_owned()),
            obtained_at: seconds(grant.obtained_at()),
            expires_at: grant.expires_at().map(seconds),
            scopes: grant.scopes().to_vec(),
        };
        self.entries.insert(key.as_str().to_owned(), serde_json::to_value(entry).unwrap_or_default());
    }

    pub(super) fn remove(&mut self, key: &Key) {
        self.entries.remove(key.as_str());
    }
}
