//! A system with its one device, and how the ids of its points are written.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::below::Below;
use crate::behaviour::{Behaviour, Call};

/// A system.
#[derive(Debug)]
pub(super) struct Station {
    /// The machine's id.
    pub(super) id: i64,
    /// The system's id.
    pub(super) system: String,
    /// The device's id.
    pub(super) device: String,
    pub(super) family: Family,
    pub(super) name: String,
    pub(super) product: String,
    pub(super) serial: String,
    pub(super) firmware: String,
    /// Whether the paid package for writing is there.
    pub(super) manage: bool,
}

/// A family of machines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Family {
    /// Long ids, the same as in the machine's own API.
    F,
    /// Short ids, and zones.
    S,
}

/// Short ids with the long ones that they stand for.
const SHORT: [(i64, i64); 8] = [
    (4, 40_004),
    (8, 40_008),
    (10, 40_012),
    (11, 40_013),
    (12, 40_014),
    (781, 43_005),
    (4_564, 48_132),
    (ZONE_SET_POINT, 47_398),
];
/// A set point that belongs to a zone.
pub(super) const ZONE_SET_POINT: i64 = 47_751;
/// The zone of short ids.
pub(super) const ZONE: &str = "1";
/// The one long id that is another than in the machine's own API: degree minutes.
const RENAMED: (i64, i64) = (40_940, 43_005);

impl Station {
    pub(super) fn new(below: &Below, id: i64) -> Self {
        let owner = below.machines.owners().into_iter().next().unwrap_or_default();
        let Some(function) = below.model.functions.first() else {
            return Station::of(id, &Map::new(), &Map::new(), false);
        };
        let call = Call {
            function,
            arguments: &Map::new(),
            now: Timestamp::UNIX_EPOCH,
            model: &below.model,
            client_name: "",
            owner: &owner,
        };
        let systems = below.list("systems", json!({}), &call);
        let system = systems.into_iter().find(|s| s.get("systemId") == Some(&id.into())).unwrap_or_default();
        let units = below.list("units", json!({"system_id": id}), &call);
        let manage = !below.list("premium", json!({"system_id": id}), &call).is_empty();
        Station::of(id, &system, units.first().unwrap_or(&Map::new()), manage)
    }

    fn of(id: i64, system: &Map<String, Value>, unit: &Map<String, Value>, manage: bool) -> Self {
        let text =
            |map: &Map<String, Value>, key: &str| map.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
        let serial = text(system, "serialNumber");
        let uuid = format!("{id:08x}-0000-4000-8000-{id:012x}");
        let family = if crate::nibe::is_newer(id) { Family::S } else { Family::F };
        let (device, product, firmware) = match family {
            Family::F => {
                let device =
                    format!("emmy-r-{id}-20240101-{serial}-02-00-00-00-{:02x}-{:02x}", id >> 8 & 255, id & 255);
                (device, text(unit, "product"), text(unit, "softwareVersion"))
            }
            Family::S => (format!("U{id}{uuid}"), "S1256-8".to_owned(), "4.11.5".to_owned()),
        };
        Station { id, system: uuid, device, family, name: text(system, "name"), product, serial, firmware, manage }
    }

    /// The machine's id of a point; `None` when there is no such point.
    pub(super) fn long(&self, id: i64) -> Option<i64> {
        match self.family {
            Family::S => SHORT.iter().find(|(short, _)| *short == id).map(|(_, long)| *long),
            Family::F if id == RENAMED.0 => Some(RENAMED.1),
            Family::F => (id != RENAMED.1).then_some(id),
        }
    }

    /// The id of a point, from the machine's; `None` when the device does not have it.
    pub(super) fn id_of(&self, long: i64) -> Option<i64> {
        match self.family {
            Family::S => SHORT.iter().find(|(_, l)| *l == long).map(|(short, _)| *short),
            Family::F if long == RENAMED.1 => Some(RENAMED.0),
            Family::F => Some(long),
        }
    }
}
