//! The commands of `--api myuplink`.

use serde_json::{Value, json};

use crate::support::{Service, program};

fn service() -> Service {
    let service = Service::myuplink(&["--auto-approve", "--speed", "0", "--at", "2026-01-15T06:00:00Z"]);
    assert_eq!(service.log_in("READSYSTEM WRITESYSTEM offline_access").code, 0);
    service
}

/// The id of the device of a system.
fn device(service: &Service, name: &str) -> String {
    let systems = service.run(&["systems", "--json"]).json();
    let system = systems.as_array().into_iter().flatten().find(|s| s["name"] == name).expect("a system");
    system["devices"][0]["id"].as_str().expect("text").to_owned()
}

#[test]
fn systems_and_points() {
    let service = service();
    assert_eq!(service.facts["systems"].as_array().map(Vec::len), Some(4));
    let systems = service.run(&["systems"]);
    assert!(systems.out.contains("Hill house") && systems.out.lines().count() == 5, "{}", systems.out);

    let device = device(&service, "Lake house");
    let read = service.run(&["read", &device, "40004", "48132", "40071", "1"]);
    assert!(read.out.contains("°C") && read.out.contains("off") && read.out.lines().count() == 4, "{}", read.out);
    assert!(read.err.contains("note: the device does not know the point 1\n"), "{}", read.err);
    assert!(read.err.contains("note: the device is connected\n"), "{}", read.err);
    let line = |part: &str| read.out.lines().find(|line| line.contains(part)).unwrap_or_else(|| panic!("{}", read.out));
    assert!(line("TITLE").contains("AT"));
    let at = line("40004").split_whitespace().find(|word| word.ends_with('Z')).expect("a time of day");
    assert_eq!(at.len(), "12:34:56Z".len(), "{}", read.out);
    let point = &service.run(&["--json", "read", &device, "47398"]).json()[0];
    assert_eq!((&point["minValue"], &point["limits"]), (&json!(50.0), &json!({"min": 5.0, "max": 35.0, "step": 0.5})));
    assert_eq!(point["shown"], 21.0);
    assert_eq!(service.run(&["--json", "read", &device, "40071"]).json()[0]["shown"], Value::Null);
    assert!(service.run(&["read", &device]).out.lines().count() > 40);
}

#[test]
fn settings_are_taken_or_refused_one_by_one() {
    let service = service();
    let lake = device(&service, "Lake house");
    let set = service.run(&["set", &lake, "47011=-1"]);
    assert!(set.code == 0 && set.out.contains("modified"), "{} {}", set.out, set.err);
    let part = service.run(&["set", &lake, "47011=1", "40004=1", "--json"]);
    let states = part.json();
    assert_eq!((&states["47011"]["state"], &states["40004"]["state"]), (&json!("accepted"), &json!("refused")));
    assert_eq!((part.code, part.error()["kind"].as_str()), (1, Some("setting_refused")));
    let refused = service.run(&["set", &lake, "47398=220"]);
    assert!(refused.code == 1 && refused.err.contains("OUT_OF_RANGE"), "{}", refused.err);
    let unpaid = service.run(&["set", &device(&service, "Town flat"), "47011=1"]);
    assert!(unpaid.code == 1 && unpaid.err.contains("PREMIUM_REQUIRED"), "{}", unpaid.err);
}

#[test]
fn a_verified_setting_is_applied_or_the_program_fails() {
    let service = Service::myuplink(&["--auto-approve", "--speed", "200"]);
    assert_eq!(service.log_in("READSYSTEM WRITESYSTEM offline_access").code, 0);
    let hill = device(&service, "Hill house");
    let set = service.run(&["set", &hill, "47751=23", "--verify", "--every", "0.1"]);
    assert!(set.code == 0 && set.out.contains("applied"), "{} {}", set.out, set.err);
    let slow = self::service();
    let lake = device(&slow, "Lake house");
    let set = slow.run(&["set", &lake, "47011=1", "--verify", "--every", "0.1", "--within", "0.2", "--json"]);
    assert_eq!((set.code, set.error()["kind"].as_str()), (1, Some("setting_not_seen")));
}

#[test]
fn an_application_asks_for_itself_without_a_login() {
    let service = Service::myuplink(&["--auto-approve"]);
    for _ in 0..2 {
        let systems = service.run(&["--client-credentials", "systems"]);
        assert!(systems.code == 0 && systems.out.contains("Hill house"), "{}", systems.err);
    }
    assert!(!service.tokens().contains("refresh_token"));
    assert_eq!(service.run(&["systems"]).code, 3, "no user has logged in");
    assert_eq!(service.run(&["--client-credentials", "login"]).code, 2);
    let older = Service::start(&["--auto-approve"]);
    let none = older.run(&["--client-credentials", "systems"]);
    assert!(none.code != 0 && none.err.contains("client_credentials"), "{}", none.err);
}

#[test]
fn any_function() {
    let service = service();
    let hill = device(&service, "Hill house");
    let ping = service.run(&["call", "ping"]);
    assert!(ping.code == 0 && ping.out.is_empty(), "{}", ping.err);
    let zone = ["call", "set_zone", "--device-id", &hill, "--zone-id", "1", "--setpoint-heat", "22.5"];
    assert_eq!(service.run(&zone).json(), json!({"47751": "modified"}));
    let file = ["call", "firmware", "--firmware-type-id", "2", "--version", "4.11.5"];
    assert!(service.run(&file).json().as_str().is_some_and(|base64| base64.starts_with("AGZpcm13YXJl")));
}

#[test]
fn what_goes_wrong_is_said_in_the_words_of_this_api() {
    let folder = tempfile::tempdir().expect("a folder");
    let said: crate::support::Said =
        program(&folder).args(["--api", "myuplink", "systems"]).output().expect("it runs").into();
    assert_eq!(said.code, 2);
    assert!(said.err.contains("MYUPLINK_CLIENT_ID") && !said.err.contains("NIBE_UPLINK"), "{}", said.err);
    let service = Service::myuplink(&["--auto-approve"]);
    let said = service.run(&["systems"]);
    assert!(said.code == 3 && said.err.contains("`nibe-uplink --api myuplink login`"), "{}", said.err);
    let help: crate::support::Said =
        program(&folder).args(["--api", "myuplink", "call", "set_points", "--help"]).output().expect("it runs").into();
    assert!(help.out.contains("nibe-uplink --api myuplink call set_points --device-id <TEXT>"), "{}", help.out);
}

#[test]
fn a_reader_keeps_its_login_and_learns_which_scope_is_missing() {
    let service = Service::myuplink(&["--auto-approve"]);
    // The default asks to stay logged in.
    let login = service.log_in("READSYSTEM offline_access");
    assert_eq!(login.code, 0, "{}", login.err);
    assert!(service.tokens().contains("refresh_token"));
    let said = service.run(&["set", "any", "47011=1"]);
    let login = "`nibe-uplink --api myuplink login --scopes \"READSYSTEM offline_access WRITESYSTEM\"`";
    assert!(said.code == 4 && said.err.contains(login), "{}", said.err);
}
