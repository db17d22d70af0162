//! A publisher of a cloud that notes when it is asked for what. Time is virtual: it moves on when everybody waits.

use std::cell::{Cell, RefCell};

use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use uplink_runtime::{Client, Options, RetryPolicy, StaticToken};

use super::*;
use crate::point::Device;
use crate::reader::{Api, Machine, Source};

/// A request: the second at which it came, method and path, and its body.
type Asked = (u64, String, String);

/// A cloud that has devices without points.
pub(super) struct Cloud {
    url: String,
    asked: Arc<Mutex<Vec<Asked>>>,
    task: JoinHandle<()>,
}

impl Drop for Cloud {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Cloud {
    pub(super) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let (start, asked) = (tokio::time::Instant::now(), Arc::new(Mutex::new(Vec::new())));
        let noted = asked.clone();
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, start, noted.clone()));
            }
        });
        Cloud { url, asked, task }
    }

    /// What was found of devices in it.
    pub(super) fn source(&self, devices: &[&str]) -> Source {
        let options = Options {
            base_url: Some(self.url.clone()),
            retries: RetryPolicy { attempts: 0, ..RetryPolicy::default() },
            ..Options::default()
        };
        let client = Client::new(&::myuplink::API, Arc::new(StaticToken::new("T", None)), options).expect("a client");
        let machine = |id: &&str| {
            let text = String::new;
            let [values, connection] = crate::reader::myuplink::targets(&json!(id));
            let device =
                Device { id: (*id).to_owned(), name: text(), product: text(), firmware: text(), api: "myuplink" };
            Machine { device, values, connection }
        };
        Source { client, api: Api::Myuplink, machines: devices.iter().map(machine).collect() }
    }

    /// The requests so far.
    pub(super) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().expect("a lock").clone()
    }

    /// Which devices were asked for their points, and when.
    fn read(&self) -> Vec<(u64, String)> {
        let asked = self.asked().into_iter();
        asked
            .filter_map(|(at, what, _)| {
                Some((at, what.strip_prefix("GET /v2/devices/")?.strip_suffix("/points")?.to_owned()))
            })
            .collect()
    }
}

async fn serve(mut stream: TcpStream, start: tokio::time::Instant, asked: Arc<Mutex<Vec<Asked>>>) {
    let mut buffer = Vec::new();
    while stream.read_buf(&mut buffer).await.is_ok_and(|n| n > 0) {
        let text = String::from_utf8_lossy(&buffer).to_ascii_lowercase();
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse().ok()).unwrap_or(0);
        if body.len() < length {
            continue;
        }
        let (method, path) = head.split_once(' ').expect("a request");
        let path = path.split([' ', '?']).next().unwrap_or_default();
        let answer = match method {
            "patch" => json!({}),
            _ if path.ends_with("/points") => json!([]),
            _ => json!({ "id": "d", "connectionState": "Connected", "firmware": {}, "product": {} }),
        };
        let what = format!("{} {path}", method.to_ascii_uppercase());
        asked.lock().expect("a lock").push((start.elapsed().as_secs(), what, body.to_owned()));
        buffer.clear();
        let answer = answer.to_string();
        let head =
            format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n", answer.len());
        if stream.write_all((head + &answer).as_bytes()).await.is_err() {
            return;
        }
    }
}

/// A publisher with a table of a sink, which reads each machine so often.
pub(super) async fn publisher(every: &str, sink: &str) -> Publisher {
    let text = format!("[source]\napi = \"myuplink\"\nevery = \"{every}\"\n{sink}\n");
    let config = Config::parse(&text).expect("right");
    Publisher::new(&config, Path::new("/nowhere")).await.expect("a publisher")
}

const METRICS: &str = "[prometheus]\nlisten = \"127.0.0.1:0\"";

/// Runs for some hours while the machines are listed as these, one list after the other and the last again and again. What it
/// tells, and how it ended if it did.
async fn run(cloud: &Cloud, every: &str, hours: u64, lists: &[&[&str]]) -> (Vec<String>, Option<PublishError>) {
    let mut publisher = publisher(every, METRICS).await;
    let (said, looks) = (RefCell::new(Vec::new()), Cell::new(0));
    let find = || {
        let list = lists[looks.get().min(lists.len() - 1)];
        looks.set(looks.get() + 1);
        std::future::ready(Ok(cloud.source(list)))
    };
    let running = publisher.run(find, || {}, |sentence: &str| said.borrow_mut().push(sentence.to_owned()));
    let ended = tokio::time::timeout(Duration::from_secs(3600 * hours), running).await;
    let error = ended.ok().map(|result| result.expect_err("it goes on for ever"));
    (said.into_inner(), error)
}

#[tokio::test(start_paused = true)]
async fn each_machine_has_its_turn_in_a_period_that_is_longer_than_lists_last() {
    let cloud = Cloud::start().await;
    run(&cloud, "4h", 6, &[&["a", "b"]]).await;
    let read = |at: u64, device: &str| (3600 * at, device.to_owned());
    assert_eq!(cloud.read(), [read(0, "a"), read(2, "b"), read(4, "a")]);
}

#[tokio::test(start_paused = true)]
async fn a_machine_that_is_new_is_read() {
    let cloud = Cloud::start().await;
    let (said, _) = run(&cloud, "4h", 4, &[&["a"], &["a", "b"]]).await;
    assert_eq!(said, ["b is new: "]);
    let read = |at: u64, device: &str| (3600 * at, device.to_owned());
    assert_eq!(cloud.read(), [read(0, "a"), read(1, "a"), read(3, "b")]);
}

#[tokio::test(start_paused = true)]
async fn a_list_that_cannot_be_read_leaves_the_machines_that_are_known() {
    let cloud = Cloud::start().await;
    let many: Vec<String> = (0..1000).map(|n| n.to_string()).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let (said, error) = run(&cloud, "30m", 4, &[&["a"], &[], &many, &["a"]]).await;
    assert!(error.is_none(), "{error:?}");
    let [none, often, over] = &said[..] else { panic!("{said:?}") };
    let known = "the machines cannot be listed again, those that are known go on: ";
    assert_eq!(none.strip_prefix(known).map(|why| &why[..30]), Some("this login sees no machine; co"));
    assert_eq!(often.strip_prefix(known).map(|why| &why[..26]), Some("every 1800 s is too often:"));
    assert_eq!(over, "the machines can be listed again");
    assert_eq!(cloud.read().len(), 8, "one in half an hour");
}

#[tokio::test(start_paused = true)]
async fn a_login_without_machines_is_told_what_to_do() {
    let cloud = Cloud::start().await;
    let (said, error) = run(&cloud, "5m", 1, &[&[]]).await;
    assert_eq!(said, [""; 0]);
    let error = error.expect("it ended").to_string();
    assert_eq!(error, "this login sees no machine; connect one to its account, or log in as somebody who has one");
}

#[tokio::test(start_paused = true)]
async fn a_whole_number_is_written_as_such() {
    let cloud = Cloud::start().await;
    let source = cloud.source(&["a"]);
    for value in [1.0, 21.5] {
        source.write(0, "47398".to_owned(), value).await.expect("taken");
    }
    let written = cloud.asked().into_iter().filter(|(_, what, _)| what.starts_with("PATCH"));
    assert_eq!(written.map(|(.., body)| body).collect::<Vec<_>>(), [r#"{"47398":1}"#, r#"{"47398":21.5}"#]);
}

#[test]
fn states_are_said_again_with_the_answer_that_comes_nearest_to_the_time() {
    let seconds = Duration::from_secs;
    let early = Duration::from_millis(50);
    for (since, every, is_time) in [
        (seconds(300) - early, seconds(300), true),
        (seconds(1), seconds(300), false),
        (seconds(240), seconds(60), false),
        (seconds(300) - early, seconds(60), true),
        (seconds(3600), seconds(3600), true),
    ] {
        assert_eq!(is_time_to_say(since, every), is_time, "{since:?} of {every:?}");
    }
}
