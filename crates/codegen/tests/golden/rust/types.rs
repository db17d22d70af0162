// Generated from kettle.toml (d9963a8573f12bd5); do not edit.
// To change it, edit the spec and generate it again.

use std::fmt;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};
use uplink_runtime::Nullable;
use uplink_runtime::generated::Timestamp;

/// A part of a floor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(remote = "Self")]
#[non_exhaustive]
pub struct Area {
    /// How far east.
    ///
    /// In m.
    pub x: f64,
    /// What it is called.
    pub name: Option<String>,
    /// All that came, when not all of it could be read. Fields that could not hold 0, an empty text and the like.
    #[serde(default, skip_serializing, rename = "\0extra")]
    pub extra: uplink_runtime::Extra,
}

impl Area {
    /// With the fields that must be there; set others afterwards.
    pub fn new(x: f64) -> Self {
        Self {
            x,
            name: None,
            extra: uplink_runtime::Extra::default(),
        }
    }
}

/// A filter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(remote = "Self")]
#[non_exhaustive]
pub struct Filter {
    /// How fine it is.
    pub kind: FilterKind,
    /// How wide its holes are.
    ///
    /// In mm.
    pub mesh: f64,
    /// All that came, when not all of it could be read. Fields that could not hold 0, an empty text and the like.
    #[serde(default, skip_serializing, rename = "\0extra")]
    pub extra: uplink_runtime::Extra,
}

impl Filter {
    /// With the fields that must be there; set others afterwards.
    pub fn new(kind: FilterKind, mesh: f64) -> Self {
        Self {
            kind,
            mesh,
            extra: uplink_runtime::Extra::default(),
        }
    }
}

/// A spout.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(remote = "Self")]
#[non_exhaustive]
pub struct Spout {
    /// `spout`
    pub kind: String,
    /// What is in it.
    #[serde(deserialize_with = "uplink_runtime::generated::list")]
    pub of: Vec<Fitting>,
    /// All that came, when not all of it could be read. Fields that could not hold 0, an empty text and the like.
    #[serde(default, skip_serializing, rename = "\0extra")]
    pub extra: uplink_runtime::Extra,
}

impl Spout {
    /// With the fields that must be there; set others afterwards.
    pub fn new(kind: String, of: Vec<Fitting>) -> Self {
        Self {
            kind,
            of,
            extra: uplink_runtime::Extra::default(),
        }
    }
}

/// It was added.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(remote = "Self")]
#[non_exhaustive]
pub struct Added {
    /// Its number.
    pub id: i64,
    /// All that came, when not all of it could be read. Fields that could not hold 0, an empty text and the like.
    #[serde(default, skip_serializing, rename = "\0extra")]
    pub extra: uplink_runtime::Extra,
}

/// It was added for some time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(remote = "Self")]
#[non_exhaustive]
pub struct Lent {
    /// Its number.
    pub id: i64,
    /// When it has to be back.
    pub until: String,
    /// All that came, when not all of it could be read. Fields that could not hold 0, an empty text and the like.
    #[serde(default, skip_serializing, rename = "\0extra")]
    pub extra: uplink_runtime::Extra,
}

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

/// Kinds of filters.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
#[non_exhaustive]
pub enum FilterKind {
    /// `filter`
    Filter,
    /// `sieve`
    Sieve,
    /// A word that is newer than this client.
    Unlisted(String),
}

impl FilterKind {
    /// The word on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Filter => "filter",
            Self::Sieve => "sieve",
            Self::Unlisted(word) => word,
        }
    }
}

impl From<String> for FilterKind {
    fn from(word: String) -> Self {
        match word.as_str() {
            "filter" => Self::Filter,
            "sieve" => Self::Sieve,
            _ => Self::Unlisted(word),
        }
    }
}

impl From<FilterKind> for String {
    fn from(value: FilterKind) -> Self {
        value.as_str().to_owned()
    }
}

impl fmt::Display for FilterKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
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

/// A part of a kettle.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum Fitting {
    /// A value of type `Filter`.
    Filter(Filter),
    /// A value of type `Spout`.
    Spout(Spout),
    /// An object that is newer than this client, as it came. It cannot be sent.
    Unlisted(uplink_runtime::generated::serde_json::Value),
}

impl<'de> Deserialize<'de> for Fitting {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = <uplink_runtime::generated::serde_json::Value as Deserialize>::deserialize(
            deserializer,
        )?;
        match value
            .get("kind")
            .and_then(uplink_runtime::generated::serde_json::Value::as_str)
        {
            Some("filter") => {
                <Filter as Deserialize>::deserialize(&value)
                    .map(Self::Filter)
                    .map_err(Error::custom)
            }
            Some("sieve") => {
                <Filter as Deserialize>::deserialize(&value)
                    .map(Self::Filter)
                    .map_err(Error::custom)
            }
            Some("spout") => {
                <Spout as Deserialize>::deserialize(&value)
                    .map(Self::Spout)
                    .map_err(Error::custom)
            }
            _ => Ok(Self::Unlisted(value)),
        }
    }
}

impl From<Filter> for Fitting {
    fn from(value: Filter) -> Self {
        Self::Filter(value)
    }
}

impl From<Spout> for Fitting {
    fn from(value: Spout) -> Self {
        Self::Spout(value)
    }
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum Fitted {
    /// A value of type `Added`.
    Added(Added),
    /// A value of type `Lent`.
    Lent(Lent),
}

impl<'de> Deserialize<'de> for Fitted {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        uplink_runtime::generated::knows_most(
            deserializer,
            &[
                (
                    &["id"],
                    |value| <Added as Deserialize>::deserialize(value).map(Self::Added),
                ),
                (
                    &["id", "until"],
                    |value| <Lent as Deserialize>::deserialize(value).map(Self::Lent),
                ),
            ],
        )
    }
}

impl From<Added> for Fitted {
    fn from(value: Added) -> Self {
        Self::Added(value)
    }
}

impl From<Lent> for Fitted {
    fn from(value: Lent) -> Self {
        Self::Lent(value)
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

uplink_runtime::objects!(Area, Filter, Spout, Added, Lent, Kettle, Level, Plan);
