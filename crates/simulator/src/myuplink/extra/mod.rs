//! Points that a machine's own API does not have under these ids: settings of this cloud, and what a machine is doing.

mod f;
mod s;

use serde_json::{Map, Value};

use super::below::Below;
use super::station::{Family, Station};
use crate::behaviour::Call;

/// A point.
#[derive(Clone, Copy, Debug)]
pub(super) struct Extra {
    pub(super) id: i64,
    pub(super) name: &'static str,
    pub(super) unit: &'static str,
    /// What a shown value is multiplied with to be stored.
    pub(super) factor: u32,
    /// Smallest value, largest value and step, as they are shown.
    pub(super) limits: Option<(f64, f64, f64)>,
    pub(super) words: &'static [(i64, &'static str)],
    pub(super) writable: bool,
    pub(super) source: Source,
    /// A row that only machines with this point have.
    needs: Option<i64>,
}

/// Where the value of a point comes from.
#[derive(Clone, Copy, Debug)]
pub(super) enum Source {
    /// Always the same.
    Fixed(f64),
    /// A sensor that is not there.
    Absent,
    /// What was written last; until then this.
    Setting(f64),
    /// Whether a setting of the machine is on, which is turned on by this value.
    Switch(i64, f64),
    /// What follows from the titles of what is active.
    Status(Doing),
    /// A sum of rows, times this.
    Sum(&'static [i64], f64),
}

/// Whether something of this title is active.
type Active<'a> = &'a dyn Fn(&str) -> bool;
/// What a number says of what is active.
type Doing = fn(Active<'_>) -> i64;

pub(super) const ON_OFF: &[(i64, &str)] = &[(0, "off"), (1, "on")];
const CAPITAL_ON_OFF: &[(i64, &str)] = &[(0, "Off"), (1, "On")];

const fn extra(id: i64, name: &'static str, source: Source) -> Extra {
    Extra { id, name, unit: "", factor: 1, limits: None, words: &[], writable: false, source, needs: None }
}

const fn fixed(id: i64, name: &'static str, value: f64) -> Extra {
    extra(id, name, Source::Fixed(value))
}

const fn absent(id: i64, name: &'static str) -> Extra {
    extra(id, name, Source::Absent).of("°C", 10)
}

const fn setting(id: i64, name: &'static str, value: f64) -> Extra {
    let mut point = extra(id, name, Source::Setting(value));
    point.writable = true;
    point
}

/// A setting that is on or off.
const fn toggle(id: i64, name: &'static str, on: bool) -> Extra {
    setting(id, name, if on { 1.0 } else { 0.0 }).within(0.0, 1.0, 1.0).worded(ON_OFF)
}

const fn switch(id: i64, name: &'static str, long: i64, on: f64) -> Extra {
    let mut point = extra(id, name, Source::Switch(long, on)).worded(ON_OFF).with(long);
    point.writable = true;
    point
}

const fn status(id: i64, name: &'static str, of: Doing) -> Extra {
    extra(id, name, Source::Status(of))
}

impl Extra {
    const fn of(mut self, unit: &'static str, factor: u32) -> Self {
        (self.unit, self.factor) = (unit, factor);
        self
    }

    const fn within(mut self, min: f64, max: f64, step: f64) -> Self {
        self.limits = Some((min, max, step));
        self
    }

    const fn worded(mut self, words: &'static [(i64, &'static str)]) -> Self {
        self.words = words;
        self
    }

    const fn with(mut self, row: i64) -> Self {
        self.needs = Some(row);
        self
    }

    /// The value and how it is shown.
    pub(super) fn shown(&self, value: f64) -> (f64, String) {
        let factor = f64::from(self.factor);
        let value = (value * factor).round() / factor;
        let word = self.words.iter().find(|(number, _)| *number as f64 == value);
        (value, word.map_or_else(|| format!("{value}{}", self.unit), |(_, word)| (*word).to_owned()))
    }
}

/// All points of this kind that a family knows.
pub(super) fn known(family: Family) -> &'static [Extra] {
    match family {
        Family::F => f::POINTS,
        Family::S => s::POINTS,
    }
}

/// A point by its id; `None` when the machine does not have it.
pub(super) fn find(below: &Below, s: &Station, id: i64, call: &Call<'_>) -> Option<&'static Extra> {
    let point = known(s.family).iter().find(|point| point.id == id)?;
    Machine::new(below, s, call).has(point).then_some(point)
}

/// A machine at one moment.
pub(super) struct Machine<'a> {
    below: &'a Below,
    station: &'a Station,
    call: &'a Call<'a>,
    active: Vec<Map<String, Value>>,
}

impl<'a> Machine<'a> {
    pub(super) fn new(below: &'a Below, station: &'a Station, call: &'a Call<'a>) -> Self {
        let active = below.list("system_status", serde_json::json!({"system_id": station.id}), call);
        Machine { below, station, call, active }
    }

    pub(super) fn has(&self, point: &Extra) -> bool {
        // Models of this line are not all alike: a machine from a file has what stands in the file.
        !self.station.still && point.needs.is_none_or(|row| self.row(row).is_some())
    }

    /// The value of a point; `None` for a sensor that is not there. `written` is what was written to it.
    pub(super) fn value(&self, point: &Extra, written: Option<f64>) -> Option<f64> {
        let is_active = |title: &str| self.active.iter().any(|item| item.get("title").is_some_and(|t| t == title));
        match point.source {
            Source::Fixed(value) => Some(value),
            Source::Absent => None,
            Source::Setting(value) => Some(written.unwrap_or(value)),
            Source::Switch(long, _) => Some(f64::from(u8::from(self.row(long).is_some_and(|value| value > 0.0)))),
            Source::Status(of) => Some(of(&is_active) as f64),
            Source::Sum(rows, times) => Some(rows.iter().filter_map(|row| self.row(*row)).sum::<f64>() * times),
        }
    }

    fn row(&self, long: i64) -> Option<f64> {
        let rows = super::points::of_ids(self.below, self.station, self.call, &crate::nibe::MAIN_UNIT.into(), &[long]);
        let raw = rows.first().and_then(|row| row.get("rawValue")?.as_i64())?;
        Some(raw as f64 / f64::from(self.below.entry(long).and_then(|e| e.factor).unwrap_or(1)))
    }
}

/// What a machine works for.
fn priority(active: Active<'_>) -> i64 {
    match (active("Hot Water"), active("Heating")) {
        (true, _) => 20,
        (false, true) => 30,
        (false, false) => 10,
    }
}
