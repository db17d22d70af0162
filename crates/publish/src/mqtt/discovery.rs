//! What a machine announces, by the rules of Home Assistant: a pair of unit and class that it refuses cannot be built, since
//! both come out of one table.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{Topics, object, option, useful};
use crate::house::Machine;
use crate::point::{Control, Kind, Point};
use crate::slug::slug;

/// The announcement of a machine with its sensors.
pub(super) fn config(topics: &Topics, machine: &Machine, points: &[&Point]) -> Value {
    let device = &machine.device;
    let object = object(machine);
    let mut about = Map::new();
    about.insert("identifiers".into(), json!([format!("nibe_{object}")]));
    about.insert("manufacturer".into(), json!("NIBE"));
    about.insert("serial_number".into(), json!(device.id));
    let name = [&device.name, &device.product].into_iter().find(|name| !name.trim().is_empty());
    about.insert("name".into(), json!(name.unwrap_or(&device.id)));
    for (key, fact) in [("model", &device.product), ("sw_version", &device.firmware)] {
        if !fact.is_empty() {
            about.insert(key.into(), json!(fact));
        }
    }
    let available = [topics.bridge(), topics.available(machine)].map(|topic| json!({ "topic": topic }));
    let name = about["name"].as_str().unwrap_or_default().to_owned();
    let mut parts: BTreeMap<&str, Map<String, Value>> = BTreeMap::new();
    let mut components: Vec<Value> = points.iter().map(|point| component(topics, machine, point)).collect();
    tell_apart(points, &mut components);
    for (point, component) in points.iter().zip(components) {
        parts.entry(&point.part).or_default().insert(slug(&point.id), component);
    }
    let mut config = json!({
        "device": about,
        "origin": {"name": "nibe-uplink", "sw_version": env!("CARGO_PKG_VERSION")},
        "availability": available,
        "availability_mode": "all",
        "components": parts.remove("").unwrap_or_default(),
    });
    let children: Vec<Value> = parts
        .into_iter()
        .map(|(part, mut components)| {
            // Said again, because not every version hands down what stands above.
            for component in components.values_mut() {
                component["availability"] = json!(available);
                component["availability_mode"] = json!("all");
            }
            let id = format!("nibe_{object}_{}", slug(part));
            json!({"identifiers": [id], "name": format!("{name} {part}"), "components": components})
        })
        .collect();
    if !children.is_empty() {
        config["child_devices"] = json!(children);
    }
    config
}

/// Points of one name get their numbers into it, since Home Assistant would count them in the order in which they come.
fn tell_apart(points: &[&Point], components: &mut [Value]) {
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    for component in components.iter() {
        *times.entry(component["default_entity_id"].to_string()).or_default() += 1;
    }
    for (point, component) in points.iter().zip(components) {
        if times[&component["default_entity_id"].to_string()] > 1 {
            for (key, between) in [("default_entity_id", '_'), ("name", ' ')] {
                let text = component[key].as_str().unwrap_or_default();
                component[key] = json!(format!("{text}{between}{}", slug(&point.id)));
            }
        }
    }
}

fn component(topics: &Topics, machine: &Machine, point: &Point) -> Value {
    let object = object(machine);
    let control = point.control.as_ref().filter(|_| topics.commands);
    let (platform, own) = match control {
        Some(control) => writable(point, control),
        None => ("sensor", sensor(point)),
    };
    let mut component = Map::new();
    let mut put = |key: &str, value: Value| component.insert(key.to_owned(), value);
    put("platform", json!(platform));
    put("unique_id", json!(format!("nibe_{object}_{}", slug(&point.id))));
    put("default_entity_id", json!(format!("{platform}.nibe_{object}_{}", point.slug)));
    put("name", json!(name(&point.slug)));
    put("state_topic", json!(topics.state(machine, point)));
    let is_useful = useful::is(point);
    if control.is_some() {
        put("command_topic", json!(topics.set(machine, point)));
        put("entity_category", json!("config"));
    } else if !is_useful {
        put("entity_category", json!("diagnostic"));
    }
    if !is_useful {
        put("enabled_by_default", json!(false));
    }
    component.extend(own);
    Value::Object(component)
}

/// The platform of a point that can be written, and what only that has.
fn writable(point: &Point, control: &Control) -> (&'static str, Map<String, Value>) {
    let mut own = Map::new();
    let mut put = |key: &str, value: Value| own.insert(key.to_owned(), value);
    match control {
        Control::Number { step, .. } => {
            // A state outside of the limits is refused.
            let (min, max) = point.limits().unwrap_or_default();
            put("min", json!(min));
            put("max", json!(max));
            put("step", json!(step.max(0.001)));
            put("mode", json!("box"));
            let Measured { unit, class } = measured(&point.unit);
            if !unit.is_empty() {
                put("unit_of_measurement", json!(unit));
            }
            if let Some(class) = class {
                put("device_class", json!(class));
            }
            ("number", own)
        }
        Control::Words(_) => {
            let options = options(&point.words);
            if options.len() == 2 && ["on", "off"].iter().all(|word| options.iter().any(|option| option == word)) {
                for (key, word) in
                    [("payload_on", "on"), ("payload_off", "off"), ("state_on", "on"), ("state_off", "off")]
                {
                    put(key, json!(word));
                }
                return ("switch", own);
            }
            put("options", json!(options));
            ("select", own)
        }
    }
}

/// What only a sensor has.
fn sensor(point: &Point) -> Map<String, Value> {
    let mut own = Map::new();
    let mut put = |key: &str, value: Value| own.insert(key.to_owned(), value);
    match point.kind {
        Kind::State => {
            put("device_class", json!("enum"));
            put("options", json!(options(&point.words)));
        }
        Kind::Text => {}
        Kind::Gauge | Kind::Counter => {
            let Measured { unit, class } = measured(&point.unit);
            if !unit.is_empty() {
                put("unit_of_measurement", json!(unit));
            }
            if let Some(class) = class {
                put("device_class", json!(class));
            }
            // Energy that is no counter is a setting, which has no statistics.
            let state_class = match (point.kind, class) {
                (Kind::Counter, _) => Some("total_increasing"),
                (_, Some("energy")) => None,
                _ => Some("measurement"),
            };
            if let Some(state_class) = state_class {
                put("state_class", json!(state_class));
            }
        }
    }
    own
}

/// Each option once, in the order of the words.
fn options(words: &[(f64, String)]) -> Vec<String> {
    let mut options: Vec<String> = Vec::new();
    for option in words.iter().map(|(_, word)| option(word)) {
        if !options.contains(&option) {
            options.push(option);
        }
    }
    options
}

struct Measured<'a> {
    /// As Home Assistant spells it.
    unit: &'a str,
    class: Option<&'static str>,
}

/// The unit and class of what is measured; a unit that Home Assistant does not know has no class.
fn measured(unit: &str) -> Measured<'_> {
    let (unit, class) = match unit {
        "\u{b0}C" => (unit, Some("temperature")),
        "Hz" => (unit, Some("frequency")),
        "l/min" => ("L/min", Some("volume_flow_rate")),
        "l/h" => ("L/h", Some("volume_flow_rate")),
        "m\u{b3}/h" => (unit, Some("volume_flow_rate")),
        "m\u{b3}" => (unit, Some("volume")),
        "Wh" | "kWh" | "MWh" => (unit, Some("energy")),
        "W" | "kW" => (unit, Some("power")),
        "A" | "mA" => (unit, Some("current")),
        "V" => (unit, Some("voltage")),
        "bar" | "kPa" | "Pa" => (unit, Some("pressure")),
        "h" | "s" | "min" => (unit, Some("duration")),
        "days" => ("d", Some("duration")),
        // Shares are of many things: speeds, humidity, openings.
        other => (other, None),
    };
    Measured { unit, class }
}

/// A name for people: the device's own stands before it.
fn name(slug: &str) -> String {
    let words = slug.replace('_', " ");
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
