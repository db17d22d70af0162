//! What a bridge needs of the API behind it.

use std::collections::BTreeMap;
use std::future::Future;

use jiff::Timestamp;
pub use uplink_runtime::Value;

pub use crate::language::Language;

/// An API with heat pumps, asked through one login. Values are in the units that are shown.
pub trait Upstream: Send + Sync + 'static {
    /// What the consent page calls the login.
    fn owner(&self) -> String;

    /// Whether the login may change settings.
    fn may_write(&self) -> impl Future<Output = Result<bool, Failure>> + Send;

    /// All machines.
    fn machines(&self) -> impl Future<Output = Result<Vec<Machine>, Failure>> + Send;

    /// The points that a machine lists, each once for each of its parts; titles and words in a language as far as they are known
    /// there in it.
    fn points(&self, machine: &Machine, language: Language)
    -> impl Future<Output = Result<Vec<Point>, Failure>> + Send;

    /// Points that a machine may have without listing them.
    fn unlisted(
        &self,
        machine: &Machine,
        ids: &[String],
        language: Language,
    ) -> impl Future<Output = Result<Vec<Point>, Failure>> + Send;

    /// Writes points. Gives the ids that were refused, with what was said of each.
    fn write(
        &self,
        machine: &Machine,
        values: Vec<(String, f64)>,
    ) -> impl Future<Output = Result<BTreeMap<String, String>, Failure>> + Send;

    /// The messages of a machine, the newest first: those that go on, or those that are over.
    fn messages(
        &self,
        machine: &Machine,
        active: bool,
        language: Language,
    ) -> impl Future<Output = Result<Vec<Message>, Failure>> + Send;

    /// The paid packages that a machine has now.
    fn packages(&self, machine: &Machine) -> impl Future<Output = Result<Vec<Package>, Failure>> + Send;

    /// The firmware of a machine.
    fn firmware(&self, machine: &Machine) -> impl Future<Output = Result<Firmware, Failure>> + Send;

    /// What the house is told to do.
    fn mode(&self, machine: &Machine) -> impl Future<Output = Result<Mode, Failure>> + Send;

    /// Tells the house what to do; gives what [`mode`](Upstream::mode) says from then on.
    fn set_mode(&self, machine: &Machine, mode: Mode) -> impl Future<Output = Result<Mode, Failure>> + Send;
}

/// A machine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Machine {
    /// Its id in the API behind, which stays.
    pub id: String,
    /// The id of what it belongs to there; the same where there is nothing else.
    pub system: String,
    /// What its owner calls it.
    pub name: String,
    /// Its model.
    pub product: String,
    /// Its serial number.
    pub serial: String,
    /// Its firmware as text.
    pub firmware: String,
    /// Where it stands; empty when that is not told.
    pub country: String,
    /// What the login may do with it.
    pub level: Level,
    /// Whether it is heard of.
    pub connected: bool,
    /// Whether an alarm is active.
    pub alarm: bool,
}

/// What a login may do with a machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Everything.
    Admin,
    /// Changing settings.
    Manager,
    /// Looking.
    Viewer,
    /// That is not told.
    Unknown,
}

/// A value of a machine.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    /// Its id in the API behind.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its unit as it was sent.
    pub unit: String,
    /// The value.
    pub value: Value,
    /// The number that stands for the value where that is a word.
    pub code: Option<f64>,
    /// Units that are stored for each that is shown: 10 where 21.5 is stored as 215.
    pub factor: u32,
    /// The numbers that may be written, each with its word; empty where any will do.
    pub words: Vec<(f64, String)>,
    /// Smallest and largest value that may be written.
    pub limits: [Option<f64>; 2],
    /// Whether it may be written.
    pub writable: bool,
    /// The unit of the machine that it belongs to; 0 is the main one.
    pub part: i64,
    /// When the machine said so.
    pub time: Timestamp,
}

/// An alarm or a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Its id in the API behind.
    pub id: String,
    /// Its number in the manual.
    pub number: i64,
    /// Whether it is an alarm.
    pub alarm: bool,
    /// The unit of the machine that it came from.
    pub part: i64,
    /// The module that it came from.
    pub module: String,
    /// When it began.
    pub begun: Timestamp,
    /// When it ended.
    pub ended: Option<Timestamp>,
    /// Whether somebody reset it.
    pub reset: bool,
    /// Its title.
    pub title: String,
    /// What happened and what to do.
    pub text: String,
}

/// A paid package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Package {
    /// Its word, as v1 has it: `MANAGE`.
    pub word: String,
    /// When it ends.
    pub until: Option<Timestamp>,
}

/// The firmware of a machine, as text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Firmware {
    /// What it runs.
    pub current: String,
    /// What it could run instead, if anything.
    pub newer: Option<String>,
}

/// What a house is told to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// As usual.
    Normal,
    /// Nobody is at home.
    Away,
    /// Nobody is at home for some days.
    Vacation,
}

/// Why the API behind did not do what was asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// The login behind has to be renewed by its user, or lacks a scope.
    #[error("{0}")]
    Login(String),
    /// The login behind may not write.
    #[error("{0}")]
    Scope(String),
    /// A paid package is missing.
    #[error("{0}")]
    Package(String),
    /// A value is outside of its range.
    #[error("{0}")]
    Range(String),
    /// It was refused for another reason.
    #[error("{0}")]
    Refused(String),
    /// The login may not see this machine.
    #[error("{0}")]
    Foreign(String),
    /// There is no answer now.
    #[error("{0}")]
    Away(String),
}
