//! Servers that count pages in their own way, or ask for strange waits.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Map, Value, json};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use uplink_runtime::descriptor::{Api, Argument, ErrorCode, Errors, Function, Pace, Page, Place, Role, Shape};
use uplink_runtime::{Client, Error, Options, RetryPolicy, StaticToken};

const fn number(name: &'static str) -> Argument {
    Argument { name, wire: name, place: Place::Query, shape: Shape::Int, min: Some(1), ..Argument::PLAIN }
}

static THINGS: Function = Function {
    name: "things",
    doc: "",
    method: "GET",
    path: "/things",
    scopes: &[],
    auth: &[],
    arguments: &[number("page"), number("size")],
    success: &[200],
    answer: Shape::List(&Shape::Int),
    retry: true,
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

static API: Api = API_WITHOUT_PACE;

const API_WITHOUT_PACE: Api = Api {
    name: "Things",
    base_url: "https://things.example",
    insecure_http: false,
    functions: &[&THINGS],
    oauth: None,
    auth: &[],
    scopes: &[],
    pace: None,
    errors: Some(Errors { code: "code", details: None, codes: &[BUSY], words: &[], refused: &[] }),
    structs: &[],
    enums: &[],
};

const BUSY: ErrorCode = ErrorCode { code: 7, name: "BUSY", doc: "Too many requests.", role: Some(Role::Pace) };

/// A server that answers the n-th request with what `answer` says for the page asked for; gives a client and the
/// paths that were asked.
async fn server(answer: impl Fn(u64) -> String + Send + 'static) -> (Client, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let base_url = format!("http://{}", listener.local_addr().expect("an address"));
    let paths = Arc::new(Mutex::new(Vec::new()));
    let seen = paths.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let mut stream = BufReader::new(stream);
            let mut line = String::new();
            let mut head = String::new();
            while stream.read_line(&mut line).await.is_ok_and(|n| n > 2) {
                head.push_str(&line);
                line.clear();
            }
            let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
            let page = path.split("page=").nth(1).and_then(|p| p.split('&').next()?.parse().ok()).unwrap_or(1);
            seen.lock().expect("no panic").push(path);
            let _ = stream.write_all(answer(page).as_bytes()).await;
        }
    });
    let options = Options {
        base_url: Some(base_url),
        retries: RetryPolicy { attempts: 0, ..RetryPolicy::default() },
        ..Options::default()
    };
    (Client::new(&API, Arc::new(StaticToken::new("x", None)), options).expect("a client"), paths)
}

fn ok(body: &Value) -> String {
    let body = body.to_string();
    format!("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}", body.len())
}

async fn walk(client: &Client, first: Option<u64>) -> Result<Vec<i64>, Error> {
    let mut arguments = Map::new();
    if let Some(first) = first {
        arguments.insert("page".into(), first.into());
    }
    let mut walk = client.walk(&THINGS, arguments);
    let mut all = Vec::new();
    while let Some(page) = walk.fetch().await? {
        all.extend(walk.typed::<i64>(&page)?);
    }
    Ok(all)
}

/// Seven items, three on a page.
fn items(page: u64) -> Vec<u64> {
    (1..=7).skip(usize::try_from(page - 1).expect("a small page") * 3).take(3).collect()
}

#[tokio::test]
async fn every_item_comes_once_however_the_server_counts() {
    let odd: [fn(u64) -> Value; 7] = [
        |page| json!({"items": items(page), "page": page, "size": 3, "total": 7}),
        |page| json!({"items": items(page), "size": 3, "total": 7}),
        |page| json!({"items": items(page), "page": page, "size": 3}),
        |page| json!({"items": items(page)}),
        |page| json!({"items": items(page), "page": page - 1, "size": 3, "total": 7}),
        |page| json!({"items": items(page), "page": page.to_string(), "size": "3", "total": null}),
        |page| json!({"items": items(page), "page": u64::MAX, "size": 3, "total": 7.0}),
    ];
    for answer in odd {
        let (client, _) = server(move |page| ok(&answer(page))).await;
        assert_eq!(walk(&client, None).await.expect("pages"), [1, 2, 3, 4, 5, 6, 7], "{}", answer(1));
        assert_eq!(walk(&client, Some(2)).await.expect("pages"), [4, 5, 6, 7], "{}", answer(2));
    }
}

#[tokio::test]
async fn a_server_that_knows_no_pages_ends_the_walk() {
    let (client, paths) = server(|_| ok(&json!({"items": [1, 2, 3]}))).await;
    assert_eq!(walk(&client, None).await.expect("one page"), [1, 2, 3]);
    assert_eq!(paths.lock().expect("no panic").len(), 2);
}

#[tokio::test]
async fn a_page_that_brings_nothing_new_is_an_error_where_more_is_promised() {
    let odd: [fn(u64) -> Value; 3] = [
        |_| json!({"items": [1, 2], "page": 1, "size": 2, "total": 1_000_000}),
        |page| json!({"items": [1, 2], "page": page, "size": 2, "total": 1_000_000}),
        |page| json!({"page": page.to_string(), "size": 2, "total": 1_000_000, "items": [1, 2]}),
    ];
    for answer in odd {
        let (client, paths) = server(move |page| ok(&answer(page))).await;
        let error = walk(&client, None).await.expect_err("it would never end");
        assert!(error.to_string().contains("page 2 is the page before once more"), "{error}");
        assert_eq!(paths.lock().expect("no panic").len(), 2);
    }
}

#[tokio::test]
async fn the_place_of_a_wrong_item_begins_with_the_field_of_the_items() {
    for (page, place) in [
        (json!({"items": [1, "x"], "size": 2, "total": 2}), "items[1]"),
        (json!({"items": {}, "total": 2}), "items"),
        (json!({"size": 2}), ""),
        (json!([1]), ""),
    ] {
        let body = page.clone();
        let (client, _) = server(move |_| ok(&body)).await;
        let Err(Error::Decode(error)) = walk(&client, None).await else { panic!("{page} fits") };
        assert_eq!(error.path, place, "{page}: {error}");
    }
}

#[tokio::test]
async fn a_size_beyond_all_numbers_ends_the_walk() {
    let (client, _) = server(|_| ok(&json!({"items": [1], "size": u64::MAX, "total": u64::MAX}))).await;
    assert_eq!(walk(&client, Some(3)).await.expect("one page"), [1]);
}

#[tokio::test]
async fn a_very_long_wait_is_an_error_at_once_and_stays_one() {
    for wait in ["3600", "18446744073709551615"] {
        let busy =
            format!("HTTP/1.1 429 Busy\r\nconnection: close\r\nretry-after: {wait}\r\ncontent-length: 0\r\n\r\n");
        let (client, paths) = server(move |_| busy.clone()).await;
        for _ in 0..3 {
            let call = tokio::time::timeout(Duration::from_secs(5), walk(&client, None));
            let error = call.await.expect("nobody waits that long").expect_err("refused");
            let Error::Api(error) = error else { panic!("{error}") };
            assert!(error.rate_limited && error.retry_after > Some(Duration::from_secs(3000)), "{error}");
        }
        assert_eq!(paths.lock().expect("no panic").len(), 1, "a server that asked for rest gets it");
    }
}

#[tokio::test]
async fn a_refusal_for_the_pace_without_a_hint_counts_as_a_spent_window() {
    const WINDOW: Duration = Duration::from_millis(700);
    static PACED: Api = Api {
        pace: Some(Pace { requests: 1, per: WINDOW, burst: 100, in_flight: None, headers: None }),
        errors: Some(Errors { code: "code", details: None, codes: &[BUSY], words: &[], refused: &[] }),
        ..API_WITHOUT_PACE
    };
    let asked = Arc::new(Mutex::new(Vec::new()));
    let times = asked.clone();
    let (client, _) = server(move |_| {
        times.lock().expect("no panic").push(std::time::Instant::now());
        let busy = r#"{"code":7}"#;
        format!("HTTP/1.1 400 No\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{busy}", busy.len())
    })
    .await;
    let options = Options { base_url: Some(client.base_url().to_string()), ..Options::default() };
    let client = Client::new(&PACED, Arc::new(StaticToken::new("x", None)), options).expect("a client");
    let Err(Error::Api(error)) = walk(&client, None).await else { panic!("refused") };
    assert!(error.rate_limited);
    let asked = asked.lock().expect("no panic");
    let waits: Vec<Duration> = asked.windows(2).map(|pair| pair[1] - pair[0]).collect();
    assert_eq!(waits.len(), 2, "a read is tried again twice");
    assert!(waits[0] >= WINDOW && waits[1] >= WINDOW * 2, "and each refusal backs off further: {waits:?}");
}

#[tokio::test]
async fn a_code_is_known_as_a_number_and_as_text() {
    for code in [json!(7), json!("7"), json!(" 7 ")] {
        let body = json!({"code": code}).to_string();
        let answer = format!("HTTP/1.1 400 No\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}", body.len());
        let (client, _) = server(move |_| answer.clone()).await;
        let Err(Error::Api(error)) = walk(&client, None).await else { panic!("refused") };
        assert_eq!((error.code, error.name, error.rate_limited), (Some(7), Some("BUSY"), true), "{body}");
    }
}
