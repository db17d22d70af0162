//! The format of the token file.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uplink_runtime::{LoginReason, TokenError};
use zeroize::{Zeroize, Zeroizing};

use crate::entry::{Entry, to_json};
use crate::{Grant, Key};

const VERSION: u64 = 1;

#[derive(Deserialize, Serialize)]
pub(crate) struct Document {
    version: u64,
    /// Entries stay as they are until they are used, so that one that cannot be read costs no other.
    entries: Map<String, Value>,
}

pub(crate) enum Contents {
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
    pub(crate) fn parse(text: &[u8]) -> Contents {
        #[derive(Deserialize)]
        struct Head {
            version: u64,
        }
        // What is derived takes lists for objects.
        if !text.trim_ascii_start().starts_with(b"{") {
            return Contents::Corrupt;
        }
        match serde_json::from_slice::<Head>(text) {
            Ok(Head { version }) if version > VERSION => Contents::Newer(version),
            _ => match serde_json::from_slice::<Document>(text) {
                Ok(document) if document.version == VERSION => Contents::Readable(document),
                _ => Contents::Corrupt,
            },
        }
    }

    pub(crate) fn text(&self) -> Zeroizing<Vec<u8>> {
        to_json(self)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub(crate) fn get(&self, key: &Key) -> Result<Option<Grant>, TokenError> {
        let Some(value) = self.entries.get(key.as_str()) else { return Ok(None) };
        let entry = value.as_object().and_then(|fields| Entry::deserialize(fields).ok());
        let grant = entry.and_then(|entry| entry.grant());
        grant.map(Some).ok_or_else(|| TokenError::LoginRequired {
            why: LoginReason::StoreUnreadable,
            detail: format!("the stored login for {key} cannot be read"),
        })
    }

    pub(crate) fn set(&mut self, key: &Key, grant: &Grant) {
        let entry = serde_json::to_value(Entry::new(grant)).unwrap_or_default();
        if let Some(mut old) = self.entries.insert(key.as_str().to_owned(), entry) {
            wipe(&mut old);
        }
    }

    /// Notes whether a renewal is under way, and says what was noted before; `None` without an entry.
    pub(crate) fn set_renewing(&mut self, key: &Key, renewing: bool) -> Option<bool> {
        let entry = self.entries.get_mut(key.as_str())?.as_object_mut()?;
        let before = match renewing {
            true => entry.insert("renewing".into(), true.into()),
            false => entry.remove("renewing"),
        };
        Some(before == Some(Value::Bool(true)))
    }

    pub(crate) fn remove(&mut self, key: &Key) {
        if let Some(mut old) = self.entries.remove(key.as_str()) {
            wipe(&mut old);
        }
    }
}

impl Drop for Document {
    fn drop(&mut self) {
        self.entries.values_mut().for_each(wipe);
    }
}

fn wipe(value: &mut Value) {
    match value {
        Value::String(text) => text.zeroize(),
        Value::Array(items) => items.iter_mut().for_each(wipe),
        Value::Object(fields) => fields.values_mut().for_each(wipe),
        _ => {}
    }
}
