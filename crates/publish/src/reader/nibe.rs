//! NIBE Uplink v1: one request gives all categories of a system with their parameters.

use std::collections::HashSet;

use jiff::Timestamp;
use nibe_uplink::catalogue;
use nibe_uplink::functions::{CATEGORIES, SET_PARAMETERS, SYSTEM, SYSTEMS};
use nibe_uplink::types::{Category, ConnectionStatus, Reading, System};
use serde_json::json;
use uplink_runtime::{Answer, Arguments, Client, Error, WatchTarget};

use super::{Machine, all, arguments, typed};
use crate::point::{About, Device, Point};
use crate::slug::of_point;

pub(super) async fn machines(client: &Client) -> Result<Vec<Machine>, Error> {
    let systems: Vec<System> = all(client, &SYSTEMS).await?;
    let machine = |system: System| {
        let place = || ("system_id", json!(system.system_id));
        Machine {
            values: WatchTarget::new(&CATEGORIES, arguments([place(), ("parameters", json!(true))])),
            connection: WatchTarget::new(&SYSTEM, arguments([place()])),
            device: Device {
                id: if system.serial_number.is_empty() { system.system_id.to_string() } else { system.serial_number },
                name: system.name,
                product: system.product_name,
                firmware: String::new(),
                api: "nibe-uplink",
            },
        }
    };
    Ok(systems.into_iter().map(machine).collect())
}

/// Each parameter once; categories share some.
pub(super) fn points(answer: &Answer, at: Timestamp) -> Result<Vec<Point>, Error> {
    let categories: Vec<Category> = typed(&CATEGORIES, &answer.json()?)?;
    let readings = categories.iter().flat_map(|category| category.parameters.iter().flatten());
    let mut known = HashSet::new();
    Ok(readings.filter(|reading| known.insert(reading.parameter_id)).map(|reading| point(reading, at)).collect())
}

fn point(reading: &Reading, at: Timestamp) -> Point {
    let id = reading.parameter_id.to_string();
    let entry = catalogue::get(reading.parameter_id);
    #[allow(clippy::cast_precision_loss, reason = "words stand for small numbers")]
    let words =
        entry.map(|p| p.values).unwrap_or_default().iter().map(|(n, word)| (*n as f64, (*word).to_owned())).collect();
    let unit = reading.unit().unwrap_or_default();
    // Titles come in the language of the account.
    let slug = of_point(&id, "");
    let writable = entry.is_some_and(|p| p.writable == Some(true));
    let limits = entry.map_or([None; 3], |p| [p.min, p.max, p.step]);
    Point::new(About { id, slug, unit: &unit, part: String::new(), words, writable, limits }, reading.value(), at)
}

/// Writes a parameter. What it shows then is read in the next round, because new values take half a minute.
pub(super) async fn write(client: &Client, place: Arguments, id: &str, value: f64) -> Result<Vec<Point>, Error> {
    let mut asked = place;
    asked.remove("parameters");
    // Whole numbers as such: some servers take `1.0` for a fraction.
    let whole = value.fract() == 0.0 && value.abs() < 1e15;
    #[allow(clippy::cast_possible_truncation, reason = "looked at before")]
    let value = if whole { json!(value as i64) } else { json!(value) };
    asked.insert("settings".to_owned(), json!({ id: value }));
    client.call(&SET_PARAMETERS, asked).await?;
    Ok(Vec::new())
}

pub(super) fn disconnected(answer: &Answer) -> Result<Option<String>, Error> {
    let status = typed::<System>(&SYSTEM, &answer.json()?)?.connection_status;
    Ok((status != ConnectionStatus::Online).then(|| status.to_string()))
}
