//! Points: the rows of a machine as its cloud sends them.

use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value, json};
use uplink_spec::model::CatalogueEntry;

use super::below::Below;
use super::device;
use super::extra::{self, Extra, Machine};
use super::station::{Family, Station, ZONE, ZONE_SET_POINT};
use super::titles;
use super::writes::Written;
use crate::behaviour::Call;

/// How limits are sent.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Limits {
    /// As the machine stores them.
    Stored,
    /// As they are shown.
    Shown,
}

/// What a sensor sends that is not there.
const ABSENT: i64 = -32_768;

/// Settings that are listed although they stand in no category.
const SETTINGS: [i64; 5] = [47_011, 47_398, 48_132, 47_260, 47_387];

/// `points` and `scaled_points`.
pub(super) fn answer(below: &Below, s: &Station, call: &Call<'_>, limits: Limits, written: &Written) -> Vec<Value> {
    let asked = call.arguments.get("parameter_ids").and_then(Value::as_array).map(|ids| {
        let texts = ids.iter().map(|id| id.as_str().map_or_else(|| id.to_string(), |text| text.trim().to_owned()));
        texts.collect::<Vec<String>>()
    });
    if let Some(answers) = &s.file {
        return answers.points(asked.as_deref(), limits, written);
    }
    let asked: Option<Vec<i64>> = asked.map(|ids| ids.iter().filter_map(|id| id.parse().ok()).collect());
    let machine = Machine::new(below, s, call);
    let extras: Vec<&Extra> = extra::known(s.family).iter().filter(|extra| machine.has(extra)).collect();
    let mut points = Vec::new();
    for unit in below.list("units", json!({"system_id": s.id}), call) {
        let category = device::category(s, &unit);
        let unit_id = unit.get("systemUnitId").cloned().unwrap_or_default();
        let rows = match &asked {
            Some(ids) => {
                let ids: Vec<i64> = ids.iter().filter_map(|id| s.long(*id)).collect();
                of_ids(below, s, call, &unit_id, &ids)
            }
            None => listed(below, s, call, &unit_id),
        };
        let is_extra = |row: &Map<String, Value>| {
            let id = row.get("parameterId").and_then(Value::as_i64).and_then(|long| s.id_of(long));
            extras.iter().any(|extra| Some(extra.id) == id)
        };
        let rows = rows.iter().filter(|row| !is_extra(row));
        points.extend(rows.filter_map(|row| point(below, s, call, row, &category, limits)));
    }
    let extras = extras.into_iter().filter(|extra| asked.as_ref().is_none_or(|ids| ids.contains(&extra.id)));
    points.extend(extras.map(|extra| {
        let value = machine.value(extra, written.get(&extra.id.to_string()).copied());
        extra_point(s, call, extra, value, limits)
    }));
    points
}

/// A point that is no row of the machine.
fn extra_point(s: &Station, call: &Call<'_>, extra: &Extra, value: Option<f64>, limits: Limits) -> Value {
    let (value, shown) = match value {
        Some(value) => {
            let (value, shown) = extra.shown(value);
            (number(value), shown)
        }
        None => (json!(ABSENT), format!("{ABSENT}{}", extra.unit)),
    };
    let stored = if limits == Limits::Stored { f64::from(extra.factor) } else { 1.0 };
    let (min, max, step) = match extra.limits {
        Some((min, max, step)) => (Some(min * stored), Some(max * stored), step * stored),
        None => (None, None, 1.0),
    };
    json!({
        "category": s.product,
        "parameterId": extra.id.to_string(),
        "parameterName": hyphenated(extra.name),
        "parameterUnit": extra.unit,
        "writable": extra.writable,
        "timestamp": heard(s, call.now),
        "value": value,
        "strVal": shown,
        "smartHomeCategories": [],
        "minValue": min,
        "maxValue": max,
        "stepValue": step,
        "enumValues": words(extra.words.iter().map(|(raw, word)| (*raw, *word))),
        "scaleValue": scale(extra.factor),
        "zoneId": null,
    })
}

fn words<'a>(words: impl Iterator<Item = (i64, &'a str)>) -> Vec<Value> {
    words.map(|(raw, word)| json!({"value": raw.to_string(), "text": word, "icon": ""})).collect()
}

fn listed(below: &Below, s: &Station, call: &Call<'_>, unit: &Value) -> Vec<Map<String, Value>> {
    let arguments = json!({"system_id": s.id, "system_unit_id": unit, "parameters": true});
    let categories = below.list("categories", arguments, call);
    let rows = categories.iter().filter_map(|c| c.get("parameters")?.as_array()).flatten();
    let mut rows: Vec<_> = rows.filter_map(Value::as_object).cloned().collect();
    if unit.as_i64() == Some(crate::nibe::MAIN_UNIT) {
        rows.extend(of_ids(below, s, call, unit, &SETTINGS));
    }
    rows
}

pub(super) fn of_ids(
    below: &Below,
    s: &Station,
    call: &Call<'_>,
    unit: &Value,
    ids: &[i64],
) -> Vec<Map<String, Value>> {
    let arguments = json!({"system_id": s.id, "system_unit_id": unit, "parameter_ids": ids});
    below.list("parameters", arguments, call)
}

fn point(
    below: &Below,
    s: &Station,
    call: &Call<'_>,
    row: &Map<String, Value>,
    category: &str,
    limits: Limits,
) -> Option<Value> {
    let long = row.get("parameterId").and_then(Value::as_i64).filter(|id| *id != 0)?;
    let id = s.id_of(long)?;
    let text = |key: &str| row.get(key).and_then(Value::as_str).unwrap_or_default();
    let raw = row.get("rawValue").and_then(Value::as_i64).unwrap_or(ABSENT);
    let entry = below.entry(long);
    let factor = entry.and_then(|e| e.factor).unwrap_or(1);
    let (value, shown) = if raw == ABSENT && text("displayValue") == "--" {
        (json!(ABSENT), format!("{ABSENT}{}", text("unit")))
    } else {
        (number(raw as f64 / f64::from(factor)), text("displayValue").to_owned())
    };
    let stored = if limits == Limits::Stored { f64::from(factor) } else { 1.0 };
    let limit = |of: fn(&CatalogueEntry) -> Option<f64>| entry.and_then(of).map(|v| v * stored);
    let words = words(entry.into_iter().flat_map(|e| &e.values).map(|(raw, word)| (*raw, word.as_str())));
    let title =
        titles::of(long, call.text("language")).map_or_else(|| capitalised(text("title").trim()), str::to_owned);
    let zone = (s.family == Family::S && id == ZONE_SET_POINT).then_some(ZONE);
    Some(json!({
        "category": category,
        "parameterId": id.to_string(),
        "parameterName": hyphenated(&title),
        "parameterUnit": text("unit"),
        "writable": entry.is_some_and(|e| e.writable == Some(true)),
        "timestamp": heard(s, call.now),
        "value": value,
        "strVal": shown,
        "smartHomeCategories": kind(long).into_iter().collect::<Vec<_>>(),
        "minValue": limit(|e| e.min),
        "maxValue": limit(|e| e.max),
        "stepValue": limit(|e| e.step).unwrap_or(1.0),
        "enumValues": words,
        "scaleValue": scale(factor),
        "zoneId": zone,
    }))
}

fn capitalised(title: &str) -> String {
    let mut chars = title.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().to_string() + chars.as_str())
}

/// Whole numbers are sent without a point, whatever their unit.
#[allow(clippy::cast_possible_truncation, reason = "values of heat pumps are far below 2^53")]
pub(super) fn number(value: f64) -> Value {
    if value.fract() == 0.0 { (value as i64).into() } else { value.into() }
}

fn scale(factor: u32) -> String {
    match factor {
        0 | 1 => "1".into(),
        factor => (1.0 / f64::from(factor)).to_string(),
    }
}

/// A long word may be broken where the cloud says so.
fn hyphenated(title: &str) -> String {
    let broken = |word: &str| {
        let end = ["ature", "tur"].into_iter().find(|end| word.strip_suffix(end).is_some_and(|start| start.len() > 3));
        end.map_or_else(|| word.to_owned(), |end| format!("{}\u{ad}{end}", &word[..word.len() - end.len()]))
    };
    title.split(' ').map(broken).collect::<Vec<_>>().join(" ")
}

/// Devices report once a minute; those of the newer family in their own time.
fn heard(s: &Station, now: Timestamp) -> String {
    let minute = Timestamp::from_second(now.as_second().div_euclid(60) * 60).unwrap_or(now);
    match s.family {
        Family::F => minute.strftime("%Y-%m-%dT%H:%M:%S+00:00").to_string(),
        Family::S => (minute + SignedDuration::from_hours(2)).strftime("%Y-%m-%dT%H:%M:%S+02:00").to_string(),
    }
}

/// The kind of smart home point that a parameter is.
fn kind(long: i64) -> Option<&'static str> {
    Some(match long {
        40_004 => "sh-outdoorTemp",
        40_008 => "sh-supplyTemp",
        40_012 => "sh-returnTemp",
        40_013 => "sh-hwTemp",
        40_033 => "sh-indoorTemp",
        47_011 => "sh-indoorSpOffsHeat",
        47_398 => "sh-indoorSpHeat",
        48_132 => "sh-hwBoost",
        47_260 => "sh-ventMode",
        _ => return None,
    })
}

/// `smarthome_categories`
pub(super) fn kinds(below: &Below, s: &Station, call: &Call<'_>) -> Value {
    let mut kinds = Map::new();
    for point in listed_points(below, s, call) {
        for kind in point["smartHomeCategories"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            kinds.insert(kind.to_owned(), true.into());
        }
    }
    kinds.insert("sh-zones".to_owned(), (s.family == Family::S).into());
    kinds.into()
}

fn listed_points(below: &Below, s: &Station, call: &Call<'_>) -> Vec<Value> {
    answer(below, s, &Call { arguments: &Map::new(), ..*call }, Limits::Stored, &Written::new())
}

/// `zones`
pub(super) fn zones(below: &Below, s: &Station, call: &Call<'_>) -> Vec<Value> {
    if let Some(answers) = &s.file {
        return answers.zones.clone();
    }
    if s.family == Family::F {
        return Vec::new();
    }
    let shown = |long: i64| {
        let rows = of_ids(below, s, call, &crate::nibe::MAIN_UNIT.into(), &[long]);
        let raw = rows.first().and_then(|row| row.get("rawValue")?.as_i64())?;
        Some(raw as f64 / f64::from(below.entry(long).and_then(|e| e.factor).unwrap_or(1)))
    };
    vec![json!({
        "zoneId": ZONE,
        "name": "Climate system 1",
        "commandOnly": false,
        "supportedModes": "",
        "mode": "heat",
        "temperature": shown(40_033),
        "setpoint": null,
        "setpointHeat": shown(47_398),
        "setpointCool": null,
        "setpointRangeMin": 5,
        "setpointRangeMax": 35,
        "isCelsius": true,
        // Without their sensors these are zero, not null.
        "indoorCo2": 0,
        "indoorHumidity": 0.0,
    })]
}
