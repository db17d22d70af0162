use serde_json::{Value, json};

use super::{call, list, model, noon, read};
use crate::behaviour::{Behaviour, Outcome};
use crate::clock::later;
use crate::nibe::{Machines, demo};
use uplink_spec::model::Model;

const HOUR: f64 = 3600.0;

struct Lake(Machines, Model);

impl Lake {
    fn new() -> Self {
        Lake(demo(), model())
    }

    fn switch(&self, seconds: f64, word: &str, begins: bool) {
        self.0.trouble(80101, word, begins, later(noon(), seconds)).expect("a trouble");
    }

    fn raw(&self, seconds: f64, id: i64) -> i64 {
        read(&self.0, &self.1, seconds, json!([id]))[0]["rawValue"].as_i64().expect("a number")
    }

    fn system(&self, seconds: f64) -> Value {
        match call(&self.0, &self.1, seconds, "system", json!({"system_id": 80101})) {
            Outcome::Json(200, system) => system,
            other => panic!("a system, not {other:?}"),
        }
    }

    fn alarms(&self, seconds: f64, active: bool) -> Vec<Value> {
        let arguments = json!({"system_id": 80101, "active": active, "type": "ALARM"});
        list(call(&self.0, &self.1, seconds, "notifications", arguments))
    }
}

#[test]
fn a_broken_sensor_is_absent_and_told() {
    let lake = Lake::new();
    assert_ne!(lake.raw(0.0, 40004), -32_768);
    let past = lake.alarms(0.0, false).len();
    lake.switch(HOUR, "sensor", true);
    let row = &read(&lake.0, &lake.1, 2.0 * HOUR, json!([40004]))[0];
    assert_eq!((&row["rawValue"], &row["displayValue"]), (&json!(-32_768), &json!("--")));
    let alarms = lake.alarms(2.0 * HOUR, true);
    assert_eq!(alarms[0]["info"]["title"], "Sensor fault outdoor sensor");
    assert_eq!(alarms[0]["occuredAt"], "2024-01-15T13:00:00Z");
    assert_eq!(lake.system(2.0 * HOUR)["hasAlarmed"], true);
    lake.switch(3.0 * HOUR, "sensor", false);
    assert_ne!(lake.raw(3.0 * HOUR, 40004), -32_768);
    assert!(lake.alarms(3.0 * HOUR, true).is_empty());
    assert_eq!(lake.system(3.0 * HOUR)["hasAlarmed"], false);
    let ended = lake.alarms(3.0 * HOUR, false);
    assert_eq!((ended.len(), &ended[0]["stoppedAt"]), (past + 1, &json!("2024-01-15T15:00:00Z")));
}

#[test]
fn low_pressure_locks_the_compressor_and_the_addition_heats() {
    let lake = Lake::new();
    let hours = lake.raw(0.0, 43420);
    lake.switch(0.0, "low_pressure", true);
    assert_eq!(lake.raw(48.0 * HOUR, 43136), 0);
    assert!(lake.raw(48.0 * HOUR, 43420) <= hours + 1);
    assert!(lake.raw(48.0 * HOUR, 43084) > 0, "kW of the addition");
    assert_eq!(lake.alarms(48.0 * HOUR, true)[0]["info"]["alarmNumber"], 51);
}

#[test]
fn what_is_offline_shows_what_was_heard_last() {
    let lake = Lake::new();
    let ids = json!([40004, 40008, 40033, 43005, 43420]);
    let before = read(&lake.0, &lake.1, 0.0, ids.clone());
    for word in ["offline", "power_cut"] {
        lake.switch(30.0, word, true);
    }
    assert_eq!(read(&lake.0, &lake.1, 12.0 * HOUR, ids.clone()), before);
    let system = lake.system(12.0 * HOUR);
    assert_eq!(
        (&system["connectionStatus"], &system["lastActivityDate"]),
        (&json!("OFFLINE"), &json!("2024-01-15T12:00:00Z"))
    );
    lake.switch(12.0 * HOUR, "power_cut", false);
    assert_eq!(lake.system(12.0 * HOUR)["connectionStatus"], "OFFLINE", "the other one goes on");
    lake.switch(12.0 * HOUR, "offline", false);
    assert_eq!(lake.system(12.0 * HOUR)["connectionStatus"], "ONLINE");
    let after = read(&lake.0, &lake.1, 12.0 * HOUR, ids);
    assert!(after[2]["rawValue"].as_i64() < before[2]["rawValue"].as_i64(), "the house got cold");
    assert_eq!(after[4], before[4], "without electricity nothing ran");
}

#[test]
fn an_update_takes_parameters_away_for_a_while() {
    let lake = Lake::new();
    let count = |seconds: f64| {
        let arguments = json!({"system_id": 80101, "system_unit_id": 0, "parameters": true});
        let categories = list(call(&lake.0, &lake.1, seconds, "categories", arguments));
        categories.iter().filter_map(|c| c["parameters"].as_array()).map(Vec::len).sum::<usize>()
    };
    let software = |seconds: f64| match call(&lake.0, &lake.1, seconds, "system_software", json!({"system_id": 80101}))
    {
        Outcome::Json(200, software) => software,
        other => panic!("software, not {other:?}"),
    };
    let all = count(0.0);
    assert_eq!(software(0.0)["current"]["version"], 9240);
    lake.switch(0.0, "firmware_update", true);
    let during = count(60.0);
    assert!(during < all && during > all / 2, "{during} of {all}");
    lake.switch(120.0, "firmware_update", false);
    assert_eq!((count(120.0), &software(120.0)["current"]["version"]), (all, &json!(9443)));
    let units = list(call(&lake.0, &lake.1, 120.0, "units", json!({"system_id": 80101})));
    assert_eq!(units[0]["softwareVersion"], "9443R2");
}

#[test]
fn another_controller_counts_from_zero() {
    let lake = Lake::new();
    call(&lake.0, &lake.1, 0.0, "set_parameters", json!({"system_id": 80101, "settings": {"47011": 3}}));
    let (serial, starts) = (lake.system(0.0)["serialNumber"].clone(), lake.raw(0.0, 43416));
    lake.switch(60.0, "replaced_controller", true);
    assert_ne!(lake.system(60.0)["serialNumber"], serial);
    assert!(starts > 100 && lake.raw(60.0, 43416) == 0 && lake.raw(60.0, 47011) == 0);
    assert!(lake.raw(24.0 * HOUR, 43420) > 0, "it counts on");
}

#[test]
fn a_wrong_clock_and_a_dirty_filter() {
    let lake = Lake::new();
    let litres = lake.raw(0.0, 40072);
    lake.switch(0.0, "clock", true);
    lake.switch(0.0, "filter", true);
    assert_eq!(lake.system(600.0)["lastActivityDate"], "2023-01-15T12:10:00Z");
    assert!(lake.raw(600.0, 40072) < litres * 7 / 10, "{} {litres}", lake.raw(600.0, 40072));
}

#[test]
fn troubles_survive_a_restart_and_slips_are_told() {
    let lake = Lake::new();
    lake.switch(0.0, "offline", true);
    let shown = lake.raw(HOUR, 40008);
    let state: Value = serde_json::from_str(&lake.0.state().to_string()).expect("JSON");
    let again = Lake::new();
    again.0.restore(&state);
    assert_eq!(
        (again.raw(2.0 * HOUR, 40008), again.system(2.0 * HOUR)["connectionStatus"].as_str()),
        (shown, Some("OFFLINE"))
    );
    let said = lake.0.trouble(80101, "flood", true, noon()).expect_err("a sentence");
    assert!(said.starts_with("there is no trouble `flood`; there are sensor, low_pressure"), "{said}");
    assert_eq!(lake.0.trouble(1, "offline", true, noon()), Err("there is no system 1".to_owned()));
}
