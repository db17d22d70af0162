use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::*;
use crate::testing::{TokenServer, registration, tokens};

async fn refreshed(url: &str) -> Result<Answer, Failure> {
    refresh(&registration(url), &transport().unwrap(), &"R0".into()).await
}

#[tokio::test]
async fn t27_a_redirect_is_not_followed() {
    for (status, place) in [(307, "/oauth/token"), (302, "/elsewhere"), (308, "//"), (303, "/oauth/token")] {
        let other = TokenServer::start(|_, _| tokens("EVIL", "EVIL", 300)).await;
        let location: &'static str = match place {
            "//" => format!("Location: {}/oauth/token\r\n", other.url.trim_start_matches("http:")).leak(),
            place => format!("Location: {}{place}\r\n", other.url).leak(),
        };
        let server = TokenServer::start(move |_, _| (status, location, r#"{"access_token":"EVIL"}"#.into())).await;
        let failure = refreshed(&server.url).await.unwrap_err();
        assert!(matches!(failure.error, TokenError::BadTokenAnswer { .. }), "{status} {failure}");
        assert!(failure.to_string().contains("redirect"), "{failure}");
        assert_eq!((server.calls(), other.calls()), (1, 0), "{status} {place}");
    }
}

/// A server that answers with `head` and then with `piece` over and over; counts what it could send.
async fn endless(head: &'static str, piece: Vec<u8>, pause: Duration) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let sent = Arc::new(AtomicUsize::new(0));
    let counted = sent.clone();
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let mut request = [0; 4096];
        let _ = stream.read(&mut request).await;
        let _ = stream.write_all(head.as_bytes()).await;
        while stream.write_all(&piece).await.is_ok() {
            counted.fetch_add(piece.len(), Ordering::SeqCst);
            tokio::time::sleep(pause).await;
        }
    });
    (url, sent)
}

#[tokio::test]
async fn t32_an_endless_answer_is_cut_off() {
    let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{\"access_token\":\"";
    let (url, sent) = endless(head, vec![b'A'; 16 * 1024], Duration::ZERO).await;
    let failure = refreshed(&url).await.unwrap_err();
    assert!(matches!(failure.error, TokenError::BadTokenAnswer { .. }), "{failure}");
    assert!(failure.lost, "the server may have rotated");
    assert!(sent.load(Ordering::SeqCst) < 16 << 20);
}

#[tokio::test]
async fn t32_a_compressed_answer_is_not_unpacked() {
    let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\n\r\n";
    // What gzip makes of zeros, again and again.
    let piece = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0x63, 0x60, 0x60, 0x60, 0, 0, 0, 0];
    let (url, _) = endless(head, piece.repeat(1000), Duration::ZERO).await;
    let failure = refreshed(&url).await.unwrap_err();
    assert!(matches!(failure.error, TokenError::BadTokenAnswer { .. }), "{failure}");
}

#[tokio::test]
async fn t32_a_dripping_answer_is_given_up() {
    let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n";
    let (url, _) = endless(head, vec![b' '], Duration::from_millis(20)).await;
    let registration = registration(&url);
    let mut caller = Caller::new(&registration, &transport().unwrap(), Asked::Refresh, &["R0"]);
    assert_eq!(caller.timeout, Duration::from_secs(30));
    caller.timeout = Duration::from_millis(300);
    let client = registration.client();
    let token = RefreshToken::new("R0".into());
    let start = std::time::Instant::now();
    let failure = taken(client.exchange_refresh_token(&token).request_async(&caller).await).unwrap_err();
    assert!(matches!(failure.error, TokenError::Temporary { .. }) && failure.lost, "{failure}");
    assert!(start.elapsed() < Duration::from_secs(2));
}
