//! `watch`

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use serde_json::{Value, json};

use crate::support::{Running, Said, Service, post};

const LAKE_HOUSE: &str = "80101";
const START: [&str; 7] = ["--auto-approve", "--speed", "0", "--at", "2024-01-15T06:00:00Z", "--admin-port", "0"];

fn service() -> Service {
    let service = Service::start(&START);
    assert_eq!(service.log_in("READSYSTEM WRITESYSTEM").code, 0);
    service
}

/// A watch that reads as often as can be.
fn start(service: &Service, arguments: &[&str]) -> Running {
    Running::start(service.program().args(["watch", "--no-pace", "--every", "1s"]).args(arguments))
}

fn stop(running: Running, signal: &str) -> Said {
    running.signal(signal);
    running.finish()
}

fn fault(service: &Service, fault: &Value) {
    assert_eq!(post(&format!("{}/faults", service.fact("admin_url")), &fault.to_string()), 200);
}

/// What was told, without its times.
fn told(said: &Said) -> Vec<String> {
    said.err.lines().map(|line| line.split_once("Z: ").map_or(line, |(_, told)| told).to_owned()).collect()
}

#[test]
fn a_line_for_each_reading() {
    let service = service();
    let mut watch = start(&service, &[LAKE_HOUSE, "40004", "hot_water_temperature", "--system", "80102"]);
    let lines: Vec<String> = (0..6).map(|_| watch.line()).collect();
    for (line, words) in lines.iter().zip(["80101  40004", "80101  40013", "80102", "80102", "80101  40004"]) {
        assert!(line.contains(words) && line.contains("°C"), "{words}: {lines:?}");
        assert!(line.starts_with("20") && line.split(' ').next().is_some_and(|at| at.ends_with('Z')), "{line}");
    }
    let said = stop(watch, "TERM");
    assert_eq!((said.code, said.err.as_str()), (0, ""));
}

#[test]
fn lines_for_programs() {
    let service = service();
    let mut watch = start(&service, &[LAKE_HOUSE, "outdoor_temperature", "--json"]);
    for _ in 0..2 {
        let line: Value = serde_json::from_str(&watch.line()).expect("JSON on each line");
        assert_eq!((&line["systemId"], &line["parameterId"]), (&json!(80101), &json!(40004)));
        assert!(line["value"].is_f64() && line["source"] == "factor" && line["time"].is_string(), "{line}");
    }
    assert_eq!(stop(watch, "INT").code, 0);
    let mut watch = start(&service, &[LAKE_HOUSE, "40004", "--csv"]);
    assert_eq!(watch.line(), "time,system,parameter,title,value,unit");
    let (one, two) = (watch.line(), watch.line());
    let cells = |line: &str| line.split(',').map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(cells(&one)[1..], cells(&two)[1..]);
    assert!(cells(&one)[4].parse::<f64>().is_ok() && cells(&one)[5] == "°C", "{one}");
    assert_eq!(stop(watch, "INT").err, "");
    assert_eq!(service.run(&["watch", LAKE_HOUSE, "40004", "--csv", "--json"]).code, 2);
}

#[test]
fn what_the_pace_does_not_allow_is_refused() {
    let service = service();
    let refused = service.run(&["watch", LAKE_HOUSE, "40004", "--every", "5s"]);
    assert_eq!((refused.code, refused.out.as_str()), (2, ""));
    assert_eq!(
        refused.err,
        "error: every 5 s is too often: each round takes 2 requests, and NIBE Uplink allows 1 request in 4 s and so needs \
         9 s; read every 9 s or more, or read less\n"
    );
    let wrong = service.run(&["watch", LAKE_HOUSE, "40004", "--every", "soon"]);
    assert!(wrong.code == 2 && wrong.err.contains("give a time such as 90s, 5m or 1h30m"), "{}", wrong.err);
    let mut watch = Running::start(service.program().args(["watch", LAKE_HOUSE, "40004", "--every", "9s"]));
    assert!(watch.line().contains("40004"));
    assert_eq!(stop(watch, "INT").code, 0);
}

#[test]
fn a_system_that_is_away_is_told_once_and_so_is_its_return() {
    let service = service();
    let mut watch = start(&service, &[LAKE_HOUSE, "40004"]);
    watch.line();
    let offline = r#"{"httpStatusCode":400,"errorCode":26,"details":[]}"#;
    fault(&service, &json!({"kind": "status", "on": "parameters", "status": 400, "body": offline, "times": 2}));
    (0..2).for_each(|_| assert!(watch.line().contains("40004")));
    let told = told(&stop(watch, "TERM"));
    assert!(
        told.len() == 2 && told[0].starts_with("system 80101 is offline: parameters: the server answered"),
        "{told:?}"
    );
    assert_eq!(told[1], "system 80101 is back");
}

#[test]
fn a_system_that_the_cloud_has_lost_is_told_once() {
    let service = service();
    let mut system = service.run(&["call", "system", "--system-id", LAKE_HOUSE, "--json"]).json();
    system["connectionStatus"] = "OFFLINE".into();
    fault(&service, &json!({"kind": "body", "on": "system", "body": system.to_string(), "times": 2}));
    let mut watch = start(&service, &[LAKE_HOUSE, "40004"]);
    (0..4).for_each(|_| assert!(watch.line().contains("40004")));
    let told = told(&stop(watch, "TERM"));
    let both = ["system 80101 is not connected (OFFLINE); its values may be old", "system 80101 is connected again"];
    assert_eq!(told, both);
}

#[test]
fn what_fails_in_passing_ends_nothing() {
    let service = service();
    // 16 parameters are two requests, of which one fails once.
    let many: Vec<String> = (40004..40020).map(|id| id.to_string()).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let mut watch = start(&service, &[&[LAKE_HOUSE][..], &many].concat());
    watch.line();
    fault(&service, &json!({"kind": "html", "on": "parameters", "times": 1}));
    (0..2).for_each(|_| while !watch.line().contains("40004") {});
    let told = told(&stop(watch, "TERM"));
    let failures: Vec<_> = told.iter().filter(|line| line.ends_with("; tries again")).collect();
    assert!(failures.len() == 1 && failures[0].starts_with("system 80101: parameters: the answer does"), "{told:?}");
}

#[test]
fn wrong_words_end_it_at_once() {
    let service = service();
    let none = service.run(&["watch", LAKE_HOUSE, "no_such_alias", "1"]);
    assert_eq!((none.code, none.out.as_str()), (1, ""));
    let last = "error: there is nothing to watch: no parameter that was named is known; `nibe-uplink read SYSTEM` lists them\n";
    assert!(none.err.ends_with(last), "{}", none.err);
    let one = start(&service, &[LAKE_HOUSE, "no_such_alias", "40004"]);
    let mut one = one;
    (0..3).for_each(|_| assert!(one.line().contains("40004")));
    let once = "note: system 80101 does not know the parameter no_such_alias\n";
    assert_eq!(stop(one, "INT").err, once);
    assert_eq!(service.run(&["watch", "1", "40004"]).code, 1, "no such system");
    assert_eq!(service.run(&["logout"]).code, 0);
    let login = service.run(&["watch", LAKE_HOUSE, "40004"]);
    assert!(login.code == 3 && login.err.contains("nibe-uplink login"), "{}", login.err);
}

#[test]
fn a_reader_that_leaves_ends_it_quietly() {
    let service = service();
    let mut command = service.program();
    command.args(["watch", LAKE_HOUSE, "40004", "--no-pace", "--every", "1s"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    let mut lines = BufReader::new(child.stdout.take().expect("a pipe"));
    lines.read_line(&mut String::new()).expect("a line");
    drop(lines);
    let said = Said::from(child.wait_with_output().expect("it ends"));
    assert_eq!((said.code, said.err.as_str()), (0, ""));
}

#[test]
fn devices_of_myuplink() {
    let service = Service::myuplink(&["--auto-approve", "--speed", "0", "--at", "2026-01-15T06:00:00Z"]);
    assert_eq!(service.log_in("READSYSTEM offline_access").code, 0);
    let systems = service.run(&["systems", "--json"]).json();
    let device = systems[0]["devices"][0]["id"].as_str().expect("an id").to_owned();
    let mut watch = start(&service, &[&device, "40004", "--json"]);
    for _ in 0..2 {
        let line: Value = serde_json::from_str(&watch.line()).expect("JSON on each line");
        assert_eq!((&line["deviceId"], &line["parameterId"]), (&json!(device), &json!("40004")));
        assert!(line["shown"].is_f64() && line["timestamp"].is_string() && line["time"].is_string(), "{line}");
    }
    assert_eq!(stop(watch, "INT").code, 0);
    let all = Running::start(service.program().args(["watch", &device, "--csv"]));
    let mut all = all;
    assert_eq!(all.line(), "time,device,point,title,value,unit");
    (0..40).for_each(|_| assert!(all.line().contains(&device)));
    assert_eq!(stop(all, "TERM").code, 0);
    let refused = service.run(&["watch", &device, "40004", "--every", "4s"]);
    assert!(refused.code == 2 && refused.err.contains("25 requests in 60 s and so needs 5 s"), "{}", refused.err);
}
