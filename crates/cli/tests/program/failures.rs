//! Exit codes, error messages, and what must never be said.

use std::process::Stdio;

use crate::support::{Said, Service, program};

#[test]
fn wrong_use_is_2() {
    let service = Service::start(&[]);
    for (arguments, sentence) in [
        (&["call", "parameters", "--system-id", "1"][..], "error: `call parameters` needs --parameter-ids;"),
        (&["call", "system", "--system-id", "0"], "error: system: `system_id` must be 1 or more, not 0"),
        (&["call", "system", "--system-id", "x"], "error: --system-id must be a whole number, not `x`"),
        (&["set", "1", "47011"], "error: `47011` is not of the form NAME=VALUE"),
        (&["read", "1", "--timeout", "0", "40004"], "error: invalid value '0' for '--timeout <SECONDS>'"),
        (
            &["systems", "--base-url", "http://10.0.0.1"],
            "error: the base URL `http://10.0.0.1` must start with https://",
        ),
        (&["systems", "--client-secret-file", "none"], "error: the client secret file none:"),
        (&["nonsense"], "error: unrecognized subcommand 'nonsense'"),
    ] {
        let said = service.run(arguments);
        assert_eq!(said.code, 2, "{arguments:?} {}", said.err);
        assert!(said.err.starts_with(sentence), "{arguments:?} {}", said.err);
        let mut json = vec!["--json"];
        json.extend(arguments);
        let error = service.run(&json).error();
        assert!(error["kind"].is_string() && error["message"].is_string(), "{error}");
    }
    let nobody: Said = program(&service.folder).arg("systems").output().expect("it runs").into();
    assert!(nobody.code == 2 && nobody.err.contains("NIBE_UPLINK_CLIENT_ID"), "{}", nobody.err);
}

#[test]
fn no_login_is_3() {
    let service = Service::start(&[]);
    let said = service.run(&["systems"]);
    assert_eq!((said.code, said.out.as_str()), (3, ""));
    assert!(said.err.starts_with("error: log in first") && said.err.contains("`nibe-uplink login`"), "{}", said.err);
    assert_eq!(service.run(&["systems", "--json"]).error()["kind"], "login_required");
}

#[test]
fn a_missing_scope_is_4() {
    let service = Service::start(&["--auto-approve"]);
    assert_eq!(service.log_in("READSYSTEM").code, 0);
    let said = service.run(&["set", "80101", "47011=1"]);
    assert_eq!((said.code, said.out.as_str()), (4, ""));
    assert!(said.err.contains("`nibe-uplink login --scopes \"READSYSTEM WRITESYSTEM\"`"), "{}", said.err);
    assert_eq!(said.err.lines().count(), 1);
    assert_eq!(service.run(&["set", "80101", "47011=1", "--json"]).error()["kind"], "missing_scope");
}

#[test]
fn a_service_that_is_down_is_1() {
    let mut service = Service::start(&["--auto-approve"]);
    assert_eq!(service.log_in("READSYSTEM").code, 0);
    service.running.signal("TERM");
    // The line after the last: the service has ended.
    assert_eq!(service.running.line(), "");
    let said = service.run(&["systems"]);
    assert_eq!(said.code, 1);
    assert!(said.err.starts_with("error: systems: cannot connect to 127.0.0.1:"), "{}", said.err);
    assert_eq!(said.err.lines().count(), 1);
}

#[test]
fn errors_of_the_server_are_1() {
    let service = Service::start(&["--auto-approve"]);
    assert_eq!(service.log_in("READSYSTEM").code, 0);
    let said = service.run(&["call", "system", "--system-id", "5"]);
    assert!(said.code == 1 && said.err.contains("UNKNOWN_SYSTEM"), "{}", said.err);
}

#[test]
fn secrets_are_never_said() {
    let service = Service::start(&["--auto-approve"]);
    let secret = service.fact("client_secret").to_owned();
    let login = service.log_in("READSYSTEM");
    let tokens: Vec<String> = service
        .tokens()
        .split('"')
        .filter(|text| text.len() >= 20 && !text.contains("://") && !text.contains(service.fact("client_id")))
        .map(str::to_owned)
        .collect();
    assert!(tokens.len() >= 2, "an access token and a refresh token");
    let mut said = vec![login];
    for arguments in [
        &["--help"][..],
        &["login", "--help"],
        &["call", "systems", "--help"],
        &["systems"],
        &["systems", "--json"],
        &["set", "80101", "47011=1"],
        &["systems", "--client-id", "wrong"],
        &["systems", "--client-secret"],
        &["logout"],
    ] {
        said.push(service.run(arguments));
    }
    // Somebody will try it. The value stands in the list of processes, but not in our message.
    said.push(service.run(&["systems", &format!("--client-secret={secret}")]));
    for said in said {
        for secret in tokens.iter().chain([&secret]) {
            assert!(!said.out.contains(secret) && !said.err.contains(secret), "{} {}", said.out, said.err);
        }
    }
}

#[test]
fn help_hides_the_environment() {
    let folder = tempfile::tempdir().expect("a folder");
    let help = program(&folder).arg("--help").env("NIBE_UPLINK_CLIENT_ID", "CANARY").output().expect("it runs");
    let text = String::from_utf8(help.stdout).expect("UTF-8");
    assert!(text.contains("[env: NIBE_UPLINK_CLIENT_ID]") && !text.contains("CANARY"), "{text}");
}

#[test]
fn a_closed_pipe_is_no_panic() {
    let folder = tempfile::tempdir().expect("a folder");
    for arguments in [&["parameters"][..], &["call", "--help"], &["demo"], &["simulate"]] {
        let mut command = program(&folder);
        let mut child =
            command.args(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
        drop(child.stdout.take());
        let said = Said::from(child.wait_with_output().expect("it ends"));
        assert_eq!((said.code, said.err.as_str()), (0, ""), "{arguments:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_1() {
    let folder = tempfile::tempdir().expect("a folder");
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").expect("Linux has it");
    let said: Said = program(&folder).arg("parameters").stdout(full).output().expect("it runs").into();
    assert!(said.code == 1 && said.err.starts_with("error: cannot write the output:"), "{}", said.err);
}
