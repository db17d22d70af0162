//! A raw socket that expects one hand-written request and gives its hand-written answer.

use std::future::IntoFuture;
use std::path::Path;

use client::Client;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use uplink_runtime::{Error, Options};

const AGENT: &str = "wire-test/1";

/// Makes one call against the raw socket, compares what was sent with `wire/NAME.http`, and gives what came back.
pub async fn made<C, T>(name: &str, token: &str, call: impl FnOnce(Client) -> C) -> T
where
    C: IntoFuture<Output = Result<T, Error>>,
{
    let exchange = Exchange::read(name);
    let (host, served) = exchange.serve().await;
    let options =
        Options { base_url: Some(format!("http://{host}")), user_agent: AGENT.to_owned(), ..Options::default() };
    let client = super::with(token, options).expect("a loopback base URL");
    let answer = call(client).await.expect("the answer is read");
    exchange.expect(&served.await.expect("served"), &host, token, AGENT);
    answer
}

/// A request and its answer from `wire/`.
#[derive(Debug)]
pub struct Exchange {
    request: String,
    answer: String,
}

impl Exchange {
    /// Reads `wire/NAME.http`.
    pub fn read(name: &str) -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("wire").join(format!("{name}.http"));
        let text = std::fs::read_to_string(&path).expect("a file for each function");
        let (request, answer) = text.split_once("\n----\n").expect("a line of dashes between request and answer");
        Exchange { request: request.to_owned(), answer: answer.trim_end_matches('\n').to_owned() }
    }

    /// The body of the answer; empty when it has none.
    pub fn answer_body(&self) -> &str {
        self.answer.split_once("\n\n").map_or("", |(_, body)| body)
    }

    /// Listens on a free port, answers one request, and gives the bytes that came.
    pub async fn serve(&self) -> (String, JoinHandle<String>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let host = listener.local_addr().expect("bound").to_string();
        let (head, body) = self.answer.split_once("\n\n").unwrap_or((&self.answer, ""));
        let length = if head.contains(" 204 ") { String::new() } else { format!("Content-Length: {}\r\n", body.len()) };
        let answer = format!("{}\r\n{length}\r\n{body}", head.trim_end().replace('\n', "\r\n"));
        let task = tokio::spawn(async move {
            let (mut socket, _) = listener.accept().await.expect("a connection");
            let mut got = Vec::new();
            let mut piece = [0; 4096];
            while !complete(&got) {
                let n = socket.read(&mut piece).await.expect("readable");
                assert!(n > 0, "the client hung up early");
                got.extend_from_slice(&piece[..n]);
            }
            socket.write_all(answer.as_bytes()).await.expect("writable");
            String::from_utf8(got).expect("text")
        });
        (host, task)
    }

    /// Compares the bytes that came with the file.
    pub fn expect(&self, got: &str, host: &str, token: &str, agent: &str) {
        let (head, body) = self.request.split_once("\n\n").unwrap_or((self.request.trim_end(), ""));
        let head = head
            .replace("{host}", host)
            .replace("{token}", token)
            .replace("{agent}", agent)
            .replace("{length}", &body.len().to_string());
        let expected = format!("{}\r\n\r\n{body}", head.replace('\n', "\r\n"));
        assert_eq!(got, expected);
    }
}

/// Whether a whole request has arrived.
fn complete(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let length = head.lines().find_map(|l| l.strip_prefix("content-length: ")).map_or(0, |n| n.parse().unwrap_or(0));
    body.len() >= length
}
