use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::*;
use crate::testing::tiny_model;
use crate::{Examples, FaultKind, TamperKind, Target};

async fn start() -> Simulator {
    let options = Options { speed: 0.0, ..Options::default() };
    Simulator::start(tiny_model(), Box::new(Examples), options).await.expect("a service")
}

/// Sends bytes and reads until the service closes the connection.
async fn exchange(service: &Simulator, bytes: &[u8]) -> String {
    let address = service.base_url().strip_prefix("http://").expect("an address");
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    // The service may close before it has read all of a bad request.
    let _ = stream.write_all(bytes).await;
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}

fn get(service: &Simulator, target: &str, last: bool) -> String {
    let token = service.issue(&[]).access_token;
    let close = if last { "Connection: close\r\n" } else { "" };
    format!("GET {target} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n{close}\r\n")
}

#[tokio::test]
async fn connections_are_kept_alive() {
    let service = start().await;
    let both = format!("{}{}", get(&service, "/things", false), get(&service, "/things/2", true));
    let answers = exchange(&service, both.as_bytes()).await;
    assert_eq!(answers.matches("HTTP/1.1 200 OK").count(), 2);
    assert!(answers.contains(r#"{"page":1,"perPage":2,"total":5,"things":[{"id":1},{"id":2}]}"#));
    assert!(answers.ends_with(r#"{"id":2,"label":null}"#));
    assert_eq!(service.requests().len(), 2);
    service.stop().await;
    let address = service.base_url().strip_prefix("http://").expect("an address");
    assert!(TcpStream::connect(address).await.is_err());
}

#[tokio::test]
async fn a_doubled_slash_after_the_base_url_does_no_harm() {
    let service = start().await;
    for target in ["//things/2", "///things/2/"] {
        let answer = exchange(&service, get(&service, target, true).as_bytes()).await;
        assert!(answer.ends_with(r#"{"id":2,"label":null}"#), "{answer}");
    }
    assert!(exchange(&service, get(&service, "/nothing", true).as_bytes()).await.starts_with("HTTP/1.1 404"));
    service.stop().await;
}

#[tokio::test]
async fn garbage_and_big_bodies_do_no_harm() {
    let service = start().await;
    exchange(&service, b"\x16\x03\x01\0\0garbage\r\n\r\n").await;
    let big = format!(
        "PUT /things/1/label HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{}",
        2 << 20,
        "x".repeat(1 << 20)
    );
    let mut head = big.into_bytes();
    head.extend(vec![b'x'; 1 << 20]);
    let answer = exchange(&service, &head).await;
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 413"), "{answer}");
    assert!(exchange(&service, get(&service, "/things", true).as_bytes()).await.starts_with("HTTP/1.1 200"));
    service.stop().await;
}

#[tokio::test]
async fn answers_are_cut_and_left_out() {
    let service = start().await;
    let fault = |kind| Tamper { kind, function: None, times: 1 };
    service.tamper(fault(TamperKind::Truncate));
    let cut = exchange(&service, get(&service, "/things/1", false).as_bytes()).await;
    assert!(cut.contains("content-length: 22") && cut.contains("x-simulator-fault: truncate"), "{cut}");
    assert!(cut.ends_with(r#"{"id":1,"la"#), "{cut}");
    service.tamper(fault(TamperKind::HangUp));
    assert_eq!(exchange(&service, get(&service, "/things/1", false).as_bytes()).await, "");
    service.tamper(fault(TamperKind::Delay(Duration::from_millis(1))));
    let late = exchange(&service, get(&service, "/things/1", true).as_bytes()).await;
    assert!(late.contains("x-simulator-fault: delay"));
    let statuses: Vec<u16> = service.requests().iter().map(|r| r.status).collect();
    assert_eq!(statuses, [200, 0, 200]);
    service.stop().await;
}

#[tokio::test]
async fn answers_drip_and_never_end() {
    let service = start().await;
    service.fault(Fault::new(FaultKind::Drip(Duration::from_millis(1)), Target::Functions));
    let dripped = exchange(&service, get(&service, "/things/2", true).as_bytes()).await;
    assert!(dripped.contains("x-simulator-fault: drip") && dripped.ends_with(r#"{"id":2,"label":null}"#), "{dripped}");
    service.fault(Fault::new(FaultKind::Endless, Target::Functions));
    let address = service.base_url().strip_prefix("http://").expect("an address");
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    stream.write_all(get(&service, "/things/2", true).as_bytes()).await.expect("sent");
    let mut answer = vec![0; 1 << 20];
    stream.read_exact(&mut answer).await.expect("more than anybody asked for");
    drop(stream);
    service.stop().await;
}

#[tokio::test]
async fn faults_are_switched_over_http() {
    let options = Options { admin_port: Some(0), ..Options::default() };
    let service = Simulator::start(tiny_model(), Box::new(Examples), options).await.expect("a service");
    let admin = service.admin_url().and_then(|url| url.strip_prefix("http://")).expect("an address").to_owned();
    let body = r#"{"kind":"status","status":429,"retry_after":3}"#;
    let post = format!(
        "POST /faults HTTP/1.1\r\nHost: {admin}\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let mut stream = TcpStream::connect(&admin).await.expect("a connection");
    stream.write_all(post.as_bytes()).await.expect("sent");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.expect("an answer");
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    let busy = exchange(&service, get(&service, "/things/1", true).as_bytes()).await;
    assert!(busy.starts_with("HTTP/1.1 429") && busy.contains("retry-after: 3"), "{busy}");
    service.stop().await;
    assert!(TcpStream::connect(&admin).await.is_err(), "it ends with the service");
    assert!(start().await.admin_url().is_none());
}

#[tokio::test]
async fn a_port_can_be_taken_and_a_scope_unknown() {
    let service = start().await;
    let port = service.base_url().rsplit(':').next().and_then(|p| p.parse().ok()).expect("a port");
    let options = Options { port, ..Options::default() };
    let taken = Simulator::start(tiny_model(), Box::new(Examples), options).await.expect_err("taken");
    assert!(taken.to_string().starts_with(&format!("cannot listen on 127.0.0.1:{port}: ")));
    let options = Options { scopes: Some(vec!["FLY".to_owned()]), ..Options::default() };
    let unknown = Simulator::start(tiny_model(), Box::new(Examples), options).await.expect_err("unknown");
    assert_eq!(unknown.to_string(), "Tiny has no scope FLY; it has READ, WRITE");
}

/// The addresses at which this machine's TCP listens on a port, as Linux writes them.
#[cfg(target_os = "linux")]
fn listening(port: &str) -> Vec<String> {
    let port: u16 = port.parse().expect("a port");
    let mut found = Vec::new();
    for table in ["/proc/net/tcp", "/proc/net/tcp6"] {
        for line in std::fs::read_to_string(table).unwrap_or_default().lines().skip(1) {
            let fields: Vec<&str> = line.split_whitespace().collect();
            let (address, at) = fields[1].rsplit_once(':').expect("address and port");
            if fields[3] == "0A" && at == format!("{port:04X}") {
                found.push(address.to_owned());
            }
        }
    }
    found
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn t68_the_service_listens_on_this_machine_only() {
    let options = Options { admin_port: Some(0), ..Options::default() };
    let service = Simulator::start(tiny_model(), Box::new(Examples), options).await.expect("a service");
    for url in [service.base_url(), service.admin_url().expect("an address")] {
        let port = url.rsplit(':').next().expect("a port");
        // 127.0.0.1, its bytes from the last to the first.
        assert_eq!(listening(port), ["0100007F"], "{url}");
    }
}

#[tokio::test]
async fn t68_a_service_asked_for_by_another_name_refuses() {
    let service = start().await;
    let port = service.base_url().rsplit(':').next().expect("a port").to_owned();
    let ask = async |host: &str| {
        let request = format!("GET /things/1 HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        exchange(&service, request.as_bytes()).await.split(' ').nth(1).map(str::to_owned)
    };
    for host in ["127.0.0.1", "localhost", "LOCALHOST", "[::1]"] {
        assert_eq!(ask(&format!("{host}:{port}")).await.as_deref(), Some("401"), "{host}");
        assert_eq!(ask(host).await.as_deref(), Some("401"), "{host}");
    }
    for host in ["api.tiny.example", "evil.example:80", "127.0.0.1.evil.example", "localhost.evil.example", "", "a:b:c"]
    {
        assert_eq!(ask(host).await.as_deref(), Some("421"), "{host}");
    }
}
