//! What a machine is equipped with, and which parameters it has because of that.

use uplink_spec::model::CatalogueEntry;

use super::item::ABSENT;
use super::machine::{Machine, Row};
use serde_json::Value;

/// Whether a machine has cooling.
pub(super) fn cooling(machine: &Machine) -> bool {
    machine.has_category(|c| c.contains("COOLING"))
}

/// Whether a machine heats rooms.
pub(super) fn heating(machine: &Machine) -> bool {
    machine.has_category(|c| c.starts_with("SYSTEM_") && c != "SYSTEM_INFO")
}

/// Whether a machine makes hot water.
pub(super) fn hot_water(machine: &Machine) -> bool {
    has_sensor(machine, 40_013) || has_sensor(machine, 40_014)
}

/// Whether a machine moves air through the house.
pub(super) fn ventilation(machine: &Machine) -> bool {
    machine.has_category(|c| c == "VENTILATION" || c == "SAM" || c.starts_with("ERS"))
}

fn brine(machine: &Machine) -> bool {
    has_sensor(machine, 40_015)
}

fn pool(machine: &Machine) -> bool {
    machine.has_category(|c| c.starts_with("POOL"))
}

fn defrosting(machine: &Machine) -> bool {
    machine.has_category(|c| c == "DEFROSTING")
}

fn outdoor_unit(machine: &Machine) -> bool {
    machine.units.len() > 1
}

fn smart_prices(machine: &Machine) -> bool {
    machine.has_category(|c| c.starts_with("SMART_"))
}

fn photovoltaics(machine: &Machine) -> bool {
    machine.has_category(|c| c == "EME")
}

fn room_control(machine: &Machine) -> bool {
    machine.has_category(|c| c.starts_with("UPONOR"))
}

/// No machine that is known has it: sensors of single models.
fn unknown(_: &Machine) -> bool {
    false
}

type Needed = fn(&Machine) -> bool;

/// Words in the names of parameters, and what a machine needs to have these parameters.
const WORDS: [(&[&str], Needed); 10] = [
    (
        &[
            "FAN",
            "VENTILATION",
            "VENT",
            "EXHAUST",
            "EXTRACT",
            "SUPPLY",
            "VELOCITY",
            "ERS",
            "SAM",
            "AZ1",
            "AZ2",
            "BT20",
            "BT21",
            "BT22",
            "BT23",
        ],
        ventilation,
    ),
    (&["COOL", "COOLING"], cooling),
    (&["HW", "HOT", "HOTWATER", "LUX"], hot_water),
    (&["POOL", "POOL1", "POOL2"], pool),
    (&["BRINE"], brine),
    (&["DEFROST", "DEFROSTING", "REFERENCE"], defrosting),
    (&["EB101", "EB102", "EB103", "EB104", "EB105", "EB106", "EB107", "EB108"], outdoor_unit),
    (&["PRICE", "CO2"], smart_prices),
    (&["AA20"], photovoltaics),
    (&["BT16", "BT18", "BT19", "BT61", "BT62"], unknown),
];
/// Parameters whose names say too little.
const IDS: [(std::ops::RangeInclusive<i64>, Needed); 2] =
    [(40_870..=40_875, room_control), (44_896..=44_908, smart_prices)];

/// Whether a machine that does not list a parameter may know it nevertheless.
pub(super) fn fits(machine: &Machine, entry: &CatalogueEntry) -> bool {
    // `HOT_GAS` is no hot water.
    let words: Vec<&str> =
        entry.name.split('_').filter(|word| *word != "HOT" || !entry.name.contains("HOT_GAS")).collect();
    let by_word = WORDS.iter().filter(|(known, _)| words.iter().any(|word| known.contains(word)));
    let by_id = IDS.iter().filter(|(ids, _)| ids.contains(&entry.id));
    by_word.map(|(_, has)| has).chain(by_id.map(|(_, has)| has)).all(|has| has(machine))
}

fn has_sensor(machine: &Machine, id: i64) -> bool {
    machine.units.iter().filter_map(|u| u.row(id)).any(|row| match row {
        Row::Still(row) => row.get("rawValue").and_then(Value::as_i64) != Some(ABSENT),
        Row::Made(_) => true,
    })
}
