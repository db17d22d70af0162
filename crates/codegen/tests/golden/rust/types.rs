// Generated from kettle.toml (dd767b731c81d1c4); do not edit.
// To change it, edit the spec and generate it again.

use std::fmt;

use serde::{Deserialize, Serialize};
use uplink_runtime::Nullable;
use uplink_runtime::generated::Timestamp;

/// A kettle.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "camelCase")]
#[non_exhaustive]
pub struct Kettle {
    /// Its id.
    pub kettle_id: i64,
    /// How hot the water is.
    ///
    /// In °C.
    pub water_temperature: f64,
    /// Whether it is open.
    pub lid: Lid,
    /// When it boiled.
    #[serde(default, deserialize_with = "uplink_runtime::generated::nullable_timestamp")]
    pub boiled_at: Option<Timestamp>,
    /// Kettles in it.
    #[serde(deserialize_with = "uplink_runtime::generated::list")]
    pub parts: Vec<Kettle>,
    /// The one that is filled from it.
    pub next: Option<Box<Kettle>>,
    /// A keyword.
    pub class: String,
    /// Whatever else there is.
    pub other: uplink_runtime::generated::serde_json::Value,
    /// All that came, when not all of it could be read. Fields that could not hold 0, an empty text and the like.
    #[serde(default, skip_serializing, rename = "\0extra")]
    pub extra: uplink_runtime::Extra,
}

/// What a sensor shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(remote = "Self")]
#[non_exhaustive]
pub struct Level {
    /// The sensor.
    pub sensor: Sensor,
    /// What it shows.
    pub level: Value,
    /// All that came, when not all of it could be read. Fields that could not hold 0, an empty text and the like.
    #[serde(default, skip_serializing, rename = "\0extra")]
    pub extra: uplink_runtime::Extra,
}

/// What follows a boil.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(remote = "Self")]
#[non_exhaustive]
pub struct Plan {
    /// The first thing.
    pub first: Mode,
    /// What comes then.
    #[serde(default, skip_serializing_if = "uplink_runtime::Nullable::is_unset")]
    pub then: Nullable<Box<Plan>>,
    /// When.
    #[serde(deserialize_with = "uplink_runtime::generated::list")]
    pub moments: Vec<Timestamp>,
    /// When to rest; null ends a rest.
    #[serde(
        default,
        skip_serializing_if = "uplink_runtime::Nullable::is_unset",
        deserialize_with = "uplink_runtime::generated::nullable_timestamp"
    )]
    pub pause: Nullable<Timestamp>,
    /// What is brewed.
    pub taste: Option<String>,
    /// All that came, when not all of it could be read. Fields that could not hold 0, an empty text and the like.
    #[serde(default, skip_serializing, rename = "\0extra")]
    pub extra: uplink_runtime::Extra,
}

impl Plan {
    /// With the fields that must be there; set others afterwards.
    pub fn new(first: Mode, moments: Vec<Timestamp>) -> Self {
        Self {
            first,
            then: Nullable::Unset,
            moments,
            pause: Nullable::Unset,
            taste: None,
            extra: uplink_runtime::Extra::default(),
        }
    }
}

/// State of a lid.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
#[non_exhaustive]
pub enum Lid {
    /// `OPEN`
    Open,
    /// `HALF_OPEN`
    HalfOpen,
    /// `CLOSED`
    Closed,
    /// A word that is newer than this client.
    Unlisted(String),
}

impl Lid {
    /// The word on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Open => "OPEN",
            Self::HalfOpen => "HALF_OPEN",
            Self::Closed => "CLOSED",
            Self::Unlisted(word) => word,
        }
    }
}

impl From<String> for Lid {
    fn from(word: String) -> Self {
        match word.as_str() {
            "OPEN" => Self::Open,
            "HALF_OPEN" => Self::HalfOpen,
            "CLOSED" => Self::Closed,
            _ => Self::Unlisted(word),
        }
    }
}

impl From<Lid> for String {
    fn from(value: Lid) -> Self {
        value.as_str().to_owned()
    }
}

impl fmt::Display for Lid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What is done.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
#[non_exhaustive]
pub enum Mode {
    /// Heat.
    Heat,
    /// Heat first.
    N1st,
    /// Heat by a share.
    Share,
    /// A word that is newer than this client.
    Unlisted(String),
}

impl Mode {
    /// The word on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Heat => "HEAT",
            Self::N1st => "1st",
            Self::Share => "%",
            Self::Unlisted(word) => word,
        }
    }
}

impl From<String> for Mode {
    fn from(word: String) -> Self {
        match word.as_str() {
            "HEAT" => Self::Heat,
            "1st" => Self::N1st,
            "%" => Self::Share,
            _ => Self::Unlisted(word),
        }
    }
}

impl From<Mode> for String {
    fn from(value: Mode) -> Self {
        value.as_str().to_owned()
    }
}

impl fmt::Display for Mode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A sensor by id or name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum Sensor {
    /// A value of type `i64`.
    Int(i64),
    /// A value of type `String`.
    Text(String),
}

impl From<i64> for Sensor {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<i32> for Sensor {
    fn from(value: i32) -> Self {
        Self::Int(value.into())
    }
}

impl From<u32> for Sensor {
    fn from(value: u32) -> Self {
        Self::Int(value.into())
    }
}

impl From<String> for Sensor {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

impl From<&str> for Sensor {
    fn from(value: &str) -> Self {
        Self::Text(value.into())
    }
}

/// A level as a number or a word; a name that generated files import as well.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum Value {
    /// A value of type `f64`.
    Float(f64),
    /// A value of type `String`.
    Text(String),
}

impl From<f64> for Value {
    fn from(value: f64) -> Self {
        Self::Float(value)
    }
}

impl From<f32> for Value {
    fn from(value: f32) -> Self {
        Self::Float(value.into())
    }
}

impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Text(value.into())
    }
}

uplink_runtime::objects!(Kettle, Level, Plan);
