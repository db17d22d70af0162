//! A program that is not asynchronous.

use nibe_uplink::blocking::{iter, wait};
use nibe_uplink::scopes::Readsystem;
use nibe_uplink::simulator::{Options as Choices, start_with};
use nibe_uplink::{Client, HttpClient, MemoryStore, Options};

#[test]
fn it_logs_in_reads_and_walks() {
    let choices =
        Choices { auto_approve: true, redirect_uri: Some("http://127.0.0.1/cb".into()), ..Choices::default() };
    let (service, _) = wait(start_with(choices)).expect("a free port");
    let login = nibe_uplink::login(Readsystem)
        .base_url(service.base_url())
        .client_id(service.client_id())
        .client_secret(service.client_secret())
        .redirect_uri("http://127.0.0.1:0/cb")
        .options(Options { keep_pace: false, ..Options::default() })
        .store(MemoryStore::new())
        .open_with(|link| {
            let browser = HttpClient::builder().no_proxy().build().expect("a browser");
            tokio::runtime::Handle::current().spawn(browser.get(link).send());
            true
        });
    let client: Client<_> = wait(login).expect("the user allows it");
    let system = service.systems()[0];
    let readings = wait(client.parameters(system, [40004])).expect("readings");
    assert_eq!(readings[0].title, "outdoor temp.");

    let walked: Vec<i64> =
        iter(client.systems().items_per_page(1).stream()).map(|system| system.expect("a system").system_id).collect();
    assert_eq!(walked, service.systems());

    // Two threads, one service and one client.
    let both = [client.clone(), client.clone()]
        .map(|client| std::thread::spawn(move || wait(client.system(system)).map(|system| system.system_id)));
    for thread in both {
        assert_eq!(thread.join().expect("no panic").expect("a system"), system);
    }
}

#[tokio::test]
async fn asynchronous_code_is_told_to_await() {
    let panic = tokio::spawn(async { wait(async {}) }).await.expect_err("it would stop the thread").into_panic();
    let sentence = *panic.downcast::<&str>().expect("a sentence");
    assert!(sentence.contains("await the call, or wait for it in a thread of its own"), "{sentence}");
}
