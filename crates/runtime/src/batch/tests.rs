//! Readers against a server that counts what it is asked.

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;

use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

use super::*;
use crate::descriptor::{Api, Field, Fields, Pace, Shape, Struct};
use crate::{CallOptions, Error, ErrorKind, Options, StaticToken};

static ROW: Struct = Struct {
    name: "Row",
    index: 0,
    fields: Fields::new(&[Field::new("id", Shape::Int), Field::new("of", Shape::Text), Field::new("n", Shape::Int)]),
};
static ROWS: Function = Function {
    name: "rows",
    path: "/rows/{system}",
    arguments: &[
        Argument {
            name: "system",
            place: crate::descriptor::Place::Path,
            shape: Shape::Int,
            required: true,
            ..Argument::PLAIN
        },
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
        Argument { name: "unit", wire: "unit", shape: Shape::Int, ..Argument::PLAIN },
    ],
    auth: &[],
    success: &[200],
    answer: Shape::List(&Shape::Struct(&ROW)),
    retry: true,
    ..Function::PLAIN
};
static ONE: Function =
    Function { name: "one", path: "/one", auth: &[], success: &[200], answer: Shape::Any, ..Function::PLAIN };
static WRITE: Function = Function {
    name: "write",
    method: "PUT",
    path: "/rows",
    auth: &[],
    success: &[200],
    answer: Shape::Any,
    ..Function::PLAIN
};

static WRITE_LIST: Function = Function {
    name: "write_list",
    method: "PUT",
    path: "/rows",
    arguments: &[Argument {
        name: "ids",
        wire: "ids",
        shape: Shape::List(&Shape::Int),
        max_items: Some(2),
        batch: true,
        ..Argument::PLAIN
    }],
    auth: &[],
    success: &[200],
    answer: Shape::Any,
    ..Function::PLAIN
};

static API: Api = api(None);
static PACED: Api =
    api(Some(Pace { requests: 1, per: Duration::from_secs(4), burst: 5, in_flight: None, headers: None }));

const fn api(pace: Option<Pace>) -> Api {
    Api {
        name: "Rows",
        base_url: "http://127.0.0.1",
        insecure_http: false,
        functions: &[],
        oauth: None,
        auth: &[],
        scopes: &[],
        pace,
        errors: None,
        structs: &[],
        enums: &[],
    }
}

/// A server that answers a row for each id that it is asked for, and counts; 800 is answered as 801, ids from 900 on fail.
struct Server {
    url: String,
    requests: Arc<Mutex<Vec<Vec<u32>>>>,
    /// Milliseconds until it answers.
    slow: Arc<AtomicU64>,
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
        let (requests, slow) = (Arc::new(Mutex::new(Vec::new())), Arc::new(AtomicU64::new(0)));
        let (seen, delay) = (requests.clone(), slow.clone());
        let writes = Arc::new(AtomicUsize::new(0));
        let task = tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let (seen, delay, writes) = (seen.clone(), delay.clone(), writes.clone());
                tokio::spawn(async move {
                    let mut buffer = Vec::new();
                    while let Ok(n) = stream.read_buf(&mut buffer).await
                        && n > 0
                    {
                        if !buffer.ends_with(b"\r\n\r\n") {
                            continue;
                        }
                        let line = String::from_utf8_lossy(&buffer).lines().next().unwrap_or_default().to_owned();
                        buffer.clear();
                        let (status, body) = answer(&line, &seen, &writes);
                        tokio::time::sleep(Duration::from_millis(delay.load(Ordering::Relaxed))).await;
                        let head = format!("HTTP/1.1 {status} X\r\ncontent-length: {}\r\n\r\n", body.len());
                        if stream.write_all((head + &body).as_bytes()).await.is_err() {
                            return;
                        }
                    }
                });
            }
        });
        Server { url, requests, slow, task }
    }

    fn client(&self, api: &'static Api) -> Client {
        let tokens = Arc::new(StaticToken::new("T", None));
        Client::new(api, tokens, Options { base_url: Some(self.url.clone()), ..Options::default() }).expect("a client")
    }

    fn requests(&self) -> usize {
        self.requests.lock().expect("a lock").len()
    }
}

fn answer(line: &str, seen: &Mutex<Vec<Vec<u32>>>, writes: &AtomicUsize) -> (u16, String) {
    if line.starts_with("PUT") {
        writes.fetch_add(1, Ordering::Relaxed);
        return (200, "{}".into());
    }
    let target = line.split(' ').nth(1).unwrap_or_default();
    let (path, query) = target.split_once('?').unwrap_or_default();
    let pairs: Vec<(&str, u32)> = query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .filter_map(|(k, v)| Some((k, v.parse().ok()?)))
        .collect();
    let ids: Vec<u32> = pairs.iter().filter(|(name, _)| *name == "ids").map(|(_, id)| *id).collect();
    let unit = pairs.iter().find(|(name, _)| *name == "unit").map_or(0, |(_, unit)| *unit);
    let of = format!("{path}#{unit}");
    seen.lock().expect("a lock").push(ids.clone());
    if ids.iter().any(|id| *id >= 900) {
        return (500, "{}".into());
    }
    let n = writes.load(Ordering::Relaxed);
    let rows: Vec<Value> =
        ids.iter().map(|id| json!({ "id": if *id == 800 { 801 } else { *id }, "of": of, "n": n })).collect();
    (200, Value::from(rows).to_string())
}

async fn read_of(client: &Client, system: u32, unit: u32, ids: &[u32]) -> Result<Value, Error> {
    let arguments = json!({ "system": system, "unit": unit, "ids": ids });
    let Value::Object(arguments) = arguments else { unreachable!("it is one") };
    client.call(&ROWS, arguments).await?.json()
}

async fn read(client: &Client, ids: &[u32]) -> Result<Vec<u64>, Error> {
    let rows = read_of(client, 1, 0, ids).await?;
    Ok(rows.as_array().expect("a list").iter().filter_map(|row| row["id"].as_u64()).collect())
}

/// Reads each of these at the same time, in a task of its own.
async fn together(client: &Client, wanted: Vec<Vec<u32>>) -> Vec<Result<Vec<u64>, Error>> {
    let tasks: Vec<_> = wanted
        .into_iter()
        .map(|ids| {
            let client = client.clone();
            tokio::spawn(async move { read(&client, &ids).await })
        })
        .collect();
    let mut all = Vec::new();
    for task in tasks {
        all.push(task.await.expect("a task"));
    }
    all
}

fn each(ids: impl Iterator<Item = u32>) -> Vec<Vec<u32>> {
    ids.map(|id| vec![id]).collect()
}

#[tokio::test]
async fn reads_at_the_same_time_become_as_few_requests_as_the_limit_allows() {
    for (wanted, requests) in [
        (each(1..=51), 4),
        (each(1..=150), 10),
        (each((0..100).map(|_| 7)), 1),
        (each((0..150).map(|n| n % 30)), 2),
        (vec![(1..=150).collect()], 10),
        (vec![(1..=20).collect(), (10..=40).collect(), vec![41], vec![1]], 3),
    ] {
        let server = Server::start().await;
        let answers = together(&server.client(&API), wanted.clone()).await;
        for (ids, answer) in wanted.iter().zip(answers) {
            let ids: Vec<u64> = ids.iter().map(|id| u64::from(*id)).collect();
            assert_eq!(answer.expect("rows"), ids);
        }
        assert_eq!(server.requests(), requests, "{} readers", wanted.len());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn threads_and_clones_share_requests() {
    let server = Server::start().await;
    let client = server.client(&API);
    let answers = together(&client, each(1..=150)).await;
    assert!(answers.iter().all(Result::is_ok));
    // On a busy machine some threads come late.
    assert!((10..=20).contains(&server.requests()), "{} requests", server.requests());
}

#[tokio::test]
async fn who_wants_all_of_an_answer_gets_it_as_it_came() {
    let server = Server::start().await;
    let client = server.client(&API);
    // Whose 801 is could not be told if one of them had wanted less.
    let answers = together(&client, vec![vec![800, 1]; 3]).await;
    assert!(answers.into_iter().all(|answer| answer.expect("rows") == [801, 1]));
    assert_eq!(server.requests(), 1);
    let answers = together(&client, vec![vec![800, 1], vec![800]]).await;
    assert!(answers.iter().all(Result::is_ok));
    assert!(server.requests() > 2, "{} requests", server.requests());
}

#[tokio::test]
async fn systems_and_units_are_never_mixed() {
    let server = Server::start().await;
    let client = server.client(&API);
    let reads = (0..4).map(|n| {
        let client = client.clone();
        tokio::spawn(async move { (n, read_of(&client, n / 2, n % 2, &[5]).await.expect("rows")) })
    });
    for read in reads.collect::<Vec<_>>() {
        let (n, rows) = read.await.expect("a task");
        assert_eq!(rows, json!([{ "id": 5, "of": format!("/rows/{}#{}", n / 2, n % 2), "n": 0 }]));
    }
    assert_eq!(server.requests(), 4);
}

#[tokio::test]
async fn another_users_reads_are_another_request() {
    let server = Server::start().await;
    let (one, other) = (server.client(&API), server.client(&API));
    let (one, other) = tokio::join!(read(&one, &[1]), read(&other, &[1]));
    assert_eq!((one.expect("rows"), other.expect("rows")), (vec![1], vec![1]));
    assert_eq!(server.requests(), 2);
}

#[tokio::test]
async fn who_gives_up_takes_nobody_down() {
    let server = Server::start().await;
    let client = server.client(&API);
    server.slow.store(50, Ordering::Relaxed);
    let tasks: Vec<_> = (0..15)
        .map(|id| {
            let client = client.clone();
            tokio::spawn(async move { read(&client, &[id]).await })
        })
        .collect();
    // The request is under way, and its first reader leaves.
    while server.requests() == 0 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    tasks[0].abort();
    for (id, task) in tasks.into_iter().enumerate().skip(1) {
        assert_eq!(task.await.expect("a task").expect("rows"), [id as u64]);
    }
    assert_eq!(server.requests(), 1);
    // Nothing is left of it.
    assert!(client.inner.batches.waiting().batches.is_empty());
}

#[tokio::test]
async fn a_part_that_fails_fails_those_who_wanted_it() {
    let server = Server::start().await;
    let client = server.client(&API);
    let wanted: Vec<Vec<u32>> = vec![(1..=15).collect(), (16..=29).chain([900]).collect(), (31..=45).collect()];
    let answers = together(&client, wanted).await;
    assert_eq!(answers[0].as_ref().map(Vec::len).expect("rows"), 15);
    assert_eq!(answers[1].as_ref().expect_err("an error").kind(), ErrorKind::ServerError);
    assert_eq!(answers[2].as_ref().map(Vec::len).expect("rows"), 15);
}

#[tokio::test]
async fn a_list_whose_part_fails_gives_the_others_to_who_wants_them() {
    let server = Server::start().await;
    let client = server.client(&API);
    let ids: Vec<u32> = (1..=30).chain(900..=914).chain(31..=45).collect();
    let Value::Object(arguments) = json!({ "system": 1, "ids": ids }) else { unreachable!("it is one") };
    let answer = client.call_with(&ROWS, arguments.clone(), None, true).await.expect("parts");
    assert_eq!(answer.json().expect("rows").as_array().map(Vec::len), Some(45));
    let [failure] = &answer.facts().failures[..] else { panic!("{:?}", answer.facts()) };
    assert_eq!(failure.items.len(), 15);
    assert_eq!(failure.error.kind(), ErrorKind::ServerError);
    let whole = client.call(&ROWS, arguments).await.expect_err("a part failed");
    assert_eq!(whole.kind(), ErrorKind::ServerError);
    // What is young came, too.
    let Value::Object(arguments) = json!({ "system": 1, "ids": [1, 2, 900] }) else { unreachable!("it is one") };
    let young = CallOptions::new().max_age(Duration::from_secs(60));
    let answer = client.call_with(&ROWS, arguments, Some(&young), true).await.expect("what is young");
    assert_eq!(answer.json().expect("rows").as_array().map(Vec::len), Some(2));
    assert_eq!(answer.facts().failures.len(), 1);
}

#[tokio::test]
async fn what_is_under_way_answers_who_comes_later_but_not_after_a_write() {
    let server = Server::start().await;
    let client = server.client(&API);
    server.slow.store(100, Ordering::Relaxed);
    let early = tokio::spawn({
        let client = client.clone();
        async move { read_of(&client, 1, 0, &[1]).await }
    });
    while server.requests() == 0 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    let joined = tokio::spawn({
        let client = client.clone();
        async move { read_of(&client, 1, 0, &[1]).await }
    });
    tokio::task::yield_now().await;
    server.slow.store(0, Ordering::Relaxed);
    client.call(&WRITE, Arguments::new()).await.expect("written");
    let late = read_of(&client, 1, 0, &[1]).await.expect("rows");
    assert_eq!(late[0]["n"], 1, "a read after a write never answers from before it");
    assert_eq!(early.await.expect("a task").expect("rows")[0]["n"], 0);
    assert_eq!(joined.await.expect("a task").expect("rows")[0]["n"], 0);
    assert_eq!(server.requests(), 2);
}

#[tokio::test]
async fn a_young_reading_answers_again_until_something_is_written() {
    let server = Server::start().await;
    let client = server.client(&API);
    let young = client.with_options(CallOptions::new().max_age(Duration::from_secs(60)));
    read(&client, &[1, 2, 3]).await.expect("rows");
    assert_eq!(read(&young, &[2]).await.expect("rows"), [2]);
    assert_eq!(read(&young, &[3, 4, 1]).await.expect("rows"), [3, 4, 1]);
    assert_eq!(*server.requests.lock().expect("a lock"), [vec![1, 2, 3], vec![4]]);
    // Another unit is another reading, and so is an old one.
    read_of(&young, 1, 1, &[2]).await.expect("rows");
    assert_eq!(server.requests(), 3);
    let old = client.with_options(CallOptions::new().max_age(Duration::ZERO));
    tokio::time::sleep(Duration::from_millis(2)).await;
    read(&old, &[2]).await.expect("rows");
    assert_eq!(server.requests(), 4);
    read(&young, &[2]).await.expect("rows");
    assert_eq!(server.requests(), 4);
    client.call(&WRITE, Arguments::new()).await.expect("written");
    assert_eq!(read_of(&young, 1, 0, &[2]).await.expect("rows")[0]["n"], 1);
    // A write in several requests is one too.
    let Value::Object(arguments) = json!({ "ids": [1, 2, 3] }) else { unreachable!("it is one") };
    client.call(&WRITE_LIST, arguments).await.expect("written");
    assert_eq!(read_of(&young, 1, 0, &[2]).await.expect("rows")[0]["n"], 3);
}

#[tokio::test]
async fn a_call_that_cannot_wait_for_its_turn_is_told_at_once() {
    let server = Server::start().await;
    let client = server.client(&PACED);
    for id in 0..5 {
        read(&client, &[id]).await.expect("rows");
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    let hasty = client.with_options(CallOptions::new().timeout(Duration::from_secs(1)));
    let start = Instant::now();
    let error = read(&hasty, &[9]).await.expect_err("too long");
    assert_eq!(error.kind(), ErrorKind::RateLimited);
    let Error::Api(error) = error else { panic!("{error}") };
    assert!(error.retry_after.is_some_and(|wait| wait > Duration::from_secs(3)), "{error}");
    assert!(start.elapsed() < Duration::from_millis(900));
    assert_eq!(server.requests(), 5);
    // The time of a call is that of its answer too.
    server.slow.store(5000, Ordering::Relaxed);
    let unpaced = server.client(&API).with_options(CallOptions::new().timeout(Duration::from_millis(50)));
    assert_eq!(read(&unpaced, &[9]).await.expect_err("too long").kind(), ErrorKind::Timeout);
}

#[tokio::test]
async fn headers_of_one_caller_are_nobody_elses() {
    let server = Server::start().await;
    let client = server.client(&API);
    let own = client.with_options(CallOptions::new().header("X-Trace", "1").expect("a header"));
    let (one, other) = tokio::join!(read(&own, &[1]), read(&client, &[1]));
    assert_eq!((one.expect("rows"), other.expect("rows")), (vec![1], vec![1]));
    assert_eq!(server.requests(), 2);
    let young = CallOptions::new().max_age(Duration::from_secs(60));
    client.call(&ONE, Arguments::new()).await.expect("a row");
    client.call_with(&ONE, Arguments::new(), Some(&young), false).await.expect("a row");
    assert_eq!(server.requests(), 3);
    let young = young.header("X-Trace", "1").expect("a header");
    client.call_with(&ONE, Arguments::new(), Some(&young), false).await.expect("a row");
    assert_eq!(server.requests(), 4);
    for (name, value) in [("Authorization", "Bearer T"), ("a b", "1"), ("X", "a\nb")] {
        assert_eq!(CallOptions::new().header(name, value).expect_err(name).kind(), ErrorKind::Setup);
    }
}
