//! A heat pump at one moment.

use std::collections::HashMap;

use jiff::Timestamp;
use serde_json::{Map, Value};
use uplink_spec::model::Catalogue;

use super::MAIN_UNIT;
use super::life::{self, Snapshot, Wishes};
use super::machine::{Machine, Row, Unit};
use super::{catalogue, equipment, settings};
use crate::behaviour::Call;

/// A heat pump at one moment.
pub(super) struct View<'a> {
    pub(super) machine: &'a Machine,
    pub(super) catalogue: Option<&'a Catalogue>,
    pub(super) now: Timestamp,
    /// All zeros for a machine that stands still.
    pub(super) snapshot: Snapshot,
    written: HashMap<(i64, i64), f64>,
}

impl<'a> View<'a> {
    pub(super) fn new(machine: &'a Machine, call: &Call<'a>) -> Self {
        let written = machine.state().written.clone();
        let set = |id: i64, default: f64| written.get(&(0, id)).copied().unwrap_or(default);
        let wishes = Wishes {
            heat_offset: set(settings::HEAT_OFFSET, 0.0),
            room: set(settings::ROOM, settings::ROOM_DEFAULT),
            hot_water_boost: set(settings::HOT_WATER_BOOST, 0.0) > 0.0,
            fan_step: set(settings::FAN_STEP, 0.0) as usize,
        };
        let snapshot = machine.life.map(|life| life.at(call.now, wishes)).unwrap_or_default();
        View { machine, catalogue: call.model.catalogue.as_ref(), now: call.now, snapshot, written }
    }

    /// A row of a category, with what was written to it.
    pub(super) fn row(&self, unit: &Unit, row: &Row) -> Map<String, Value> {
        let mut reading = match row {
            Row::Still(row) => row.clone(),
            Row::Made(item) => item.reading(self.catalogue, &self.snapshot),
        };
        // A machine from a file stands still, but for what is written to it.
        let boosted = self.machine.life.is_none() && unit.id == MAIN_UNIT && row.id() == settings::FAN;
        let written = match self.written.get(&(MAIN_UNIT, settings::FAN_STEP)) {
            Some(step) if boosted => Some(life::fan(*step as usize)),
            _ => self.written.get(&(unit.id, row.id())).copied(),
        };
        if let Some(value) = written {
            let entry = catalogue::entry(self.catalogue, row.id());
            let (raw, shown) = settings::shown(entry, row.id(), value);
            reading.insert("displayValue".to_owned(), shown.into());
            reading.insert("rawValue".to_owned(), raw.into());
        }
        reading
    }

    /// A parameter of a unit; `None` when the machine does not know it.
    pub(super) fn reading(&self, unit: &Unit, id: i64) -> Option<Map<String, Value>> {
        if let Some(row) = unit.row(id) {
            return Some(self.row(unit, row));
        }
        let entry = catalogue::entry(self.catalogue, id).filter(|entry| equipment::fits(self.machine, entry))?;
        let lives = self.machine.life.is_some();
        let value = match self.written.get(&(unit.id, id)) {
            Some(value) => *value,
            None if lives && unit.id == MAIN_UNIT && id == settings::HOT_WATER => 1.0,
            None if lives && entry.writable == Some(true) => settings::default(entry),
            None if lives && unit.id == 0 && self.machine.knows_catalogue => {
                settings::plausible(entry, self.now, self.machine.id)?
            }
            None => return None,
        };
        Some(settings::reading(entry, value))
    }
}
