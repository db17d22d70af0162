//! What a server on a network meets: headers without end, senders that never come to an end, bytes that mean nothing, and
//! more connections than anybody needs. Each time the service goes on for everybody else.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep};
use uplink_simulator::{Setup, Simulator, nibe};

/// How long the service waits for a sender, with room for its next look.
const PATIENCE: Duration = Duration::from_secs(15);

async fn start() -> Simulator {
    Setup::new(nibe::IMITATION).start().await.expect("a service")
}

async fn connect(service: &Simulator) -> TcpStream {
    let address = service.base_url().strip_prefix("http://").expect("an address");
    TcpStream::connect(address).await.expect("a connection")
}

/// Sends bytes and no more; what the service says until it closes the connection.
async fn exchange(service: &Simulator, bytes: &[u8]) -> String {
    let (mut from, mut to) = connect(service).await.into_split();
    let send = async {
        // The service may have heard enough before all is sent.
        let _ = to.write_all(bytes).await;
        let _ = to.shutdown().await;
    };
    let mut answer = Vec::new();
    let (_, _) = tokio::join!(send, from.read_to_end(&mut answer));
    String::from_utf8_lossy(&answer).into_owned()
}

/// The status of an answer; `None` where there is none.
fn status(answer: &str) -> Option<u16> {
    answer.strip_prefix("HTTP/1.1 ")?.split(' ').next()?.parse().ok()
}

async fn serves(service: &Simulator) {
    let token = service.issue(&[]).access_token;
    let request = format!(
        "GET /api/v1/systems HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n\r\n"
    );
    let answer = exchange(service, request.as_bytes()).await;
    assert!(status(&answer) == Some(200) && answer.contains("Lake house"), "{answer}");
}

#[tokio::test]
async fn huge_heads_are_refused() {
    let service = start().await;
    let head = |more: &str| format!("GET / HTTP/1.1\r\nHost: localhost\r\n{more}\r\n\r\n");
    let long = "x".repeat(4 << 20);
    for (what, request) in [
        ("a long header", head(&format!("X-Long: {long}"))),
        ("a long name", head(&format!("{long}: x"))),
        ("many headers", head(&"X-Many: x\r\n".repeat(20_000))),
        ("a long address", format!("GET /{long} HTTP/1.1\r\nHost: localhost\r\n\r\n")),
        ("a line without end", long.clone()),
    ] {
        let answer = exchange(&service, request.as_bytes()).await;
        let refused = [None, Some(400), Some(414), Some(431)].contains(&status(&answer));
        assert!(refused, "{what}: {:?}", &answer[..answer.len().min(200)]);
    }
    serves(&service).await;
    service.stop().await;
}

/// Sends a byte now and then until the service has enough; what it said.
async fn drip(mut stream: TcpStream, bytes: Vec<u8>) -> (Duration, String) {
    let began = Instant::now();
    let (mut from, mut to) = stream.split();
    let send = async {
        for byte in bytes {
            if to.write_all(&[byte]).await.is_err() {
                return;
            }
            sleep(Duration::from_secs(1)).await;
        }
        // Far longer than anybody should have to wait.
        sleep(8 * PATIENCE).await;
    };
    let mut answer = Vec::new();
    tokio::select! {
        () = send => {}
        _ = from.read_to_end(&mut answer) => {}
    }
    (began.elapsed(), String::from_utf8_lossy(&answer).into_owned())
}

// The time stands still but for waits: those of the test and of the service pass at once.
#[tokio::test(start_paused = true)]
async fn slow_senders_are_not_waited_for() {
    let service = start().await;
    let head = b"GET /api/v1/systems HTTP/1.1\r\nHost: localhost\r\nX-Slow: ".to_vec();
    let mut body = b"POST /oauth/token HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n".to_vec();
    let mut senders = tokio::task::JoinSet::new();
    for _ in 0..100 {
        senders.spawn(drip(connect(&service).await, head.clone()));
        senders.spawn(drip(connect(&service).await, Vec::new()));
        // The head comes at once, the body in bytes.
        let mut stream = connect(&service).await;
        stream.write_all(&body).await.expect("sent");
        senders.spawn(drip(stream, b"grant_type=authorization_code".to_vec()));
    }
    body.clear();
    serves(&service).await;
    let mut late = 0;
    while let Some(ended) = senders.join_next().await {
        let (after, answer) = ended.expect("it ends");
        assert!(after < PATIENCE, "{after:?}");
        assert!([None, Some(408)].contains(&status(&answer)), "{answer}");
        late += usize::from(status(&answer) == Some(408));
    }
    assert!(late >= 100, "who sends a body is told: {late}");
    serves(&service).await;
    service.stop().await;
}

/// Bytes that look random and are always the same.
struct Bytes(u64);

impl Bytes {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }
}

#[tokio::test]
async fn bytes_that_mean_nothing_do_no_harm() {
    let service = start().await;
    let mut bytes = Bytes(0x2024_0115_1200_0001);
    let body = "grant_type=authorization_code&code=x&redirect_uri=http%3A%2F%2F127.0.0.1%2F";
    let good = [
        "GET / HTTP/1.1\r\nHost: localhost\r\nAccept-Language: de;q=0.9, sv\r\nCookie: theme=dark\r\n\r\n".to_owned(),
        format!("POST /oauth/token HTTP/1.1\r\nHost: localhost\r\nContent-Length: {}\r\n\r\n{body}", body.len()),
        "POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n4\r\ndo=x\r\n0\r\n\r\n".to_owned(),
    ];
    let (mut answered, mut refused) = (0, 0);
    for round in 0..1500 {
        let request: Vec<u8> = if round % 3 == 0 {
            (0..bytes.next() % 600).map(|_| bytes.next() as u8).collect()
        } else {
            // A request in which some bytes are others.
            let mut request = good[bytes.next() as usize % good.len()].clone().into_bytes();
            for _ in 0..bytes.next() % 4 {
                let at = bytes.next() as usize % request.len();
                request[at] = bytes.next() as u8;
            }
            request
        };
        let answer = exchange(&service, &request).await;
        match status(&answer) {
            Some(status) if status >= 500 => panic!("{status} for {:?}", String::from_utf8_lossy(&request)),
            Some(200) => answered += 1,
            _ => refused += 1,
        }
    }
    assert!(answered > 100 && refused > 500, "{answered} answered, {refused} refused");
    serves(&service).await;
    service.stop().await;
}

/// How many more connections this process may open, at most so many; each has both of its ends here, and other tests open
/// some at the same time.
#[cfg(target_os = "linux")]
fn connections(most: usize) -> usize {
    let limits = std::fs::read_to_string("/proc/self/limits").expect("Linux");
    let line = limits.lines().find(|line| line.starts_with("Max open files")).expect("a limit");
    let limit = line.split_whitespace().nth(3).and_then(|word| word.parse::<usize>().ok()).unwrap_or(usize::MAX);
    most.min((limit / 10 * 9 - 100) / 2)
}

#[cfg(target_os = "linux")]
#[tokio::test(start_paused = true)]
async fn many_open_connections_leave_room_for_others() {
    let service = start().await;
    let count = connections(10_000);
    let mut open = Vec::new();
    for _ in 0..count {
        open.push(connect(&service).await);
    }
    serves(&service).await;
    // Who says nothing for too long is sent away.
    let began = Instant::now();
    for mut stream in open {
        let mut rest = Vec::new();
        let ended = tokio::time::timeout(8 * PATIENCE, stream.read_to_end(&mut rest)).await;
        assert!(ended.is_ok(), "it stays open");
        assert!(rest.is_empty() || status(&String::from_utf8_lossy(&rest)) == Some(408));
    }
    assert!(began.elapsed() < PATIENCE, "{:?}", began.elapsed());
    serves(&service).await;
    service.stop().await;
}
