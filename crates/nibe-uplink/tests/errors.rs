//! What is at hand when a call fails.

use std::error::Error as _;

use nibe_uplink::simulator::{Fault, FaultKind, Target, start};
use nibe_uplink::{Error, ErrorKind, TokenError, TransportError};

#[tokio::test]
async fn sources_lead_down_to_the_system_and_say_nothing_of_the_address() {
    let (service, client) = start().await.expect("a free port");
    client.systems().await.expect("it runs");
    service.stop().await;
    let error = client.software("12345678901234").await.expect_err("nobody listens");
    assert_eq!(error.kind(), ErrorKind::Transport);
    let chain = chain(&error);
    assert_eq!(system_says(&chain), std::io::ErrorKind::ConnectionRefused);
    let said: String = chain.iter().map(|cause| format!("{cause} {cause:?}")).collect();
    assert!(!said.contains("12345678901234"), "{said}");
}

/// What lies below an error, from the nearest to the deepest.
fn chain(error: &Error) -> Vec<&(dyn std::error::Error + 'static)> {
    std::iter::successors(error.source(), |&cause| cause.source()).collect()
}

fn system_says(chain: &[&(dyn std::error::Error + 'static)]) -> std::io::ErrorKind {
    chain.iter().find_map(|cause| cause.downcast_ref::<std::io::Error>()).expect("what the system said").kind()
}

#[tokio::test]
async fn the_answer_is_at_hand() {
    let (service, client) = start().await.expect("a free port");
    service.fault(
        Fault::new(FaultKind::Status(418, "{\"tea\": true}".into()), Target::Functions).header("x-pot", "small"),
    );
    let Err(Error::Api(error)) = client.system(service.systems()[0]).await else { panic!("a fault") };
    let response = error.response.as_ref().expect("it came");
    assert_eq!((error.status, &response.body[..]), (418, &b"{\"tea\": true}"[..]));
    assert_eq!((response.status, &response.headers["x-pot"]), (418, &"small".parse().expect("a header")));
}

#[tokio::test]
async fn so_is_one_that_cannot_be_read() {
    let (service, client) = start().await.expect("a free port");
    service.fault(Fault::new(FaultKind::Html, Target::Functions));
    let Err(Error::Decode(error)) = client.system(service.systems()[0]).await else { panic!("a fault") };
    let response = error.response.as_ref().expect("it came");
    assert!(response.status == 200 && response.body.starts_with(b"<"), "{response:?}");
}

#[tokio::test]
async fn a_token_that_nobody_gives_says_why() {
    let (service, client) = start().await.expect("a free port");
    service.expire_tokens();
    service.fault(Fault::new(FaultKind::HangUp, Target::Token));
    let error = client.systems().await.expect_err("no token");
    assert_eq!(error.kind(), ErrorKind::Temporary);
    let chain = chain(&error);
    assert!(matches!(chain[0].downcast_ref(), Some(TokenError::Temporary { .. })), "{chain:?}");
    assert!(matches!(chain[1].downcast_ref(), Some(TransportError::Broken { .. })), "{chain:?}");
    // Below what the HTTP library says is what it heard.
    let http = chain.iter().position(|cause| cause.is::<reqwest::Error>()).expect("what the HTTP library said");
    assert!(chain.len() > http + 1, "{chain:?}");
}
