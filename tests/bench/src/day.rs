//! A day of watching: 60 parameters every five minutes, in virtual time, at the pace of the API.

use std::sync::Arc;
use std::time::Duration;

use nibe_uplink::functions::PARAMETERS;
use nibe_uplink::{API, Options};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::Instant;
use uplink_runtime::{Client, StaticToken, WatchEvent, WatchTarget};

use crate::memory::status;

const DAY: Duration = Duration::from_secs(86_400);
const EVERY: Duration = Duration::from_secs(300);
const PARAMETERS_READ: i64 = 60;

/// Watches for a day and prints CPU seconds, the highest resident memory in bytes, and the reads that were missed. The
/// server, which is part of all that, runs in the same thread: time moves on when both wait.
pub async fn day() {
    tokio::time::pause();
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let base_url = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(serve(stream));
        }
    });
    let tokens = Arc::new(StaticToken::new("made-up", Some(vec!["READSYSTEM".to_owned()])));
    let client = Client::new(&API, tokens, Options { base_url: Some(base_url), ..Options::default() });
    let ids: Vec<i64> = (0..PARAMETERS_READ).map(|n| 40004 + n).collect();
    let arguments = serde_json::json!({ "system_id": 1, "parameter_ids": ids });
    let serde_json::Value::Object(arguments) = arguments else { unreachable!("it is one") };
    let targets = vec![WatchTarget::new(&PARAMETERS, arguments)];
    let mut watch = client.expect("a client").watch(targets, EVERY).expect("a watch");
    let (start, mut readings) = (Instant::now(), 0);
    while start.elapsed() < DAY {
        let Some(WatchEvent::Answered { answer, .. }) = watch.next().await else { panic!("a read failed") };
        readings += answer.json().expect("readings").as_array().map_or(0, Vec::len);
    }
    let periods = DAY.as_secs() / EVERY.as_secs();
    let wanted = usize::try_from(periods).expect("a number") * usize::try_from(PARAMETERS_READ).expect("a number");
    assert!(readings >= wanted, "{readings} readings, not {wanted}");
    #[allow(clippy::cast_precision_loss, reason = "a day of nanoseconds is exact")]
    let cpu = crate::cpu() as f64 / 1e9;
    println!("{cpu:.3} {} {}", status("VmHWM:"), watch.missed());
}

/// Answers each read with a reading for each id.
pub async fn serve(mut stream: TcpStream) {
    let mut request = Vec::new();
    while let Ok(n) = stream.read_buf(&mut request).await
        && n > 0
    {
        if !request.ends_with(b"\r\n\r\n") {
            continue;
        }
        let text = String::from_utf8_lossy(&request).into_owned();
        request.clear();
        let ids = text.lines().next().unwrap_or_default().split(['?', '&', ' ']);
        let rows: Vec<String> = ids.filter_map(|pair| pair.strip_prefix("parameterIds=")).map(reading).collect();
        let body = format!("[{}]", rows.join(","));
        let head =
            format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n", body.len());
        if stream.write_all((head + &body).as_bytes()).await.is_err() {
            return;
        }
    }
}

fn reading(id: &str) -> String {
    format!(
        r#"{{"parameterId":{id},"name":"{id}","title":"outdoor temp.","designation":"BT1","unit":"°C","displayValue":"-5.3°C","rawValue":-53}}"#
    )
}
