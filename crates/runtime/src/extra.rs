//! What came in place of an object that could be read in part only.

use serde::Deserialize;
use serde_json::{Map, Value};

/// The name that generated structs read it by; no server has such a field.
pub(crate) const EXTRA: &str = "\0extra";

/// All that came of an object some fields of which could not be read, by its names in the JSON; empty when all could.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(transparent)]
pub struct Extra(Option<Box<Map<String, Value>>>);

impl Extra {
    /// Whether the object is as it should be.
    pub fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    /// What came in the field of this name.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.as_ref()?.get(name)
    }

    /// Names and values, in the order they came in.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().flat_map(|all| all.iter()).map(|(name, value)| (name.as_str(), value))
    }
}
