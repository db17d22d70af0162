//! One login behind, many programs: what they share, and what is each one's own.

mod house;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use house::{House, login};
use nibe_uplink::types::SmartHomeMode;
use nibe_uplink::{Error, StaticToken};
use uplink_bridge::Myuplink;
use uplink_simulator::{Fault, FaultKind, Target};

#[tokio::test]
async fn what_several_programs_read_is_asked_once() {
    let house = House::new().await;
    let (one, other) = (house.client("One").await, house.client("Other").await);
    let system = house.bridge.systems()[0];
    let before = house.asked("points");
    let reads = async |client: &nibe_uplink::Client| {
        client.parameters(system, [40_004]).await.expect("one");
        client.categories(system).parameters(true).await.expect("all");
    };
    tokio::join!(reads(&one), reads(&other), reads(&one));
    assert_eq!(house.asked("points"), before + 1);
    assert_eq!(house.asked("systems"), 1, "since the start");
}

#[tokio::test]
async fn after_a_write_it_is_read_anew() {
    let house = House::new().await;
    let client = house.client("Writer").await;
    let system = house.bridge.systems()[0];
    client.parameters(system, [47_011]).await.expect("one");
    client.set_parameters(system, [("47011", 3)]).await.expect("written");
    house.cloud.advance(30.0);
    assert_eq!(client.parameters(system, [47_011]).await.expect("one")[0].raw_value, 3);
}

#[tokio::test]
async fn a_scope_that_a_user_did_not_give_to_a_program_is_missing_there() {
    let house = House::new().await;
    let reader = house.client_with("Reader", &["READSYSTEM"]).await;
    let system = house.bridge.systems()[0];
    let before = house.cloud.requests().len();
    let refused = reader.set_parameters(system, [("47011", 1)]).await.expect_err("no scope");
    assert!(refused.is_missing_scope(), "{refused}");
    assert_eq!(house.cloud.requests().len(), before, "nothing was asked behind");
}

#[tokio::test]
async fn a_scope_that_the_login_behind_lacks_is_offered_to_nobody() {
    let house = House::new().await;
    let issued = house.cloud.issue(&["READSYSTEM".to_owned()]);
    let token = StaticToken::new(issued.access_token.clone(), Some(issued.scopes.clone()));
    let options = myuplink::Options { base_url: Some(house.cloud.base_url().to_owned()), ..Default::default() };
    let above = myuplink::Client::new(Arc::new(token), options).expect("a client");
    let upstream = Myuplink::new(above.untyped().clone());
    let bridge = uplink_bridge::start(upstream, 0, None).await.expect("a bridge");
    let (token, granted) = login(&bridge, "Writer", &["READSYSTEM", "WRITESYSTEM"]).await;
    let options = nibe_uplink::Options { base_url: Some(bridge.base_url().to_owned()), ..Default::default() };
    let client = nibe_uplink::Client::new(Arc::new(StaticToken::new(token, None)), options).expect("a client");
    let system = bridge.systems()[0];
    assert_eq!(client.parameters(system, [40_004]).await.expect("one").len(), 1);
    let refused = client.set_parameters(system, [("47011", 1)]).await.expect_err("no scope");
    assert!(refused.is_missing_scope(), "{refused}");
    assert_eq!(granted, "READSYSTEM");
}

/// The pace of the cloud lets 25 requests pass at once and then one in 2.4 seconds: a program that asks for too much waits,
/// and another one does not wait for all of that.
#[tokio::test]
async fn a_program_that_asks_for_much_holds_up_itself() {
    let house = House::new().await;
    let issued = house.cloud.issue(&[]);
    let token = StaticToken::new(issued.access_token.clone(), Some(issued.scopes.clone()));
    let options = myuplink::Options { base_url: Some(house.cloud.base_url().to_owned()), ..Default::default() };
    let above = myuplink::Client::new(Arc::new(token), options).expect("a client");
    let bridge = House::bridge(&above, None).await;
    let house = House { bridge, ..house };
    let (greedy, modest) = (house.client("Greedy").await, house.client("Modest").await);
    let (first, second) = (house.bridge.systems()[0], house.bridge.systems()[3]);
    let done = Arc::new(AtomicUsize::new(0));
    let all: Vec<_> = (0..60)
        .map(|n| {
            let (greedy, done) = (greedy.clone(), Arc::clone(&done));
            tokio::spawn(async move {
                let written = greedy.set_smarthome_mode(first, SmartHomeMode::AwayFromHome).await;
                done.fetch_add(1, Ordering::SeqCst);
                written.map_err(|e| format!("{n}: {e}"))
            })
        })
        .collect();
    while done.load(Ordering::SeqCst) < 5 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let began = tokio::time::Instant::now();
    modest.parameters(second, [40_004]).await.expect("one");
    let (waited, passed) = (began.elapsed(), done.load(Ordering::SeqCst));
    for one in all {
        one.abort();
    }
    assert!(passed < 40, "{passed} of 60 were done before the other one was answered, after {waited:?}");
    assert!(waited < Duration::from_secs(15), "{waited:?}");
}

#[tokio::test]
async fn a_cloud_that_is_away_is_told_as_away_and_not_as_a_lost_login() {
    let house = House::new().await;
    let client = house.client("Reader").await;
    let system = house.bridge.systems()[0];
    let down = Fault::new(FaultKind::Status(500, String::new()), Target::Functions);
    house.cloud.fault(Fault { times: 100, ..down });
    let away = client.categories(system).await.expect_err("away");
    let Error::Api(error) = &away else { panic!("{away}") };
    assert_eq!((error.status, error.name), (503, Some("NOT_AVAILABLE")), "{away}");
    assert!(!away.is_login_required());
    house.cloud.clear_faults();
    assert!(!client.categories(system).await.expect("there again").is_empty(), "a failure is not kept");
}

#[tokio::test]
async fn a_machine_that_is_away_is_offline_and_takes_no_settings() {
    let house = House::new().await;
    house.cloud.trouble(&house.cloud.system_ids()[0], "offline", true).expect("a trouble");
    let house = House { bridge: House::bridge(&house.above, None).await, ..house };
    let client = house.client("Writer").await;
    let system = house.bridge.systems()[0];
    let offline = client.system(system).await.expect("a system");
    assert_eq!(offline.connection_status.to_string(), "OFFLINE");
    let refused = client.set_parameters(system, [("47011", 1)]).await.expect_err("offline");
    assert!(nibe_uplink::is_offline(&refused), "{refused}");
    assert_eq!(house.asked("set_points"), 0);
}

#[tokio::test]
async fn applications_tokens_and_ids_survive_a_restart() {
    let folder = tempfile::tempdir().expect("a folder");
    let state = folder.path().join("bridge.json");
    let house = House::with(Some(state.clone())).await;
    let (token, _) = login(&house.bridge, "Program", &["READSYSTEM"]).await;
    let (systems, id) = (house.bridge.systems(), house.bridge.client_id().to_owned());
    house.bridge.stop().await;
    let text = std::fs::read_to_string(&state).expect("a file");
    assert!(!text.contains(&token), "tokens are kept as digests");
    let House { cloud, above, bridge } = house;
    drop(bridge);
    let again = House { bridge: House::bridge(&above, Some(state)).await, cloud, above };
    assert_eq!((again.bridge.systems(), again.bridge.client_id().to_owned()), (systems.clone(), id));
    let options = nibe_uplink::Options { base_url: Some(again.bridge.base_url().to_owned()), ..Default::default() };
    let client = nibe_uplink::Client::new(Arc::new(StaticToken::new(token, None)), options).expect("a client");
    assert_eq!(client.system(systems[0]).await.expect("a system").name, "Lake house");
}

#[tokio::test]
async fn its_pages_are_no_demo_and_switch_no_faults() {
    let house = House::new().await;
    let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().expect("a client");
    let get =
        async |path: &str| http.get(format!("{}{path}", house.bridge.base_url())).send().await.expect("an answer");
    let overview = get("/").await;
    assert_eq!(overview.headers().get("location").and_then(|to| to.to_str().ok()), Some("/applications"));
    let page = get("/applications").await.text().await.expect("text");
    assert!(page.contains("Register an application") && !page.contains("demo service"), "{page}");
    assert!(!page.contains("trying things out"), "{page}");
    let posted = http.post(house.bridge.base_url()).header("origin", house.bridge.base_url());
    let posted = posted.body("do=fault&kind=status").send().await.expect("an answer");
    assert_ne!(posted.status(), 200);
    let client = house.client("Reader").await;
    assert!(client.systems().await.is_ok(), "no fault was switched");
}
