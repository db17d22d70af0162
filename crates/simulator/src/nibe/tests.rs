use std::collections::BTreeSet;
use std::path::PathBuf;

use serde_json::json;
use uplink_spec::model::Model;

use super::*;
use crate::clock::later;
use jiff::Timestamp;

fn model() -> Model {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../spec/nibe-uplink-v1.toml"
    );
    uplink_spec::read_file(std::path::Path::new(path)).expect("the spec")
}

fn noon() -> Timestamp {
    "2024-01-15T12:00:00Z".parse().expect("a time")
}

/// Calls a function at a time, after `noon`.
fn call(
    machines: &Machines,
    model: &Model,
    seconds: f64,
    function: &str,
    arguments: Value,
) -> Outcome {
    let Value::Object(arguments) = arguments else {
        panic!("an object")
    };
    let call = Call {
        function: model.function(function).expect("a function"),
        arguments: &arguments,
        now: later(noon(), seconds),
        model,
        client_name: "My bridge",
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
        Outcome::Error {
            status,
            code,
            details,
        } => (status, code, details),
        other => panic!("an error, not {other:?}"),
    }
}

fn read(machines: &Machines, model: &Model, seconds: f64, ids: Value) -> Vec<Value> {
    list(call(
        machines,
        model,
        seconds,
        "parameters",
        json!({"system_id": 80101, "parameter_ids": ids}),
    ))
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
    assert!(
        !row(43005)["displayValue"]
            .as_str()
            .expect("text")
            .contains('.')
    );
    assert!(row(43144)["rawValue"].as_i64().expect("a number") > 65_535);
    assert_eq!(row(48745)["displayValue"], "Sweden");
    assert!(rows.iter().all(|r| {
        r["title"]
            .as_str()
            .is_some_and(|t| !t.starts_with("parameter "))
    }));
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
    let rows = read(
        &machines,
        &model,
        0.0,
        json!([43005, "outdoor_temperature", 99_999, "nonsense", 47398, 0]),
    );
    let names: Vec<_> = rows
        .iter()
        .map(|r| r["name"].as_str().expect("a name"))
        .collect();
    assert_eq!(names, ["43005", "outdoor_temperature", "47398"]);
    assert_eq!(rows[1]["parameterId"], 40004);
    assert_eq!(rows[2]["displayValue"], "21.0°C");
}

#[test]
fn the_ground_source_pump_knows_many_parameters() {
    let (machines, model) = (demo(), model());
    let ids: Vec<i64> = model
        .catalogue
        .as_ref()
        .expect("a catalogue")
        .entries
        .iter()
        .map(|e| e.id)
        .collect();
    let known = read(&machines, &model, 0.0, json!(ids)).len();
    assert!(known >= 150 && known < ids.len(), "{known}");
}

#[test]
fn settings_are_written_as_shown() {
    let (machines, model) = (demo(), model());
    let settings = json!({"hot_water_boost": "1", "47398": "22.0", "47011": -1});
    let arguments = json!({"system_id": 80101, "settings": settings});
    let results = list(call(&machines, &model, 0.0, "set_parameters", arguments));
    let shown: Vec<_> = results
        .iter()
        .map(|r| (&r["status"], &r["parameter"]["displayValue"]))
        .collect();
    let done = json!("DONE");
    assert_eq!(
        shown,
        [
            (&done, &json!("3h")),
            (&done, &json!("22.0°C")),
            (&done, &json!("-1"))
        ]
    );
    assert_eq!(results[0]["parameter"]["name"], "hot_water_boost");
    assert_eq!(results[1]["parameter"]["rawValue"], 220);
    assert_eq!(
        read(&machines, &model, 1.0, json!([47398]))[0]["displayValue"],
        "22.0°C"
    );
}

#[test]
fn one_refused_setting_refuses_all() {
    let (machines, model) = (demo(), model());
    let write = |settings: Value| {
        refused(call(
            &machines,
            &model,
            0.0,
            "set_parameters",
            json!({"system_id": 80101, "settings": settings}),
        ))
    };
    let (status, code, details) = write(json!({"47398": 220, "47011": 1}));
    assert_eq!(
        (status, code, details),
        (
            400,
            1,
            vec!["Error 15: Value out of range 47398".to_owned()]
        )
    );
    assert_eq!(
        write(json!({"99999": 1})).2[0],
        "Error 18: Unknown parameter 99999"
    );
    assert_eq!(write(json!({"47041": 1})).2[0], "Error 14:  47041");
    assert_eq!(write(json!({"48043": "inactive"})).2[0], "Error 14:  48043");
    assert_eq!(write(json!({"47011": "warm"})).2[0], "Error 14:  47011");
    assert!(write(json!({"43005": 1})).2[0].starts_with("Error 16: "));
    assert_eq!(
        read(&machines, &model, 0.0, json!([47011]))[0]["rawValue"],
        0,
        "nothing was written"
    );
}

#[test]
fn what_is_missing_is_named() {
    let (machines, model) = (demo(), model());
    let code = |function: &str, arguments: Value| {
        let (status, code, _) = refused(call(&machines, &model, 0.0, function, arguments));
        (status, code)
    };
    assert_eq!(code("system", json!({"system_id": 1})), (404, 2));
    assert_eq!(
        code(
            "categories",
            json!({"system_id": 80101, "system_unit_id": 1})
        ),
        (404, 9)
    );
    assert_eq!(
        code(
            "unit_status",
            json!({"system_id": 80101, "system_unit_id": 7})
        ),
        (404, 9)
    );
    assert_eq!(
        code("category", json!({"system_id": 80101, "category_id": "X"})),
        (404, 7)
    );
    assert_eq!(code("software", json!({"serial_number": "1"})), (404, 7));
    assert_eq!(
        code(
            "set_parameters",
            json!({"system_id": 80102, "settings": {"47011": 1}})
        ),
        (403, 12)
    );
    assert_eq!(
        code(
            "set_smarthome_mode",
            json!({"system_id": 80102, "mode": "VACATION"})
        ),
        (403, 12)
    );
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
        client_name: "",
        owner: FIRST,
    };
    assert_eq!(refused(machines.answer(&call)).1, 11);
    let call = Call {
        function: model.function("systems").expect("a function"),
        ..call
    };
    assert_eq!(list(machines.answer(&call)).len(), 1);
}

#[test]
fn modes_and_thermostats_last_half_an_hour() {
    let (machines, model) = (demo(), model());
    let id = json!({"system_id": 80101});
    let at = |seconds, function: &str, arguments: Value| {
        call(&machines, &model, seconds, function, arguments)
    };
    assert_eq!(
        at(
            0.0,
            "set_smarthome_mode",
            json!({"system_id": 80101, "mode": "VACATION"})
        ),
        Outcome::Empty(204)
    );
    assert_eq!(
        at(1799.0, "smarthome_mode", id.clone()),
        Outcome::Json(200, json!({"mode": "VACATION"}))
    );
    assert_eq!(
        at(1801.0, "smarthome_mode", id.clone()),
        Outcome::Json(200, json!({"mode": "DEFAULT_OPERATION"}))
    );
    let thermostat = |target: Value, systems: Value| {
        json!({"system_id": 80101, "external_id": 7, "name": "Hall", "actual_temp": 215, "target_temp": target,
            "valve_position": null, "climate_systems": systems})
    };
    assert_eq!(
        at(0.0, "set_thermostat", thermostat(json!(220), json!([1]))),
        Outcome::Empty(204)
    );
    assert_eq!(
        at(
            60.0,
            "set_thermostat",
            thermostat(json!(230), json!([1, 2]))
        ),
        Outcome::Empty(204)
    );
    let expected = json!({"smartHomeSystem": {"name": "My bridge"}, "name": "Hall", "climateSystems": [1, 2],
        "currentTemperature": "21.5°C", "targetTemperature": "23.0°C"});
    assert_eq!(list(at(120.0, "thermostats", id.clone())), [expected]);
    assert_eq!(
        at(120.0, "set_thermostat", thermostat(json!(null), json!([]))),
        Outcome::Empty(204)
    );
    assert_eq!(
        list(at(121.0, "thermostats", id.clone()))[0]["climateSystems"],
        Value::Null
    );
    assert!(list(at(2000.0, "thermostats", id)).is_empty());
    assert_eq!(
        refused(at(0.0, "set_thermostat", thermostat(json!(1), json!([9])))).1,
        10
    );
}

#[test]
fn notifications_fill_more_than_a_page() {
    let (machines, model) = (demo(), model());
    let count = |system: i64, active: bool, kind: &str| {
        let arguments = json!({"system_id": system, "active": active, "type": kind});
        list(call(&machines, &model, 0.0, "notifications", arguments)).len()
    };
    assert_eq!(count(80101, false, "ALARM"), 34);
    assert_eq!(
        (count(80101, true, "ALARM"), count(80103, true, "ALARM")),
        (0, 1)
    );
    assert_eq!(
        (
            count(80101, true, "INFO_MESSAGE"),
            count(80101, false, "INFO_MESSAGE")
        ),
        (1, 1)
    );
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
        for item in list(call(
            &machines,
            &model,
            seconds,
            "system_status",
            json!({"system_id": 80101}),
        )) {
            titles.insert(item["title"].as_str().expect("a title").to_owned());
            let rows = item["parameters"].as_array().expect("rows").clone();
            unnamed += rows.iter().filter(|r| r["name"].is_null()).count();
        }
    }
    for title in [
        "Heating",
        "Hot Water",
        "Compressor",
        "Brine Pump",
        "Heating Medium Pump",
    ] {
        assert!(titles.contains(title), "{title}");
    }
    assert!(unnamed > 0);
}

#[test]
fn captured_machines_answer_what_their_files_hold() {
    let folder = PathBuf::from(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/captures"
    ));
    let Ok(files) = std::fs::read_dir(&folder) else {
        println!("skipped: there is no folder {}", folder.display());
        return;
    };
    let model = model();
    let mut machines = Machines::only_files();
    let mut count = 0;
    for file in files
        .flatten()
        .map(|f| f.path())
        .filter(|p| p.extension().is_some_and(|e| e == "json"))
    {
        count += 1;
        let id = machines.add_file(&file).expect("a machine");
        let text = std::fs::read_to_string(&file).expect("a file");
        let Value::Array(units) = serde_json::from_str(&text).expect("JSON") else {
            panic!("a list")
        };
        let listed = list(call(
            &machines,
            &model,
            0.0,
            "units",
            json!({"system_id": id}),
        ));
        assert_eq!(
            listed,
            units.iter().map(|u| u["unit"].clone()).collect::<Vec<_>>()
        );
        for unit in &units {
            let unit_id = &unit["unit"]["systemUnitId"];
            let arguments = json!({"system_id": id, "system_unit_id": unit_id, "parameters": true});
            let answered = list(call(&machines, &model, 1e6, "categories", arguments));
            assert_eq!(
                json!(answered).to_string(),
                unit["categories"].to_string(),
                "{}",
                file.display()
            );
        }
        let Outcome::Json(200, system) =
            call(&machines, &model, 0.0, "system", json!({"system_id": id}))
        else {
            panic!("a system")
        };
        assert_eq!(system["serialNumber"].as_str().map(str::len), Some(14));
    }
    assert!(count > 0 && machines.systems().len() == count);
}

#[test]
fn requests_of_old_clients_are_understood() {
    use crate::testing::{json_of, request, service_for};
    let shared = service_for(
        model(),
        Box::new(demo()),
        crate::Options {
            at: Some(noon()),
            ..Default::default()
        },
    );
    let scopes = shared.grantable(&[]);
    let now = shared.clock.now();
    let token = shared
        .grants()
        .issue(&shared.model, scopes, EVERYTHING.to_owned(), now, true)
        .access_token;
    let bearer = format!("Bearer {token}");
    let send = |method: &str, target: &str, body: &str| {
        let target = format!("/api/v1/{target}");
        let reply = crate::handler::handle(
            &shared,
            &request(method, &target, &[("authorization", &bearer)], body),
        );
        let payload = reply.payload.expect("an answer");
        (
            payload.status,
            if payload.body.is_empty() {
                Value::Null
            } else {
                json_of(&payload)
            },
        )
    };
    let get = |target: &str| send("GET", target, "");
    assert_eq!(get("systems").1["numItems"], 3);
    let indexed = get(
        "systems/80101/parameters?parameterIds%5B0%5D=40004&parameterIds[1]=fan_speed&systemUnitId=",
    );
    assert_eq!(indexed.1[0]["name"], "40004");
    let many: String = (0..16)
        .map(|i| format!("parameterIds={}&", 40_000 + i))
        .collect();
    let refused = get(&format!("systems/80101/parameters?{many}"));
    assert_eq!((refused.0, &refused.1["errorCode"]), (400, &json!(13)));
    let quirk = get("systems/80101/serviceinfo/categories/status?categoryId=SYSTEM_1");
    assert_eq!(quirk.1[0]["parameterId"], 43161);
    let last = get("systems/80101/notifications?active=False&type=0&page=2").1;
    let (total, items) = (
        &last["numItems"],
        last["objects"].as_array().expect("items"),
    );
    assert_eq!((total, items.len()), (&json!(34), 4));
    let put = send(
        "PUT",
        "systems/80101/parameters",
        r#"{"settings":{"hot_water_boost":0,"47398":22.5}}"#,
    );
    assert_eq!(put.1[1]["parameter"]["displayValue"], "22.5°C");
    assert_eq!(
        send("PUT", "systems/80101/smarthome/mode", r#"{"mode":1}"#).0,
        204
    );
    assert_eq!(
        get("systems/80101/smarthome/mode").1,
        json!({"mode": "AWAY_FROM_HOME"})
    );
    let thermostat = r#"{"externalId":2147483648,"name":"x"}"#;
    assert_eq!(
        send("POST", "systems/80101/smarthome/thermostats", thermostat).0,
        400
    );
    let software = get("software?serialNumber=06512018000101").1;
    assert_eq!(software["version"], 9443);
    for more in [
        "",
        "/software",
        "/config",
        "/units",
        "/status/system",
        "/status/systemUnit/0",
        "/premium",
    ] {
        assert_eq!(get(&format!("systems/80101{more}")).0, 200, "{more}");
    }
    let unknown = get("systems/1");
    assert_eq!(
        (
            unknown.0,
            &unknown.1["httpStatusCode"],
            &unknown.1["errorCode"]
        ),
        (404, &json!(404), &json!(2))
    );
}
#[test]
fn zz_print() {
    let (machines, model) = (demo(), model());
    for h in 0..26 {
        let rows = read(&machines, &model, 1200.0 * h as f64, json!([40004,40067,40008,40012,43009,40013,40014,40015,43005,43136,43416,43420,43144,43084,40079,43437,10033]));
        println!("{}", rows.iter().map(|r| r["displayValue"].as_str().unwrap().to_owned()).collect::<Vec<_>>().join(" "));
    }
    for (s,u) in [(80101,0),(80103,0),(80103,1)] {
    for c in list(call(&machines, &model, 0.0, "categories", json!({"system_id": s, "system_unit_id": u, "parameters": true}))) {
        for r in c["parameters"].as_array().unwrap() { println!("{} {}", c["categoryId"], r); }
    }}
    for r in read(&machines, &model, 0.0, json!([47397, 47260, 48785, 10001, 44270, 47412, 10069, 41427])) { println!("{r}"); }
    println!("{}", json!(list(call(&machines, &model, 0.0, "system_status", json!({"system_id": 80101})))));
    println!("{:?}", call(&machines, &model, 0.0, "system", json!({"system_id": 80101})));
    let ids: Vec<i64> = model.catalogue.as_ref().expect("a catalogue").entries.iter().map(|e| e.id).collect();
    println!("known {}", read(&machines, &model, 0.0, json!(ids)).len());
}
