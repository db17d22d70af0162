//! `systems`, `read`, `set`, `call`, `parameters`

use serde_json::json;

use crate::support::{Service, program};

const LAKE_HOUSE: &str = "80101";

fn service() -> Service {
    let service = Service::start(&["--auto-approve", "--speed", "0", "--at", "2024-01-15T06:00:00Z"]);
    assert_eq!(service.log_in("READSYSTEM WRITESYSTEM").code, 0);
    service
}

#[test]
fn systems_and_readings() {
    let service = service();
    let systems = service.run(&["systems"]);
    assert!(systems.out.starts_with(" SYSTEM  NAME") || systems.out.starts_with("SYSTEM  NAME"), "{}", systems.out);
    assert_eq!(service.run(&["systems", "--json"]).json()[0]["systemId"], 80101);

    let read = service.run(&["read", LAKE_HOUSE, "40004", "hot_water_temperature", "1"]);
    assert!(read.out.contains("°C") && read.out.lines().count() == 3, "{}", read.out);
    assert!(read.err.contains("note: the machine does not know the parameter 1\n"), "{}", read.err);

    let none = service.run(&["read", LAKE_HOUSE, "1", "no_such_alias"]);
    assert!(none.code == 1 && none.out.is_empty(), "{} {}", none.code, none.out);
    assert!(none.err.contains("does not know any of the parameters 1, no_such_alias; "), "{}", none.err);
    let wrong = service.run(&["read", "cellar", "40004"]);
    assert!(wrong.code == 2 && wrong.err.contains("`nibe-uplink systems` shows the ids"), "{}", wrong.err);

    let read = service.run(&["read", LAKE_HOUSE, "40004", "--json"]).json();
    assert_eq!(read[0]["parameterId"], 40004);
    assert!(read[0]["value"].is_f64() && read[0]["source"] == "factor", "{read}");

    let all = service.run(&["read", LAKE_HOUSE]);
    assert!(all.out.contains("SYSTEM_1 (climate system 1)") && all.out.contains("CPR_INFO_EP14"), "{}", all.out);
    let all = service.run(&["--json", "read", LAKE_HOUSE]).json();
    assert!(all[0]["parameters"][0]["source"].is_string(), "{all}");
    assert_eq!(service.run(&["read", LAKE_HOUSE, "--category", "STATUS"]).code, 0);
}

#[test]
fn settings() {
    let service = service();
    let set = service.run(&["set", LAKE_HOUSE, "47011=-1", "--json"]).json();
    assert_eq!(set[0]["parameter"]["parameterId"], 47011);
    let set = service.run(&["set", LAKE_HOUSE, "47011=2"]);
    assert!(set.code == 0 && set.out.contains("Heat Offset"), "{} {}", set.out, set.err);
    let refused = service.run(&["set", LAKE_HOUSE, "47011=99"]);
    assert!(
        refused.code == 1 && refused.err.starts_with("error: set_parameters: the server answered"),
        "{}",
        refused.err
    );
}

#[test]
fn any_function() {
    let service = service();
    let call = |arguments: &[&str]| service.run(&[&["call"], arguments].concat());
    let one = call(&["system", "--system-id", LAKE_HOUSE, "--json"]);
    assert_eq!(one.json()["systemId"], 80101);
    assert_eq!(one.out.lines().count(), 1);
    let readings =
        ["parameters", "--system-id", LAKE_HOUSE, "--parameter-ids", "40004,40008", "--parameter-ids", "43005"];
    assert_eq!(call(&readings).json().as_array().map(Vec::len), Some(3));
    let thirty: Vec<String> = (40000..40030).map(|id| id.to_string()).collect();
    assert_eq!(call(&["parameters", "--system-id", LAKE_HOUSE, "--parameter-ids", &thirty.join(",")]).code, 0);

    let set = ["set_parameters", "--system-id", LAKE_HOUSE, "--settings", "47011=-1", "--json"];
    assert_eq!(call(&set).json()[0]["parameter"]["parameterId"], 47011);
    let mode = ["set_smarthome_mode", "--system-id", LAKE_HOUSE, "--mode", "vacation"];
    let mode = call(&mode);
    assert_eq!((mode.code, mode.out.as_str()), (0, ""), "{}", mode.err);
    let mode = call(&["smarthome_mode", "--system-id", LAKE_HOUSE]).json();
    assert_eq!(mode, json!({"mode": "VACATION"}));

    let notifications = ["notifications", "--system-id", LAKE_HOUSE, "--active", "false", "--items-per-page", "10"];
    let all = call(&notifications).json();
    assert!(all.as_array().is_some_and(|n| n.len() > 10), "{all}");
    let page = call(&[&notifications[..], &["--page", "1"]].concat()).json();
    assert_eq!(page.as_array().map(Vec::len), Some(10));
}

#[test]
fn help_lists_every_function_with_its_scope() {
    let folder = tempfile::tempdir().expect("a folder");
    let help = |arguments: &[&str]| {
        let output = program(&folder).args(arguments).output().expect("it runs");
        assert!(output.status.success());
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    let list = help(&["call", "--help"]);
    for name in ["systems", "set_thermostat", "smarthome_mode", "Needs WRITESYSTEM.", "Needs READSYSTEM."] {
        assert!(list.contains(name), "{name}: {list}");
    }
    let one = help(&["call", "parameters", "--help"]);
    assert!(one.contains("--parameter-ids") && one.contains("[required]") && one.contains("--system-unit-id"), "{one}");
}

#[test]
fn the_catalogue_needs_no_login() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = program(&folder).args(["parameters", "heat", "offset"]).output().expect("it runs");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(text.lines().any(|l| l.trim_start().starts_with("47011") && l.contains("yes -10 to 10")), "{text}");
    let output = program(&folder).args(["parameters", "47011", "--json"]).output().expect("it runs");
    let found: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(found[0]["writable"], true);
}
