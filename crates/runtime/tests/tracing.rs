//! What a subscriber of `tracing` is told of calls.
#![cfg(feature = "tracing")]

use std::fmt::{Debug, Write as _};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};
use uplink_runtime::descriptor::{Api, Argument, Function, Place, Shape};
use uplink_runtime::{Arguments, Client, Options, RetryPolicy, StaticToken};

/// Keeps all that it is told, whoever says it.
#[derive(Clone, Default)]
struct Everything {
    said: Arc<Mutex<Vec<String>>>,
    spans: Arc<AtomicU64>,
}

struct Fields(String);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let _ = write!(self.0, " {field}={value:?}");
    }
}

impl Everything {
    fn note(&self, what: &str, metadata: &Metadata<'_>, fields: Fields) {
        let line = format!("{what} {} {}{}", metadata.level(), metadata.target(), fields.0);
        self.said.lock().expect("no panic").push(line);
    }

    fn ours(&self) -> Vec<String> {
        let said = self.said.lock().expect("no panic");
        said.iter().filter(|line| line.contains(" uplink_runtime ")).cloned().collect()
    }
}

impl Subscriber for Everything {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut fields = Fields(String::new());
        span.record(&mut fields);
        self.note(&format!("span {}", span.metadata().name()), span.metadata(), fields);
        Id::from_u64(self.spans.fetch_add(1, Ordering::Relaxed) + 1)
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields(String::new());
        event.record(&mut fields);
        self.note("event", event.metadata(), fields);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// Lines of `log`, which are to be none where a subscriber listens.
struct Lines(Mutex<Vec<String>>);

impl log::Log for Lines {
    fn enabled(&self, metadata: &log::Metadata<'_>) -> bool {
        metadata.target().starts_with("uplink_")
    }

    fn log(&self, record: &log::Record<'_>) {
        if self.enabled(record.metadata()) {
            self.0.lock().expect("no panic").push(record.args().to_string());
        }
    }

    fn flush(&self) {}
}

static LINES: Lines = Lines(Mutex::new(Vec::new()));

const fn argument(name: &'static str, place: Place) -> Argument {
    Argument { name, wire: name, place, shape: Shape::Text, required: true, ..Argument::PLAIN }
}

static FIND: Function = Function {
    name: "find",
    path: "/houses/{house}",
    arguments: &[argument("house", Place::Path), argument("search", Place::Query), argument("X-Note", Place::Header)],
    success: &[200],
    answer: Shape::Any,
    retry: true,
    ..Function::PLAIN
};
static API: Api = Api { name: "Kettle", functions: &[&FIND], ..Api::PLAIN };

/// Fails once, then answers; both bodies hold a canary.
async fn server() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let base_url = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move {
        for status in [503, 200] {
            let Ok((mut stream, _)) = listener.accept().await else { return };
            let (mut request, mut byte) = (Vec::new(), [0]);
            while !request.ends_with(b"\r\n\r\n") && stream.read(&mut byte).await.is_ok_and(|n| n == 1) {
                request.push(byte[0]);
            }
            let body = r#"{"message":"CANARYbody"}"#;
            let head = format!("HTTP/1.1 {status} Said\r\nx-told: CANARYtold\r\nconnection: close");
            let answer = format!("{head}\r\ncontent-length: {}\r\n\r\n{body}", body.len());
            let _ = stream.write_all(answer.as_bytes()).await;
        }
    });
    base_url
}

#[tokio::test]
async fn a_call_is_a_span_with_events_and_nothing_secret_is_told() {
    log::set_logger(&LINES).expect("the only one");
    log::set_max_level(log::LevelFilter::Trace);
    let retries = RetryPolicy { attempts: 1, first_wait: Duration::ZERO, ..RetryPolicy::default() };
    let options = Options { base_url: Some(server().await), retries, ..Options::default() };
    let client = Client::new(&API, Arc::new(StaticToken::new("CANARYtoken", None)), options).expect("a client");
    let mut arguments = Arguments::new();
    for (name, value) in [("house", "CANARYhouse"), ("search", "CANARYsearch"), ("X-Note", "CANARYnote")] {
        arguments.insert(name.to_owned(), value.into());
    }

    let everything = Everything::default();
    let guard = tracing::subscriber::set_default(everything.clone());
    client.call(&FIND, arguments).await.expect("an answer");
    drop(guard);

    let said: Vec<String> = everything.ours().iter().map(|line| without_times(line)).collect();
    let expected = [
        r#"span call INFO uplink_runtime function="find""#,
        r#"event DEBUG uplink_runtime message=request function="find" method="GET" path="/houses/{house}" attempt=1 waited_ms=N"#,
        r#"event DEBUG uplink_runtime message=response function="find" method="GET" path="/houses/{house}" attempt=1 waited_ms=N status=503 failure=server_error bytes=24 elapsed_ms=N"#,
        r#"event WARN uplink_runtime message=sends again function="find" error="find: 503" wait_ms=N"#,
        r#"event DEBUG uplink_runtime message=request function="find" method="GET" path="/houses/{house}" attempt=2 waited_ms=N"#,
        r#"event DEBUG uplink_runtime message=response function="find" method="GET" path="/houses/{house}" attempt=2 waited_ms=N status=200 bytes=24 elapsed_ms=N"#,
    ];
    assert_eq!(said, expected, "{said:#?}");
    let everything = everything.said.lock().expect("no panic").join("\n");
    assert!(!everything.contains("CANARY"), "{everything}");
    let lines = LINES.0.lock().expect("no panic");
    assert!(lines.is_empty(), "what `tracing` is told is told once: {lines:?}");
}

/// A line with `N` in place of each measured time.
fn without_times(line: &str) -> String {
    let words = line.split(' ').map(|word| match word.split_once("_ms=") {
        Some((name, _)) => format!("{name}_ms=N"),
        None => word.to_owned(),
    });
    words.collect::<Vec<_>>().join(" ")
}
