//! `simulate`

use std::fs;

use crate::support::{Running, Said, Service, get, get_with, post, program, try_post};

#[test]
fn one_line_of_json_and_a_quiet_end() {
    for signal in ["TERM", "INT"] {
        let service = Service::start(&["--auto-approve"]);
        for name in ["base_url", "client_id", "client_secret", "redirect_uri"] {
            assert!(!service.fact(name).is_empty(), "{name}");
        }
        assert!(service.facts["systems"].as_array().is_some_and(|s| s.len() == 3));
        assert_eq!(get(&format!("{}/api/v1/systems", service.fact("base_url"))).status, 401);
        service.running.signal(signal);
        let said = service.running.finish();
        assert_eq!((said.code, said.out.as_str(), said.err.as_str()), (0, "", ""), "{signal}");
    }
}

#[test]
fn machines_from_files_replace_the_demo() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("mine.json");
    let unit = r#"{"systemUnitId":0,"name":"m","shortName":"m","product":"F750","softwareVersion":"1"}"#;
    fs::write(&file, format!(r#"[{{"unit":{unit},"categories":[]}}]"#)).expect("written");
    let service = Service::start(&["--machine", file.to_str().expect("UTF-8")]);
    assert_eq!(service.facts["systems"].as_array().map(Vec::len), Some(1));
}

#[test]
fn another_spec_is_served_from_its_examples() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("tiny.toml");
    let spec = "[api]\nname = \"Tiny\"\nversion = \"1\"\nbase_url = \"https://tiny.example\"\ndoc = \"Tiny.\"\n\n\
                [function.ping]\ndoc = \"Says hello.\"\nhttp = \"GET /ping\"\nscope = \"none\"\nanswer.200 = \"string\"\n";
    fs::write(&file, spec).expect("written");
    let service = Service::start(&["--spec", file.to_str().expect("UTF-8")]);
    assert_ne!(get(&format!("{}/ping", service.fact("base_url"))).status, 404);

    fs::write(&file, spec.replace("GET /ping", "FETCH /ping")).expect("written");
    let said: crate::support::Said =
        program(&folder).args(["simulate", "--spec", "tiny.toml"]).output().expect("it runs").into();
    assert_eq!(said.code, 1);
    assert!(said.err.starts_with("error: tiny.toml:9:"), "{}", said.err);
}

#[test]
fn wrong_files_are_named() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("bad.json"), "[{]").expect("written");
    for (option, file) in
        [("--machine", "bad.json"), ("--machine", "none.json"), ("--spec", "none.toml"), ("--spec", ".")]
    {
        let said: crate::support::Said =
            program(&folder).args(["simulate", option, file]).output().expect("it runs").into();
        assert_eq!((said.code, said.out.as_str()), (1, ""), "{file}");
        assert!(said.err.starts_with("error: ") && said.err.contains(file), "{}", said.err);
        assert_eq!(said.err.lines().count(), 1, "{}", said.err);
    }
}

#[test]
fn wrong_options_are_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    for (options, why) in [
        (&["--speed", "-1"][..], "speed has to be"),
        (&["--at", "noon"], "a point in time"),
        (&["--scopes", "EVERYTHING"], "EVERYTHING"),
        (&["--pace", "fast"], "possible values: off, spec"),
        (&["--owners", "0"], "owners has to be a number from 1 to 60000"),
        (&["--owners", "60001"], "owners has to be a number from 1 to 60000"),
        (&["--owners", "2", "--machine", "x.json"], "leave `owners` out"),
        (&["--rate", "2/60"], "turn pace on, or leave rate out"),
        (&["--pace", "spec", "--rate", "60"], "such as 500/60"),
        (&["--pace", "spec", "--rate", "0/60"], "a rate is one request or more"),
        (&["--limit", "user"], "turn pace on, or leave limits out"),
        (&["--pace", "spec", "--limit", "house"], "application"),
    ] {
        let said: crate::support::Said =
            program(&folder).arg("simulate").args(options).output().expect("it runs").into();
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{options:?} {}", said.err);
        assert!(said.err.contains(why), "{options:?} {}", said.err);
    }
}

#[test]
fn owners_have_a_machine_each_and_the_limits_that_are_said() {
    for (limits, of_second) in [(&["--limit", "user"][..], 200), (&["--limit", "application"], 400), (&[], 400)] {
        let pace = ["--pace", "spec", "--rate", "2/600", "--speed", "0"];
        let options = [&["--auto-approve", "--owners", "3"], &pace[..], limits].concat();
        let service = Service::start(&options);
        assert_eq!(service.facts["systems"], serde_json::json!([10001, 10002, 10003]));
        let token = |owner: &str| {
            assert_eq!(service.log_in_as("READSYSTEM", &format!("&login_hint={owner}")).code, 0);
            let tokens = service.tokens();
            let (_, rest) = tokens.rsplit_once("\"access_token\"").expect("a login");
            rest.split('"').nth(1).expect("a token").to_owned()
        };
        let (first, second) = (token("owner-00001"), token("owner-00002"));
        let ask = |token: &str, system: u32| {
            let url = format!("{}/api/v1/systems/{system}", service.fact("base_url"));
            get_with(&url, &format!("Authorization: Bearer {token}\r\n")).status
        };
        assert_eq!((ask(&first, 10001), ask(&first, 10002)), (200, 403), "{limits:?}: of the first owner alone");
        assert_eq!(ask(&first, 10001), 400, "{limits:?}: a third request in ten minutes");
        assert_eq!(ask(&second, 10002), of_second, "{limits:?}");
    }
}

#[test]
fn t68_credentials_of_a_real_application_are_refused() {
    const SECRET: &str = "CANARYMdzyUkZhqRWLbMQ0mS8f7+1kBpRMMqmNeD+nE=";
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("secret"), SECRET).expect("written");
    let cloud = [("NIBE_UPLINK_BASE_URL", "https://api.nibeuplink.com"), ("NIBE_UPLINK_CLIENT_ID", "0123")];
    for (variables, options) in [
        (&[("NIBE_UPLINK_CLIENT_SECRET", SECRET)][..], &[][..]),
        (&cloud[1..], &[]),
        (&cloud, &[]),
        (&[], &["--client-id", "0123"]),
        (&[], &["--client-secret-file", "secret"]),
        (&[("MYUPLINK_CLIENT_SECRET", SECRET)], &["--api", "myuplink"]),
    ] {
        let mut command = program(&folder);
        command.envs(variables.iter().copied()).args(options).arg("simulate");
        let said: Said = command.output().expect("it runs").into();
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{variables:?} {options:?} {}", said.err);
        assert!(said.err.contains("CLIENT_SECRET") && !said.err.contains("CANARY"), "{}", said.err);
    }
    // Those of another local service may stay set in a shell.
    let earlier = Service::start(&[]);
    let mut running = Running::start(earlier.program().arg("simulate"));
    let line = running.line();
    assert!(line.contains("base_url") && !line.contains(earlier.fact("client_secret")), "{line}");
}

#[test]
fn t68_no_option_opens_the_service_to_others() {
    let folder = tempfile::tempdir().expect("a folder");
    for options in [&["--host", "0.0.0.0"][..], &["--bind", "::"], &["--address", "0.0.0.0"], &["--port", "0.0.0.0:80"]]
    {
        let said: Said = program(&folder).arg("simulate").args(options).output().expect("it runs").into();
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{options:?} {}", said.err);
    }
}

#[test]
fn a_strict_service_lets_the_program_log_in() {
    let service = Service::start(&["--auto-approve", "--profile", "strict"]);
    assert_eq!(service.facts.get("admin_url"), None);
    assert_eq!(service.log_in("READSYSTEM").code, 0);
    assert_eq!(service.run(&["systems"]).code, 0);
    let query = format!("client_id={}&response_type=code", service.fact("client_id"));
    let elsewhere =
        format!("{}/oauth/authorize?{query}&redirect_uri=http%3A%2F%2Flocalhost%2F", service.fact("base_url"));
    assert_eq!(get(&elsewhere).status, 400);
}

#[test]
fn faults_are_switched_through_the_admin_port() {
    let service = Service::start(&["--auto-approve", "--admin-port", "0"]);
    assert_eq!(service.log_in("READSYSTEM").code, 0);
    let faults = format!("{}/faults", service.fact("admin_url"));
    assert_eq!(post(&faults, r#"{"kind":"status","on":"systems","status":500,"times":9}"#), 200);
    assert_eq!(service.run(&["systems"]).code, 1);
    assert_eq!(post(&faults, r#"{"kind":"explode"}"#), 400);
    let block = format!("{}/applications/{}/block", service.fact("admin_url"), service.fact("client_id"));
    assert_eq!(post(&block, ""), 200);
    assert_eq!(get(&format!("{}/tally", service.fact("admin_url"))).status, 200);
}

#[test]
fn logins_survive_a_restart() {
    let folder = tempfile::tempdir().expect("a folder");
    let state = folder.path().join("state.json");
    let state = state.to_str().expect("UTF-8");
    let service = Service::start(&["--auto-approve", "--state", state]);
    assert_eq!(service.log_in("READSYSTEM").code, 0);
    let taken: Said = program(&folder).args(["simulate", "--state", state]).output().expect("it runs").into();
    assert_eq!(taken.code, 1);
    let sentence = format!("error: cannot use the state file {state}: another service uses it; choose another file\n");
    assert_eq!(taken.err, sentence);
    // Killed, not asked to end: what was answered has been kept.
    let Service { running, facts, folder: tokens, .. } = service;
    running.signal("KILL");
    assert_eq!(running.finish().code, -1);
    let port = facts["base_url"].as_str().and_then(|url| url.rsplit(':').next()).expect("a port");
    let again = Service::start(&["--auto-approve", "--state", state, "--port", port]);
    assert_eq!(again.facts, facts);
    let again = Service { folder: tokens, ..again };
    assert_eq!(again.run(&["systems"]).code, 0, "the tokens of the first run");
}

/// Killed at any moment, a service leaves a file that the next one reads, with all that was answered.
#[test]
fn a_service_that_is_killed_while_it_writes_loses_nothing_that_it_answered() {
    let folder = tempfile::tempdir().expect("a folder");
    let state = folder.path().join("state.json");
    let state = state.to_str().expect("UTF-8");
    let mut answered = 1;
    for kill in 0..5_u64 {
        let service = Service::start(&["--state", state, "--admin-port", "0"]);
        let kept: serde_json::Value =
            serde_json::from_str(&fs::read_to_string(state).expect("a file")).expect("it is whole");
        let there = kept["clients"].as_object().map_or(0, |all| all.len());
        // The one that was under way may be there, too.
        assert!(there == answered || there == answered + 1, "{there} of {answered}");
        answered = there;
        let applications = format!("{}/applications", service.fact("admin_url"));
        let Service { running, .. } = service;
        let killer = std::thread::spawn(move || {
            std::thread::sleep(std::time::Duration::from_millis(20 + 13 * kill));
            running.signal("KILL");
            running.finish();
        });
        while try_post(&applications, r#"{"name":"Another","redirect_uri":"http://127.0.0.1:1/back"}"#) == Some(200) {
            answered += 1;
        }
        killer.join().expect("it is killed");
    }
    assert!(answered > 5, "{answered} applications");
}

/// A limit of the size of files stands for a disk that is full: whatever was granted before is still there.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_spoils_nothing_that_was_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let state = folder.path().join("state.json");
    let mut limited = std::process::Command::new("bash");
    // 16 kilobytes; who writes more gets an error in place of a signal.
    limited.args(["-c", "trap '' XFSZ; ulimit -f 16; exec \"$@\"", "bash"]);
    let program = program(&folder);
    limited.arg(program.get_program()).args(["simulate", "--admin-port", "0", "--state"]).arg(&state);
    let mut running = Running::start(limited.current_dir(folder.path()));
    let facts: serde_json::Value = serde_json::from_str(&running.line()).expect("JSON");
    let applications = format!("{}/applications", facts["admin_url"].as_str().expect("an address"));
    let register = || post(&applications, r#"{"name":"Another","redirect_uri":"http://127.0.0.1:1/back"}"#);
    let kept =
        || -> serde_json::Value { serde_json::from_str(&fs::read_to_string(&state).expect("a file")).expect("whole") };
    let taken = (0..1000).take_while(|_| register() == 200).count();
    assert!((10..500).contains(&taken), "{taken} applications");
    assert_eq!(kept()["clients"].as_object().map(|all| all.len()), Some(taken + 1), "what was answered");
    assert_eq!(register(), 500, "it goes on and says so");
    running.signal("KILL");
    running.finish();
    let again = Service::start(&["--state", state.to_str().expect("UTF-8"), "--admin-port", "0"]);
    assert_eq!(again.facts["client_id"], facts["client_id"]);
    assert_eq!(kept()["clients"].as_object().map(|all| all.len()), Some(taken + 1));
    assert_eq!(
        post(
            &format!("{}/applications", again.fact("admin_url")),
            r#"{"name":"Another","redirect_uri":"http://127.0.0.1:1/back"}"#
        ),
        200,
        "there is room again"
    );
}
