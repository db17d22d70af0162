//! Machines of this cloud from files.

use serde_json::{Value, json};

use super::Demo;
use crate::Options;
use crate::testing::service_for;

/// A service of machines from files.
fn of_files(machines: Vec<std::path::PathBuf>) -> Demo {
    let setup = crate::Setup { machines, ..crate::Setup::new(crate::myuplink::IMITATION) };
    let (model, behaviour, _) = setup.ready().unwrap_or_else(|error| panic!("{error}"));
    Demo(service_for(model, behaviour, Options::default()))
}

fn a_point(id: &str, more: Value) -> Value {
    let mut point = json!({"category": "NIBEF F1145-10 PC", "parameterId": id, "parameterName": "A point",
        "parameterUnit": "°C", "writable": true, "timestamp": "2024-07-07T14:21:19+00:00", "value": 20.5,
        "strVal": "20.5°C", "smartHomeCategories": ["sh-outdoorTemp"], "minValue": 50, "maxValue": 350,
        "stepValue": 5, "enumValues": [], "scaleValue": "0.1", "zoneId": null});
    point.as_object_mut().expect("an object").extend(more.as_object().cloned().unwrap_or_default());
    point
}

#[test]
fn machines_come_from_lists_of_points() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("points.json");
    let words = json!([{"value": "0", "text": "off", "icon": ""}, {"value": "1.0", "text": "on", "icon": ""}]);
    let list = json!([
        a_point("40004", json!({"writable": false})),
        a_point("47398", json!({})),
        a_point("148072r", json!({"enumValues": words, "minValue": null, "maxValue": null, "parameterUnit": ""})),
    ]);
    std::fs::write(&file, format!("\u{feff}{list}")).expect("written");
    let demo = of_files(vec![file]);
    let (system, device) = demo.ids("F1145-10 PC");
    assert_eq!(demo.get(&format!("/v2/devices/{device}/points")), list);
    assert_eq!(demo.points(&device, "148072r,40004").len(), 2);
    let scaled = &demo.get(&format!("/v3/devices/{device}/points?parameters=47398"))[0];
    assert_eq!((&scaled["minValue"], &scaled["stepValue"]), (&json!(5.0), &json!(0.5)));
    let write = |body: Value| demo.write("PATCH", &format!("/v2/devices/{device}/points"), &body);
    assert_eq!(write(json!({"47398": 22, "148072r": "1"})).0, 200);
    for (body, word) in [
        (json!({"47398": 220}), "range"),
        (json!({"47398": 21.3}), "step"),
        (json!({"40004": 1}), "read only"),
        (json!({"1": 1}), "no such"),
        (json!({"148072r": 2}), "range"),
    ] {
        assert!(write(body).1["message"].as_str().is_some_and(|m| m.contains(word)), "{word}");
    }
    demo.0.clock.advance(30.0);
    let after = demo.points(&device, "47398,148072r");
    let shown: Vec<_> = after.iter().map(|p| (p["value"].clone(), p["strVal"].clone())).collect();
    assert_eq!(shown, [(json!(22), json!("22°C")), (json!(1), json!("on"))]);
    let kinds = demo.get(&format!("/v2/devices/{device}/smart-home-categories"));
    assert_eq!(kinds["sh-outdoorTemp"], true);
    let all = demo.get(&format!("/v2/systems/{system}/notifications"));
    assert_eq!(all["numItems"], 0);
}

#[test]
fn machines_come_from_folders_and_from_dumps() {
    let folder = tempfile::tempdir().expect("a folder");
    let write =
        |name: &str, value: &Value| std::fs::write(folder.path().join(name), value.to_string()).expect("written");
    let device = json!({"id": "emmy-r-1-2", "connectionState": "Connected", "firmware": {"currentFwVersion": "9682R7",
        "desiredFwVersion": "9682R7"}, "product": {"serialNumber": "123", "name": "F1145-10 PC"}, "availableFeatures": {}});
    write("device.json", &device);
    write("systems.json", &json!({"page": 1, "itemsPerPage": 10, "numItems": 1, "systems": [{"name": "My house"}]}));
    write("zones.json", &json!([{"zoneId": "2", "name": "Hall"}]));
    write("readme.txt", &json!("not looked at"));
    let alarm = json!({"id": "a", "status": "Active"});
    write("notifications.json", &json!({"notifications": [alarm, {"id": "b", "status": "ResetByUserOnDevice"}]}));
    let empty =
        crate::Setup { machines: vec![folder.path().to_owned()], ..crate::Setup::new(crate::myuplink::IMITATION) };
    let sentence = empty.ready().err().expect("no points").to_string();
    assert!(sentence.contains("the folder holds no list of points; save the list of points"), "{sentence}");
    write("points.json", &json!([a_point("40004", json!({}))]));
    let demo = of_files(vec![folder.path().to_owned()]);
    let (system, id) = demo.ids("My house");
    assert_eq!((id.as_str(), demo.get("/v2/devices/emmy-r-1-2")), ("emmy-r-1-2", device));
    assert_eq!(demo.get("/v2/devices/emmy-r-1-2/smart-home-zones")[0]["zoneId"], "2");
    assert_eq!(demo.get(&format!("/v2/systems/{system}/notifications/active"))["notifications"], json!([alarm]));
    write("points2.json", &json!([a_point("40004", json!({}))]));
    let twice =
        crate::Setup { machines: vec![folder.path().to_owned()], ..crate::Setup::new(crate::myuplink::IMITATION) };
    let sentence = twice.ready().err().expect("two lists").to_string();
    assert!(sentence.contains("several lists of points, points.json and points2.json"), "{sentence}");

    // A dump of the older API, with the words that the program that wrote it added.
    let row = json!({"parameterId": 40004, "name": "40004", "title": "outdoor temp.", "designation": "BT1", "unit": "°C",
        "displayValue": "16.8°C", "rawValue": 168, "key": "OUTDOOR_TEMP_BT1", "divideBy": 10, "value": 16.8});
    let category = json!({"categoryId": "STATUS", "name": "status", "parameters": [row]});
    let unit = json!({"systemUnitId": 0, "name": "master", "shortName": "m", "product": "F1255-6 E EM",
        "softwareVersion": "9172R2", "categories": [category]});
    let dump = folder.path().join("dump.json");
    std::fs::write(&dump, json!({"unitData": [unit]}).to_string()).expect("written");
    let demo = of_files(vec![dump.clone()]);
    let (_, id) = demo.ids("F1255-6 E EM");
    assert_eq!((&demo.points(&id, "40004")[0]["value"], demo.points(&id, "49994").len()), (&json!(16.8), 0));
    // Points are of no use to the older API, which says so.
    let points = vec![folder.path().join("points.json")];
    let older = crate::Setup { machines: points, ..crate::Setup::new(crate::nibe::IMITATION) };
    assert!(older.ready().err().expect("points").to_string().contains("these are points of myUplink"));
    let older = crate::Setup { machines: vec![dump], ..crate::Setup::new(crate::nibe::IMITATION) };
    assert!(older.ready().is_ok());
}

#[test]
fn zones_of_a_file_are_written_and_its_second_owner_sees_one_machine() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = |name: &str, point: Value| {
        let path = folder.path().join(name);
        std::fs::write(&path, json!([point]).to_string()).expect("written");
        path
    };
    let zoned = json!({"zoneId": "2", "smartHomeCategories": ["sh-indoorSpHeat"], "category": "S735"});
    let demo = of_files(vec![file("one.json", a_point("47752", zoned)), file("two.json", a_point("40004", json!({})))]);
    let (_, device) = demo.ids("S735");
    let zone =
        |id: &str| demo.write("PATCH", &format!("/v2/devices/{device}/zones/{id}"), &json!({"setpointHeat": 22.5}));
    assert_eq!(zone("2"), (200, json!({"47752": "modified"})));
    assert_eq!(zone("1").0, 400);
    demo.0.clock.advance(30.0);
    assert_eq!(demo.points(&device, "47752")[0]["strVal"], "22.5°C");
    let seen = |owner: &str| {
        let mut grants = demo.0.grants();
        let access = grants.login(&demo.0.client.id, vec!["READSYSTEM".to_owned()], owner.to_owned());
        let token = grants.issue(demo.0.model.oauth.as_ref(), access, demo.0.clock.now(), false).access_token;
        drop(grants);
        let bearer = format!("Bearer {token}");
        let request = crate::testing::request("GET", "/v2/systems/me", &[("authorization", &bearer)], "");
        let payload = crate::handler::handle(&demo.0, &request).payload.expect("an answer");
        crate::testing::json_of(&payload)["numItems"].clone()
    };
    let owners = demo.0.behaviour.owners();
    assert_eq!((seen(&owners[0]), seen(&owners[1])), (json!(2), json!(1)));
}
