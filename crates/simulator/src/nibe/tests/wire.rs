use std::path::PathBuf;

use serde_json::{Value, json};

use super::{call, list, model, noon};
use crate::behaviour::{Behaviour, Outcome};
use crate::nibe::{EVERYTHING, Machines, demo};

#[test]
fn captured_machines_answer_what_their_files_hold() {
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/captures"));
    let Ok(files) = std::fs::read_dir(&folder) else {
        println!("skipped: there is no folder {}", folder.display());
        return;
    };
    let model = model();
    let mut machines = Machines::only_files();
    let mut count = 0;
    for file in files.flatten().map(|f| f.path()).filter(|p| p.extension().is_some_and(|e| e == "json")) {
        count += 1;
        let id = machines.add_file(&file).expect("a machine");
        let text = std::fs::read_to_string(&file).expect("a file");
        let Value::Array(units) = serde_json::from_str(&text).expect("JSON") else { panic!("a list") };
        let listed = list(call(&machines, &model, 0.0, "units", json!({"system_id": id})));
        assert_eq!(listed, units.iter().map(|u| u["unit"].clone()).collect::<Vec<_>>());
        for unit in &units {
            let unit_id = &unit["unit"]["systemUnitId"];
            let arguments = json!({"system_id": id, "system_unit_id": unit_id, "parameters": true});
            let answered = list(call(&machines, &model, 1e6, "categories", arguments));
            assert_eq!(json!(answered).to_string(), unit["categories"].to_string(), "{}", file.display());
        }
        let Outcome::Json(200, system) = call(&machines, &model, 0.0, "system", json!({"system_id": id})) else {
            panic!("a system")
        };
        assert_eq!(system["serialNumber"].as_str().map(str::len), Some(14));
    }
    assert!(count > 0 && machines.systems().len() == count);
}

#[test]
fn requests_of_old_clients_are_understood() {
    use crate::testing::{json_of, request, service_for};
    let shared = service_for(model(), Box::new(demo()), crate::Options { at: Some(noon()), ..Default::default() });
    let scopes = shared.grantable(&[]);
    let now = shared.clock.now();
    let mut grants = shared.grants();
    let access = grants.login(&shared.client.id, scopes, EVERYTHING.to_owned());
    let token = grants.issue(shared.model.oauth.as_ref(), access, now, true).access_token;
    drop(grants);
    let bearer = format!("Bearer {token}");
    let send = |method: &str, target: &str, body: &str| {
        let target = format!("/api/v1/{target}");
        let reply = crate::handler::handle(&shared, &request(method, &target, &[("authorization", &bearer)], body));
        let payload = reply.payload.expect("an answer");
        (payload.status, if payload.body.is_empty() { Value::Null } else { json_of(&payload) })
    };
    let get = |target: &str| send("GET", target, "");
    assert_eq!(get("systems").1["numItems"], 3);
    let indexed = get("systems/80101/parameters?parameterIds%5B0%5D=40004&parameterIds[1]=fan_speed&systemUnitId=");
    assert_eq!(indexed.1[0]["name"], "40004");
    let many: String = (0..16).map(|i| format!("parameterIds={}&", 40_000 + i)).collect();
    let refused = get(&format!("systems/80101/parameters?{many}"));
    assert_eq!((refused.0, &refused.1["errorCode"]), (400, &json!(13)));
    let quirk = get("systems/80101/serviceinfo/categories/status?categoryId=SYSTEM_1");
    assert_eq!(quirk.1[0]["parameterId"], 43161);
    let last = get("systems/80101/notifications?active=False&type=0&page=2").1;
    let (total, items) = (&last["numItems"], last["objects"].as_array().expect("items"));
    assert_eq!((total, items.len()), (&json!(34), 4));
    let put = send("PUT", "systems/80101/parameters", r#"{"settings":{"hot_water_boost":0,"47398":22.5}}"#);
    assert_eq!(put.1[1]["parameter"]["displayValue"], "22.5°C");
    assert_eq!(send("PUT", "systems/80101/smarthome/mode", r#"{"mode":1}"#).0, 204);
    assert_eq!(get("systems/80101/smarthome/mode").1, json!({"mode": "AWAY_FROM_HOME"}));
    let thermostat = r#"{"externalId":2147483648,"name":"x"}"#;
    assert_eq!(send("POST", "systems/80101/smarthome/thermostats", thermostat).0, 400);
    let software = get("software?serialNumber=06512018000101").1;
    assert_eq!(software["version"], 9443);
    for more in ["", "/software", "/config", "/units", "/status/system", "/status/systemUnit/0", "/premium"] {
        assert_eq!(get(&format!("systems/80101{more}")).0, 200, "{more}");
    }
    let unknown = get("systems/1");
    assert_eq!((unknown.0, &unknown.1["httpStatusCode"], &unknown.1["errorCode"]), (404, &json!(404), &json!(2)));
}
