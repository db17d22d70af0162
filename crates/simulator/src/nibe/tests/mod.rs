mod troubles;
mod wire;
mod writes;

use std::collections::BTreeSet;

use serde_json::json;
use uplink_spec::model::Model;

use super::*;
use crate::clock::later;
use jiff::Timestamp;

fn model() -> Model {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../spec/nibe-uplink-v1.toml");
    uplink_spec::read_file(std::path::Path::new(path)).expect("the spec")
}

fn noon() -> Timestamp {
    "2024-01-15T12:00:00Z".parse().expect("a time")
}

/// Calls a function at a time, after `noon`.
fn call(machines: &Machines, model: &Model, seconds: f64, function: &str, arguments: Value) -> Outcome {
    let Value::Object(arguments) = arguments else { panic!("an object") };
    let call = Call {
        function: model.function(function).expect("a function"),
        arguments: &arguments,
        now: later(noon(), seconds),
        model,
        client_id: "",
        client_name: "My bridge",
        accept_language: "",
        owner: EVERYTHING,
    };
    machines.answer(&call)
}

fn list(outcome: Outcome) -> Vec<Value> {
    match outcome {
        Outcome::List(items) => items,
        other => panic!("a list, not {other:?}"),
    }
}

fn refused(outcome: Outcome) -> (u16, i64, Vec<String>) {
    match outcome {
        Outcome::Error { status, code, details } => (status, code, details),
        other => panic!("an error, not {other:?}"),
    }
}

fn read(machines: &Machines, model: &Model, seconds: f64, ids: Value) -> Vec<Value> {
    list(call(machines, model, seconds, "parameters", json!({"system_id": 80101, "parameter_ids": ids})))
}

#[test]
fn the_demo_has_its_quirks() {
    let (machines, model) = (demo(), model());
    assert_eq!(machines.systems(), [80101, 80102, 80103]);
    let mut rows = Vec::new();
    for (system, unit) in [(80101, 0), (80102, 0), (80103, 0), (80103, 1)] {
        let arguments = json!({"system_id": system, "system_unit_id": unit, "parameters": true});
        for category in list(call(&machines, &model, 0.0, "categories", arguments)) {
            rows.extend(category["parameters"].as_array().expect("rows").clone());
        }
    }
    let row = |id: i64| rows.iter().find(|r| r["parameterId"] == id).expect("a row");
    assert_eq!(row(40071)["displayValue"], "--");
    assert_eq!(row(40071)["rawValue"], -32768);
    assert_eq!(row(0)["name"], Value::Null);
    assert_eq!(row(40121)["unit"], "ºC");
    assert!(!row(43005)["displayValue"].as_str().expect("text").contains('.'));
    assert!(row(43144)["rawValue"].as_i64().expect("a number") > 65_535);
    assert_eq!(row(48745)["displayValue"], "Sweden");
    assert!(rows.iter().all(|r| { r["title"].as_str().is_some_and(|t| !t.starts_with("parameter ")) }));
}

#[test]
fn values_move_and_repeat() {
    let (machines, model) = (demo(), model());
    let ids = json!([40004, 40008, 43416, 43420, 40033]);
    let now = read(&machines, &model, 0.0, ids.clone());
    assert_eq!(now, read(&machines, &model, 0.0, ids.clone()));
    let later = read(&machines, &model, 6.0 * 3600.0, ids);
    assert_ne!(now[0]["rawValue"], later[0]["rawValue"]);
    assert!(now[3]["rawValue"].as_i64() < later[3]["rawValue"].as_i64());
}

#[test]
fn parameters_answer_in_order_with_the_asked_names() {
    let (machines, model) = (demo(), model());
    let rows = read(&machines, &model, 0.0, json!([43005, "outdoor_temperature", 99_999, "nonsense", 47398, 0]));
    let names: Vec<_> = rows.iter().map(|r| r["name"].as_str().expect("a name")).collect();
    assert_eq!(names, ["43005", "outdoor_temperature", "47398"]);
    assert_eq!(rows[1]["parameterId"], 40004);
    assert_eq!(rows[2]["displayValue"], "21.0°C");
}

#[test]
fn the_ground_source_pump_knows_many_parameters() {
    let (machines, model) = (demo(), model());
    let ids: Vec<i64> = model.catalogue.as_ref().expect("a catalogue").entries.iter().map(|e| e.id).collect();
    let known = read(&machines, &model, 0.0, json!(ids)).len();
    assert!(known >= 100 && known < ids.len(), "{known}");
}

#[test]
fn what_is_missing_is_named() {
    let (machines, model) = (demo(), model());
    let code = |function: &str, arguments: Value| {
        let (status, code, _) = refused(call(&machines, &model, 0.0, function, arguments));
        (status, code)
    };
    assert_eq!(code("system", json!({"system_id": 1})), (404, 2));
    assert_eq!(code("categories", json!({"system_id": 80101, "system_unit_id": 1})), (404, 9));
    assert_eq!(code("unit_status", json!({"system_id": 80101, "system_unit_id": 7})), (404, 9));
    let category = json!({"system_id": 80101, "category_id": "X", "system_unit_id": 1});
    assert_eq!(code("category", category), (404, 9), "the unit is missing, not only the category");
    assert_eq!(code("software", json!({"serial_number": "1"})), (404, 7));
    assert_eq!(code("set_parameters", json!({"system_id": 80102, "settings": {"47011": 1}})), (403, 12));
    assert_eq!(code("set_smarthome_mode", json!({"system_id": 80102, "mode": "VACATION"})), (403, 12));
}

#[test]
fn the_second_owner_sees_one_machine() {
    let (machines, model) = (demo(), model());
    let arguments = json!({"system_id": 80102});
    let call = Call {
        function: model.function("system").expect("a function"),
        arguments: arguments.as_object().expect("an object"),
        now: noon(),
        model: &model,
        client_id: "",
        client_name: "",
        accept_language: "",
        owner: FIRST,
    };
    assert_eq!(refused(machines.answer(&call)).1, 11);
    let call = Call { function: model.function("systems").expect("a function"), ..call };
    assert_eq!(list(machines.answer(&call)).len(), 1);
}

#[test]
fn notifications_fill_more_than_a_page() {
    let (machines, model) = (demo(), model());
    let count = |system: i64, active: bool, kind: &str| {
        let arguments = json!({"system_id": system, "active": active, "type": kind});
        list(call(&machines, &model, 0.0, "notifications", arguments)).len()
    };
    assert_eq!(count(80101, false, "ALARM"), 34);
    assert_eq!((count(80101, true, "ALARM"), count(80103, true, "ALARM")), (0, 1));
    assert_eq!((count(80101, true, "INFO_MESSAGE"), count(80101, false, "INFO_MESSAGE")), (1, 1));
    let all = list(call(&machines, &model, 0.0, "systems", json!({})));
    let alarmed: Vec<_> = all.iter().map(|s| s["hasAlarmed"].as_bool()).collect();
    assert_eq!(alarmed, [Some(false), Some(false), Some(true)]);
}

#[test]
fn status_lists_what_works() {
    let (machines, model) = (demo(), model());
    let mut titles = BTreeSet::new();
    let mut unnamed = 0;
    for quarter in 0..96 {
        let seconds = f64::from(quarter) * 900.0;
        for item in list(call(&machines, &model, seconds, "system_status", json!({"system_id": 80101}))) {
            titles.insert(item["title"].as_str().expect("a title").to_owned());
            let rows = item["parameters"].as_array().expect("rows").clone();
            unnamed += rows.iter().filter(|r| r["name"].is_null()).count();
        }
    }
    for title in ["Heating", "Hot Water", "Compressor", "Brine Pump", "Heating Medium Pump"] {
        assert!(titles.contains(title), "{title}");
    }
    assert!(unnamed > 0);
}

#[test]
fn a_category_that_a_machine_lacks_is_empty() {
    let (machines, model) = (demo(), model());
    for id in ["VENTILATION", "X", "status"] {
        let arguments = json!({"system_id": 80101, "category_id": id});
        assert_eq!(call(&machines, &model, 0.0, "category", arguments), Outcome::List(Vec::new()), "{id}");
    }
}

/// A machine tells of one kind of equipment in its config, its categories, its parameters and its settings alike.
#[test]
fn equipment_fits_the_machine() {
    let (machines, model) = (demo(), model());
    let fan = json!(["fan_speed", "ventilation_boost", 10001, 40025, 47260, 47261, 47265, 48857]);
    let cooling = json!([48739, 48785, 47374]);
    for (system, ventilated, cooled) in [(80101, false, true), (80102, true, false), (80103, false, true)] {
        let Outcome::Json(200, config) = call(&machines, &model, 0.0, "system_config", json!({"system_id": system}))
        else {
            panic!("a config")
        };
        assert_eq!(config["hasVentilation"], ventilated, "{system}");
        assert_eq!((&config["hasCooling"], &config["hasHotWater"]), (&json!(cooled), &json!(true)), "{system}");
        let read = |ids: &Value| {
            list(call(&machines, &model, 0.0, "parameters", json!({"system_id": system, "parameter_ids": ids})))
        };
        let known: Vec<Value> = read(&fan).iter().map(|row| row["name"].clone()).collect();
        assert_eq!(known.contains(&json!("47260")), ventilated, "{system} {known:?}");
        assert_eq!(known.is_empty(), !ventilated, "{system} {known:?}");
        assert_eq!(read(&cooling).is_empty(), !cooled, "{system}");
        let hot_water = read(&json!([47387, "hot_water_boost"]));
        assert_eq!((hot_water.len(), &hot_water[0]["rawValue"]), (2, &json!(1)), "{system} makes hot water");
        let category = json!({"system_id": system, "category_id": "VENTILATION"});
        assert_eq!(list(call(&machines, &model, 0.0, "category", category)).is_empty(), !ventilated, "{system}");
    }
    for key in ["ventilation_boost", "47260"] {
        let refused =
            refused(call(&machines, &model, 0.0, "set_parameters", json!({"system_id": 80101, "settings": {key: 1}})));
        assert_eq!(refused.2, [format!("Error 18: Unknown parameter {key}")]);
    }
}

/// A boost is a parameter of its own: it begins at the highest speed, whatever speed the fan has by its setting.
#[test]
fn a_boost_of_the_ventilation_begins_at_its_highest_speed() {
    let model = model();
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("machine.json");
    let row = json!({"parameterId": 10001, "name": "10001", "title": "fan speed", "designation": "", "unit": "%",
        "displayValue": "42%", "rawValue": 42});
    let category = json!({"categoryId": "VENTILATION", "name": "ventilation", "parameters": [row]});
    let unit =
        json!({"systemUnitId": 0, "name": "master", "shortName": "m", "product": "F750", "softwareVersion": "9443R2"});
    std::fs::write(&path, json!([{"unit": unit, "categories": [category]}]).to_string()).expect("written");
    let mut files = Machines::only_files();
    let still = files.add_file(&path).expect("a machine");
    let mut lives = demo();
    lives.machines[1].manage = true;
    for (machines, system, normal) in [(&files, still, "42%"), (&lives, 80102, "65%")] {
        let write = |settings: Value| {
            let arguments = json!({"system_id": system, "settings": settings});
            list(call(machines, &model, 0.0, "set_parameters", arguments)).swap_remove(0)["parameter"].clone()
        };
        let shown = |ids: Value| -> Vec<(Value, Value)> {
            let arguments = json!({"system_id": system, "parameter_ids": ids});
            let rows = list(call(machines, &model, 0.0, "parameters", arguments));
            rows.into_iter().map(|row| (row["parameterId"].clone(), row["displayValue"].clone())).collect()
        };
        assert_eq!(shown(json!(["ventilation_boost"])), [(json!(10001), json!(normal))]);
        let answer = write(json!({"ventilation_boost": "1"}));
        assert_eq!((&answer["parameterId"], &answer["name"]), (&json!(10001), &json!("ventilation_boost")));
        assert_eq!(answer["displayValue"], "100%");
        assert_eq!(
            shown(json!([10001, 47260])),
            [(json!(10001), json!("100%")), (json!(47260), json!("speed 4 (100%)"))]
        );
        assert_eq!(write(json!({"47260": 2}))["displayValue"], "speed 2 (30%)");
        assert_eq!(shown(json!(["fan_speed"])), [(json!(10001), json!("30%"))]);
        assert_eq!(write(json!({"Ventilation_Boost": 0}))["displayValue"], "65%");
        let wrong = json!({"system_id": system, "settings": {"ventilation_boost": 5}});
        let refused = refused(call(machines, &model, 0.0, "set_parameters", wrong));
        assert_eq!(refused.2, ["Error 15: Value out of range ventilation_boost"]);
    }
}

/// What a machine tells outside of its categories agrees with what it tells in them.
#[test]
fn parameters_outside_the_categories_agree_with_those_inside() {
    let (machines, model) = (demo(), model());
    for hour in 0..24 {
        let rows = read(&machines, &model, 3600.0 * f64::from(hour), json!([43005, 40940, 43136, 43427, 40067, 42100]));
        let raw: Vec<i64> = rows.iter().map(|row| row["rawValue"].as_i64().expect("a number")).collect();
        assert_eq!((raw[0], raw[4]), (raw[1], raw[5]));
        assert_eq!(raw[3], if raw[2] > 0 { 60 } else { 20 });
        let other = read(&machines, &model, 3600.0 * f64::from(hour), json!([42030, 40087, 43140]));
        assert!(other.len() >= 2);
    }
    let still = |seconds: f64| read(&machines, &model, seconds, json!([40087, 41930, 47125]));
    assert_eq!(still(0.0), still(86_400.0), "what the model does not know is constant");
}

/// Degree minutes are the sum of supply less calculated supply, as clients read them.
#[test]
fn degree_minutes_are_what_clients_integrate() {
    let (machines, model) = (demo(), model());
    let look = |minute: i32| -> Vec<f64> {
        let rows = read(&machines, &model, 60.0 * f64::from(minute), json!([43005, 40008, 43009]));
        rows.iter().map(|row| row["rawValue"].as_f64().expect("a number") / 10.0).collect()
    };
    let mut sum = look(0)[0];
    for minute in 1..=24 * 60 {
        let now = look(minute);
        sum += now[1] - now[2];
        // Clients see tenths.
        assert!((now[0] - sum).abs() < 0.1 * f64::from(minute) + 0.2, "minute {minute}: {} {sum}", now[0]);
    }
}

#[test]
fn a_seed_gives_other_houses_and_always_the_same() {
    let model = model();
    let rows = |machines: &Machines| read(machines, &model, 0.0, json!([40004, 40033, 43420, 44308]));
    let seeded = |seed: u64| rows(&demo().seeded(seed));
    assert_eq!(seeded(7), seeded(7));
    let all = [rows(&demo()), seeded(0), seeded(1), seeded(7)];
    for (i, one) in all.iter().enumerate() {
        for other in &all[i + 1..] {
            let differ = (0..4).filter(|row| one[*row]["displayValue"] != other[*row]["displayValue"]).count();
            assert!(differ >= 3, "{one:?} {other:?}");
        }
    }
    let both = demo_of_both_families().seeded(7);
    let of = |id: i64| both.machines.iter().find(|m| m.id == id).and_then(|m| m.design).expect("a design");
    assert_ne!(of(80101).climate.seed, of(demo::NEWER).climate.seed, "houses of one service differ");
}
