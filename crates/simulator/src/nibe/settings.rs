//! Parameters outside the categories, and writing them.

use serde_json::{Map, Value, json};
use uplink_heat_pump::{fan_speed, share};
use uplink_spec::model::{Catalogue, CatalogueEntry};

use super::catalogue;
use super::item::{number, row};
use super::machine::{Machine, Unit};
use super::parameters::unit_of;
use super::view::View;
use super::{equipment, refusal};
use crate::behaviour::{Call, Outcome};

pub(super) const HEAT_OFFSET: i64 = 47_011;
pub(super) const ROOM: i64 = 47_398;
pub(super) const ROOM_DEFAULT: f64 = 21.0;
/// Whether more hot water is made.
pub const HOT_WATER_BOOST: i64 = 48_132;
/// Which of its speeds the fan has.
pub const FAN_STEP: i64 = 47_260;
/// How fast the fan turns.
pub const FAN: i64 = 10_001;
/// Whether hot water is made.
pub(super) const HOT_WATER: i64 = 47_387;
/// A parameter without a number of its own: it is read as the speed of the fan, and writing it starts a boost or ends it.
pub const VENTILATION_BOOST: &str = "ventilation_boost";
/// The step at which a boost begins.
const BOOST_STEP: f64 = 4.0;

/// From here on parameters are settings rather than measurements.
pub const SETTINGS: i64 = 47_000;

/// The value of a setting that nobody has written.
pub(super) fn default(entry: &CatalogueEntry) -> f64 {
    let value = if entry.unit == "°C" { ROOM_DEFAULT } else { 0.0 };
    value.clamp(entry.min.unwrap_or(f64::MIN), entry.max.unwrap_or(f64::MAX))
}

/// A likely value, always the same, for what the catalogue knows and the model does not; `None` where both know too
/// little.
pub(super) fn plausible(entry: &CatalogueEntry, machine: i64) -> Option<f64> {
    let described = !entry.title.is_empty() || !entry.unit.is_empty();
    if entry.factor.is_none() || !described {
        return None;
    }
    let seed = entry.id.unsigned_abs().wrapping_mul(31).wrapping_add(machine.unsigned_abs());
    let place = share(seed, 1);
    Some(match catalogue::variant(&entry.unit) {
        "°C" | "ºC" => 8.0 + 30.0 * place,
        "%" => (20.0 + 60.0 * place).round(),
        "h" => (200.0 + 9000.0 * place).round(),
        "kWh" | "Wh" | "MWh" => (500.0 + 9000.0 * place).round(),
        "" => entry.values.first().map_or(0.0, |(raw, _)| *raw as f64),
        _ => 1.0 + 9.0 * place,
    })
}

/// A value as the machine stores it and as people read it.
pub fn shown(entry: Option<&CatalogueEntry>, id: i64, value: f64) -> (i64, String) {
    let factor = entry.and_then(|e| e.factor).unwrap_or(1);
    let (raw, text) = number(id, value, factor, entry.map_or("", |e| catalogue::variant(&e.unit)));
    let word = entry.and_then(|e| e.values.iter().find(|(r, _)| *r == raw));
    match word {
        // The cloud adds the speed to the word.
        Some((step @ 0..=4, word)) if id == FAN_STEP => (raw, format!("{word} ({}%)", fan_speed(*step as usize))),
        Some((_, word)) => (raw, word.clone()),
        None => (raw, text),
    }
}

/// A row for a parameter of the catalogue.
pub(super) fn reading(entry: &CatalogueEntry, value: f64) -> Map<String, Value> {
    let (raw, text) = shown(Some(entry), entry.id, value);
    let title = catalogue::title(Some(entry), entry.id);
    let (designation, unit) = (catalogue::variant(&entry.designation), catalogue::variant(&entry.unit));
    row(entry.id, &title, designation, unit, text, raw)
}

/// Writes settings: all of them, or none when one is refused.
pub(super) fn write(machine: &Machine, call: &Call<'_>) -> Result<Outcome, Outcome> {
    if !machine.manage {
        return Err(refusal::no_premium());
    }
    let unit = unit_of(machine, call)?;
    let empty = Map::new();
    let settings = call.arguments.get("settings").and_then(Value::as_object).unwrap_or(&empty);
    let catalogue = call.model.catalogue.as_ref();
    let (mut accepted, mut refused) = (Vec::new(), Vec::new());
    for (key, value) in settings {
        match accept(catalogue, machine, unit, key, value) {
            Ok(setting) => accepted.push((key, setting)),
            Err(sentence) => refused.push(sentence),
        }
    }
    if !refused.is_empty() {
        return Err(refusal::settings(refused));
    }
    // What was until now was under the old ones.
    machine.look(call.now);
    let mut state = machine.state();
    for (_, (id, value)) in &accepted {
        state.written.insert((unit.id, *id), *value);
        if unit.id == super::MAIN_UNIT {
            state.set(*id, *value);
        }
    }
    state.keep();
    drop(state);
    let view = View::new(machine, call);
    let results = accepted.iter().filter_map(|(key, (id, _))| {
        let shown = if is_boost(key) { FAN } else { *id };
        let mut parameter = view.reading(unit, shown)?;
        parameter.insert("name".to_owned(), key.as_str().into());
        Some(json!({"status": "DONE", "parameter": parameter}))
    });
    Ok(Outcome::List(results.collect()))
}

/// Whether a request means the boost of the ventilation.
pub fn is_boost(word: &str) -> bool {
    word.trim().eq_ignore_ascii_case(VENTILATION_BOOST)
}

/// The parameter and its new value, or the cloud's sentence why not.
fn accept(
    catalogue: Option<&Catalogue>,
    machine: &Machine,
    unit: &Unit,
    key: &str,
    value: &Value,
) -> Result<(i64, f64), String> {
    let unknown = || format!("Error 18: Unknown parameter {key}");
    if is_boost(key) {
        let (_, value) = accept(catalogue, machine, unit, &FAN_STEP.to_string(), value)
            .map_err(|sentence| sentence.replace(&FAN_STEP.to_string(), key))?;
        return Ok((FAN_STEP, if value > 0.0 { BOOST_STEP } else { 0.0 }));
    }
    let id = catalogue::resolve(catalogue, &key.into()).ok_or_else(unknown)?;
    let entry = catalogue::entry(catalogue, id);
    if unit.row(id).is_none() && entry.is_some_and(|entry| !equipment::fits(machine, entry)) {
        return Err(unknown());
    }
    let Some(entry) = entry.filter(|e| e.writable == Some(true)) else {
        return Err(match (entry, unit.row(id)) {
            (None, None) => unknown(),
            // The cloud says so little about settings that it refuses: two blanks, no word.
            _ if id >= SETTINGS => format!("Error 14:  {id}"),
            _ => format!("Error 16: Parameter is not setable {id}"),
        });
    };
    let number = match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    };
    let number = number.filter(|n: &f64| n.is_finite()).ok_or_else(|| format!("Error 14:  {id}"))?;
    let low = entry.min.is_some_and(|min| number < min);
    let high = entry.max.is_some_and(|max| number > max);
    let raw = (number * f64::from(entry.factor.unwrap_or(1))).round() as i64;
    let strange = !entry.values.is_empty() && entry.values.iter().all(|(known, _)| *known != raw);
    if low || high || strange {
        return Err(format!("Error 15: Value out of range {id}"));
    }
    Ok((id, number))
}
