#!/usr/bin/env bash
# Guessed: rumqttc-v5-next, which "pings the broker when necessary and detects client side half open connections as well" (its
# README), loses a connection whose other side is gone after two keep alives, as rumqttc 0.25 does.
# True (0.34.0): the time until the next ping begins anew with each message that is sent, so who publishes more often than that never
# pings, and nothing else is waited for: the connection counts as good until the system gives the socket up, some 15 minutes
# on Linux. (MQTT asks clients for a packet within the keep alive only, so this is allowed.) rumqttc 0.25.1 pinged whatever was sent.
# Concerns who moves from one to the other: look yourself whether anything came for two keep alives.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
mkdir src
cat > Cargo.toml <<'TOML'
[package]
name = "half-open"
version = "0.1.0"
edition = "2024"
[dependencies]
old = { package = "rumqttc", version = "=0.25.1", default-features = false }
new = { package = "rumqttc-v5-next", version = "=0.34.0", default-features = false }
tokio = { version = "1", features = ["io-util", "macros", "net", "rt", "time"] }
[workspace]
TOML
cat > src/main.rs <<'RUST'
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// Lets a client in and says nothing more.
async fn broker() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            stream.write_all(&[0x20, 3, 0, 0, 0]).await.unwrap();
            tokio::spawn(async move { while stream.read(&mut [0; 1024]).await.is_ok_and(|n| n > 0) {} });
        }
    });
    port
}

/// Publishes each second with a keep alive of 5 s; how long the connection counts as good, at most 20 s.
macro_rules! lasts {
    ($client:expr, $events:expr, $publish:expr) => {{
        let (client, mut events) = ($client, $events);
        let begun = Instant::now();
        tokio::spawn(async move {
            loop {
                $publish(&client);
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        });
        let lost = async { while events.poll().await.is_ok() {} };
        match tokio::time::timeout(Duration::from_secs(20), lost).await {
            Ok(()) => format!("lost after {} s", begun.elapsed().as_secs()),
            Err(_) => "good after 20 s".to_owned(),
        }
    }};
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let mut options = old::v5::MqttOptions::new("a", "127.0.0.1", broker().await);
    options.set_keep_alive(Duration::from_secs(5));
    let (client, events) = old::v5::AsyncClient::new(options, 10);
    let qos = old::v5::mqttbytes::QoS::AtMostOnce;
    let old = lasts!(client, events, |client: &old::v5::AsyncClient| drop(client.try_publish("a", qos, false, "1")));
    let mut options = new::MqttOptions::new("a", ("127.0.0.1", broker().await));
    options.set_keep_alive(5);
    let (client, events) = new::AsyncClient::builder(options).capacity(10).build();
    let once = || new::PublishOptions::at_most_once();
    let new = lasts!(client, events, |client: &new::AsyncClient| drop(client.try_publish("a", "1", once())));
    println!("rumqttc 0.25.1: {old}; rumqttc-v5-next 0.34.0: {new}");
}
RUST
said=$(cargo run --quiet)
echo "$said"
[ "$said" = "rumqttc 0.25.1: lost after 10 s; rumqttc-v5-next 0.34.0: good after 20 s" ] || { echo "this has changed"; exit 1; }
