//! Watches of a server that notes when it is asked for what. Time is virtual: it moves on when everybody waits.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

mod shared;

use super::*;
use crate::descriptor::{Api, Argument, Errors, Function, Pace, Page, Place, Shape};
use crate::{Options, RetryPolicy, StaticToken};

const MINUTE: Duration = Duration::from_secs(60);

static ROWS: Function = Function {
    name: "rows",
    path: "/rows/{system}",
    arguments: &[
        Argument { name: "system", place: Place::Path, shape: Shape::Int, required: true, ..Argument::PLAIN },
        Argument {
            name: "ids",
            wire: "ids",
            shape: Shape::List(&Shape::Int),
            required: true,
            max_items: Some(15),
            batch: true,
            merge: &["id"],
            ..Argument::PLAIN
        },
    ],
    auth: &[],
    success: &[200],
    answer: Shape::List(&Shape::Any),
    retry: true,
    ..Function::PLAIN
};
static WRITE: Function = Function { name: "write", method: "PUT", path: "/rows", ..Function::PLAIN };
static PAGED: Function = Function {
    name: "paged",
    path: "/paged",
    page: Some(Page {
        argument: "page",
        number_field: Some("page"),
        size_field: Some("size"),
        total_field: Some("total"),
        items_field: Some("items"),
        ..Page::PLAIN
    }),
    ..Function::PLAIN
};
static API: Api = Api {
    name: "Rows",
    base_url: "http://127.0.0.1",
    insecure_http: false,
    functions: &[],
    oauth: None,
    auth: &[],
    scopes: &[],
    pace: Some(Pace { requests: 1, per: Duration::from_secs(4), burst: 5, in_flight: None, headers: None }),
    errors: Some(Errors { code: "", details: None, codes: &[], words: &[], refused: &[] }),
    structs: &[],
    enums: &[],
};

/// What the server does with requests of a part: the system, and 1000 for each 15 items before those that are asked for.
#[derive(Clone, Copy)]
enum Mood {
    Answers,
    Fails(u16),
    /// Says how many seconds nobody may ask.
    Blocks(u16),
    HangsUp,
    /// Under maintenance.
    Page,
    Takes(Duration),
}

#[derive(Default)]
struct Seen {
    asked: Vec<(Duration, u64)>,
    moods: HashMap<u64, Mood>,
}

struct Server {
    url: String,
    start: Instant,
    seen: Arc<Mutex<Seen>>,
    task: JoinHandle<()>,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Server {
    async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let (start, seen) = (Instant::now(), Arc::new(Mutex::new(Seen::default())));
        let noted = seen.clone();
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, start, noted.clone()));
            }
        });
        Server { url, start, seen, task }
    }

    fn client(&self) -> Client {
        let options = Options {
            base_url: Some(self.url.clone()),
            retries: RetryPolicy { attempts: 0, ..RetryPolicy::default() },
            ..Options::default()
        };
        Client::new(&API, Arc::new(StaticToken::new("T", None)), options).expect("a client")
    }

    fn mood(&self, part: u64, mood: Mood) {
        self.seen.lock().expect("a lock").moods.insert(part, mood);
    }

    /// Seconds at which it was asked for a part, rounded.
    fn asked(&self, part: u64) -> Vec<u64> {
        let seen = self.seen.lock().expect("a lock");
        let of = seen.asked.iter().filter(|(_, of)| *of == part);
        of.map(|(at, _)| (at.as_secs_f64()).round() as u64).collect()
    }

    /// Seconds between its requests.
    fn gaps(&self) -> Vec<f64> {
        let seen = self.seen.lock().expect("a lock");
        seen.asked.windows(2).map(|pair| (pair[1].0 - pair[0].0).as_secs_f64()).collect()
    }

    async fn until(&self, seconds: u64) {
        tokio::time::sleep_until(self.start + Duration::from_secs(seconds)).await;
    }
}

async fn serve(mut stream: TcpStream, start: Instant, seen: Arc<Mutex<Seen>>) {
    let mut buffer = Vec::new();
    while let Ok(n) = stream.read_buf(&mut buffer).await
        && n > 0
    {
        if !buffer.ends_with(b"\r\n\r\n") {
            continue;
        }
        let line = String::from_utf8_lossy(&buffer).lines().next().unwrap_or_default().to_owned();
        buffer.clear();
        let target = line.split(' ').nth(1).unwrap_or_default();
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let system: u64 = path.rsplit('/').next().and_then(|n| n.parse().ok()).expect("a system");
        let ids: Vec<u64> = query.split('&').filter_map(|pair| pair.strip_prefix("ids=")?.parse().ok()).collect();
        let rows: Value = ids.iter().map(|id| json!({ "id": id })).collect();
        let part = system + 1000 * ids.first().map_or(0, |id| (id - 1) / 15);
        let mood = {
            let mut seen = seen.lock().expect("a lock");
            seen.asked.push((start.elapsed(), part));
            seen.moods.get(&part).copied().unwrap_or(Mood::Answers)
        };
        let (status, wait, body) = match mood {
            Mood::Answers => (200, None, rows.to_string()),
            Mood::Fails(status) => (status, None, "{}".into()),
            Mood::Blocks(seconds) => (429, Some(seconds), "{}".into()),
            Mood::HangsUp => return,
            Mood::Page => (200, None, "<html>".into()),
            Mood::Takes(time) => {
                tokio::time::sleep(time).await;
                (200, None, rows.to_string())
            }
        };
        let wait = wait.map(|seconds| format!("retry-after: {seconds}\r\n")).unwrap_or_default();
        let head = format!("HTTP/1.1 {status} X\r\n{wait}content-length: {}\r\n\r\n", body.len());
        if stream.write_all((head + &body).as_bytes()).await.is_err() {
            return;
        }
    }
}

fn rows(system: u64, ids: impl Iterator<Item = u64>) -> WatchTarget {
    let arguments = json!({ "system": system, "ids": ids.collect::<Vec<_>>() });
    let Value::Object(arguments) = arguments else { unreachable!("it is one") };
    WatchTarget::new(&ROWS, arguments)
}

/// A target for each system from 0 on.
fn systems(count: u64) -> Vec<WatchTarget> {
    (0..count).map(|system| rows(system, 1..=2)).collect()
}

/// What the watch tells until a moment: a letter and the target of each event.
async fn told(watch: &mut Watch, server: &Server, until: u64) -> Vec<String> {
    let mut told = Vec::new();
    loop {
        let event = tokio::select! {
            biased;
            event = watch.next() => event.expect("it never ends"),
            () = server.until(until) => return told,
        };
        let letter = match &event {
            WatchEvent::Answered { .. } => "a",
            WatchEvent::Failed { .. } => "failed ",
            WatchEvent::Offline { .. } => "offline ",
            WatchEvent::Back { .. } => "back ",
        };
        told.push(format!("{letter}{}", event.target()));
    }
}

fn without_answers(told: &[String]) -> Vec<&str> {
    told.iter().map(String::as_str).filter(|event| !event.starts_with('a')).collect()
}

#[tokio::test(start_paused = true)]
async fn each_item_is_read_once_in_a_period_and_the_requests_are_spread() {
    let server = Server::start().await;
    // 20 ids are two requests; an id that is named twice is read once.
    let targets = vec![rows(0, (1..=20).chain(1..=20)), rows(1, 1..=16)];
    let mut watch = server.client().watch(targets, MINUTE).expect("a watch");
    let mut ids = HashMap::new();
    for _ in 0..40 {
        let Some(WatchEvent::Answered { target, items, answer, at }) = watch.next().await else { panic!("no answer") };
        assert!(at.duration_until(Timestamp::now()).as_secs() < 60);
        assert_eq!(items.len(), answer.json().expect("rows").as_array().map_or(0, Vec::len));
        for row in answer.json().expect("rows").as_array().expect("a list") {
            *ids.entry((target, row["id"].as_u64())).or_insert(0) += 1;
        }
    }
    assert_eq!(ids.len(), 36);
    assert!(ids.values().all(|count| *count == 10), "{ids:?}");
    assert!(server.gaps().iter().all(|gap| (gap - 15.0).abs() < 0.1), "{:?}", server.gaps());
    assert_eq!(watch.missed(), 0);
}

#[tokio::test(start_paused = true)]
async fn the_pace_is_kept_when_all_of_it_is_needed() {
    let server = Server::start().await;
    let mut watch = server.client().watch(systems(14), Duration::from_secs(57)).expect("a watch");
    let told = told(&mut watch, &server, 3600).await;
    assert!(told.iter().all(|event| event.starts_with('a')), "{told:?}");
    assert!(server.gaps().iter().all(|gap| *gap > 4.0), "{:?}", server.gaps());
    assert_eq!((watch.missed(), server.asked(13).len()), (0, 63));
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_is_refused_in_a_sentence() {
    let client = Server::start().await.client();
    let refused = |targets, every| client.watch(targets, every).map(drop).expect_err("it cannot be").to_string();
    assert_eq!(
        refused(systems(15), MINUTE),
        "every 60 s is too often: each round takes 15 requests, and Rows allows 1 request in 4 s and so needs 61 s; read \
         every 61 s or more, or read less"
    );
    assert!(client.watch(systems(15), Duration::from_secs(61)).is_ok());
    let free =
        Client::new(&API, Arc::new(StaticToken::new("T", None)), Options { keep_pace: false, ..Options::default() });
    assert!(free.expect("a client").watch(systems(15), MINUTE).is_ok());
    for every in [Duration::ZERO, Duration::from_millis(999), Duration::MAX] {
        assert_eq!(refused(systems(1), every), "the period of a watch must be from 1 second to a year");
    }
    assert_eq!(refused(vec![], MINUTE), "there is nothing to watch; name something to read");
    let plain = |function| vec![WatchTarget::new(function, Default::default())];
    assert_eq!(refused(plain(&WRITE), MINUTE), "write cannot be watched: it does not only read");
    assert_eq!(refused(plain(&PAGED), MINUTE), "paged cannot be watched: it comes in pages");
    assert_eq!(refused(plain(&ROWS), MINUTE), "rows: `system` is required");
}

#[tokio::test(start_paused = true)]
async fn it_goes_before_nobody() {
    let server = Server::start().await;
    let client = server.client();
    let call = |n: u64| {
        let (client, read) = (client.clone(), rows(n, 1..=1));
        tokio::spawn(async move { client.call(read.function, read.arguments).await.expect("rows") })
    };
    let burst: Vec<_> = (100..105).map(call).collect();
    server.until(1).await;
    let mut watch = client.watch(systems(1), MINUTE).expect("a watch");
    let first = tokio::spawn(async move { watch.next().await });
    server.until(2).await;
    let calls: Vec<_> = (105..115).map(call).collect();
    assert!(matches!(first.await.expect("a task"), Some(WatchEvent::Answered { .. })));
    assert_eq!(server.seen.lock().expect("a lock").asked.last().map(|(_, part)| *part), Some(0));
    assert_eq!(server.gaps().len(), 15);
    for call in burst.into_iter().chain(calls) {
        call.await.expect("a task");
    }
}

#[tokio::test(start_paused = true)]
async fn after_a_sleep_nothing_comes_at_once() {
    let server = Server::start().await;
    let mut watch = server.client().watch(systems(6), MINUTE).expect("a watch");
    told(&mut watch, &server, 35).await;
    let before = server.gaps().len();
    server.until(30_000).await;
    let after = told(&mut watch, &server, 30_061).await;
    assert!(after.len() == 7 && without_answers(&after).is_empty(), "{after:?}");
    let gaps = &server.gaps()[before + 1..];
    assert!(gaps.iter().all(|gap| *gap > 9.9), "{gaps:?}");
    assert_eq!(watch.missed(), 2996);
}

#[tokio::test(start_paused = true)]
async fn a_system_that_fails_is_told_once_and_backs_off_while_others_go_on() {
    let server = Server::start().await;
    let mut watch = server.client().watch(systems(2), MINUTE).expect("a watch");
    server.mood(0, Mood::Fails(500));
    let events = told(&mut watch, &server, 2000).await;
    assert_eq!(without_answers(&events), ["failed 0", "offline 0"]);
    assert_eq!(server.asked(0), [0, 60, 180, 420, 900, 1380, 1860]);
    assert_eq!(server.asked(1), (0..33).map(|n| 30 + 60 * n).collect::<Vec<_>>());
    server.mood(0, Mood::Answers);
    let events = told(&mut watch, &server, 2500).await;
    assert_eq!(without_answers(&events), ["back 0"]);
    assert_eq!(server.asked(0)[7..], [2340, 2400, 2460]);
    server.mood(0, Mood::Fails(500));
    let events = told(&mut watch, &server, 2700).await;
    assert_eq!(without_answers(&events), ["failed 0", "offline 0"]);
    // That it fails in another way is news.
    server.mood(0, Mood::Fails(404));
    assert_eq!(without_answers(&told(&mut watch, &server, 6000).await), ["failed 0"]);
    assert_eq!(watch.missed(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_part_that_fails_takes_nobody_down() {
    let server = Server::start().await;
    // Three requests of one system: that two are refused says nothing of the system.
    let mut watch = server.client().watch(vec![rows(0, 1..=45)], MINUTE).expect("a watch");
    server.mood(1000, Mood::Fails(400));
    server.mood(2000, Mood::Fails(400));
    let events = told(&mut watch, &server, 1000).await;
    assert_eq!(without_answers(&events), ["failed 0", "failed 0"]);
    assert_eq!([0, 1000, 2000].map(|part| server.asked(part).len()), [17, 5, 5]);
    // Now the first as well, and then all are back: the others need not wait for theirs.
    server.mood(0, Mood::Fails(400));
    assert_eq!(without_answers(&told(&mut watch, &server, 1190).await), ["failed 0", "offline 0"]);
    [0, 1000, 2000].into_iter().for_each(|part| server.mood(part, Mood::Answers));
    assert_eq!(told(&mut watch, &server, 1250).await, ["back 0", "a0", "a0", "a0"]);
    assert_eq!(watch.missed(), 0);
}

#[tokio::test(start_paused = true)]
async fn when_the_server_is_back_all_come_in_their_next_turn() {
    let server = Server::start().await;
    let mut watch = server.client().watch(systems(2), MINUTE).expect("a watch");
    server.mood(0, Mood::HangsUp);
    let events = told(&mut watch, &server, 905).await;
    assert_eq!(without_answers(&events), ["failed 0", "offline 0"]);
    let last = server.asked(0).len();
    server.mood(1, Mood::HangsUp);
    assert_eq!(told(&mut watch, &server, 960).await, ["failed 1"]);
    server.mood(0, Mood::Answers);
    server.mood(1, Mood::Answers);
    let events = told(&mut watch, &server, 1045).await;
    assert_eq!(events, ["a1", "back 0", "a0"]);
    assert_eq!(&server.asked(0)[last..], [1020], "not as late as it had been put off");
}

#[tokio::test(start_paused = true)]
async fn a_block_by_the_server_is_no_fault_of_a_system() {
    let server = Server::start().await;
    let mut watch = server.client().watch(systems(3), MINUTE).expect("a watch");
    server.mood(1, Mood::Blocks(600));
    assert_eq!(told(&mut watch, &server, 30).await, ["a0", "failed 1"]);
    server.mood(1, Mood::Answers);
    let events = told(&mut watch, &server, 681).await;
    assert_eq!(events, ["a2", "a0", "a1", "a2"]);
    assert_eq!(server.asked(0), [0, 640], "nothing is sent before the server allows it");
    assert_eq!(server.asked(2), [620, 680]);
}

#[tokio::test(start_paused = true)]
async fn a_server_that_wants_a_day_of_silence_is_asked_again_after_an_hour() {
    let server = Server::start().await;
    let mut watch = server.client().watch(systems(1), MINUTE).expect("a watch");
    server.mood(0, Mood::Blocks(60_000));
    assert_eq!(told(&mut watch, &server, 30).await, ["failed 0"]);
    server.mood(0, Mood::Answers);
    assert_eq!(told(&mut watch, &server, 3700).await.len(), 2);
}

#[tokio::test(start_paused = true)]
async fn an_api_may_have_a_word_for_offline() {
    let server = Server::start().await;
    let watch = server.client().watch(systems(1), MINUTE).expect("a watch");
    let mut watch = watch.offline_when(|error| error.kind() == ErrorKind::NotFound);
    server.mood(0, Mood::Fails(404));
    assert_eq!(told(&mut watch, &server, 1000).await, ["offline 0"]);
}

#[tokio::test(start_paused = true)]
async fn a_page_instead_of_an_answer_is_no_reading() {
    let server = Server::start().await;
    let mut watch = server.client().watch(systems(1), MINUTE).expect("a watch");
    server.mood(0, Mood::Page);
    assert_eq!(told(&mut watch, &server, 1000).await, ["failed 0", "offline 0"]);
    assert_eq!(server.asked(0).len(), 5);
}

#[tokio::test(start_paused = true)]
async fn slow_answers_cost_turns_and_no_second_request() {
    let server = Server::start().await;
    let mut watch = server.client().watch(systems(1), Duration::from_secs(10)).expect("a watch");
    server.mood(0, Mood::Takes(Duration::from_secs(25)));
    let events = told(&mut watch, &server, 90).await;
    assert_eq!(events, ["a0", "a0", "a0"]);
    assert_eq!(server.asked(0), [0, 30, 60]);
    assert_eq!(watch.missed(), 6);
}

#[tokio::test(start_paused = true)]
async fn it_ends_when_it_is_dropped() {
    let server = Server::start().await;
    let mut watch = server.client().watch(systems(2), MINUTE).expect("a watch");
    server.mood(0, Mood::Takes(Duration::from_secs(20)));
    assert!(told(&mut watch, &server, 1).await.is_empty());
    drop(watch);
    server.until(1000).await;
    assert_eq!(server.seen.lock().expect("a lock").asked.len(), 1);
}
