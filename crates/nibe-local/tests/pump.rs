//! The client against the local service: over TLS with a certificate that nobody vouches for.

use std::time::Duration;

use nibe_local::simulator::{self, Firmware, Manners, Options};
use nibe_local::types::{AidMode, SmartMode};
use nibe_local::{
    Client, Credentials, ErrorKind, Pairing, Reading, RetryPolicy, SecretString, Value, Verify, WriteState, pair,
    seen_certificate,
};

const QUICK: Verify = Verify { within: Duration::from_secs(5), every: Duration::from_millis(10) };

#[tokio::test]
async fn points_are_read_and_written() {
    let (_service, client) = simulator::start().await.expect("a service");
    let all = client.read_points(0, [], None).await.expect("readings");
    assert!(all.len() > 80, "{}", all.len());
    let some = client.read_points(0, [3671, 4], Some("de")).await.expect("readings");
    assert_eq!(some[0].id, 3671);
    assert_eq!(some[1].title.as_deref(), Some("Aktuelle Außenlufttemperatur (BT1)"));
    assert_eq!((some[0].limits.min, some[0].limits.max, some[0].writable), (Some(-10.0), Some(10.0), true));
    let written = client.write_points(0, [(3671, 1)], Some(QUICK)).await.expect("a verdict");
    assert_eq!(written[&3671].state, WriteState::Applied, "{written:?}");
    assert_eq!(client.read_points(0, [3671], None).await.expect("a reading")[0].value, Value::Int(1));
    let absent = client.read_points(0, [121], None).await.expect("a reading");
    assert_eq!(absent[0].value, Value::Absent);
    let times = client.read_points(0, [3708], None).await.expect("a reading");
    assert_eq!((&times[0].value, times[0].writable), (&Value::Text("02:00:00".into()), false));
    assert!(client.read_points(0, [10_614], None).await.expect("nothing").is_empty(), "its switch is off");
    let serial = client.devices().await.expect("devices").devices.remove(0).product.serial_number;
    assert!(serial.starts_with('0'));
    assert_eq!(client.read_points(serial, [3671], None).await.expect("a reading").len(), 1);
    assert_eq!(client.device(7).await.expect_err("no such device").kind(), ErrorKind::Forbidden);
}

#[tokio::test]
async fn what_cannot_be_meant_is_not_sent() {
    let (service, client) = simulator::start().await.expect("a service");
    for (id, value, says) in
        [(3671, 99.0, "takes -10 to 10"), (3671, 0.5, "steps of 1"), (3708, 1.0, "time of the day")]
    {
        let error = client.write_points(0, [(id, value)], None).await.expect_err("a refusal");
        assert!(error.kind() == ErrorKind::Argument && error.to_string().contains(says), "{error}");
    }
    assert!(service.requests().iter().all(|request| request.method == "GET"));
    let error = client.write_points(0, [(4, 1)], None).await.expect_err("a refusal");
    assert!(error.to_string().contains("can only be read"), "{error}");
}

#[tokio::test]
async fn a_pump_that_only_lets_its_values_be_read_says_so_in_a_sentence() {
    let manners = Manners { read_only: true, ..Manners::default() };
    let (_service, client) = simulator::start_with(manners, Options::default()).await.expect("a service");
    let error = client.write_points(0, [(3671, 1)], None).await.expect_err("a refusal");
    assert!(error.to_string().contains("turn `read only` off in its menu 7.5.15"), "{error}");
}

#[tokio::test]
async fn both_forms_of_verdicts_are_read() {
    let manners = Manners { whole_points: true, ..Manners::default() };
    let (_service, client) = simulator::start_with(manners, Options::default()).await.expect("a service");
    let written = client.write_points(0, [(3671, 1), (999_999, 1)], None).await.expect("verdicts");
    assert_eq!((written[&3671].state, written[&999_999].state), (WriteState::Accepted, WriteState::Refused));
}

#[tokio::test]
async fn t75_another_certificate_gets_nothing_and_both_are_named() {
    let (service, _) = simulator::start().await.expect("a service");
    let (other, _) = simulator::start().await.expect("another service");
    let mut pairing = simulator::pairing(&service).expect("a pairing");
    let right = pairing.fingerprint.to_string();
    pairing.fingerprint = other.fingerprint().expect("a fingerprint").parse().expect("one");
    let error = pairing.client().expect("a client").devices().await.expect_err("a refusal").to_string();
    assert!(error.contains("will not speak to 127.0.0.1"), "{error}");
    assert!(error.contains(&right) && error.contains(&pairing.fingerprint.to_string()), "{error}");
    assert!(service.requests().is_empty());
    let plain = Client::new(nibe_local::Options { pinned_certificate: None, ..pairing.options() }).expect("a client");
    assert!(plain.devices().await.is_err(), "nobody vouches for it");
}

#[tokio::test]
async fn t76_pairing_looks_once_and_keeps_what_it_saw() {
    let (service, _) = simulator::start().await.expect("a service");
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("local.json");
    let own = simulator::pairing(&service).expect("a pairing");
    let url = service.base_url();
    assert_eq!(seen_certificate(url, Duration::from_secs(5)).await.expect("a certificate"), own.fingerprint);
    let wrong = pair(url, &own.username, SecretString::from("wrong"), None, &file).await.expect_err("a refusal");
    assert!(wrong.to_string().contains("refuses this user name and password"), "{wrong}");
    assert!(!file.exists());
    let paired = pair(url, &own.username, own.password.clone(), None, &file).await.expect("a pump");
    assert_eq!((paired.pairing.fingerprint, paired.devices.len()), (own.fingerprint.clone(), 1));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(file.metadata().expect("a file").permissions().mode() & 0o777, 0o600);
    }
    let client = Pairing::load(&file, None).expect("a pairing").client().expect("a client");
    assert_eq!(client.devices().await.expect("devices").devices.len(), 1);
    // The pump's certificate changes: a service at the same address with another one.
    let text = std::fs::read_to_string(&file).expect("text");
    let (other, _) = simulator::start().await.expect("another service");
    let before = other.fingerprint().expect("a fingerprint").to_owned();
    std::fs::write(&file, text.replace(&own.fingerprint.to_string(), &before)).expect("a file");
    let changed = pair(url, &own.username, own.password.clone(), None, &file).await.expect_err("a refusal").to_string();
    assert!(changed.contains(&before) && changed.contains(&own.fingerprint.to_string()), "{changed}");
    pair(url, &own.username, own.password, Some(own.fingerprint), &file).await.expect("it was named");
}

#[tokio::test]
async fn one_request_at_a_time_goes_to_a_pump_from_all_clients() {
    let (service, _) = simulator::start().await.expect("a service");
    let pairing = simulator::pairing(&service).expect("a pairing");
    let slow = r#"{"kind": "delay", "seconds": 0.2, "on": "devices", "times": 3}"#;
    service.fault_of_json(&serde_json::from_str(slow).expect("JSON")).expect("a fault");
    let start = std::time::Instant::now();
    let calls = (0..3).map(|_| {
        let client = pairing.client().expect("a client");
        tokio::spawn(async move { client.devices().await })
    });
    for call in calls.collect::<Vec<_>>() {
        call.await.expect("a task").expect("devices");
    }
    assert!(start.elapsed() >= Duration::from_millis(600), "{:?}", start.elapsed());
}

#[tokio::test]
async fn troubles_are_told_in_a_sentence() {
    let (service, _) = simulator::start().await.expect("a service");
    let pairing = simulator::pairing(&service).expect("a pairing");
    let credentials = Credentials::new().basic("account", "somebody", "wrong");
    let wrong = Client::new(nibe_local::Options { credentials, ..pairing.options() }).expect("a client");
    let error = wrong.devices().await.expect_err("a refusal");
    assert_eq!(error.kind(), ErrorKind::Unauthorized, "{error}");
    assert!(error.to_string().contains("The user name and the password of menu 7.5.15"), "{error}");
    let timeout = Duration::from_millis(300);
    let retries = RetryPolicy { attempts: 0, ..RetryPolicy::default() };
    let client = Client::new(nibe_local::Options { timeout, retries, ..pairing.options() }).expect("a client");
    for (fault, says) in [
        (r#"{"kind": "delay", "seconds": 3, "on": "devices"}"#, "see that no other program asks it"),
        (r#"{"kind": "html", "on": "devices"}"#, "HTML"),
    ] {
        service.fault_of_json(&serde_json::from_str(fault).expect("JSON")).expect("a fault");
        let error = client.devices().await.expect_err("a failure").to_string();
        assert!(error.contains(says), "{error}");
    }
}

#[tokio::test]
async fn requests_that_overlap_make_a_pump_take_no_connections_for_a_while() {
    let (service, client) = simulator::start().await.expect("a service");
    let pairing = simulator::pairing(&service).expect("a pairing");
    let slow = r#"{"kind": "delay", "seconds": 0.3, "on": "devices", "times": 2}"#;
    service.fault_of_json(&serde_json::from_str(slow).expect("JSON")).expect("a fault");
    // Neither keeps the pace, as two programs would.
    let (first, second) = tokio::join!(client.devices(), client.devices());
    assert!(first.is_ok() && second.is_ok(), "what is under way is answered");
    let retries = RetryPolicy { attempts: 0, ..RetryPolicy::default() };
    let options = nibe_local::Options { timeout: Duration::from_millis(300), retries, ..pairing.options() };
    let error = Client::new(options.clone()).expect("a client").devices().await.expect_err("silence");
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error}");
    service.advance(31.0);
    Client::new(options).expect("a client").devices().await.expect("devices");
}

#[tokio::test]
async fn a_pump_that_bears_it_answers_all_requests() {
    let manners = Manners { bears_overlap: true, ..Manners::default() };
    let (service, client) = simulator::start_with(manners, Options::default()).await.expect("a service");
    let slow = r#"{"kind": "delay", "seconds": 0.2, "on": "devices", "times": 2}"#;
    service.fault_of_json(&serde_json::from_str(slow).expect("JSON")).expect("a fault");
    let (first, second) = tokio::join!(client.devices(), client.devices());
    assert!(first.is_ok() && second.is_ok() && client.devices().await.is_ok());
}

#[tokio::test]
async fn modes_are_set_in_the_spelling_that_the_pump_takes() {
    let (service, client) = simulator::start().await.expect("a service");
    client.write_aid_mode(0, AidMode::On).await.expect("the first spelling");
    let refuse = r#"{"kind": "status", "status": 400, "on": "set_smart_mode", "times": 1}"#;
    service.fault_of_json(&serde_json::from_str(refuse).expect("JSON")).expect("a fault");
    client.write_smart_mode(0, SmartMode::Away).await.expect("the second spelling");
    let device = client.device(0).await.expect("a device");
    assert_eq!((device.aid_mode, device.smart_mode), (Some(AidMode::On), Some(SmartMode::Away)));
    let sent: Vec<_> = service.requests().into_iter().filter(|r| r.method == "POST").map(|r| r.body).collect();
    assert_eq!(sent, [r#"{"aidmode":"on"}"#, r#"{"smartmode":"away"}"#, r#"{"smartMode":"away"}"#]);
    // Another refusal is one.
    let refuse = r#"{"kind": "status", "status": 403, "on": "set_aid_mode", "times": 1}"#;
    service.fault_of_json(&serde_json::from_str(refuse).expect("JSON")).expect("a fault");
    let error = client.write_aid_mode(0, AidMode::Off).await.expect_err("a refusal");
    assert_eq!(error.kind(), ErrorKind::Forbidden, "{error}");
}

#[tokio::test]
async fn after_an_update_the_pump_is_another_server_with_other_points() {
    let manners = Manners { firmware: Firmware::V4_5_7, ..Manners::default() };
    let (service, client) = simulator::start_with(manners, Options::default()).await.expect("a service");
    let before = client.read_points(0, [], None).await.expect("readings");
    let has = |points: &[Reading], id: i64| points.iter().any(|one| one.id == id);
    assert!(has(&before, 3281) && !has(&before, 56_150) && !has(&before, 10_613));
    let outdoor = before.iter().find(|one| one.id == 4).expect("a reading");
    assert_eq!(outdoor.unit.as_deref(), Some("°C"), "the wrong encoding is mended");
    let old = simulator::pairing(&service).expect("a pairing");
    service.trouble(&service.system_ids()[0], "update", true).expect("an update");
    let retries = RetryPolicy { attempts: 0, ..RetryPolicy::default() };
    let quick = |pairing: &Pairing| {
        let options =
            nibe_local::Options { timeout: Duration::from_millis(300), retries, keep_pace: false, ..pairing.options() };
        Client::new(options).expect("a client")
    };
    let error = quick(&old).devices().await.expect_err("it is away");
    assert_eq!(error.kind(), ErrorKind::Timeout, "{error}");
    service.advance(31.0);
    let error = client.devices().await.expect_err("another certificate").to_string();
    let new = simulator::pairing(&service).expect("a pairing");
    for pin in [&old.fingerprint, &new.fingerprint] {
        assert!(error.contains(&pin.to_string()), "{error}");
    }
    let starting = quick(&new).read_points(0, [], None).await.expect("readings").len();
    service.advance(60.0);
    let after = quick(&new).read_points(0, [], None).await.expect("readings");
    assert!(starting < after.len() && has(&after, 56_150) && has(&after, 10_613) && !has(&after, 3281));
    assert_eq!(after.iter().find(|one| one.id == 2509).map(|one| one.value.clone()), Some(Value::Int(1037)));
}
