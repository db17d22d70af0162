//! What a program holds on to can be held by its tasks and threads.

use std::future::{Future, IntoFuture};

use nibe_uplink::scopes::Readsystem;
use nibe_uplink::simulator::{Simulator, start};
use nibe_uplink::types::{Notification, Reading, System};
use nibe_uplink::{
    ApiError, ArgumentError, CallOptions, Client, DecodeError, Error, ErrorKind, ErrorResponse, FileStore, Listener,
    Login, LoginError, MemoryStore, MissingScope, OAuthTokens, Options, PageCursor, Registration, StaticToken,
    TokenError, TransportError, Watch, WatchEvent,
};

fn shared<T: Send + Sync + 'static>() {}

/// What runs is moved from thread to thread, and never looked at from two.
fn moved<T: Send + 'static>(value: T) -> T {
    value
}

fn awaited<C: IntoFuture<IntoFuture: Send + 'static>>(call: C) {
    drop(moved(call.into_future()));
}

#[test]
fn clients_logins_and_what_they_give_are_shared() {
    shared::<Client>();
    shared::<Client<Readsystem>>();
    shared::<Options>();
    shared::<CallOptions>();
    shared::<Registration>();
    shared::<StaticToken>();
    shared::<OAuthTokens>();
    shared::<FileStore>();
    shared::<MemoryStore>();
    shared::<Login>();
    shared::<Simulator>();
    shared::<PageCursor>();
    shared::<System>();
    shared::<Reading>();
    shared::<WatchEvent>();
}

#[test]
fn errors_are_shared_and_fit_into_those_of_programs() {
    shared::<Error>();
    shared::<ErrorKind>();
    shared::<ApiError>();
    shared::<ArgumentError>();
    shared::<DecodeError>();
    shared::<ErrorResponse>();
    shared::<MissingScope>();
    shared::<LoginError>();
    shared::<TokenError>();
    shared::<TransportError>();
    let error = Error::from(DecodeError::new("systems", "[0]", "there is no id"));
    let boxed: Box<dyn std::error::Error + Send + Sync> = error.into();
    assert!(boxed.downcast_ref::<Error>().is_some_and(|error| error.kind() == ErrorKind::Decode));
}

/// From 128 bytes on, clippy's `result_large_err` asks the programs that pass them on to box them.
#[test]
fn errors_are_small() {
    assert!(size_of::<Error>() < 128, "{}", size_of::<Error>());
    assert!(size_of::<LoginError>() < 128, "{}", size_of::<LoginError>());
}

#[tokio::test]
async fn calls_pages_and_watches_go_into_tasks() {
    moved::<Option<Watch>>(None);
    moved::<Option<Listener>>(None);
    let (service, client) = start().await.expect("a free port");
    let system = service.systems()[0];
    awaited(client.system(system));
    awaited(client.parameters(system, [40004]));
    awaited(client.notifications(system));
    awaited(client.set_parameters(system, [("47011", 0)]));
    awaited(nibe_uplink::login(Readsystem));
    drop(moved(client.notifications(system).stream()));
    let read = moved(async move {
        let seen = client.system(system).await?.system_id;
        let told: Vec<Notification> = client.notifications(system).await?;
        Ok::<_, Error>((seen, told))
    });
    fn runs<F: Future<Output: Send> + Send + 'static>(task: F) -> tokio::task::JoinHandle<F::Output> {
        tokio::spawn(task)
    }
    let (seen, _) = runs(read).await.expect("it ends").expect("an answer");
    assert_eq!(seen, system);
}
