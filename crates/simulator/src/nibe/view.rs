//! A heat pump at one moment.

use std::collections::HashMap;

use serde_json::{Map, Value};
use uplink_heat_pump::{Reading, fan_speed};
use uplink_spec::model::Catalogue;

use super::MAIN_UNIT;
use super::machine::{Machine, Row, Unit};
use super::{catalogue, equipment, meaning, settings};
use crate::behaviour::Call;

/// A heat pump at one moment.
pub(super) struct View<'a> {
    pub(super) machine: &'a Machine,
    pub(super) catalogue: Option<&'a Catalogue>,
    /// All zeros for a machine that stands still.
    pub(super) now: Reading,
    written: HashMap<(i64, i64), f64>,
    updates: bool,
}

impl<'a> View<'a> {
    pub(super) fn new(machine: &'a Machine, call: &Call<'a>) -> Self {
        let now = machine.look(call.now);
        let state = machine.state();
        let (written, updates) = (state.written.clone(), state.updates());
        drop(state);
        View { machine, catalogue: call.model.catalogue.as_ref(), now, written, updates }
    }

    /// Whether a row is there: while new software is put in, some are not.
    pub(super) fn lists(&self, row: &Row) -> bool {
        !(self.updates && row.id() % 3 == 1)
    }

    /// A row of a category, with what was written to it.
    pub(super) fn row(&self, unit: &Unit, row: &Row) -> Map<String, Value> {
        let mut reading = match row {
            Row::Still(row) => row.clone(),
            Row::Made(item) => item.reading(self.catalogue, &self.now),
        };
        // A machine from a file stands still, but for what is written to it.
        let boosted = self.machine.design.is_none() && unit.id == MAIN_UNIT && row.id() == settings::FAN;
        let written = match self.written.get(&(MAIN_UNIT, settings::FAN_STEP)) {
            Some(step) if boosted => Some(fan_speed(*step as usize)),
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
            return self.lists(row).then(|| self.row(unit, row));
        }
        let entry = catalogue::entry(self.catalogue, id).filter(|entry| equipment::fits(self.machine, entry))?;
        let lives = self.machine.design.is_some();
        let value = match self.written.get(&(unit.id, id)) {
            _ if lives && unit.id == MAIN_UNIT && id == settings::HOT_WATER_BOOST => self.now.boost.number(),
            Some(value) => *value,
            None if lives && unit.id == MAIN_UNIT && id == settings::HOT_WATER => 1.0,
            None if lives && entry.writable == Some(true) => settings::default(entry),
            None if lives && unit.id == MAIN_UNIT && self.machine.knows_catalogue => match meaning::of(id) {
                Some(item) => item.quantity(&self.now)?,
                None => settings::plausible(entry, self.machine.id)?,
            },
            None => return None,
        };
        Some(settings::reading(entry, value))
    }
}
