//! Everything at once that a machine can throw at a port, and then the real answer.

use tokio::net::TcpSocket;

use super::*;

/// Sends without end until the other side closes; gives how much it took.
async fn flood(mut stream: TcpStream, head: String) -> usize {
    let mut sent = head.len();
    if stream.write_all(head.as_bytes()).await.is_err() {
        return sent;
    }
    let chunk = vec![b'x'; 64 * 1024];
    while sent < 1 << 30 {
        match stream.write(&chunk).await {
            Ok(n) if n > 0 => sent += n,
            _ => break,
        }
    }
    sent
}

#[tokio::test]
async fn t17_t18_t19_the_real_answer_arrives_through_all_of_it() {
    let login = waiting().await;
    let mut silent = Vec::new();
    for _ in 0..31 {
        silent.push(login.connect().await);
    }
    let mut dripping = login.connect().await;
    let drip = tokio::spawn(async move {
        for byte in b"GET /cb?code=EVIL HTTP/1.1\r\n".iter().cycle() {
            if dripping.write_all(&[*byte]).await.is_err() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    });
    let host = login.authority.clone();
    let head = format!("POST /cb HTTP/1.1\r\nHost: {host}\r\nContent-Length: 1073741824\r\n\r\n");
    let flooded = tokio::spawn(flood(login.connect().await, head));
    for _ in 0..200 {
        assert_eq!(status(&login.get("/cb?error=access_denied&state=forged").await), "400");
    }
    for request in [
        format!("GET /favicon.ico HTTP/1.1\r\nHost: {host}\r\n\r\n"),
        format!("HEAD /cb?code=C0DE&state={} HTTP/1.1\r\nHost: {host}\r\n\r\n", login.state),
        format!("GET /cb?code=C0DE&state={} HTTP/1.1\r\nHost: evil.example\r\n\r\n", login.state),
    ] {
        assert!(["404", "405", "400"].contains(&status(&login.raw(request.as_bytes()).await)), "{request}");
    }
    login.raw(&[0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3]).await;
    assert!(!login.task.is_finished());

    let start = Instant::now();
    assert_eq!(login.end().await.unwrap().access_token().expose_secret(), "ACCESS");
    assert!(start.elapsed() < Duration::from_secs(1), "{:?}", start.elapsed());
    let took = flooded.await.unwrap();
    assert!(took < 16 << 20, "a body is not read: {took} bytes went out, buffers of the system included");
    drip.abort();
}

#[tokio::test]
async fn t14_squatters_on_any_address_are_noticed() {
    for taken in ["127.0.0.1:0", "[::1]:0", "0.0.0.0:0", "[::]:0"] {
        let address: SocketAddr = taken.parse().unwrap();
        // Without SO_REUSEADDR, and with it.
        for reuse in [false, true] {
            let socket = if address.is_ipv6() { TcpSocket::new_v6() } else { TcpSocket::new_v4() };
            let Ok(socket) = socket else { continue };
            socket.set_reuseaddr(reuse).unwrap();
            if socket.bind(address).is_err() {
                continue;
            }
            let squatter = socket.listen(8).unwrap();
            let port = squatter.local_addr().unwrap().port();
            let error = Listener::bind(&format!("http://localhost:{port}/cb")).await.unwrap_err();
            assert!(matches!(error, LoginError::PortBusy { port: p, .. } if p == port), "{taken} {reuse}: {error}");
        }
    }
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn t15_the_kernel_says_loopback() {
    let listener = Listener::bind("http://127.0.0.1:0/cb").await.unwrap();
    let port = Url::parse(listener.redirect_uri()).unwrap().port().unwrap();
    let table = std::fs::read_to_string("/proc/net/tcp").unwrap();
    let listening: Vec<&str> =
        table.lines().filter(|line| line.contains(" 0A ") && line.contains(&format!(":{port:04X} 00000000"))).collect();
    assert!(listening.len() == 1 && listening[0].contains(&format!("0100007F:{port:04X}")), "{listening:?}");
}

#[tokio::test]
async fn t13_refusals_hold_no_state_and_no_code() {
    let login = waiting().await;
    let other = waiting().await;
    let answer = login.get(&format!("/cb?code=CANARYcode&state={}", other.state)).await;
    assert_eq!(status(&answer), "400");
    for secret in ["CANARY", &login.state, &other.state] {
        assert!(!answer.contains(secret), "{answer}");
    }
    login.end().await.unwrap();
    other.end().await.unwrap();
}

#[tokio::test]
async fn t18_the_oldest_connection_makes_room_and_the_others_end_in_time() {
    let login = waiting().await;
    let mut crowd = Vec::new();
    for _ in 0..MOST_CONNECTIONS + 3 {
        crowd.push(login.connect().await);
    }
    let start = Instant::now();
    let mut nothing = Vec::new();
    for oldest in &mut crowd[..3] {
        let _ = oldest.read_to_end(&mut nothing).await;
    }
    assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
    let _ = crowd[3].read_to_end(&mut nothing).await;
    let took = start.elapsed();
    assert!(took > Duration::from_secs(3) && took < Duration::from_secs(9), "{took:?}");
    assert!(nothing.is_empty());
    login.end().await.unwrap();
}
