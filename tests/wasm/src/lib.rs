//! A program of a browser: it has a token from elsewhere, and reads by the browser's own `fetch`.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join;
use nibe_uplink::scopes::Readsystem;
use nibe_uplink::{Arguments, CallOptions, Client, Options, StaticToken, WatchEvent, WatchTarget, functions};
use serde_json::json;
use wasm_bindgen::prelude::*;

/// Reads from a system, alone, merged, in time and repeatedly; tells in JSON what came.
#[wasm_bindgen]
pub async fn read(base_url: String, token: String, system: i32) -> Result<String, JsError> {
    let client = client(base_url, token)?;
    let system = i64::from(system);
    let alone = client.parameters(system, [40004]).await?;
    // Both wait a few milliseconds for each other, and travel together.
    let (one, other) =
        join(client.parameters(system, [40033]).into_future(), client.parameters(system, [43005]).into_future()).await;
    let arguments = Arguments::from_iter([
        ("system_id".to_owned(), system.into()),
        ("parameter_ids".to_owned(), vec![40004].into()),
    ]);
    let targets = vec![WatchTarget::new(&functions::PARAMETERS, arguments)];
    let mut watch = client.untyped().watch(targets, Duration::from_secs(1))?;
    let mut watched = 0;
    while watched < 2 && matches!(watch.next().await, Some(WatchEvent::Answered { .. })) {
        watched += 1;
    }
    Ok(json!({
        "alone": alone[0].title,
        "merged": [one?[0].title, other?[0].title],
        "watched": watched,
    })
    .to_string())
}

/// What a read of a system fails with: the kind of the error.
#[wasm_bindgen]
pub async fn fails(base_url: String, token: String, system: i32, milliseconds: u32) -> Result<String, JsError> {
    let options = CallOptions::new().timeout(Duration::from_millis(milliseconds.into()));
    let client = client(base_url, token)?.with_options(options);
    let error = client.parameters(i64::from(system), [40004]).await.err();
    Ok(error.map_or_else(String::new, |error| error.kind().to_string()))
}

fn client(base_url: String, token: String) -> Result<Client<Readsystem>, JsError> {
    let token = StaticToken::new(token, Some(vec!["READSYSTEM".into()]));
    let options = Options { base_url: Some(base_url), keep_pace: false, ..Options::default() };
    Ok(Client::new(Arc::new(token), options)?.scopes())
}

/// Calls can be handed to whoever wants them `Send`, here as elsewhere.
const _: fn() = || {
    fn send(_: impl Send + 'static) {}
    let _ = |client: Client<Readsystem>| send(client.parameters(1, [40004]).into_future());
};
