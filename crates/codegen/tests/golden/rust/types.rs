// Generated from kettle.toml (e530b3b58cc2b025); do not edit.
// To change it, edit the spec and generate it again.

use serde::de::Error;
use serde::ser::SerializeStruct;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uplink_runtime::Nullable;
use uplink_runtime::descriptor::Struct;
use uplink_runtime::generated::{Blank, Object, Timestamp, Written, set, set_list, set_nullable_moment};

use super::functions;

/// A part of a floor.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Area {
    /// How far east.
    ///
    /// In m.
    pub x: f64,
    /// What it is called.
    pub name: Option<String>,
    /// All that came, when not all of it could be read. Fields that could not hold 0, an empty text and the like.
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

impl Blank for Area {
    fn blank() -> Self {
        Self {
            x: 0.0,
            name: None,
            extra: Blank::blank(),
        }
    }
}

impl Object for Area {
    fn shape() -> &'static Struct {
        &functions::shapes::AREA
    }

    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        at: usize,
        value: D,
    ) -> Result<(), D::Error> {
        match at {
            0 => set(&mut self.x, value),
            1 => set(&mut self.name, value),
            _ => set(&mut self.extra, value),
        }
    }

    fn write<S: SerializeStruct>(&self, fields: Written<S>) -> Written<S> {
        fields.field(&self.x).field(&self.name)
    }
}

/// A filter.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Filter {
    /// How fine it is.
    pub kind: FilterKind,
    /// How wide its holes are.
    ///
    /// In mm.
    pub mesh: f64,
    /// All that came, when not all of it could be read. Fields that could not hold 0, an empty text and the like.
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

impl Blank for Filter {
    fn blank() -> Self {
        Self {
            kind: Blank::blank(),
            mesh: 0.0,
            extra: Blank::blank(),
        }
    }
}

impl Object for Filter {
    fn shape() -> &'static Struct {
        &functions::shapes::FILTER
    }

    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        at: usize,
        value: D,
    ) -> Result<(), D::Error> {
        match at {
            0 => set(&mut self.kind, value),
            1 => set(&mut self.mesh, value),
            _ => set(&mut self.extra, value),
        }
    }

    fn write<S: SerializeStruct>(&self, fields: Written<S>) -> Written<S> {
        fields.field(&self.kind).field(&self.mesh)
    }
}

/// A spout.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Spout {
    /// `spout`
    pub kind: String,
    /// What is in it.
    pub of: Vec<Fitting>,
    /// All that came, when not all of it could be read. Fields that could not hold 0, an empty text and the like.
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

impl Blank for Spout {
    fn blank() -> Self {
        Self {
            kind: String::new(),
            of: Vec::new(),
            extra: Blank::blank(),
        }
    }
}

impl Object for Spout {
    fn shape() -> &'static Struct {
        &functions::shapes::SPOUT
    }

    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        at: usize,
        value: D,
    ) -> Result<(), D::Error> {
        match at {
            0 => set(&mut self.kind, value),
            1 => set_list(&mut self.of, value),
            _ => set(&mut self.extra, value),
        }
    }

    fn write<S: SerializeStruct>(&self, fields: Written<S>) -> Written<S> {
        fields.field(&self.kind).field(&self.of)
    }
}

/// It was added.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Added {
    /// Its number.
    pub id: i64,
    /// All that came, when not all of it could be read. Fields that could not hold 0, an empty text and the like.
    pub extra: uplink_runtime::Extra,
}

impl Blank for Added {
    fn blank() -> Self {
        Self {
            id: 0,
            extra: Blank::blank(),
        }
    }
}

impl Object for Added {
    fn shape() -> &'static Struct {
        &functions::shapes::ADDED
    }

    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        at: usize,
        value: D,
    ) -> Result<(), D::Error> {
        match at {
            0 => set(&mut self.id, value),
            _ => set(&mut self.extra, value),
        }
    }

    fn write<S: SerializeStruct>(&self, fields: Written<S>) -> Written<S> {
        fields.field(&self.id)
    }
}

/// It was added for some time.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Lent {
    /// Its number.
    pub id: i64,
    /// When it has to be back.
    pub until: String,
    /// All that came, when not all of it could be read. Fields that could not hold 0, an empty text and the like.
    pub extra: uplink_runtime::Extra,
}

impl Blank for Lent {
    fn blank() -> Self {
        Self {
            id: 0,
            until: String::new(),
            extra: Blank::blank(),
        }
    }
}

impl Object for Lent {
    fn shape() -> &'static Struct {
        &functions::shapes::LENT
    }

    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        at: usize,
        value: D,
    ) -> Result<(), D::Error> {
        match at {
            0 => set(&mut self.id, value),
            1 => set(&mut self.until, value),
            _ => set(&mut self.extra, value),
        }
    }

    fn write<S: SerializeStruct>(&self, fields: Written<S>) -> Written<S> {
        fields.field(&self.id).field(&self.until)
    }
}

/// A kettle.
#[derive(Clone, Debug, PartialEq)]
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
    pub boiled_at: Option<Timestamp>,
    /// Kettles in it.
    pub parts: Vec<Kettle>,
    /// The one that is filled from it.
    pub next: Option<Box<Kettle>>,
    /// A keyword.
    pub class: String,
    /// Whatever else there is.
    pub other: uplink_runtime::generated::serde_json::Value,
    /// All that came, when not all of it could be read. Fields that could not hold 0, an empty text and the like.
    pub extra: uplink_runtime::Extra,
}

impl Blank for Kettle {
    fn blank() -> Self {
        Self {
            kettle_id: 0,
            water_temperature: 0.0,
            lid: Blank::blank(),
            boiled_at: None,
            parts: Vec::new(),
            next: None,
            class: String::new(),
            other: Blank::blank(),
            extra: Blank::blank(),
        }
    }
}

impl Object for Kettle {
    fn shape() -> &'static Struct {
        &functions::shapes::KETTLE
    }

    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        at: usize,
        value: D,
    ) -> Result<(), D::Error> {
        match at {
            0 => set(&mut self.kettle_id, value),
            1 => set(&mut self.water_temperature, value),
            2 => set(&mut self.lid, value),
            3 => set_nullable_moment(&mut self.boiled_at, value),
            4 => set_list(&mut self.parts, value),
            5 => set(&mut self.next, value),
            6 => set(&mut self.class, value),
            7 => set(&mut self.other, value),
            _ => set(&mut self.extra, value),
        }
    }

    fn write<S: SerializeStruct>(&self, fields: Written<S>) -> Written<S> {
        fields
            .field(&self.kettle_id)
            .field(&self.water_temperature)
            .field(&self.lid)
            .field(&self.boiled_at)
            .field(&self.parts)
            .field(&self.next)
            .field(&self.class)
            .field(&self.other)
    }
}

/// What a sensor shows.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Level {
    /// The sensor.
    pub sensor: Sensor,
    /// What it shows.
    pub level: Value,
    /// All that came, when not all of it could be read. Fields that could not hold 0, an empty text and the like.
    pub extra: uplink_runtime::Extra,
}

impl Blank for Level {
    fn blank() -> Self {
        Self {
            sensor: Blank::blank(),
            level: Blank::blank(),
            extra: Blank::blank(),
        }
    }
}

impl Object for Level {
    fn shape() -> &'static Struct {
        &functions::shapes::LEVEL
    }

    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        at: usize,
        value: D,
    ) -> Result<(), D::Error> {
        match at {
            0 => set(&mut self.sensor, value),
            1 => set(&mut self.level, value),
            _ => set(&mut self.extra, value),
        }
    }

    fn write<S: SerializeStruct>(&self, fields: Written<S>) -> Written<S> {
        fields.field(&self.sensor).field(&self.level)
    }
}

/// What follows a boil.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Plan {
    /// The first thing.
    pub first: Mode,
    /// What comes then.
    pub then: Nullable<Box<Plan>>,
    /// When.
    pub moments: Vec<Timestamp>,
    /// When to rest; null ends a rest.
    pub pause: Nullable<Timestamp>,
    /// What is brewed.
    pub taste: Option<String>,
    /// All that came, when not all of it could be read. Fields that could not hold 0, an empty text and the like.
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

impl Blank for Plan {
    fn blank() -> Self {
        Self {
            first: Blank::blank(),
            then: Nullable::Unset,
            moments: Vec::new(),
            pause: Nullable::Unset,
            taste: None,
            extra: Blank::blank(),
        }
    }
}

impl Object for Plan {
    fn shape() -> &'static Struct {
        &functions::shapes::PLAN
    }

    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        at: usize,
        value: D,
    ) -> Result<(), D::Error> {
        match at {
            0 => set(&mut self.first, value),
            1 => set(&mut self.then, value),
            2 => set_list(&mut self.moments, value),
            3 => set_nullable_moment(&mut self.pause, value),
            4 => set(&mut self.taste, value),
            _ => set(&mut self.extra, value),
        }
    }

    fn write<S: SerializeStruct>(&self, fields: Written<S>) -> Written<S> {
        fields
            .field(&self.first)
            .nullable(&self.then)
            .field(&self.moments)
            .nullable(&self.pause)
            .field(&self.taste)
    }
}

/// A text with a colour; a name that a part of an alias has by itself as well.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Text {
    /// What it says.
    pub text: String,
    /// All that came, when not all of it could be read. Fields that could not hold 0, an empty text and the like.
    pub extra: uplink_runtime::Extra,
}

impl Text {
    /// With the fields that must be there; set others afterwards.
    pub fn new(text: String) -> Self {
        Self {
            text,
            extra: uplink_runtime::Extra::default(),
        }
    }
}

impl Blank for Text {
    fn blank() -> Self {
        Self {
            text: String::new(),
            extra: Blank::blank(),
        }
    }
}

impl Object for Text {
    fn shape() -> &'static Struct {
        &functions::shapes::TEXT
    }

    fn read<'de, D: Deserializer<'de>>(
        &mut self,
        at: usize,
        value: D,
    ) -> Result<(), D::Error> {
        match at {
            0 => set(&mut self.text, value),
            _ => set(&mut self.extra, value),
        }
    }

    fn write<S: SerializeStruct>(&self, fields: Written<S>) -> Written<S> {
        fields.field(&self.text)
    }
}

/// Kinds of filters.
#[derive(Clone, Debug, PartialEq, Hash)]
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

/// State of a lid.
#[derive(Clone, Debug, PartialEq, Hash)]
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

/// What is done.
#[derive(Clone, Debug, PartialEq, Hash)]
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

/// A part of a kettle.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Fitting {
    /// A value of type `Filter`.
    Filter(Filter),
    /// A value of type `Spout`.
    Spout(Spout),
    /// An object that is newer than this client, as it came. It cannot be sent.
    Unlisted(uplink_runtime::generated::serde_json::Value),
}

impl Blank for Fitting {
    fn blank() -> Self {
        Self::Unlisted(Blank::blank())
    }
}

impl Serialize for Fitting {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Filter(value) => value.serialize(serializer),
            Self::Spout(value) => value.serialize(serializer),
            Self::Unlisted(value) => value.serialize(serializer),
        }
    }
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
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Fitted {
    /// A value of type `Added`.
    Added(Added),
    /// A value of type `Lent`.
    Lent(Lent),
}

impl Blank for Fitted {
    fn blank() -> Self {
        Self::Added(Blank::blank())
    }
}

impl Serialize for Fitted {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Added(value) => value.serialize(serializer),
            Self::Lent(value) => value.serialize(serializer),
        }
    }
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
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Sensor {
    /// A value of type `i64`.
    Int(i64),
    /// A value of type `String`.
    Text(String),
}

impl Blank for Sensor {
    fn blank() -> Self {
        Self::Int(Blank::blank())
    }
}

impl Serialize for Sensor {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Int(value) => value.serialize(serializer),
            Self::Text(value) => value.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Sensor {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        uplink_runtime::generated::knows_most(
            deserializer,
            &[
                (&[], |value| <i64 as Deserialize>::deserialize(value).map(Self::Int)),
                (
                    &[],
                    |value| <String as Deserialize>::deserialize(value).map(Self::Text),
                ),
            ],
        )
    }
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
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Value {
    /// A value of type `f64`.
    Float(f64),
    /// A value of type `String`.
    Text(String),
}

impl Blank for Value {
    fn blank() -> Self {
        Self::Float(Blank::blank())
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Float(value) => value.serialize(serializer),
            Self::Text(value) => value.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        uplink_runtime::generated::knows_most(
            deserializer,
            &[
                (&[], |value| <f64 as Deserialize>::deserialize(value).map(Self::Float)),
                (
                    &[],
                    |value| <String as Deserialize>::deserialize(value).map(Self::Text),
                ),
            ],
        )
    }
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

/// A text, plain or not.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Label {
    /// A value of type `String`.
    Text(String),
    /// A value of type `Text`.
    TextType(Text),
}

impl Blank for Label {
    fn blank() -> Self {
        Self::Text(Blank::blank())
    }
}

impl Serialize for Label {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(value) => value.serialize(serializer),
            Self::TextType(value) => value.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for Label {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        uplink_runtime::generated::knows_most(
            deserializer,
            &[
                (
                    &[],
                    |value| <String as Deserialize>::deserialize(value).map(Self::Text),
                ),
                (
                    &["text"],
                    |value| <Text as Deserialize>::deserialize(value).map(Self::TextType),
                ),
            ],
        )
    }
}

impl From<String> for Label {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

impl From<&str> for Label {
    fn from(value: &str) -> Self {
        Self::Text(value.into())
    }
}

impl From<Text> for Label {
    fn from(value: Text) -> Self {
        Self::TextType(value)
    }
}

/// A moment, or the state of a lid.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum State {
    /// A value of type `Timestamp`.
    DateTime(Timestamp),
    /// A value of type `Lid`.
    Lid(Lid),
}

impl Blank for State {
    fn blank() -> Self {
        Self::DateTime(Blank::blank())
    }
}

impl Serialize for State {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::DateTime(value) => value.serialize(serializer),
            Self::Lid(value) => value.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for State {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        uplink_runtime::generated::knows_most(
            deserializer,
            &[
                (
                    &[],
                    |value| {
                        <Timestamp as Deserialize>::deserialize(value)
                            .map(Self::DateTime)
                    },
                ),
                (&[], |value| <Lid as Deserialize>::deserialize(value).map(Self::Lid)),
            ],
        )
    }
}

impl From<Timestamp> for State {
    fn from(value: Timestamp) -> Self {
        Self::DateTime(value)
    }
}

impl From<Lid> for State {
    fn from(value: Lid) -> Self {
        Self::Lid(value)
    }
}

/// A text by another name.
pub type Title = String;

uplink_runtime::objects!(Area, Filter, Spout, Added, Lent, Kettle, Level, Plan, Text);

uplink_runtime::words!(FilterKind, Lid, Mode);
