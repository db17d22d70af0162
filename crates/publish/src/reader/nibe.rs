//! NIBE Uplink v1: one request gives all categories of a system with their parameters.

use std::collections::HashSet;

use jiff::Timestamp;
use nibe_uplink::catalogue;
use nibe_uplink::functions::{CATEGORIES, SET_PARAMETERS, SYSTEM, SYSTEMS};
use nibe_uplink::types::{Category, ConnectionStatus, Reading, System};
use serde_json::{Value as Json, json};
use uplink_runtime::{Answer, Arguments, Client, Error, Value, WatchTarget};

use super::{Connection, Machine, all, arguments};
use crate::point::{About, Device, Point};
use crate::slug::of_point;

pub(super) async fn machines(client: &Client) -> Result<Vec<Machine>, Error> {
    let systems: Vec<System> = all(client, &SYSTEMS).await?;
    let machine = |system: System| {
        let [values, connection] = targets(&json!(system.system_id));
        Machine {
            values,
            connection,
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

/// What is read of a system.
pub(super) fn targets(system: &Json) -> [WatchTarget; 2] {
    let place = || ("system_id", system.clone());
    let values = WatchTarget::new(&CATEGORIES, arguments([place(), ("parameters", json!(true))]));
    [values, WatchTarget::new(&SYSTEM, arguments([place()]))]
}

/// Each parameter once; categories share some.
pub(super) fn points(answer: &Answer, at: Timestamp) -> Result<Vec<Point>, Error> {
    let categories: Vec<Category> = answer.typed()?;
    let readings = categories.iter().flat_map(|category| category.parameters.iter().flatten());
    let mut known = HashSet::new();
    Ok(readings.filter(|reading| known.insert(reading.parameter_id)).map(|reading| point(reading, at)).collect())
}

fn point(reading: &Reading, at: Timestamp) -> Point {
    let id = reading.parameter_id.to_string();
    let entry = catalogue::get(reading.parameter_id);
    #[allow(clippy::cast_precision_loss, reason = "words stand for small numbers")]
    let words: Vec<(f64, String)> =
        entry.map(|p| p.values).unwrap_or_default().iter().map(|(n, word)| (*n as f64, (*word).to_owned())).collect();
    let unit = reading.unit().unwrap_or_default();
    // Titles come in the language of the account.
    let slug = of_point(&id, "");
    let writable = entry.is_some_and(|p| p.writable == Some(true));
    let limits = entry.map_or([None; 3], |p| [p.min, p.max, p.step]);
    let value = in_english(reading.value(), reading.raw_value, &words);
    Point::new(About { id, slug, unit: &unit, part: String::new(), words, writable, limits }, value, at)
}

/// A word in the language of the account is the catalogue's word for its number, so that it stays when the language changes.
#[allow(clippy::cast_precision_loss, reason = "words stand for small numbers")]
fn in_english(value: Value, raw: i64, words: &[(f64, String)]) -> Value {
    let Value::Text(shown) = &value else { return value };
    let is_known = words.iter().any(|(_, word)| word == shown);
    match words.iter().find(|(number, _)| *number == raw as f64) {
        Some((_, word)) if !is_known => Value::Text(word.clone()),
        _ => value,
    }
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

pub(super) fn connection(answer: &Answer) -> Result<Connection, Error> {
    let system = answer.typed::<System>()?;
    let status = system.connection_status;
    Ok(Connection {
        away: (status != ConnectionStatus::Online).then(|| status.to_string()),
        identity: system.serial_number,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_the_same_in_every_language() {
        let words = [(10.0, "off".to_owned()), (20.0, "hot water".to_owned())];
        let said = |shown: &str, raw| in_english(Value::Text(shown.to_owned()), raw, &words).to_string();
        assert_eq!(said("Varmvatten", 20), "hot water");
        assert_eq!(said("hot water", 20), "hot water");
        assert_eq!(said("off", 20), "off", "what is shown, where both are words");
        assert_eq!(said("Pool", 40), "Pool", "a word that the catalogue does not have");
        assert_eq!(in_english(Value::Int(20), 20, &words), Value::Int(20));
    }
}
