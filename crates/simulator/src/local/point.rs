//! A point in the words of the pump.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

/// The switch that makes other points appear, and those.
const SWITCH: &str = "10613";
const BEHIND_SWITCH: [&str; 3] = ["3260", "4694", "10614"];
/// Points that the machine itself does not have.
const OWN: [&str; 6] = ["3260", "10614", "3708", "2685", "55884", "56150"];
/// Points that an update takes away.
const TAKEN: [&str; 2] = ["3281", "4797"];
/// Seconds until points appear behind their switch, and until they are gone again.
const APPEARS: f64 = 60.0;
const DISAPPEARS: f64 = 16.0;
/// Days are counted from 2010-01-01.
const FIRST_DAY: i64 = 1_262_304_000;
/// What a sensor of the cloud sends that is not there.
const ABSENT: f64 = -32_768.0;

/// What is known of a point, in the words of the pump.
struct Facts<'a> {
    id: i64,
    title: &'a str,
    description: String,
    kind: &'a str,
    size: &'a str,
    unit: &'a str,
    writable: bool,
    divisor: i64,
    register: usize,
    limits: (i64, i64),
    number: i64,
}

fn entry(facts: Facts<'_>) -> (String, Value) {
    let Facts { id, title, description, kind, size, unit, writable, divisor, register, limits: (min, max), number } =
        facts;
    let register_type = if writable { "MODBUS_HOLDING_REGISTER" } else { "MODBUS_INPUT_REGISTER" };
    let decimal = divisor.checked_ilog10().unwrap_or(0);
    let point = json!({
        "title": title,
        "description": description,
        "metadata": {
            "type": "metadata", "variableId": id, "variableType": kind, "variableSize": size, "unit": unit,
            "modbusRegisterType": register_type, "shortUnit": unit.trim_end_matches('C'), "isWritable": writable,
            "divisor": divisor, "decimal": decimal, "modbusRegisterID": register, "minValue": min, "maxValue": max,
            "intDefaultValue": 0, "change": 1, "stringDefaultValue": "",
        },
        "value": {"type": "datavalue", "isOk": true, "variableId": id, "integerValue": number, "stringValue": ""},
    });
    (id.to_string(), point)
}

/// A point of the cloud, at a place of its list.
#[allow(clippy::cast_possible_truncation, reason = "stored numbers have 32 bits")]
pub(super) fn read(sent: &Value, at: usize) -> Option<(String, Value)> {
    let id: i64 = sent["parameterId"].as_str()?.parse().ok()?;
    let scale: f64 = sent["scaleValue"].as_str()?.parse().ok()?;
    let divisor = (1.0 / scale).round().max(1.0) as i64;
    let shown = sent["value"].as_f64()?;
    let stored = (shown * divisor as f64).round() as i64;
    let limit = |key: &str| sent[key].as_f64().map(|limit| limit.round() as i64);
    let limits = limit("minValue").zip(limit("maxValue")).unwrap_or((0, 0));
    let words = sent["enumValues"].as_array().map(Vec::as_slice).unwrap_or_default();
    let words: Vec<String> = words
        .iter()
        .filter_map(|word| Some(format!("{} = {}", word["value"].as_str()?, word["text"].as_str()?)))
        .collect();
    let (size, absent) = size_of(limits, stored, !words.is_empty());
    Some(entry(Facts {
        id,
        title: sent["parameterName"].as_str()?,
        description: words.join(", "),
        kind: "integer",
        size,
        unit: sent["parameterUnit"].as_str()?,
        writable: sent["writable"] == true,
        divisor,
        register: at + 1,
        limits,
        number: if shown == ABSENT { absent } else { stored },
    }))
}

/// The size of a register that holds these numbers, and what it holds when there is nothing.
fn size_of((min, max): (i64, i64), stored: i64, words: bool) -> (&'static str, i64) {
    let known = min < max;
    match (min.min(stored), max.max(stored)) {
        (0.., ..=254) if known || words => ("u8", 255),
        (-127.., ..=127) if known => ("s8", -128),
        (-32_768.., ..=32_767) => ("s16", -32_768),
        _ => ("s32", -2_147_483_648),
    }
}

fn usual() -> Facts<'static> {
    Facts {
        id: 0,
        title: "",
        description: String::new(),
        kind: "integer",
        size: "u8",
        unit: "",
        writable: true,
        divisor: 1,
        register: 0,
        limits: (0, 0),
        number: 0,
    }
}

/// Adds what comes with an update: the priority of all units, and a power that is set.
pub(super) fn add_of_update(points: &mut Map<String, Value>) {
    let description = "0 = Idle, 1 = Heating, 2 = Cooling".to_owned();
    let (title, register) = ("Priority, all sub-units", 2700);
    let priority = Facts { id: 56_150, title, description, writable: false, register, number: 1, ..usual() };
    let (title, size, limits) = ("Set-point power", "u16", (0, 20_000));
    let power = Facts { id: 55_884, title, size, unit: "W", register: 6100, limits, ..usual() };
    points.extend([priority, power].map(entry));
}

/// Adds what the machine itself does not have: SG Ready, a time and a day.
pub(super) fn add_own(points: &mut Map<String, Value>, now: Timestamp) {
    let days = (now.as_second() - FIRST_DAY).div_euclid(86_400);
    let sg =
        Facts { id: 3260, title: "Operating mode (SG Ready)", writable: false, register: 1911, number: 10, ..usual() };
    let asked =
        Facts { id: 10_614, title: "Req. op. mode (SG Ready)", register: 6008, limits: (0, 3), number: 1, ..usual() };
    let time = Facts {
        id: 3708,
        title: "Start time, periodic in\u{ad}crease",
        kind: "time",
        size: "unknown",
        register: 66,
        limits: (0, 86_399),
        number: 7200,
        ..usual()
    };
    let day = Facts {
        id: 2685,
        title: "Next periodic in\u{ad}crease",
        kind: "date",
        size: "unknown",
        writable: false,
        register: 1055,
        number: days + 3,
        ..usual()
    };
    points.extend([sg, asked, time, day].map(entry));
}

/// Takes away the points whose condition does not hold; `since` is how many seconds ago their switch was set.
pub(super) fn hide(points: &mut Map<String, Value>, since: Option<f64>) {
    let Some(switch) = points.get(SWITCH) else { return };
    let on = switch["value"]["integerValue"] != 0;
    let there = match since {
        Some(since) if on => since >= APPEARS,
        Some(since) => since < DISAPPEARS,
        None => on,
    };
    if !there {
        points.retain(|id, _| !BEHIND_SWITCH.contains(&id.as_str()));
    }
}

/// Whether other points appear with this one.
pub(super) fn is_switch(id: &str) -> bool {
    id == SWITCH
}

/// Whether a point is the switch of SG Ready or behind it.
pub(super) fn is_of_sg_ready(id: &str) -> bool {
    is_switch(id) || BEHIND_SWITCH.contains(&id)
}

/// Whether an update takes a point away.
pub(super) fn is_taken_by_update(id: &str) -> bool {
    TAKEN.contains(&id)
}

/// Sends the unit in a wrong encoding: `°C` becomes `Â°C`.
pub(super) fn spoil_units(point: &mut Value) {
    for key in ["unit", "shortUnit"] {
        let sent = point["metadata"][key].as_str().unwrap_or_default();
        point["metadata"][key] = sent.bytes().map(char::from).collect::<String>().into();
    }
}

/// Whether a point is one that the machine itself does not have.
pub(super) fn is_own(id: &str) -> bool {
    OWN.contains(&id)
}

pub(super) fn is_time(point: &Value) -> bool {
    point["metadata"]["variableType"] == "time"
}

pub(super) fn is_writable(point: &Value) -> bool {
    point["metadata"]["isWritable"] == true
}

pub(super) fn divisor(point: &Value) -> i64 {
    point["metadata"]["divisor"].as_i64().filter(|divisor| *divisor != 0).unwrap_or(1)
}

/// Whether a stored number is within the limits that the point declares.
///
/// # Errors
/// The verdict. What real pumps answer is not known.
pub(super) fn allows(point: &Value, number: i64) -> Result<(), String> {
    let limit = |key: &str| point["metadata"][key].as_i64();
    match limit("minValue").zip(limit("maxValue")) {
        Some((min, max)) if min < max && !(min..=max).contains(&number) => Err("error: value out of range".to_owned()),
        _ => Ok(()),
    }
}
