//! A system with its one device, and how the ids of its points are written.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::below::Below;
use super::file::Answers;
use crate::behaviour::Call;

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
    /// Whether it knows no more than what a file says.
    pub(super) still: bool,
    /// What the files of a machine of this cloud say; the machine behind another one answers for it.
    pub(super) file: Option<Answers>,
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
const SHORT: [(i64, i64); 15] = [
    (54, 40_067),
    (57, 40_071),
    (158, 40_033),
    (1708, 43_009),
    (1755, 43_081),
    (2559, 43_437),
    (3671, 47_011),
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
/// Long ids that are others than in the machine's own API: degree minutes and the compressor's frequency.
const RENAMED: [(i64, i64); 2] = [(40_940, 43_005), (41_778, 43_136)];

impl Station {
    pub(super) fn new(below: &Below, id: i64) -> Self {
        let owner = below.machines.owner_of(id);
        let Some(function) = below.model.functions.first() else {
            return Station::of(id, &Map::new(), &Map::new(), false);
        };
        let call = Call {
            function,
            arguments: &Map::new(),
            now: Timestamp::UNIX_EPOCH,
            model: &below.model,
            client_id: "",
            client_name: "",
            accept_language: "",
            owner: &owner,
        };
        let systems = below.list("systems", json!({}), &call);
        let system = systems.into_iter().find(|s| s.get("systemId") == Some(&id.into())).unwrap_or_default();
        let units = below.list("units", json!({"system_id": id}), &call);
        let manage = !below.list("premium", json!({"system_id": id}), &call).is_empty();
        Station::of(id, &system, units.first().unwrap_or(&Map::new()), manage)
    }

    /// A machine of this cloud, from its files.
    pub(super) fn from_file(id: i64, answers: Answers) -> Self {
        let uuid = format!("{id:08x}-0000-4000-8000-{id:012x}");
        let text = |at: &str, instead: &str| answers.text(at).unwrap_or(instead).to_owned();
        let category = answers.points.iter().find_map(|p| p.get("category")?.as_str()).unwrap_or("Heat pump");
        let category = category.trim_start_matches("NIBEF ").to_owned();
        // Ids of the older family have five digits, and those that are most common begin with a 4.
        let long = |p: &Map<String, Value>| {
            p.get("parameterId").and_then(Value::as_str).is_some_and(|id| id.starts_with("40") && id.len() == 5)
        };
        Station {
            id,
            system: uuid.clone(),
            device: text("/id", &format!("file-{id}")),
            family: if answers.points.iter().any(long) { Family::F } else { Family::S },
            name: answers.system["name"].as_str().unwrap_or(&category).to_owned(),
            product: text("/product/name", &category),
            serial: text("/product/serialNumber", &format!("{id:014}")),
            firmware: text("/firmware/currentFwVersion", "1"),
            manage: true,
            still: true,
            file: Some(answers),
        }
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
        let still = id >= crate::nibe::FILE_IDS;
        let name = text(system, "name");
        Station { id, system: uuid, device, family, name, product, serial, firmware, manage, still, file: None }
    }

    /// The machine's id of a point; `None` when there is no such point.
    pub(super) fn long(&self, id: i64) -> Option<i64> {
        match self.family {
            Family::S => SHORT.iter().find(|(short, _)| *short == id).map(|(_, long)| *long),
            Family::F if RENAMED.iter().any(|(_, old)| *old == id) => None,
            Family::F => Some(RENAMED.iter().find(|(new, _)| *new == id).map_or(id, |(_, old)| *old)),
        }
    }

    /// The id of a point, from the machine's; `None` when the device does not have it.
    pub(super) fn id_of(&self, long: i64) -> Option<i64> {
        match self.family {
            Family::S => SHORT.iter().find(|(_, l)| *l == long).map(|(short, _)| *short),
            Family::F => Some(RENAMED.iter().find(|(_, old)| *old == long).map_or(long, |(new, _)| *new)),
        }
    }
}
