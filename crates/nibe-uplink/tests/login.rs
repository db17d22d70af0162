//! A login in one expression: the browser the first time, the stored tokens afterwards, and the scopes of the type.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use nibe_uplink::scopes::{Readsystem, ScopeSet, Writesystem};
use nibe_uplink::simulator::{Fault, FaultKind, Options, Simulator, Target, start_with};
use nibe_uplink::{Client, ErrorKind, LoginBuilder, MemoryStore};

async fn service() -> Simulator {
    let options =
        Options { auto_approve: true, redirect_uri: Some("http://127.0.0.1/cb".into()), ..Options::default() };
    start_with(options).await.expect("a free port").0
}

/// A login whose user allows everything, and how often the user was asked.
fn login<S: ScopeSet + 'static>(
    service: &Simulator,
    store: &MemoryStore,
    scopes: S,
) -> (LoginBuilder<Client<S>>, Arc<AtomicUsize>) {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = asked.clone();
    let login = nibe_uplink::login(scopes)
        .base_url(service.base_url())
        .client_id(service.client_id())
        .client_secret(service.client_secret())
        .redirect_uri("http://127.0.0.1:0/cb")
        .store(store.clone())
        .open_with(move |link| {
            count.fetch_add(1, Ordering::SeqCst);
            let browser = reqwest::Client::builder().no_proxy().build().expect("a browser");
            tokio::runtime::Handle::current().spawn(browser.get(link).send());
            true
        });
    (login, asked)
}

#[tokio::test]
async fn the_user_is_asked_once_and_for_the_scopes_of_the_type() {
    let (service, store) = (service().await, MemoryStore::new());
    let (first, asked) = login(&service, &store, Readsystem);
    let client = first.await.expect("the user allows it");
    client.parameters(service.systems()[0], [40004]).await.expect("the scope is there");
    let (second, asked_again) = login(&service, &store, Readsystem);
    second.await.expect("the tokens are there");
    assert_eq!((asked.load(Ordering::SeqCst), asked_again.load(Ordering::SeqCst)), (1, 0));
    let function = client.untyped().api().function("set_parameters").expect("a function");
    let error = client.untyped().check_scopes(function).await.expect_err("it was not asked for");
    assert_eq!(error.kind(), ErrorKind::MissingScope);

    let (wider, asked) = login(&service, &store, (Writesystem, Readsystem));
    let client = wider.await.expect("the user allows it");
    client.set_parameters(service.systems()[0], [(47011, 1)]).await.expect("it was asked for now");
    assert_eq!(asked.load(Ordering::SeqCst), 1, "the stored login lacks a scope");
}

#[tokio::test]
async fn a_login_that_cannot_be_renewed_now_is_kept() {
    let (service, store) = (service().await, MemoryStore::new());
    login(&service, &store, Readsystem).0.await.expect("the user allows it");
    let client = login(&service, &store, Readsystem).0.stored().expect("settings");
    service.expire_tokens();
    service.fault(Fault::new(FaultKind::Status(503, String::new()), Target::Token));
    let error = client.systems().await.expect_err("the token has ended");
    assert_eq!(error.kind(), ErrorKind::Temporary);
    let (next, asked) = login(&service, &store, Readsystem);
    next.await.expect("the tokens were kept").systems().await.expect("and renewed");
    assert_eq!(asked.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn without_a_browser_nobody_is_asked() {
    let (service, store) = (service().await, MemoryStore::new());
    let (login, asked) = login(&service, &store, Readsystem);
    let error = login.stored().expect("settings").systems().await.expect_err("nobody logged in");
    assert_eq!((error.kind(), asked.load(Ordering::SeqCst)), (ErrorKind::LoginRequired, 0));
}

#[tokio::test]
async fn what_is_missing_has_a_name() {
    let service = service().await;
    let login = nibe_uplink::login(Readsystem).base_url(service.base_url()).store(MemoryStore::new());
    let error = login.client_id(" ").await.expect_err("no identifier");
    assert_eq!(error.kind(), ErrorKind::Setup);
}
