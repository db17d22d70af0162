//! A server that takes one request and shows it.

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use uplink_runtime::descriptor::Api;
use uplink_runtime::{Call, Client, NoToken, Options};

/// What one request is: its head, and its body.
pub async fn sent(api: &'static Api, call: impl FnOnce(&Client) -> Call<Option<Value>>) -> (String, Vec<u8>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let base_url = format!("http://{}", listener.local_addr().expect("an address"));
    let options = Options { base_url: Some(base_url), ..Options::default() };
    let client = Client::new(api, std::sync::Arc::new(NoToken), options).expect("a client");
    let call = tokio::spawn(std::future::IntoFuture::into_future(call(&client)));
    let (mut stream, _) = listener.accept().await.expect("a connection");
    let mut read = Vec::new();
    loop {
        let mut piece = [0; 4096];
        let more = stream.read(&mut piece).await.expect("bytes");
        assert!(more > 0, "the request ends early: {}", String::from_utf8_lossy(&read));
        read.extend_from_slice(&piece[..more]);
        let Some(end) = read.windows(4).position(|w| w == b"\r\n\r\n") else { continue };
        let head = String::from_utf8_lossy(&read[..end]).into_owned();
        let length = head
            .to_lowercase()
            .split("content-length: ")
            .nth(1)
            .map(|rest| rest.lines().next().expect("a line").parse::<usize>());
        let whole = match length {
            Some(length) => read.len() - end - 4 == length.expect("a number"),
            None if head.to_lowercase().contains("transfer-encoding") => read.ends_with(b"0\r\n\r\n"),
            None => true,
        };
        if whole {
            stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nnull").await.expect("written");
            call.await.expect("no panic").expect("an answer");
            return (head, read[end + 4..].to_vec());
        }
    }
}
