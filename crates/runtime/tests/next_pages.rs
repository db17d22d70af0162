//! Pages that say themselves which one is next.

use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use uplink_runtime::builder::Nothing;
use uplink_runtime::descriptor::{Api, Argument, Function, NextPage, Page, PageBy, Place, Shape};
use uplink_runtime::{Client, Error, Options, RetryPolicy, StaticToken};

const fn argument(name: &'static str, shape: Shape) -> Argument {
    Argument { name, wire: name, place: Place::Query, shape, ..Argument::PLAIN }
}

const PAGED: Function = Function {
    name: "rows",
    path: "/rows",
    answer: Shape::List(&Shape::Any),
    arguments: &[argument("after", Shape::Text), argument("skip", Shape::Int), argument("color", Shape::Text)],
    retry: true,
    ..Function::PLAIN
};

const CURSOR: Page = Page { argument: "after", by: PageBy::Cursor, items_field: Some("data.rows"), ..Page::PLAIN };

static BY_FIELD: Function = Function { page: Some(Page { next: NextPage::Field("meta.next"), ..CURSOR }), ..PAGED };
static BY_LAST: Function =
    Function { page: Some(Page { next: NextPage::Last("id"), more_field: Some("more"), ..CURSOR }), ..PAGED };
static BY_LINK: Function = Function { page: Some(Page { next: NextPage::Link("meta.next"), ..CURSOR }), ..PAGED };
static BY_HEADER: Function =
    Function { page: Some(Page { next: NextPage::LinkHeader, items_field: None, ..CURSOR }), ..PAGED };
static BY_OFFSET: Function = Function {
    page: Some(Page {
        argument: "skip",
        by: PageBy::Offset,
        total_field: Some("meta.total"),
        items_field: Some("data.rows"),
        ..Page::PLAIN
    }),
    ..PAGED
};
static BY_OFFSET_ALONE: Function =
    Function { page: Some(Page { argument: "skip", by: PageBy::Offset, ..Page::PLAIN }), ..PAGED };

static API: Api = Api { name: "Rows", base_url: "https://rows.example", ..Api::PLAIN };

/// A server that answers what `answer` says for the path and the query that are asked for.
async fn server(answer: impl Fn(&str) -> (Value, String) + Send + 'static) -> (Client, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let base_url = format!("http://{}/v1", listener.local_addr().expect("an address"));
    let asked = Arc::new(Mutex::new(Vec::new()));
    let seen = asked.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let mut stream = BufReader::new(stream);
            let (mut line, mut head) = (String::new(), String::new());
            while stream.read_line(&mut line).await.is_ok_and(|n| n > 2) {
                head.push_str(&line);
                line.clear();
            }
            let path = head.split(' ').nth(1).unwrap_or_default().to_owned();
            let (body, headers) = answer(&path);
            seen.lock().expect("no panic").push(path);
            let body = body.to_string();
            let head =
                format!("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {}\r\n{headers}\r\n", body.len());
            let _ = stream.write_all((head + &body).as_bytes()).await;
        }
    });
    let options = Options {
        base_url: Some(base_url),
        retries: RetryPolicy { attempts: 0, ..RetryPolicy::default() },
        ..Options::default()
    };
    (Client::new(&API, Arc::new(StaticToken::new("x", None)), options).expect("a client"), asked)
}

fn arguments() -> uplink_runtime::Arguments {
    uplink_runtime::Arguments::from_iter([("color".to_owned(), json!("red"))])
}

/// All items, read in each of the three ways.
async fn walk(client: &Client, function: &'static Function) -> Result<Vec<Value>, Error> {
    let mut typed = Vec::new();
    let mut walk = client.walk(function, arguments());
    while let Some(page) = walk.fetch().await? {
        typed.extend(walk.typed::<Value>(&page)?);
    }
    let (mut read, mut built) = (Vec::new(), 0);
    let mut walk = client.walk(function, arguments());
    while let Some(page) = walk.fetch().await? {
        read.extend(walk.json(&page)?);
    }
    let mut walk = client.walk(function, arguments());
    while let Some(page) = walk.fetch().await? {
        walk.build(&page, &mut Nothing)?;
        built += 1;
    }
    assert_eq!(read, typed);
    assert!(built > 0);
    Ok(typed)
}

/// Five rows, two at a time, from the one on that the query names.
fn rows(from: usize) -> (Value, usize) {
    let rows: Vec<Value> = (from..5).take(2).map(|id| json!({ "id": format!("r{id}") })).collect();
    let end = from + rows.len();
    (rows.into(), end)
}

fn number_after(path: &str, word: &str) -> usize {
    let rest = path.split(word).nth(1).unwrap_or("0");
    rest.split(|c: char| !c.is_ascii_digit()).next().and_then(|n| n.parse().ok()).unwrap_or(0)
}

fn all() -> Vec<Value> {
    (0..5).map(|id| json!({ "id": format!("r{id}") })).collect()
}

#[tokio::test]
async fn a_field_names_the_next_page() {
    for none in [json!(null), json!(""), json!(false)] {
        let (client, asked) = server(move |path| {
            let (rows, end) = rows(number_after(path, "after=c"));
            let next = if end < 5 { json!(format!("c{end}")) } else { none.clone() };
            (json!({"meta": {"next": next}, "data": {"rows": rows}}), String::new())
        })
        .await;
        assert_eq!(walk(&client, &BY_FIELD).await.expect("pages"), all());
        let asked = &asked.lock().expect("no panic")[..3];
        assert_eq!(asked, ["/v1/rows?color=red", "/v1/rows?after=c2&color=red", "/v1/rows?after=c4&color=red"]);
    }
    // What says nothing of a next page is the last one.
    let (client, _) = server(|_| (json!({"meta": null, "data": {"rows": [1]}}), String::new())).await;
    assert_eq!(walk(&client, &BY_FIELD).await.expect("one page"), [json!(1)]);
}

#[tokio::test]
async fn the_last_item_names_the_next_page() {
    let (client, asked) = server(|path| {
        let from = if path.contains("after=r") { number_after(path, "after=r") + 1 } else { 0 };
        let (rows, end) = rows(from);
        (json!({"more": end < 5, "data": {"rows": rows}}), String::new())
    })
    .await;
    assert_eq!(walk(&client, &BY_LAST).await.expect("pages"), all());
    assert_eq!(asked.lock().expect("no panic").len(), 9);
}

#[tokio::test]
async fn links_are_followed_as_they_are() {
    // From the root, and relative; what they say beside the position is theirs.
    for before in ["/elsewhere/7", ""] {
        let (client, asked) = server(move |path| {
            let (rows, end) = rows(number_after(path, "at="));
            let link = (end < 5).then(|| format!("{before}?at={end}&kept=%2F#part"));
            (json!({"meta": {"next": link}, "data": {"rows": rows}}), String::new())
        })
        .await;
        assert_eq!(walk(&client, &BY_LINK).await.expect("pages"), all());
        let path = if before.is_empty() { "/v1/rows" } else { before };
        let asked = &asked.lock().expect("no panic")[..3];
        assert_eq!(
            asked,
            ["/v1/rows?color=red".to_owned(), format!("{path}?at=2&kept=%2F"), format!("{path}?at=4&kept=%2F")]
        );
    }
}

#[tokio::test]
async fn t78_links_lead_to_no_other_server() {
    for link in
        ["http://elsewhere.example/rows", "//elsewhere.example/rows", "https://127.0.0.1/rows", "http://u:p@HOST/rows"]
    {
        let (client, asked) =
            server(move |_| (json!({"meta": {"next": link}, "data": {"rows": [1]}}), String::new())).await;
        let error = walk(&client, &BY_LINK).await.expect_err("another server");
        let said = error.to_string();
        let told = ["the next page is said to be at http", "the address of the next page holds a user name"];
        assert!(told.iter().any(|told| said.contains(told)), "{said}");
        assert!(!said.contains("u:p"), "{said}");
        assert_eq!(asked.lock().expect("no panic").len(), 1);
    }
}

#[tokio::test]
async fn the_header_link_is_followed() {
    let (client, _) = server(|path| {
        let (rows, end) = rows(number_after(path, "at="));
        let next = format!("link: </x>; rel=\"first\", <?at={end}>; rel=\"next\"\r\n");
        (rows, if end < 5 { next } else { "link: </x>; rel=\"first\"\r\n".to_owned() })
    })
    .await;
    assert_eq!(walk(&client, &BY_HEADER).await.expect("pages"), all());
}

#[tokio::test]
async fn offsets_are_counted() {
    let (client, asked) = server(|path| {
        let (rows, _) = rows(number_after(path, "skip="));
        (json!({"meta": {"total": 5}, "data": {"rows": rows}}), String::new())
    })
    .await;
    assert_eq!(walk(&client, &BY_OFFSET).await.expect("pages"), all());
    assert_eq!(
        &asked.lock().expect("no panic")[..3],
        ["/v1/rows?color=red", "/v1/rows?skip=2&color=red", "/v1/rows?skip=4&color=red"]
    );
    let (client, _) = server(|path| (rows(number_after(path, "skip=")).0, String::new())).await;
    assert_eq!(walk(&client, &BY_OFFSET_ALONE).await.expect("pages"), all());
}

#[tokio::test]
async fn pages_that_go_round_end_with_a_sentence() {
    let (client, asked) = server(|path| {
        let at = number_after(path, "after=c");
        let answer = json!({"meta": {"next": format!("c{}", (at + 1) % 3)}, "data": {"rows": [at]}});
        (answer, String::new())
    })
    .await;
    let error = walk(&client, &BY_FIELD).await.expect_err("a circle");
    assert!(error.to_string().contains("a page comes next which has been read before"), "{error}");
    assert!(asked.lock().expect("no panic").len() < 6);
}

#[tokio::test]
async fn mistakes_have_their_place_within_the_page() {
    const NUMBERS: Shape = Shape::List(&Shape::Int);
    static WRONG: Function =
        Function { answer: NUMBERS, page: Some(Page { next: NextPage::Field("meta.next"), ..CURSOR }), ..PAGED };
    let (client, _) = server(|_| (json!({"data": {"rows": [1, "x"]}}), String::new())).await;
    let mut walk = client.walk(&WRONG, arguments());
    let page = walk.fetch().await.expect("an answer").expect("a page");
    for error in [
        walk.typed::<i64>(&page).expect_err("a text"),
        walk.json(&page).expect_err("a text"),
        walk.build(&page, &mut Nothing).expect_err("a text"),
    ] {
        assert!(error.to_string().contains("at data.rows[1]: "), "{error}");
    }
}
