#!/usr/bin/env bash
# Guessed: rumqttc-v5-next, whose README says that it notices half-open connections by its pings, loses one whose other side is
# gone after two keep alives, as rumqttc 0.25 does.
# True (0.34.0): the time until the next ping begins anew with each message that is sent, so who publishes more often than that never
# pings, and nothing else is waited for: the connection counts as good until the system gives the socket up, some 15 minutes
# on Linux. (MQTT asks clients for a packet within the keep alive only, so this is allowed.) rumqttc 0.25.1 pinged whatever was sent.
# Concerns who moves from one to the other: look yourself whether anything came for two keep alives.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cargo init --quiet --vcs none --name half-open .
printf '[workspace]\n' >> Cargo.toml
cargo add --quiet --rename old --no-default-features rumqttc@=0.25.1
cargo add --quiet --rename new --no-default-features rumqttc-v5-next@=0.34.0
cargo add --quiet tokio@1 --features io-util,macros,net,rt,time
cat > src/main.rs <<'RUST'
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

/// Lets a client in and says nothing more.
async fn broker() -> u16 {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        stream.write_all(&[0x20, 3, 0, 0, 0]).await.unwrap();
        while stream.read(&mut [0; 1024]).await.is_ok_and(|n| n > 0) {}
    });
    port
}

/// Publishes each second with a keep alive of 5 s; how long the connection counts as good, at most 20 s.
macro_rules! lasts { ($events:expr, $publish:expr) => {{
    let begun = Instant::now();
    tokio::spawn(async move { loop { let _ = $publish; tokio::time::sleep(Duration::from_secs(1)).await } });
    let lost = async { while $events.poll().await.is_ok() {} };
    let ended = tokio::time::timeout(Duration::from_secs(20), lost).await;
    if ended.is_ok() { format!("lost after {} s", begun.elapsed().as_secs()) } else { "good after 20 s".into() }
}} }

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut options = old::v5::MqttOptions::new("a", "127.0.0.1", broker().await);
    options.set_keep_alive(Duration::from_secs(5));
    let (client, mut events) = old::v5::AsyncClient::new(options, 10);
    let old = lasts!(events, client.try_publish("a", old::v5::mqttbytes::QoS::AtMostOnce, false, "1"));
    let mut options = new::MqttOptions::new("a", ("127.0.0.1", broker().await));
    options.set_keep_alive(5);
    let (client, mut events) = new::AsyncClient::builder(options).capacity(10).build();
    let new = lasts!(events, client.try_publish("a", "1", new::PublishOptions::at_most_once()));
    println!("rumqttc 0.25.1: {old}; rumqttc-v5-next 0.34.0: {new}");
}
RUST
said=$(cargo run --quiet)
echo "$said"
[ "$said" = "rumqttc 0.25.1: lost after 10 s; rumqttc-v5-next 0.34.0: good after 20 s" ] || { echo "this has changed"; exit 1; }
