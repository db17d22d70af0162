use serde_json::{Value, json};

use super::{call, list, model, read, refused};
use crate::behaviour::{Behaviour, Outcome};
use crate::nibe::demo;

#[test]
fn settings_are_written_as_shown() {
    let (machines, model) = (demo(), model());
    let settings = json!({"hot_water_boost": "1", "47398": "22.0", "47011": -1});
    let arguments = json!({"system_id": 80101, "settings": settings});
    let results = list(call(&machines, &model, 0.0, "set_parameters", arguments));
    let shown: Vec<_> = results.iter().map(|r| (&r["status"], &r["parameter"]["displayValue"])).collect();
    let done = json!("DONE");
    assert_eq!(shown, [(&done, &json!("3h")), (&done, &json!("22.0°C")), (&done, &json!("-1"))]);
    assert_eq!(results[0]["parameter"]["name"], "hot_water_boost");
    assert_eq!(results[1]["parameter"]["rawValue"], 220);
    assert_eq!(read(&machines, &model, 1.0, json!([47398]))[0]["displayValue"], "22.0°C");
}

#[test]
fn one_refused_setting_refuses_all() {
    let (machines, model) = (demo(), model());
    let write = |settings: Value| {
        refused(call(&machines, &model, 0.0, "set_parameters", json!({"system_id": 80101, "settings": settings})))
    };
    let (status, code, details) = write(json!({"47398": 220, "47011": 1}));
    assert_eq!((status, code, details), (400, 1, vec!["Error 15: Value out of range 47398".to_owned()]));
    assert_eq!(write(json!({"99999": 1})).2[0], "Error 18: Unknown parameter 99999");
    assert_eq!(write(json!({"47041": 1})).2[0], "Error 14:  47041");
    assert_eq!(write(json!({"48043": "inactive"})).2[0], "Error 14:  48043");
    assert_eq!(write(json!({"47011": "warm"})).2[0], "Error 14:  47011");
    assert!(write(json!({"43005": 1})).2[0].starts_with("Error 16: "));
    assert_eq!(read(&machines, &model, 0.0, json!([47011]))[0]["rawValue"], 0, "nothing was written");
}

#[test]
fn modes_and_thermostats_last_half_an_hour() {
    let (machines, model) = (demo(), model());
    let id = json!({"system_id": 80101});
    let at = |seconds, function: &str, arguments: Value| call(&machines, &model, seconds, function, arguments);
    assert_eq!(at(0.0, "set_smarthome_mode", json!({"system_id": 80101, "mode": "VACATION"})), Outcome::Empty(204));
    assert_eq!(at(1799.0, "smarthome_mode", id.clone()), Outcome::Json(200, json!({"mode": "VACATION"})));
    assert_eq!(at(1801.0, "smarthome_mode", id.clone()), Outcome::Json(200, json!({"mode": "DEFAULT_OPERATION"})));
    let thermostat = |target: Value, systems: Value| {
        json!({"system_id": 80101, "external_id": 7, "name": "Hall", "actual_temp": 215, "target_temp": target,
            "valve_position": null, "climate_systems": systems})
    };
    assert_eq!(at(0.0, "set_thermostat", thermostat(json!(220), json!([1]))), Outcome::Empty(204));
    assert_eq!(at(60.0, "set_thermostat", thermostat(json!(230), json!([1, 2]))), Outcome::Empty(204));
    let expected = json!({"smartHomeSystem": {"name": "My bridge"}, "name": "Hall", "climateSystems": [1, 2],
        "currentTemperature": "21.5°C", "targetTemperature": "23.0°C"});
    assert_eq!(list(at(120.0, "thermostats", id.clone())), [expected]);
    assert_eq!(at(120.0, "set_thermostat", thermostat(json!(null), json!([]))), Outcome::Empty(204));
    assert_eq!(list(at(121.0, "thermostats", id.clone()))[0]["climateSystems"], Value::Null);
    assert!(list(at(2000.0, "thermostats", id)).is_empty());
    assert_eq!(refused(at(0.0, "set_thermostat", thermostat(json!(1), json!([9])))).1, 10);
}

#[test]
fn what_was_done_to_machines_survives_a_restart() {
    let (before, model) = (demo(), model());
    let id = json!({"system_id": 80101});
    assert_eq!(before.state()["80101"], json!({"written": [], "mode": null, "thermostats": []}));
    call(&before, &model, 0.0, "set_parameters", json!({"system_id": 80101, "settings": {"47398": "22.5"}}));
    call(&before, &model, 0.0, "set_smarthome_mode", json!({"system_id": 80101, "mode": "VACATION"}));
    let hall = json!({"system_id": 80101, "external_id": 7, "name": "Hall", "actual_temp": 215});
    call(&before, &model, 0.0, "set_thermostat", hall);
    let text = before.state().to_string();
    let after = demo();
    after.restore(&serde_json::from_str(&text).expect("JSON"));
    assert_eq!(read(&after, &model, 1.0, json!([47398]))[0]["displayValue"], "22.5°C");
    assert_eq!(
        call(&after, &model, 1.0, "smarthome_mode", id.clone()),
        Outcome::Json(200, json!({"mode": "VACATION"}))
    );
    assert_eq!(list(call(&after, &model, 1.0, "thermostats", id))[0]["name"], "Hall");
    assert_eq!(after.state().to_string(), text);
    for odd in [json!(null), json!([]), json!({"80101": 7, "1": {}})] {
        after.restore(&odd);
        assert_eq!(after.state().to_string(), text, "what does not fit is left out");
    }
}

/// A room gets warm in hours, and a boost runs the compressor and ends.
#[test]
fn what_is_written_takes_its_time() {
    let (machines, model) = (demo(), model());
    let shown = |seconds: f64, id: i64| -> f64 {
        read(&machines, &model, seconds, json!([id]))[0]["rawValue"].as_f64().expect("a number")
    };
    let write = |seconds: f64, settings: Value| {
        list(call(&machines, &model, seconds, "set_parameters", json!({"system_id": 80101, "settings": settings})))
    };
    let (room, top) = (shown(0.0, 40033), shown(0.0, 40013));
    write(0.0, json!({"47398": 24.0, "hot_water_boost": 1}));
    assert!((shown(60.0, 40033) - room).abs() <= 1.0 && (shown(60.0, 40013) - top).abs() <= 10.0);
    let charging = |minute: &u32| {
        let status =
            list(call(&machines, &model, 60.0 * f64::from(*minute), "system_status", json!({"system_id": 80101})));
        status.iter().any(|item| item["title"] == "Hot Water")
    };
    let charged = (1..180u32).filter(charging).count();
    assert!((5..150).contains(&charged), "{charged} minutes");
    assert_eq!(shown(179.0 * 60.0, 48132), 1.0);
    assert_eq!(shown(181.0 * 60.0, 48132), 0.0, "it is over after three hours");
    assert!(shown(48.0 * 3600.0, 40033) > room + 8.0, "{} {room}", shown(48.0 * 3600.0, 40033));
}

/// Counters go on after a restart, and so does everything else.
#[test]
fn a_restart_changes_nothing() {
    let (before, model) = (demo(), model());
    let ids = json!([40033, 40008, 40013, 43005, 43416, 43420, 43144, 44308]);
    read(&before, &model, 0.0, ids.clone());
    call(&before, &model, 3600.0, "set_parameters", json!({"system_id": 80101, "settings": {"47011": 2}}));
    let state: Value = serde_json::from_str(&before.state().to_string()).expect("JSON");
    let after = demo();
    after.restore(&state);
    for hour in [2, 5, 100, 2000] {
        let seconds = 3600.0 * f64::from(hour);
        assert_eq!(read(&after, &model, seconds, ids.clone()), read(&before, &model, seconds, ids.clone()), "{hour}");
    }
}
