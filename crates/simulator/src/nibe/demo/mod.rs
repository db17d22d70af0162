//! The three machines of the demo. They are ours; their rows follow what machines of their kind answer.

mod exhaust;
mod ground;
mod indoor;

use std::sync::Arc;

use serde_json::{Value, json};
use uplink_heat_pump::{Climate, Design as Model};

use super::item::Item;
use super::machine::{Category, Machine, Row, Unit};

/// The id of the machine of the newer family.
pub(super) const NEWER: i64 = 80_104;

/// The id of the first of many.
pub(super) const FIRST_OF_MANY: i64 = 10_001;

/// A machine as it is written down.
struct Design {
    id: i64,
    name: &'static str,
    serial: &'static str,
    city: &'static str,
    country: &'static str,
    manage: bool,
    knows_catalogue: bool,
    alarm: bool,
    past_alarms: usize,
    model: &'static Model,
    units: &'static [UnitDesign],
}

struct UnitDesign {
    id: i64,
    name: &'static str,
    short_name: &'static str,
    product: &'static str,
    software: &'static str,
    categories: &'static [CategoryDesign],
}

struct CategoryDesign {
    id: &'static str,
    name: &'static str,
    items: &'static [Item],
}

pub(super) fn machines() -> Vec<Machine> {
    [&ground::MACHINE, &exhaust::MACHINE, &indoor::MACHINE].map(machine).into()
}

/// A machine of the newer family, behind other clouds.
pub(super) fn newer() -> Machine {
    let mut machine = machine(&ground::MACHINE);
    machine.id = NEWER;
    machine.name = "Hill house".to_owned();
    machine.serial = "06512021000104".to_owned();
    machine.past_alarms = 3;
    let climate = |model: Model| Climate { seed: 104, ..model.climate };
    machine.design = machine.design.map(|model| model.in_climate(climate(model)));
    machine
}

/// So many machines of the three kinds in turn, each in a house of its own.
pub(super) fn many(count: usize) -> Vec<Machine> {
    let kinds = [&ground::MACHINE, &exhaust::MACHINE, &indoor::MACHINE].map(|design| (design, units(design)));
    let one = |(number, (design, units)): (i64, &(&'static Design, Arc<[Unit]>))| {
        let mut machine = of_units(design, Arc::clone(units));
        machine.id = FIRST_OF_MANY + number;
        machine.serial = format!("0651202{number:07}");
        machine.design = machine.design.map(|model| model.seeded(number.unsigned_abs() + 1));
        machine
    };
    (0..).zip(kinds.iter().cycle().take(count)).map(one).collect()
}

fn machine(design: &'static Design) -> Machine {
    of_units(design, units(design))
}

fn units(design: &'static Design) -> Arc<[Unit]> {
    design.units.iter().map(unit).collect()
}

fn of_units(design: &'static Design, units: Arc<[Unit]>) -> Machine {
    let product = design.units.first().map_or("", |u| u.product);
    let mut machine = Machine::new(design.id, product.to_owned(), design.serial.to_owned(), units);
    machine.name = design.name.to_owned();
    machine.city = Some(design.city);
    machine.country = design.country;
    machine.manage = design.manage;
    machine.knows_catalogue = design.knows_catalogue;
    machine.alarm = design.alarm;
    machine.past_alarms = design.past_alarms;
    machine.design = Some(*design.model);
    machine
}

fn unit(design: &'static UnitDesign) -> Unit {
    let json = json!({
        "systemUnitId": design.id,
        "name": design.name,
        "shortName": design.short_name,
        "product": design.product,
        "softwareVersion": design.software,
    });
    Unit { id: design.id, json: fields(json), categories: design.categories.iter().map(category).collect() }
}

fn category(design: &'static CategoryDesign) -> Category {
    Category {
        id: design.id.to_owned(),
        json: fields(json!({"categoryId": design.id, "name": design.name, "parameters": null})),
        rows: design.items.iter().map(Row::Made).collect(),
    }
}

fn fields(value: Value) -> serde_json::Map<String, Value> {
    if let Value::Object(map) = value { map } else { serde_json::Map::new() }
}
