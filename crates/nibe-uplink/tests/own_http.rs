//! A program's own HTTP client carries calls and logins.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use nibe_uplink::scopes::Readsystem;
use nibe_uplink::simulator::{Options as Choices, start_with};
use nibe_uplink::{ErrorKind, HttpClient, MemoryStore, Options};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

/// Finds this machine below a name that nobody else knows, and counts who asks.
#[derive(Clone, Default)]
struct Names(Arc<AtomicUsize>);

impl Resolve for Names {
    fn resolve(&self, _name: Name) -> Resolving {
        self.0.fetch_add(1, Ordering::SeqCst);
        Box::pin(async { Ok(Box::new(std::iter::once(SocketAddr::from(([127, 0, 0, 1], 0)))) as Addrs) })
    }
}

fn own(names: &Names) -> HttpClient {
    // No connection is kept, so that each request is counted.
    let builder = HttpClient::builder().no_proxy().pool_max_idle_per_host(0);
    builder.dns_resolver(Arc::new(names.clone())).build().expect("a client")
}

#[tokio::test]
async fn it_carries_calls_and_logins() {
    let choices =
        Choices { auto_approve: true, redirect_uri: Some("http://127.0.0.1/cb".into()), ..Choices::default() };
    let (service, _) = start_with(choices).await.expect("a free port");
    let names = Names::default();
    let options = Options { http_client: Some(own(&names)), ..Options::default() };
    let login = nibe_uplink::login(Readsystem)
        .base_url(service.base_url().replace("127.0.0.1", "localhost"))
        .client_id(service.client_id())
        .client_secret(service.client_secret())
        .redirect_uri("http://127.0.0.1:0/cb")
        .options(options)
        .store(MemoryStore::new())
        .open_with(|link| {
            let browser = HttpClient::builder().no_proxy().build().expect("a browser");
            tokio::runtime::Handle::current().spawn(browser.get(link).send());
            true
        });
    let client = login.await.expect("the user allows it");
    assert_eq!(names.0.load(Ordering::SeqCst), 1, "the code was exchanged");
    client.systems().await.expect("logged in");
    assert_eq!(names.0.load(Ordering::SeqCst), 2, "and a function called");
}

#[tokio::test]
async fn what_it_meets_is_told_as_ever() {
    let (service, _) = start_with(Choices::default()).await.expect("a free port");
    let token = nibe_uplink::StaticToken::new("made-up", None);
    let options = Options {
        base_url: Some(service.base_url().to_owned()),
        http_client: Some(own(&Names::default())),
        ..Options::default()
    };
    let client = nibe_uplink::Client::new(Arc::new(token), options).expect("a client");
    service.stop().await;
    assert_eq!(client.systems().await.expect_err("nobody listens").kind(), ErrorKind::Transport);
}
