//! One heat pump: what it is, and what was done to it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use uplink_heat_pump::{Design, Pump, Reading};

use super::item::Item;
use super::past::Past;
use super::smarthome::Thermostat;
use super::trouble::Trouble;

/// A heat pump.
#[derive(Debug)]
pub(super) struct Machine {
    pub(super) id: i64,
    pub(super) name: String,
    pub(super) product: String,
    pub(super) serial: String,
    pub(super) city: Option<&'static str>,
    pub(super) country: &'static str,
    /// Whether the paid package for changes is there.
    pub(super) manage: bool,
    /// The same for all that are built alike.
    pub(super) units: Arc<[Unit]>,
    /// What it is built as; `None` for a machine from a file, which stands still.
    pub(super) design: Option<Design>,
    /// Whether it also knows what the catalogue lists besides its categories.
    pub(super) knows_catalogue: bool,
    /// An alarm that is active.
    pub(super) alarm: bool,
    /// How many alarms it had.
    pub(super) past_alarms: usize,
    state: Mutex<State>,
}

/// A unit of a heat pump.
#[derive(Debug)]
pub(super) struct Unit {
    pub(super) id: i64,
    /// As `units` answers it.
    pub(super) json: Map<String, Value>,
    pub(super) categories: Vec<Category>,
}

/// A category of rows.
#[derive(Debug)]
pub(super) struct Category {
    pub(super) id: String,
    /// As `categories` answers it, without its rows.
    pub(super) json: Map<String, Value>,
    pub(super) rows: Vec<Row>,
}

/// A row of a category.
#[derive(Debug)]
pub(super) enum Row {
    /// As it stands in a file.
    Still(Map<String, Value>),
    /// Made anew each time.
    Made(&'static Item),
}

impl Row {
    pub(super) fn id(&self) -> i64 {
        match self {
            Row::Still(row) => row.get("parameterId").and_then(Value::as_i64).unwrap_or_default(),
            Row::Made(item) => item.id,
        }
    }
}

/// What was done to a heat pump.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct State {
    /// Values that were written, as they are shown, by unit and parameter.
    #[serde(with = "written")]
    pub(super) written: HashMap<(i64, i64), f64>,
    /// The smart home mode and when it was set.
    pub(super) mode: Option<(String, Timestamp)>,
    /// Thermostats in the order in which they were made.
    pub(super) thermostats: Vec<Thermostat>,
    /// The model as it was some time ago, for a restart.
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "super::live::serialize")]
    pub(super) kept: Option<Pump>,
    /// What happens or happened to it besides.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) troubles: Vec<Trouble>,
    /// What the cloud shows while it hears nothing.
    #[serde(default, skip_serializing_if = "Option::is_none", serialize_with = "super::live::serialize")]
    pub(super) shown: Option<Pump>,
    /// The model as it was at the last look.
    #[serde(skip)]
    pub(super) pump: Option<Pump>,
    /// What it did in the last day.
    #[serde(skip)]
    pub(super) past: Past,
}

/// JSON has no pairs for keys.
mod written {
    use std::collections::{BTreeMap, HashMap};

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(super) fn serialize<S: Serializer>(map: &HashMap<(i64, i64), f64>, to: S) -> Result<S::Ok, S::Error> {
        // Sorted, so that equal states make equal files.
        let sorted: BTreeMap<_, _> = map.iter().collect();
        sorted.into_iter().map(|((unit, id), value)| (unit, id, value)).collect::<Vec<_>>().serialize(to)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<HashMap<(i64, i64), f64>, D::Error> {
        let list = Vec::<(i64, i64, f64)>::deserialize(from)?;
        Ok(list.into_iter().map(|(unit, id, value)| ((unit, id), value)).collect())
    }
}

impl Machine {
    /// A machine from a file or from the demo; the rest is filled in by the caller.
    pub(super) fn new(id: i64, product: String, serial: String, units: impl Into<Arc<[Unit]>>) -> Self {
        Machine {
            id,
            name: product.clone(),
            product,
            serial,
            city: None,
            country: "UNKNOWN",
            manage: true,
            units: units.into(),
            design: None,
            knows_catalogue: false,
            alarm: false,
            past_alarms: 0,
            state: Mutex::default(),
        }
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The readings at a time; all zeros for a machine that stands still.
    pub(super) fn look(&self, now: Timestamp) -> Reading {
        self.design.as_ref().map(|design| self.state().look(design, now)).unwrap_or_default()
    }

    pub(super) fn unit(&self, id: i64) -> Option<&Unit> {
        self.units.iter().find(|u| u.id == id)
    }

    pub(super) fn has_category(&self, fits: impl Fn(&str) -> bool) -> bool {
        self.units.iter().flat_map(|u| &u.categories).any(|c| fits(&c.id))
    }
}

impl Unit {
    pub(super) fn row(&self, id: i64) -> Option<&Row> {
        // Rows of text share the id 0; nobody can ask for one of them.
        if id == 0 {
            return None;
        }
        self.categories.iter().flat_map(|c| &c.rows).find(|r| r.id() == id)
    }
}
