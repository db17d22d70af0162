use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use uplink_runtime::descriptor::{Api, Pace};

use super::*;
use crate::testing::child::{self, Child};
use crate::testing::{API, SECRET, TokenServer, registration, tokens};

async fn refreshed(url: &str) -> Result<Answer, Failure> {
    let registration = registration(url);
    refresh(&registration, &transport(&registration).unwrap(), &"R0".into()).await
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

#[tokio::test]
async fn what_the_server_says_of_its_limit_is_bounded() {
    static PACED: Api = Api {
        pace: Some(Pace {
            requests: 1,
            per: Duration::from_secs(4),
            burst: 5,
            in_flight: None,
            headers: Some("RateLimit"),
        }),
        ..API
    };
    // The epoch, not a time to wait, and more than any clock has.
    for reset in ["1790000000", "18446744073709551615"] {
        let header: &'static str = format!("RateLimit-Reset: {reset}\r\n").leak();
        let server = TokenServer::start(move |_, _| (429, header, "{}".into())).await;
        let registration =
            Registration::new(&PACED, Some(&server.url), "client", Some(SECRET), "http://127.0.0.1:8080/cb").unwrap();
        let failed = refresh(&registration, &transport(&registration).unwrap(), &"R0".into()).await.unwrap_err();
        let TokenError::Temporary { retry_after, .. } = failed.error else { panic!("{failed}") };
        assert_eq!(retry_after, Some(Duration::from_secs(3600)));
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
    let mut caller = Caller::new(&registration, &transport(&registration).unwrap(), GrantType::Refresh, &["R0"]);
    assert_eq!(caller.timeout, Duration::from_secs(30));
    caller.timeout = Duration::from_millis(300);
    let client = registration.client();
    let token = RefreshToken::new("R0".into());
    let start = std::time::Instant::now();
    let failure = taken(client.exchange_refresh_token(&token).request_async(&caller).await).unwrap_err();
    assert!(matches!(failure.error, TokenError::Temporary { .. }) && failure.lost, "{failure}");
    assert!(start.elapsed() < Duration::from_secs(2));
}

#[test]
fn one_behind_a_proxy() {
    let Some(url) = child::job() else { return };
    let runtime = tokio::runtime::Runtime::new().unwrap();
    child::say(&format!("{:?}", runtime.block_on(refreshed(&url)).map(drop)));
}

/// What a proxy hears when a process with this environment renews at `url`, and what the process says.
async fn behind_a_proxy(url: &str) -> (Vec<String>, String) {
    let proxy = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://user:CANARYproxy@{}", proxy.local_addr().unwrap());
    let home = tempfile::TempDir::new().unwrap();
    let netrc = "machine 127.0.0.1 login a password CANARYnetrc\nmachine api.example login a password CANARYnetrc\n";
    std::fs::write(home.path().join(".netrc"), netrc).unwrap();
    let mut command = child::command("endpoint::tests::one_behind_a_proxy", url);
    command.env("HOME", home.path()).env("NETRC", home.path().join(".netrc")).env_remove("NO_PROXY");
    for name in ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"] {
        command.env(name, &address);
    }
    command.env_remove("no_proxy").env_remove("REQUEST_METHOD");
    let mut child = Child::of(command).unwrap();
    let said = tokio::task::spawn_blocking(move || child.said().unwrap());
    tokio::pin!(said);
    let mut heard = Vec::new();
    loop {
        tokio::select! {
            said = &mut said => return (heard, said.unwrap()),
            Ok((mut stream, _)) = proxy.accept() => {
                let mut text = vec![0; 8192];
                let length = stream.read(&mut text).await.unwrap();
                heard.push(String::from_utf8_lossy(&text[..length]).into_owned());
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t34_no_proxy_sees_what_stays_on_this_machine() {
    let server = TokenServer::start(|_, _| tokens("A", "R", 300)).await;
    let (heard, said) = behind_a_proxy(&server.url).await;
    assert_eq!((heard.len(), said.as_str(), server.calls()), (0, "Ok(())", 1), "{heard:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t34_a_proxy_sees_no_token_and_netrc_is_not_read() {
    let (heard, said) = behind_a_proxy("https://api.example").await;
    assert!(!heard.is_empty());
    for text in &heard {
        assert!(text.starts_with("CONNECT api.example:443 HTTP/1.1\r\n"), "{text}");
        assert!(!text.contains("R0") && !text.contains("CANARY"), "{text}");
    }
    assert!(said.contains("Temporary") && !said.contains("CANARY"), "{said}");
}
