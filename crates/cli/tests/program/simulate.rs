//! `simulate`

use std::fs;

use crate::support::{Service, get, program};

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
    for options in [&["--speed", "-1"][..], &["--at", "noon"], &["--scopes", "EVERYTHING"], &["--pace", "fast"]] {
        let said: crate::support::Said =
            program(&folder).arg("simulate").args(options).output().expect("it runs").into();
        assert_eq!(said.code, 2, "{options:?} {}", said.err);
    }
}
