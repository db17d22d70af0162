use jiff::{SignedDuration, Timestamp};
use serde_json::Value as Json;

use super::*;
use crate::point::tests::point;
use crate::point::{About, Device};

pub(crate) fn machine(points: Vec<Point>) -> Machine {
    let text = |text: &str| text.to_owned();
    let mut machine = Machine::new(Device {
        id: text("06512018-A"),
        name: text("Home"),
        product: text("F1255-6"),
        firmware: text("9443R2"),
        api: "myuplink",
    });
    machine.answered(points, Timestamp::UNIX_EPOCH);
    machine.answers = true;
    machine
}

pub(super) fn topics() -> Topics {
    Topics {
        prefix: "nibe".to_owned(),
        discovery: "homeassistant".to_owned(),
        commands: false,
        program: "here".to_owned(),
    }
}

fn state(word: Value) -> Point {
    let words = ["off", "hot water", "Hot Water", "--"];
    let words = (0..).zip(words).map(|(n, word)| (f64::from(n), word.to_owned())).collect();
    Point::new(
        About {
            id: "49994".into(),
            slug: "priority".into(),
            unit: "",
            part: String::new(),
            words,
            writable: false,
            limits: [None; 3],
        },
        word,
        Timestamp::UNIX_EPOCH,
    )
}

fn kept(machine: &Machine, second: i64) -> BTreeMap<String, String> {
    let now = Timestamp::from_second(second).expect("a time");
    let mut all = retained(&topics(), machine, now, SignedDuration::from_secs(30));
    all.extend(announced(&topics(), machine));
    all
}

fn shown(points: Vec<Point>) -> BTreeMap<String, String> {
    let machine = machine(points);
    kept(&machine, 0)
}

#[test]
fn values_are_plain_and_absent_ones_are_unknown() {
    let all = shown(vec![
        point("40004", "outdoor_temp_bt1", "\u{b0}C", Value::Number(-5.0)),
        point("43416", "compressor_starts", "", Value::Int(12)),
        point("40071", "external_supply", "\u{b0}C", Value::Absent),
        point("1", "note", "", Value::Text("x".repeat(256))),
        state(Value::Text("hot water".into())),
    ]);
    let at = |id: &str| all[&format!("nibe/06512018_a/{id}/state")].as_str();
    assert_eq!(
        [at("40004"), at("43416"), at("40071"), at("1"), at("49994")],
        ["-5", "12", "None", "None", "hot_water"]
    );
    assert_eq!(all["nibe/06512018_a/available"], "online");
}

#[test]
fn a_machine_announces_all_its_sensors_in_one_message() {
    let all = shown(vec![
        point("40004", "outdoor_temp_bt1", "\u{b0}C", Value::Number(-5.0)),
        point("40072", "flow", "l/min", Value::Number(4.1)),
        point("44300", "heating_int_add_incl", "kWh", Value::Number(2.5)),
        point("47212", "set_max_electrical_add", "kW", Value::Number(6.5)),
        state(Value::Absent),
    ]);
    let config: Json = serde_json::from_str(&all["homeassistant/device/nibe_06512018_a/config"]).expect("JSON");
    assert_eq!(config["device"]["identifiers"][0], "nibe_06512018_a");
    assert_eq!(config["availability"][0]["topic"], "nibe/bridge/here/available");
    assert_eq!(config["availability_mode"], "all");
    let sensor = |id: &str| config["components"][id].clone();
    let outdoor = sensor("40004");
    assert_eq!(outdoor["state_topic"], "nibe/06512018_a/40004/state");
    assert_eq!([&outdoor["name"], &outdoor["device_class"]], ["Outdoor temp bt1", "temperature"]);
    assert_eq!(outdoor.get("enabled_by_default"), None);
    // Home Assistant refuses a small l, and options with a unit or a state class.
    assert_eq!(sensor("40072")["unit_of_measurement"], "L/min");
    assert_eq!(sensor("44300")["state_class"], "total_increasing");
    assert_eq!(sensor("47212")["enabled_by_default"], false);
    let priority = sensor("49994");
    assert_eq!(priority["options"], serde_json::json!(["off", "hot_water", "other"]));
    assert_eq!((priority.get("state_class"), priority.get("unit_of_measurement")), (None, None));
}

#[test]
fn a_machine_that_does_not_answer_is_offline() {
    let mut machine = machine(Vec::new());
    machine.connected = false;
    assert_eq!(kept(&machine, 0)["nibe/06512018_a/available"], "offline");
}

#[test]
fn a_point_that_is_not_told_any_more_is_unknown_and_stays_announced() {
    let machine = machine(vec![point("40004", "outdoor_temp_bt1", "\u{b0}C", Value::Number(-5.0))]);
    let before = kept(&machine, 90);
    let after = kept(&machine, 91);
    let state = "nibe/06512018_a/40004/state";
    assert_eq!((&*before[state], &*after[state]), ("-5", "None"));
    let config = "homeassistant/device/nibe_06512018_a/config";
    assert_eq!(before[config], after[config]);
}

#[test]
fn a_point_that_can_be_written_is_a_number_a_select_or_a_switch() {
    let made = |words: &[&str], value: Value| {
        let words = (0..).zip(words).map(|(n, word)| (f64::from(n), (*word).to_owned())).collect();
        let limits = [Some(5.0), Some(35.0), Some(0.5)];
        let about = About {
            id: "1".into(),
            slug: "x".into(),
            unit: "\u{b0}C",
            part: String::new(),
            words,
            writable: true,
            limits,
        };
        let machine = machine(vec![Point::new(about, value, Timestamp::UNIX_EPOCH)]);
        let topics = Topics { commands: true, ..topics() };
        let (_, config) = announced(&topics, &machine).expect("it is known");
        let config: Json = serde_json::from_str(&config).expect("JSON");
        config["components"]["1"].clone()
    };
    let number = made(&[], Value::Number(40.0));
    assert_eq!([&number["platform"], &number["command_topic"]], ["number", "nibe/06512018_a/1/set"]);
    assert_eq!([&number["min"], &number["max"], &number["step"]], [5.0, 40.0, 0.5], "as wide as what is shown");
    assert_eq!(number.get("state_class"), None);
    let select = made(&["off", "Hot water", "auto"], Value::Text("auto".into()));
    assert_eq!(
        (&select["platform"], &select["options"]),
        (&"select".into(), &serde_json::json!(["off", "hot_water", "auto"]))
    );
    assert_eq!((select.get("device_class"), &select["entity_category"]), (None, &"config".into()));
    let switch = made(&["off", "on"], Value::Text("on".into()));
    assert_eq!([&switch["platform"], &switch["payload_on"], &switch["state_off"]], ["switch", "on", "off"]);
}

#[test]
fn points_of_one_name_are_told_apart_by_their_numbers() {
    let fan = |id: &str| point(id, "fan_speed", "%", Value::Number(65.0));
    let all = shown(vec![fan("10001"), fan("47260"), point("10002", "fan_mode", "%", Value::Number(1.0))]);
    let config: Json = serde_json::from_str(&all["homeassistant/device/nibe_06512018_a/config"]).expect("JSON");
    let named =
        |id: &str| (config["components"][id]["default_entity_id"].clone(), config["components"][id]["name"].clone());
    assert_eq!(named("10001"), ("sensor.nibe_06512018_a_fan_speed_10001".into(), "Fan speed 10001".into()));
    assert_eq!(named("47260"), ("sensor.nibe_06512018_a_fan_speed_47260".into(), "Fan speed 47260".into()));
    assert_eq!(named("10002"), ("sensor.nibe_06512018_a_fan_mode".into(), "Fan mode".into()));
}

#[test]
fn sub_units_are_devices_below_their_machine() {
    let mut outdoor = point("44362", "outdoor_temp_eb101", "\u{b0}C", Value::Number(-5.0));
    outdoor.part = "EB101".to_owned();
    let all = shown(vec![point("40004", "outdoor_temp_bt1", "\u{b0}C", Value::Number(-5.0)), outdoor]);
    let config: Json = serde_json::from_str(&all["homeassistant/device/nibe_06512018_a/config"]).expect("JSON");
    let ids = |components: &Json| components.as_object().expect("some").keys().cloned().collect::<Vec<_>>();
    assert_eq!(ids(&config["components"]), ["40004"]);
    let child = &config["child_devices"][0];
    assert_eq!((&child["identifiers"][0], &child["name"]), (&"nibe_06512018_a_eb101".into(), &"Home EB101".into()));
    assert_eq!(ids(&child["components"]), ["44362"]);
    let sensor = &child["components"]["44362"];
    assert_eq!((&sensor["availability"], &sensor["availability_mode"]), (&config["availability"], &"all".into()));
    assert_eq!(sensor["state_topic"], "nibe/06512018_a/44362/state", "where it was");
}
