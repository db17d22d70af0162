use std::time::Instant;

use secrecy::ExposeSecret;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::task::JoinHandle;

use super::site::PAGE;
use super::*;
use crate::testing::{API, TokenServer, scopes, state_of, tokens};
use crate::{Grant, Login, Registration};

mod hostile;

/// A login that waits.
struct Waiting {
    authority: String,
    state: String,
    server: TokenServer,
    task: JoinHandle<Result<Grant, LoginError>>,
}

async fn waiting() -> Waiting {
    waiting_for(Duration::from_secs(20)).await
}

async fn waiting_for(timeout: Duration) -> Waiting {
    let server = TokenServer::start(|_, _| tokens("ACCESS", "REFRESH", 300)).await;
    let listener = Listener::bind("http://127.0.0.1:0/cb").await.unwrap();
    let redirect = listener.redirect_uri().to_owned();
    let authority = redirect.strip_prefix("http://").unwrap().strip_suffix("/cb").unwrap().to_owned();
    let registration = Registration::new(&API, Some(&server.url), "client", None, &redirect).unwrap();
    let login = Login::begin(&registration, &scopes()).unwrap();
    let state = state_of(login.url());
    let task = tokio::spawn(login.wait(listener, timeout));
    Waiting { authority, state, server, task }
}

impl Waiting {
    async fn connect(&self) -> TcpStream {
        TcpStream::connect(&self.authority).await.unwrap()
    }

    /// Sends raw bytes; gives back everything that comes.
    async fn raw(&self, text: &[u8]) -> String {
        let mut stream = self.connect().await;
        let mut answer = Vec::new();
        // The other side may close before it has read all.
        let _ = stream.write_all(text).await;
        let _ = stream.read_to_end(&mut answer).await;
        String::from_utf8_lossy(&answer).into_owned()
    }

    async fn get(&self, target: &str) -> String {
        let target = target.replace("STATE", &self.state);
        self.raw(format!("GET {target} HTTP/1.1\r\nHost: {}\r\n\r\n", self.authority).as_bytes()).await
    }

    /// The true answer, as a browser brings it, and how the login ends.
    async fn end(self) -> Result<Grant, LoginError> {
        let answer = self.get("/cb?code=C0DE&state=STATE").await;
        assert!(
            answer.starts_with("HTTP/1.1 303 See Other\r\n") && answer.contains("location: /login-done\r\n"),
            "{answer}"
        );
        assert!(!answer.contains("C0DE") && !answer.contains(&self.state));
        assert!(self.get("/login-done").await.ends_with(PAGE));
        self.task.await.unwrap()
    }
}

fn status(answer: &str) -> &str {
    answer.get(9..12).unwrap_or("")
}

#[tokio::test]
async fn the_browser_brings_the_answer() {
    let login = waiting().await;
    let start = Instant::now();
    assert_eq!(login.end().await.unwrap().access_token().expose_secret(), "ACCESS");
    assert!(start.elapsed() < LINGER, "the page was shown, so nobody lingers");
}

#[tokio::test]
async fn t06_t16_t17_whatever_is_not_the_answer_leaves_the_login_waiting() {
    let login = waiting().await;
    for (target, expected) in [
        ("/favicon.ico", "404"),
        ("/", "404"),
        ("/robots.txt", "404"),
        ("/cb/", "404"),
        ("/login-done", "404"),
        ("/cb", "400"),
        ("/cb?code=EVIL", "400"),
        ("/cb?code=EVIL&state=", "400"),
        ("/cb?code=EVIL&state=x", "400"),
        ("/cb?code=EVIL&state=x&state=STATE", "400"),
        ("/cb?error=access_denied", "400"),
        ("/cb?error=access_denied&error_description=%3Cscript%3E&state=x", "400"),
    ] {
        let answer = login.get(target).await;
        assert_eq!(status(&answer), expected, "{target}: {answer}");
        assert!(answer.ends_with("\r\n\r\n"), "nothing is echoed: {answer}");
    }
    for _ in 0..200 {
        login.get("/cb?error=access_denied&state=forged").await;
    }
    let cb = format!("/cb?code=C0DE&state={}", login.state);
    let host = login.authority.clone();
    for (request, expected) in [
        (format!("HEAD {cb} HTTP/1.1\r\nHost: {host}\r\n\r\n"), "405"),
        (format!("POST {cb} HTTP/1.1\r\nHost: {host}\r\nContent-Length: 1073741824\r\n\r\nxxxx"), "405"),
        (format!("OPTIONS {cb} HTTP/1.1\r\nHost: {host}\r\n\r\n"), "405"),
        (format!("GET {cb} HTTP/1.1\r\nHost: {host}\r\nOrigin: http://evil.example\r\n\r\n"), "403"),
        (format!("GET http://{host}{cb} HTTP/1.1\r\nHost: {host}\r\n\r\n"), "400"),
        (format!("GET {cb} HTTP/1.1\r\nHost: evil.example\r\n\r\n"), "400"),
        (format!("GET {cb} HTTP/1.1\r\nHost: {host}.evil.example\r\n\r\n"), "400"),
        (format!("GET {cb} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"), "400"),
        (format!("GET {cb} HTTP/1.1\r\nHost: localhost{}\r\n\r\n", &host[9..]), "400"),
        (format!("GET {cb} HTTP/1.1\r\nHost: {host}\r\nHost: evil.example\r\n\r\n"), "400"),
        (format!("GET {cb} HTTP/1.1\r\n\r\n"), "400"),
        (format!("GET {cb} HTTP/1.0\r\n\r\n"), "400"),
    ] {
        assert_eq!(status(&login.raw(request.as_bytes()).await), expected, "{request}");
    }
    login.raw(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").await;
    login.raw(&[0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3, b'\r', b'\n', b'\r', b'\n']).await;
    assert!(!login.task.is_finished());
    assert_eq!(login.server.calls(), 0);
    login.end().await.unwrap();
}

#[tokio::test]
async fn t18_silent_connections_hold_nobody_up() {
    let login = waiting().await;
    let mut silent = Vec::new();
    for _ in 0..MOST_CONNECTIONS + 20 {
        silent.push(login.connect().await);
    }
    silent[0].write_all(b"G").await.unwrap_or_default();
    let start = Instant::now();
    login.end().await.unwrap();
    assert!(start.elapsed() < Duration::from_secs(1));
}

#[tokio::test]
async fn t19_long_codes_pass_and_longer_heads_do_not() {
    let login = waiting().await;
    let long = |n| format!("/cb?code={}&state=STATE", "c".repeat(n));
    assert_eq!(status(&login.get(&long(17 * 1024)).await), "431");
    assert!(!login.task.is_finished());
    assert_eq!(status(&login.get(&long(15 * 1024)).await), "303");
    let length = login.task.await.unwrap().map(|_| login.server.field(0, "code").unwrap().len()).unwrap();
    assert_eq!(length, 15 * 1024);
}

#[tokio::test]
async fn t20_the_first_answer_wins() {
    let login = waiting().await;
    let (one, two) = tokio::join!(login.get("/cb?code=one&state=STATE"), login.get("/cb?code=two&state=STATE"));
    assert_eq!((status(&one), status(&two)), ("303", "303"));
    let server = login.server;
    login.task.await.unwrap().unwrap();
    assert_eq!(server.calls(), 1);
}

#[tokio::test]
async fn t12_a_refusal_ends_the_wait_and_shows_the_same_page() {
    let login = waiting().await;
    let answer = login.get("/cb?error=access_denied&error_description=%3Cscript%3E&state=STATE").await;
    assert_eq!(status(&answer), "303");
    assert_eq!(login.get("/login-done").await.split("\r\n\r\n").nth(1), Some(PAGE));
    assert!(matches!(login.task.await.unwrap(), Err(LoginError::LoginDenied { by_user: true, .. })));
    assert_eq!(login.server.calls(), 0);
}

#[tokio::test]
async fn t11_every_answer_forbids_what_browsers_may_do_with_it() {
    let login = waiting().await;
    let pages = [login.get("/cb?x").await, login.get("/nowhere").await, login.get("/cb?code=c&state=STATE").await];
    for page in pages {
        for header in
            ["cache-control: no-store", "referrer-policy: no-referrer", "content-security-policy: default-src 'none'"]
        {
            assert!(page.contains(header), "{header} in {page}");
        }
        assert!(!page.contains("access-control"));
    }
}

#[tokio::test]
async fn t18_the_deadline_is_kept() {
    let login = waiting_for(Duration::from_millis(200)).await;
    let _silent = login.connect().await;
    let start = Instant::now();
    assert!(matches!(login.task.await.unwrap(), Err(LoginError::Deadline { .. })));
    assert!(start.elapsed() < Duration::from_millis(700));
    assert!(TcpStream::connect(&login.authority).await.is_err());
}

/// Other tests start processes, which hold all sockets between their fork and their exec.
async fn free_again(redirect: &str) -> Listener {
    let start = Instant::now();
    loop {
        match Listener::bind(redirect).await {
            Ok(listener) => return listener,
            Err(error) => assert!(start.elapsed() < Duration::from_secs(1), "{error}"),
        }
    }
}

#[tokio::test]
async fn t21_a_cancelled_login_frees_the_port() {
    // And on an address where no other test looks for a port.
    let host = if cfg!(target_os = "linux") { "127.0.0.77" } else { "127.0.0.1" };
    let first = Listener::bind(&format!("http://{host}:0/cb")).await.unwrap();
    let redirect = first.redirect_uri().to_owned();
    drop(first);
    for _ in 0..100 {
        let listener = free_again(&redirect).await;
        let registration = Registration::new(&API, None, "client", None, &redirect).unwrap();
        let login = Login::begin(&registration, &scopes()).unwrap();
        let cancelled = timeout(Duration::from_millis(5), login.wait(listener, Duration::from_secs(60))).await;
        assert!(cancelled.is_err());
    }
}

#[tokio::test]
async fn t14_a_taken_port_is_said_before_the_browser_opens() {
    for taken in ["127.0.0.1:0", "[::1]:0"] {
        let Ok(other) = TcpListener::bind(taken).await else { continue };
        let port = other.local_addr().unwrap().port();
        let error = Listener::bind(&format!("http://localhost:{port}/cb")).await.unwrap_err();
        assert!(matches!(error, LoginError::PortBusy { port: p, .. } if p == port), "{error}");
        assert!(error.to_string().contains("paste"), "{error}");
    }
    let held = Listener::bind("http://localhost:0/cb").await.unwrap();
    let port = Url::parse(held.redirect_uri()).unwrap().port().unwrap();
    for address in ["127.0.0.1", "::1", "0.0.0.0", "::"] {
        let address = SocketAddr::new(address.parse().unwrap(), port);
        assert!(address.is_ipv6() && held.sockets.len() == 1 || TcpListener::bind(address).await.is_err(), "{address}");
    }
}

#[tokio::test]
async fn t15_only_this_machine() {
    for elsewhere in [
        "https://127.0.0.1:1/cb",
        "http://192.168.1.2:8123/cb",
        "http://0.0.0.0:1/cb",
        "http://localhost.evil.example:1/cb",
        "http://[::]:1/cb",
        "callback",
    ] {
        assert!(matches!(Listener::bind(elsewhere).await, Err(LoginError::NotLoopback(_))), "{elsewhere}");
    }
    for here in ["http://127.0.0.1:0/cb", "http://localhost:0/cb"] {
        for socket in Listener::bind(here).await.unwrap().sockets {
            assert!(socket.local_addr().unwrap().ip().is_loopback());
        }
    }
}

#[tokio::test]
async fn listener_and_registration_must_agree() {
    let registration = Registration::new(&API, None, "client", None, "http://127.0.0.1:1/cb").unwrap();
    let login = Login::begin(&registration, &scopes()).unwrap();
    let listener = Listener::bind("http://127.0.0.1:0/cb").await.unwrap();
    assert!(matches!(login.wait(listener, Duration::from_secs(1)).await, Err(LoginError::Setup(_))));
}
