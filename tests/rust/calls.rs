//! What happens at a call, seen from outside: scopes, limits, paging, retries, odd answers.

use std::time::Duration;

use client::types::{SettingValue, SmartHomeMode};
use uplink_runtime::Error;
use uplink_simulator::nibe;
use uplink_simulator::{Tamper, TamperKind};
use uplink_tests::{Service, client_of};

fn next(kind: TamperKind) -> Tamper {
    Tamper { kind, function: None, times: 1 }
}

async fn demo() -> (Service, i64) {
    let service = Service::with(Box::new(nibe::demo())).await;
    let system = service.simulator().systems()[0];
    (service, system)
}

#[tokio::test]
async fn a_write_without_its_scope_is_never_sent() {
    let (service, system) = demo().await;
    let reader = client_of(service.simulator(), &["READSYSTEM".to_owned()]);
    let error = reader.set_parameters(system, [("47011", 1)]).await.expect_err("no scope");
    assert!(matches!(&error, Error::MissingScope(e) if e.needs == ["WRITESYSTEM"]), "{error}");
    let mode = reader.set_smarthome_mode(system, SmartHomeMode::Vacation).await.expect_err("no scope");
    assert!(matches!(mode, Error::MissingScope(_)), "{mode}");
    assert!(service.simulator().requests().is_empty(), "something was sent");
}

#[tokio::test]
async fn a_superset_of_scopes_passes() {
    let (service, system) = demo().await;
    service.client().system_config(system).await.expect("reading with both scopes");
}

#[tokio::test]
async fn a_long_list_is_split_by_the_declared_limit() {
    let (service, system) = demo().await;
    let ids: Vec<i64> = (0..32).map(|i| 40004 + i).collect();
    let readings = service.client().parameters(system, ids).await.expect("readings");
    let requests = service.simulator().requests();
    assert_eq!(requests.len(), 3, "32 ids go in 15 + 15 + 2");
    assert!(requests.iter().all(|r| r.path.matches("parameterIds=").count() <= 15));
    assert_eq!(requests.iter().map(|r| r.path.matches("parameterIds=").count()).sum::<usize>(), 32);
    assert!(readings.iter().any(|r| r.parameter_id == 40004));
}

#[tokio::test]
async fn pages_are_walked_to_the_last_item_and_no_further() {
    let (service, _) = demo().await;
    for &system in &service.simulator().systems() {
        let before = service.simulator().requests().len();
        let whole = service.client().notifications(system).active(false).items_per_page(1000).await.expect("one page");
        let mut stream = service.client().notifications(system).active(false).items_per_page(7).stream();
        let mut walked = Vec::new();
        while let Some(item) = stream.next().await {
            walked.push(item.expect("an item"));
        }
        assert_eq!(walked, whole);
        let pages = service.simulator().requests().len() - before - 1;
        assert_eq!(pages, whole.len().div_ceil(7).max(1), "{} items", whole.len());
    }
}

#[tokio::test]
async fn a_walk_may_begin_at_a_later_page() {
    let (service, _) = demo().await;
    let mut longest = (0, Vec::new());
    for &system in &service.simulator().systems() {
        let all = service.client().notifications(system).active(false).items_per_page(1000).await.expect("one page");
        if all.len() > longest.1.len() {
            longest = (system, all);
        }
    }
    let (system, all) = longest;
    assert!(all.len() > 30, "paging is real on one demo machine, {}", all.len());
    let rest = service.client().notifications(system).active(false).items_per_page(10).page(3).await.expect("pages");
    assert_eq!(rest, all[20..]);
}

#[tokio::test]
async fn a_written_setting_reads_back() {
    let (service, system) = demo().await;
    let settings = [("47011", SettingValue::from(-3)), ("48132", SettingValue::from("1"))];
    let results = service.client().set_parameters(system, settings).await.expect("written");
    assert_eq!(results.len(), 2);
    let readings = service.client().parameters(system, [47011]).await.expect("read back");
    assert_eq!(readings[0].value().as_f64(), Some(-3.0));
}

#[tokio::test]
async fn a_refused_setting_says_why() {
    let (service, system) = demo().await;
    let error = service.client().set_parameters(system, [("47398", 220)]).await.expect_err("out of range");
    let Error::Api(error) = error else { panic!("{error}") };
    assert_eq!((error.status, error.name), (400, Some("FORMAT_ERROR")));
    assert!(error.details[0].contains("47398"), "{:?}", error.details);
}

#[tokio::test]
async fn a_new_field_a_new_word_and_an_absent_optional_are_no_errors() {
    let (service, system) = demo().await;
    service.simulator().tamper(next(TamperKind::AddField));
    let read = service.client().system(system).await.expect("a new field is ignored");
    assert_eq!(read.system_id, system);
    let body = r#"{"mode":"PARTY"}"#.to_owned();
    service.simulator().tamper(next(TamperKind::Body(body)));
    let mode = service.client().smarthome_mode(system).await.expect("a new word is kept");
    assert_eq!(mode.mode, SmartHomeMode::Unlisted("PARTY".into()));
    let body = r#"[{"parameterId":1,"title":"t","displayValue":"--","rawValue":-32768}]"#.to_owned();
    service.simulator().tamper(next(TamperKind::Body(body)));
    let readings = service.client().parameters(system, [1]).await.expect("absent optionals");
    assert_eq!(readings[0].unit(), None);
}

#[tokio::test]
async fn null_in_a_required_field_names_its_place() {
    let (service, system) = demo().await;
    service.simulator().tamper(next(TamperKind::NullField("systemId".into())));
    let error = service.client().system(system).await.expect_err("null is no number");
    let Error::Decode(error) = error else { panic!("{error}") };
    assert_eq!(error.path, "systemId");
    let body = r#"{"page":1,"itemsPerPage":30,"numItems":1,"objects":[7]}"#.to_owned();
    service.simulator().tamper(next(TamperKind::Body(body)));
    let error = service.client().notifications(system).await.expect_err("a number is no notification");
    let Error::Decode(error) = error else { panic!("{error}") };
    assert_eq!(error.path, "objects[0]");
    // Of a list, the item alone is odd.
    service.simulator().tamper(next(TamperKind::NullField("rawValue".into())));
    let readings = service.client().parameters(system, [40004]).await.expect("the others are good");
    assert!(!readings[0].extra.is_empty());
}

#[tokio::test]
async fn html_and_cut_json_are_told_apart_from_answers() {
    let (service, system) = demo().await;
    service.simulator().tamper(next(TamperKind::Html));
    let html = service.client().system_config(system).await.expect_err("html").to_string();
    assert!(html.contains("HTML"), "{html}");
    service.simulator().tamper(next(TamperKind::Truncate));
    let cut = service.client().system_config(system).await.expect_err("cut").to_string();
    assert!(cut.contains("system_config"), "{cut}");
}

#[tokio::test]
async fn a_passing_failure_of_a_read_is_tried_again_and_one_of_a_write_is_not() {
    let (service, system) = demo().await;
    let issued = service.simulator().issue(&["READSYSTEM".to_owned(), "WRITESYSTEM".to_owned()]);
    let options = uplink_runtime::Options {
        base_url: Some(service.simulator().base_url().to_owned()),
        keep_pace: false,
        retries: uplink_runtime::RetryPolicy { first_wait: Duration::from_millis(1), ..Default::default() },
        ..Default::default()
    };
    let tokens = uplink_runtime::StaticToken::new(issued.access_token, None);
    let patient = client::Client::new(std::sync::Arc::new(tokens), options).expect("a client");
    let failing = || Tamper { kind: TamperKind::Status(503, "busy".into()), function: None, times: 2 };
    service.simulator().tamper(failing());
    patient.system_config(system).await.expect("the third attempt succeeds");
    assert_eq!(service.simulator().requests().len(), 3);
    service.simulator().tamper(next(TamperKind::Status(503, "busy".into())));
    let error = patient.set_parameters(system, [("47011", 1)]).await.expect_err("not tried again");
    assert!(matches!(&error, Error::Api(e) if e.status == 503), "{error}");
    assert_eq!(service.simulator().requests().len(), 4);
}

#[tokio::test]
async fn a_dead_token_of_the_caller_asks_to_log_in() {
    let (service, system) = demo().await;
    service.simulator().expire_tokens();
    let error = service.client().system_config(system).await.expect_err("dead token");
    assert!(matches!(error, Error::Token(uplink_runtime::TokenError::LoginRequired { .. })), "{error}");
}

#[tokio::test]
async fn wrong_arguments_are_refused_before_anything_is_sent() {
    let (service, system) = demo().await;
    let none: [i64; 0] = [];
    for error in [
        service.client().parameters(system, none).await.map(drop).expect_err("an empty list"),
        service.client().notifications(system).page(-1).await.map(drop).expect_err("a negative page"),
        service.client().system(0).await.map(drop).expect_err("no id"),
        service.client().category(system, "..").await.map(drop).expect_err("a path trick"),
    ] {
        assert!(matches!(error, Error::Argument(_)), "{error}");
    }
    assert!(service.simulator().requests().is_empty());
}
