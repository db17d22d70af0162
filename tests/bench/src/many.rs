//! What it costs that there is much of something in one process: systems of a client, clients.

use std::sync::Arc;
use std::time::Duration;

use nibe_uplink::{API, Options};
use tokio::net::TcpListener;
use uplink_runtime::{CallOptions, Client, RetryPolicy, StaticToken};

use crate::day;
use crate::memory::status;

/// As many systems as a home has at most, as seen from a fleet.
const FEW: i64 = 10;
const PARAMETERS: i64 = 15;

/// Reads 15 parameters of each of many systems, and of few as often; prints the bytes of memory for each system, and the
/// nanoseconds of CPU of a reading of many and of few. The server is in the process.
pub async fn systems(count: i64) {
    let client = client(&server().await);
    // What is made once, the cache of answers among it.
    round(&client, 1..FEW + 1, count.min(1000)).await;
    let few = round(&client, 1..FEW + 1, count).await;
    let before = status("VmRSS:");
    let many = round(&client, 1..count + 1, count).await;
    println!("{} {many} {few}", (status("VmRSS:") - before) / count);
}

/// The nanoseconds of CPU that a reading takes.
async fn round(client: &Client, systems: std::ops::Range<i64>, reads: i64) -> i64 {
    let kept = CallOptions::new().max_age(Duration::from_micros(1));
    let client = client.with_options(kept);
    let start = crate::cpu();
    for number in 0..reads {
        read(&client, systems.start + number % (systems.end - systems.start)).await;
    }
    (crate::cpu() - start) / (reads * PARAMETERS)
}

async fn read(client: &Client, system: i64) {
    let ids: Vec<i64> = (0..PARAMETERS).map(|n| 40004 + n).collect();
    let arguments = serde_json::json!({ "system_id": system, "parameter_ids": ids });
    let serde_json::Value::Object(arguments) = arguments else { unreachable!("it is one") };
    let answer = client.call(&nibe_uplink::functions::PARAMETERS, arguments).await.expect("readings");
    assert_eq!(answer.json().expect("a list").as_array().map(Vec::len), usize::try_from(PARAMETERS).ok());
}

/// Makes many clients, each with its own token, each of which has tried to call over https; prints the bytes of memory and
/// the nanoseconds of CPU for each.
pub async fn clients(count: i64) {
    // Nobody listens here any more.
    let closed = TcpListener::bind("127.0.0.1:0").await.expect("a port").local_addr().expect("an address");
    let address = format!("https://{closed}");
    let mut kept = Vec::new();
    let mut make = async |number: i64| {
        let tokens = Arc::new(StaticToken::new(format!("made-up {number}"), Some(vec!["READSYSTEM".to_owned()])));
        let retries = RetryPolicy { attempts: 0, ..RetryPolicy::default() };
        let options = Options { base_url: Some(address.clone()), retries, ..Options::default() };
        let client = Client::new(&API, tokens, options).expect("a client");
        let arguments = serde_json::Map::from_iter([("system_id".to_owned(), 1.into())]);
        client.call(&nibe_uplink::functions::SYSTEM, arguments).await.expect_err("nobody listens");
        kept.push(client);
    };
    make(-1).await;
    let (before, start) = (status("VmRSS:"), crate::cpu());
    for number in 0..count {
        make(number).await;
    }
    let (bytes, spent) = (status("VmRSS:") - before, crate::cpu() - start);
    println!("{} {}", bytes / count, spent / count);
}

fn client(address: &str) -> Client {
    let tokens = Arc::new(StaticToken::new("made-up", Some(vec!["READSYSTEM".to_owned()])));
    let options = Options { base_url: Some(address.to_owned()), keep_pace: false, ..Options::default() };
    Client::new(&API, tokens, options).expect("a client")
}

/// A server in this process.
async fn server() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(day::serve(stream));
        }
    });
    address
}
