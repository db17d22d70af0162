//! Points for Home Assistant, and for whoever else reads topics.
//!
//! Each machine announces itself with all its sensors in one message (device-based discovery), each point has a topic with
//! its value as a plain number or word, and availability says whether the bridge and the machine are there. All of it is
//! retained, so that a program which starts later has it at once.

mod command;
mod connection;
mod discovery;
mod neighbours;
mod session;
mod sg_ready;
mod useful;

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use uplink_runtime::Value;

use crate::house::Machine;
use crate::point::{Kind, Point};
use crate::slug::slug;
pub use command::Command;
pub use connection::{Broker, Protocol};
pub use session::Session;
pub(crate) use session::left_behind;
pub(crate) use sg_ready::Lapses;

/// Where topics begin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topics {
    /// Of values, such as `nibe`.
    pub prefix: String,
    /// Of announcements, `homeassistant` unless that was changed there.
    pub discovery: String,
    /// Whether points can be written through topics of their own.
    pub commands: bool,
    /// What this program is called in them.
    pub program: String,
}

impl Topics {
    /// Whether this bridge is there; the broker sets it when the bridge is lost.
    pub(crate) fn bridge(&self) -> String {
        self.bridge_of(&self.program)
    }

    /// The same of a program, or of each where that is `+`.
    fn bridge_of(&self, program: &str) -> String {
        format!("{}/bridge/{program}/available", self.prefix)
    }

    /// Which program publishes a machine, or each where that is `+`.
    fn publisher_of(&self, object: &str) -> String {
        format!("{}/{object}/publisher", self.prefix)
    }

    /// Where Home Assistant says that it has started.
    pub(crate) fn birth(&self) -> String {
        format!("{}/status", self.discovery)
    }

    fn machine(&self, machine: &Machine) -> String {
        format!("{}/{}", self.prefix, object(machine))
    }

    fn available(&self, machine: &Machine) -> String {
        self.available_of(&object(machine))
    }

    fn available_of(&self, object: &str) -> String {
        format!("{}/{object}/available", self.prefix)
    }

    pub(crate) fn state(&self, machine: &Machine, point: &Point) -> String {
        format!("{}/{}/state", self.machine(machine), slug(&point.id))
    }

    fn set(&self, machine: &Machine, point: &Point) -> String {
        format!("{}/{}/set", self.machine(machine), slug(&point.id))
    }

    /// Where points are written, if they can be.
    pub(crate) fn sets(&self) -> Option<String> {
        self.commands.then(|| format!("{}/+/+/set", self.prefix))
    }

    fn config(&self, machine: &Machine) -> String {
        format!("{}/device/nibe_{}/config", self.discovery, object(machine))
    }
}

/// What a machine is called in topics, which take few characters.
pub(crate) fn object(machine: &Machine) -> String {
    slug(&machine.device.id)
}

/// Whether a machine is there: the topic, and what stands in it.
pub(crate) fn available(topics: &Topics, machine: &Machine) -> (String, String) {
    (topics.available(machine), if machine.is_up() { "online" } else { "offline" }.to_owned())
}

/// What stands in the topics of a machine that is there no more: it is offline, and nobody publishes it.
fn gone(topics: &Topics, object: &str) -> [(String, String); 2] {
    [(topics.available_of(object), "offline".to_owned()), (topics.publisher_of(object), String::new())]
}

/// What a machine announces, which is long: the topic, and what stands in it; none before anything is known. What it does not
/// tell any more stays announced, since points come and go.
pub(crate) fn announced(topics: &Topics, machine: &Machine) -> Option<(String, String)> {
    let points = machine.all();
    let config = || discovery::config(topics, machine, &points).to_string();
    (!points.is_empty()).then(|| (topics.config(machine), config()))
}

/// What else the broker should have of a machine at a time of the steady clock, by topic. What it does not tell any more is
/// unknown.
pub(crate) fn retained(
    topics: &Topics,
    machine: &Machine,
    now: Timestamp,
    every: SignedDuration,
) -> BTreeMap<String, String> {
    let known = machine.known(now, every);
    let mut all = BTreeMap::new();
    all.extend([available(topics, machine), (topics.publisher_of(&object(machine)), topics.program.clone())]);
    let state = |(point, young): &(&Point, bool)| {
        let payload = if *young { payload(point) } else { UNKNOWN.to_owned() };
        (topics.state(machine, point), payload)
    };
    all.extend(known.iter().map(state));
    if sg_ready::asked(machine).is_some() {
        let topic = format!("{}/{}/state", topics.machine(machine), sg_ready::NAME);
        all.insert(topic, sg_ready::state(&known).unwrap_or(UNKNOWN).to_owned());
    }
    all
}

/// What Home Assistant shows as unknown.
const UNKNOWN: &str = "None";

/// A value as it is sent.
fn payload(point: &Point) -> String {
    let none = || UNKNOWN.to_owned();
    match &point.value {
        Value::Number(number) if !number.is_finite() => none(),
        Value::Number(number) => number.to_string(),
        Value::Int(number) => number.to_string(),
        Value::Text(word) if point.kind == Kind::State => option(word),
        // Longer texts would be refused.
        Value::Text(text) if text.is_empty() || text.chars().count() > 255 => none(),
        Value::Text(text) => text.clone(),
        _ => none(),
    }
}

/// A word as an option: one that does not change with the way it is written.
fn option(word: &str) -> String {
    let option = slug(word);
    if option.is_empty() { "other".to_owned() } else { option }
}

#[cfg(test)]
mod session_tests;
#[cfg(test)]
pub(crate) mod tests;
