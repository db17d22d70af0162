//! As many requests as a service answers, over connections that stay open.

use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const CONNECTIONS: usize = 64;

/// Asks for a path of the service at `address` (host and port) for some seconds; prints the answers in a second.
pub async fn load(address: &str, path: &str, token: &str, seconds: i64) {
    let request = format!("GET {path} HTTP/1.1\r\nhost: {address}\r\nauthorization: Bearer {token}\r\n\r\n");
    let (start, time) = (Instant::now(), Duration::from_secs(seconds.unsigned_abs()));
    let clients: Vec<_> =
        (0..CONNECTIONS).map(|_| tokio::spawn(asked(address.to_owned(), request.clone(), start + time))).collect();
    let mut answers = 0;
    for client in clients {
        answers += client.await.expect("a connection that stays");
    }
    #[allow(clippy::cast_precision_loss, reason = "answers of some seconds are exact")]
    let rate = answers as f64 / start.elapsed().as_secs_f64();
    println!("{rate:.0}");
}

/// One request after the other; how many were answered.
async fn asked(address: String, request: String, until: Instant) -> u64 {
    let mut stream = TcpStream::connect(&address).await.expect("a connection");
    stream.set_nodelay(true).expect("a socket");
    let (mut answers, mut buffer) = (0, Vec::new());
    while Instant::now() < until {
        stream.write_all(request.as_bytes()).await.expect("a server that reads");
        buffer.clear();
        while length(&buffer).is_none_or(|length| buffer.len() < length) {
            assert!(stream.read_buf(&mut buffer).await.expect("an answer") > 0, "the server hung up");
        }
        assert!(buffer.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&buffer));
        answers += 1;
    }
    answers
}

/// The length of an answer, once its head is there.
fn length(answer: &[u8]) -> Option<usize> {
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let head = std::str::from_utf8(&answer[..end]).expect("a head of ASCII").to_ascii_lowercase();
    let body = head.lines().find_map(|line| line.strip_prefix("content-length:")).expect("a length");
    Some(end + body.trim().parse::<usize>().expect("a number"))
}
