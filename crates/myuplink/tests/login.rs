//! A login at this cloud: with `offline_access` it lasts, and an application may come without a user.

use myuplink::scopes::{OfflineAccess, Readsystem, ScopeSet};
use myuplink::simulator::{Options, Simulator, start_with};
use myuplink::{Client, ErrorKind, LoginBuilder, MemoryStore};

async fn service() -> Simulator {
    let options =
        Options { auto_approve: true, redirect_uri: Some("http://127.0.0.1/cb".into()), ..Options::default() };
    start_with(options).await.expect("a free port").0
}

/// A login whose user allows everything.
fn login<S: ScopeSet + 'static>(service: &Simulator, store: &MemoryStore, scopes: S) -> LoginBuilder<Client<S>> {
    myuplink::login(scopes)
        .base_url(service.base_url())
        .client_id(service.client_id())
        .client_secret(service.client_secret())
        .store(store.clone())
        .open_with(|link| {
            let browser = reqwest::Client::builder().no_proxy().build().expect("a browser");
            tokio::runtime::Handle::current().spawn(browser.get(link).send());
            true
        })
}

#[tokio::test]
async fn a_login_lasts_with_offline_access_alone() {
    let service = service().await;
    let redirect_uri = "http://127.0.0.1:0/cb";
    let lasting = login(&service, &MemoryStore::new(), (OfflineAccess, Readsystem)).redirect_uri(redirect_uri);
    let lasting = lasting.await.expect("the user allows it");
    let short = login(&service, &MemoryStore::new(), Readsystem).redirect_uri(redirect_uri);
    let short = short.await.expect("the user allows it");
    service.expire_tokens();
    lasting.systems().await.expect("it is renewed");
    assert_eq!(short.systems().await.expect_err("nothing renews it").kind(), ErrorKind::LoginRequired);
}

#[tokio::test]
async fn an_application_comes_without_a_user() {
    let service = service().await;
    let client = login(&service, &MemoryStore::new(), Readsystem).client_credentials().expect("settings");
    assert!(!client.systems().await.expect("no user is needed").is_empty());
}
