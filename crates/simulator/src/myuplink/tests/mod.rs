mod files;

use std::path::Path;

use serde_json::{Value, json};

use super::Cloud;
use crate::Options;
use crate::handler::handle;
use crate::nibe;
use crate::shared::Shared;
use crate::testing::{header, request, service_for};

fn spec(name: &str) -> uplink_spec::model::Model {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../spec").join(name);
    uplink_spec::read_file(&path).unwrap_or_else(|report| panic!("{report}"))
}

struct Demo(Shared);

impl Demo {
    fn new() -> Self {
        Self::with(Options::default())
    }

    fn with(options: Options) -> Self {
        let cloud = Cloud::new(nibe::demo_of_both_families(), spec("nibe-uplink-v1.toml"));
        Demo(service_for(spec("myuplink-v2.toml"), Box::new(cloud), options))
    }

    fn send(&self, method: &str, target: &str, scopes: &[&str], body: &str) -> (u16, Value) {
        let token = {
            let mut grants = self.0.grants();
            let scopes = scopes.iter().map(|s| (*s).to_owned()).collect();
            let access = grants.login(&self.0.client.id, scopes, self.0.first_owner());
            grants.issue(self.0.model.oauth.as_ref(), access, self.0.clock.now(), false).access_token
        };
        let bearer = format!("Bearer {token}");
        let payload = handle(&self.0, &request(method, target, &[("authorization", &bearer)], body)).payload;
        let payload = payload.expect("an answer");
        (payload.status, serde_json::from_slice(&payload.body).unwrap_or_default())
    }

    fn get(&self, target: &str) -> Value {
        let (status, body) = self.send("GET", target, &["READSYSTEM"], "");
        assert!((200..300).contains(&status), "{target}: {status} {body}");
        body
    }

    fn write(&self, method: &str, target: &str, body: &Value) -> (u16, Value) {
        self.send(method, target, &["WRITESYSTEM"], &body.to_string())
    }

    /// The ids of a system and its device, by the system's name.
    fn ids(&self, name: &str) -> (String, String) {
        let all = self.get("/v2/systems/me?itemsPerPage=100");
        let system = all["systems"].as_array().into_iter().flatten().find(|s| s["name"] == name).expect("a system");
        let text = |v: &Value| v.as_str().expect("text").to_owned();
        (text(&system["systemId"]), text(&system["devices"][0]["id"]))
    }

    fn points(&self, device: &str, ids: &str) -> Vec<Value> {
        let points = self.get(&format!("/v2/devices/{device}/points?parameters={ids}"));
        points.as_array().cloned().expect("a list")
    }
}

#[test]
fn systems_come_in_pages_of_at_most_100() {
    let demo = Demo::new();
    let page = demo.get("/v2/systems/me?page=2&itemsPerPage=3");
    assert_eq!((&page["numItems"], page["systems"].as_array().map(Vec::len)), (&json!(4), Some(1)));
    assert_eq!(demo.send("GET", "/v2/systems/me?itemsPerPage=101", &["READSYSTEM"], "").0, 400);
    assert_eq!(demo.get("/v2/systems/me").get("itemsPerPage"), Some(&json!(10)));
}

#[test]
fn every_function_answers_as_its_type_says() {
    let demo = Demo::new();
    for name in ["Lake house", "Hill house"] {
        let (system, device) = demo.ids(name);
        for function in demo.0.model.functions.iter().filter(|f| f.method == "GET" && !f.is_binary()) {
            let path = function.path_text().replace("{system_id}", &system).replace("{device_id}", &device);
            let answer = demo.get(&path);
            let Some(ty) = function.content() else { continue };
            let content = match (&function.page, &function.wrapped) {
                (Some(page), _) => page.items_of(&answer).expect("items"),
                (None, Some(field)) => &answer[field],
                (None, None) => &answer,
            };
            uplink_spec::fits(&demo.0.model, ty, content, function.name.as_str()).expect("the declared form");
        }
    }
}

#[test]
fn points_of_the_older_family_have_long_ids_stored_limits_duplicates_and_absent_sensors() {
    let demo = Demo::new();
    let (_, device) = demo.ids("Lake house");
    let all = demo.get(&format!("/v2/devices/{device}/points"));
    let of =
        |id: &str| -> Vec<&Value> { all.as_array().into_iter().flatten().filter(|p| p["parameterId"] == id).collect() };
    assert_eq!(of("40008").len(), 2, "an id may come twice");
    assert_eq!((of("43005").len(), of("40940").len()), (0, 1), "degree minutes have another id");
    assert_eq!((&of("40071")[0]["value"], &of("40071")[0]["strVal"]), (&json!(-32768), &json!("-32768°C")));
    let room = of("47398")[0];
    let limits =
        |p: &Value| (p["minValue"].clone(), p["maxValue"].clone(), p["stepValue"].clone(), p["scaleValue"].clone());
    assert_eq!(limits(room), (json!(50.0), json!(350.0), json!(5.0), json!("0.1")));
    assert!(room["value"] == json!(21) && room["zoneId"].is_null() && room["writable"] == true);
    let scaled = demo.get(&format!("/v3/devices/{device}/points?parameters=47398"));
    assert_eq!(limits(&scaled[0]), (json!(5.0), json!(35.0), json!(0.5), json!("0.1")));
    assert_eq!(of("48132")[0]["enumValues"][1], json!({"value": "1", "text": "3h", "icon": ""}));
    assert!(of("40004")[0]["parameterName"].as_str().is_some());
    // One that is not listed, and one that nobody knows.
    let asked = demo.points(&device, "47212,12345,1");
    assert_eq!(asked.iter().map(|p| p["parameterId"].clone()).collect::<Vec<_>>(), ["47212"]);
}

#[test]
fn points_of_the_newer_family_have_short_ids_zones_and_offsets() {
    let demo = Demo::new();
    let (_, device) = demo.ids("Hill house");
    let points = demo.points(&device, "4,47751,40004");
    assert_eq!(points.iter().map(|p| p["parameterId"].clone()).collect::<Vec<_>>(), ["4", "47751"]);
    assert_eq!((&points[0]["zoneId"], &points[1]["zoneId"]), (&Value::Null, &json!("1")));
    assert!(points[0]["timestamp"].as_str().is_some_and(|t| t.ends_with("+02:00")));
    assert_eq!(demo.get(&format!("/v2/devices/{device}/smart-home-zones"))[0]["zoneId"], "1");
}

#[test]
fn writes_are_accepted_at_once_and_arrive_later() {
    let demo = Demo::new();
    let (_, device) = demo.ids("Lake house");
    let path = format!("/v2/devices/{device}/points");
    let value = || demo.points(&device, "47011")[0]["value"].clone();
    assert_eq!(demo.write("PATCH", &path, &json!({"47011": "-2"})), (200, json!({"47011": "modified"})));
    assert_eq!(value(), 0);
    demo.0.clock.advance(30.0);
    assert_eq!(value(), -2);
}

#[test]
fn refused_values_are_told_apart_and_spoil_no_others() {
    let demo = Demo::new();
    let (_, device) = demo.ids("Lake house");
    let path = format!("/v2/devices/{device}/points");
    for (body, word) in [
        (json!({"47398": 220}), "min-max range"),
        (json!({"47398": 21.3}), "step"),
        (json!({"1": 1}), "no such param"),
        (json!({"40004": 1}), "read only"),
        (json!({"47011": "warm"}), "not a number"),
    ] {
        let (status, answer) = demo.write("PATCH", &path, &body);
        assert_eq!(status, 400, "{body}");
        assert!(answer["message"].as_str().is_some_and(|m| m.contains(word)), "{answer}");
    }
    let (status, answer) = demo.write("PATCH", &path, &json!({"47011": 1, "40004": 1}));
    assert_eq!((status, answer), (207, json!({"47011": "modified", "40004": "error: read only value"})));
    demo.0.clock.advance(30.0);
    assert_eq!(demo.points(&device, "47011")[0]["value"], 1);
}

#[test]
fn a_zone_is_written_through_its_own_function_only() {
    let demo = Demo::new();
    let (_, device) = demo.ids("Hill house");
    let set_point = || demo.points(&device, "47751")[0]["value"].clone();
    let done = (200, json!({"47751": "modified"}));
    assert_eq!(demo.write("PATCH", &format!("/v2/devices/{device}/points"), &json!({"47751": 23})), done);
    demo.0.clock.advance(60.0);
    assert_eq!(set_point(), 21);
    assert_eq!(demo.write("PATCH", &format!("/v2/devices/{device}/zones/1"), &json!({"setpointHeat": 23})), done);
    demo.0.clock.advance(60.0);
    assert_eq!(set_point(), 23);
    assert_eq!(demo.write("PATCH", &format!("/v2/devices/{device}/zones/9"), &json!({"setpointHeat": 23})).0, 400);
}

#[test]
fn a_missing_package_and_a_missing_scope_are_told_apart() {
    let demo = Demo::new();
    let (system, device) = demo.ids("Town flat");
    let path = format!("/v2/devices/{device}/points");
    let (status, answer) = demo.write("PATCH", &path, &json!({"47011": 1}));
    assert_eq!(status, 403);
    assert!(answer["message"].as_str().is_some_and(|m| m.contains("premuim")), "{answer}");
    let (status, answer) = demo.send("PATCH", &path, &["READSYSTEM"], r#"{"47011":1}"#);
    assert_eq!(status, 403);
    assert!(answer["message"].as_str().is_some_and(|m| m.contains("scope")), "{answer}");
    assert_eq!(demo.get(&format!("/v2/systems/{system}/subscriptions")), Value::Null);
    let (system, _) = demo.ids("Lake house");
    assert_eq!(demo.get(&format!("/v2/systems/{system}/subscriptions"))["subscriptions"][0]["type"], "manage");
}

#[test]
fn alarms_come_the_newest_first_with_their_odd_times() {
    let demo = Demo::new();
    let (system, _) = demo.ids("Lake house");
    let all = demo.get(&format!("/v2/systems/{system}/notifications?itemsPerPage=100"));
    let times: Vec<&str> =
        all["notifications"].as_array().into_iter().flatten().filter_map(|n| n["createdDatetime"].as_str()).collect();
    assert!(times.len() > 30 && times.iter().all(|t| t.ends_with("+0")));
    let active = demo.get(&format!("/v2/systems/{system}/notifications/active"));
    assert!(active["notifications"].as_array().is_some_and(|l| l.iter().all(|n| n["status"] == "Active")));
}

#[test]
fn what_was_changed_is_kept_over_a_restart() {
    let demo = Demo::new();
    let (system, device) = demo.ids("Lake house");
    demo.write("PATCH", &format!("/v2/devices/{device}/points"), &json!({"47011": -3}));
    demo.write("PUT", &format!("/v2/systems/{system}/smart-home-mode"), &json!({"smartHomeMode": "Away"}));
    demo.0.clock.advance(30.0);
    demo.points(&device, "47011");
    let state = demo.0.behaviour.state();
    let again = Demo::new();
    again.0.behaviour.restore(&state);
    assert_eq!(again.points(&device, "47011")[0]["value"], -3);
    assert_eq!(again.get(&format!("/v2/systems/{system}/smart-home-mode"))["smartHomeMode"], "Away");
}

#[test]
fn strangers_hidden_paths_and_unknown_files() {
    let demo = Demo::new();
    assert_eq!(demo.send("GET", "/v2/devices/nobody", &["READSYSTEM"], "").0, 403);
    let (_, device) = demo.ids("Lake house");
    assert_eq!(demo.send("GET", &format!("/v2/devices/{device}/crash-logs"), &["READSYSTEM"], "").0, 404);
    assert_eq!(demo.send("GET", "/v2/firmware/1/version/9/download", &["READSYSTEM"], "").0, 404);
    assert_eq!(demo.send("GET", "/v2/firmware/1/version/9240R2/download", &["READSYSTEM"], "").0, 200);
}

#[test]
fn the_mode_stays_and_what_is_left_of_the_pace_is_said() {
    let demo = Demo::with(Options { pace: true, ..Options::default() });
    let (system, _) = demo.ids("Lake house");
    let path = format!("/v2/systems/{system}/smart-home-mode");
    assert_eq!(demo.write("PUT", &path, &json!({"smartHomeMode": "Vacation"})).0, 204);
    demo.0.clock.advance(7200.0);
    assert_eq!(demo.get(&path)["smartHomeMode"], "Vacation");
    let ping = || handle(&demo.0, &request("GET", "/v2/ping", &[], "")).payload.expect("an answer");
    assert_eq!(header(&ping(), "RateLimit-Remaining"), Some("23"));
    for _ in 0..23 {
        ping();
    }
    assert_eq!((ping().status, header(&ping(), "RateLimit-Remaining")), (429, Some("0")));
}

#[test]
fn what_was_done_and_what_is_under_way_survives_a_restart() {
    let before = Demo::new();
    let (system, device) = before.ids("Lake house");
    let path = format!("/v2/devices/{device}/points");
    assert_eq!(before.write("PATCH", &path, &json!({"47011": -2})).0, 200);
    before.write("PUT", &format!("/v2/systems/{system}/smart-home-mode"), &json!({"smartHomeMode": "Away"}));
    let text = before.0.behaviour.state().to_string();
    let after = Demo::new();
    after.0.behaviour.restore(&serde_json::from_str(&text).expect("JSON"));
    assert_eq!(after.0.behaviour.state().to_string(), text);
    assert_eq!(after.get(&format!("/v2/systems/{system}/smart-home-mode"))["smartHomeMode"], "Away");
    after.0.clock.advance(30.0);
    assert_eq!(after.points(&device, "47011")[0]["value"], -2);
}

/// What public answers of an F730 show at this cloud, and an S-series machine of its own.
#[test]
fn a_machine_of_each_family_has_the_points_that_public_answers_show() {
    let demo = Demo::new();
    let (_, town) = demo.ids("Town flat");
    let (_, hill) = demo.ids("Hill house");
    for (device, product) in [(&town, "F730 CU 3x400V"), (&hill, "S1256-8")] {
        let all = demo.get(&format!("/v2/devices/{device}/points"));
        let all = all.as_array().expect("a list");
        assert!(all.len() >= 80, "{product}: {}", all.len());
        assert!(all.iter().all(|p| p["category"] == product), "{product}");
        assert!(all.iter().all(|p| p["parameterName"].as_str().is_some_and(|n| !n.is_empty())), "{product}");
        let asked = demo.points(device, all[0]["parameterId"].as_str().expect("an id"));
        assert_eq!(asked[0]["parameterName"], all[0]["parameterName"]);
    }
    let one = |device: &str, id: &str| demo.points(device, id).first().cloned().unwrap_or_else(|| panic!("{id}"));
    let values = |p: &Value| -> Vec<Value> {
        p["enumValues"].as_array().into_iter().flatten().map(|word| word["value"].clone()).collect()
    };
    assert_eq!(values(&one(&town, "43427")), ["20", "40", "60", "100"]);
    assert_eq!(values(&one(&town, "49994")), ["10", "20", "30", "40", "41", "50", "60"]);
    for id in ["49993", "49994", "49995", "50004", "50005", "43427"] {
        let point = one(&town, id);
        let value = point["value"].to_string();
        let word = point["enumValues"].as_array().into_iter().flatten().find(|w| w["value"].as_str() == Some(&value));
        assert_eq!(word.map(|w| &w["text"]), Some(&point["strVal"]), "{point}");
    }
    for (id, title) in
        [("40004", "Current outd temp (BT1)"), ("40008", "Supply line (BT2)"), ("40940", "Degree minutes")]
    {
        assert_eq!(one(&town, id)["parameterName"], title);
    }
    assert_eq!(one(&hill, "8")["parameterName"], "Supply line (BT2)");
    assert!(demo.points(&hill, "50005").is_empty() && demo.points(&town, "55000").is_empty());
    let (_, lake) = demo.ids("Lake house");
    assert!(demo.points(&lake, "50005").is_empty(), "it has no fan");
}

#[test]
fn settings_of_this_cloud_are_written_and_kept() {
    let demo = Demo::new();
    let (_, lake) = demo.ids("Lake house");
    let (_, hill) = demo.ids("Hill house");
    let write = |device: &str, body: Value| demo.write("PATCH", &format!("/v2/devices/{device}/points"), &body);
    let shown = |device: &str, id: &str| demo.points(device, id)[0]["strVal"].clone();
    // The same switch under both of its ids.
    assert_eq!(write(&lake, json!({"50004": "1"})).0, 200);
    assert_eq!(write(&hill, json!({"3667": 9, "8982": 1, "4685": 1.5})).0, 200);
    assert_eq!(shown(&lake, "50004"), "off");
    demo.0.clock.advance(30.0);
    assert_eq!((shown(&lake, "50004"), shown(&lake, "48132")), (json!("on"), json!("3h")));
    assert_eq!(
        (shown(&hill, "3667"), shown(&hill, "8982"), shown(&hill, "4685")),
        (json!("9"), json!("on"), json!("1.5°C"))
    );
    for (id, value, word) in [
        ("3667", json!(16), "range"),
        ("4685", json!(0.3), "step"),
        ("8982", json!(2), "range"),
        ("3751", json!(7), "range"),
        ("55000", json!(10), "read only"),
        ("40004", json!(1), "no such param"),
    ] {
        let (status, answer) = write(&hill, json!({id: value}));
        assert!(status == 400 && answer["message"].as_str().is_some_and(|m| m.contains(word)), "{id} {answer}");
    }
    let again = Demo::new();
    again.0.behaviour.restore(&demo.0.behaviour.state());
    assert_eq!(again.points(&hill, "3667")[0]["value"], 9);
}

#[test]
fn each_of_many_owners_has_a_house_of_its_own() {
    let cloud = Cloud::new(nibe::Machines::of_owners(300), spec("nibe-uplink-v1.toml"));
    let shared = service_for(spec("myuplink-v2.toml"), Box::new(cloud), Options::default());
    let get = |owner: &str, target: &str| {
        let access = shared.grants().login(&shared.client.id, vec!["READSYSTEM".to_owned()], owner.to_owned());
        let token = shared.grants().issue(shared.model.oauth.as_ref(), access, shared.clock.now(), false).access_token;
        let request = request("GET", target, &[("authorization", &format!("Bearer {token}"))], "");
        let payload = handle(&shared, &request).payload.expect("an answer");
        (payload.status, serde_json::from_slice::<Value>(&payload.body).unwrap_or_default())
    };
    let mut devices = std::collections::BTreeSet::new();
    let mut outdoor = std::collections::BTreeSet::new();
    for number in [1, 2, 3, 4, 299, 300] {
        let owner = format!("owner-{number:05}");
        let (_, mine) = get(&owner, "/v2/systems/me");
        assert_eq!(mine["systems"].as_array().map(Vec::len), Some(1), "{mine}");
        let device = mine["systems"][0]["devices"][0]["id"].as_str().expect("an id").to_owned();
        let (status, points) = get(&owner, &format!("/v2/devices/{device}/points?parameters=40004"));
        assert_eq!(status, 200, "{points}");
        outdoor.insert(points[0]["value"].to_string());
        assert_eq!(get("owner-00150", &format!("/v2/devices/{device}/points")).0, 403, "it is somebody else's");
        devices.insert(device);
    }
    assert_eq!((devices.len(), outdoor.len() > 3), (6, true), "{devices:?} {outdoor:?}");
    for nobody in ["owner-00000", "owner-00301", "owner-", "Robin (every machine)"] {
        assert_eq!(get(nobody, "/v2/systems/me").1["systems"], json!([]), "{nobody}");
    }
}
