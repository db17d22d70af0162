//! Keys and passwords on the wire.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use uplink_runtime::descriptor::{Api, Auth, AuthScheme, Carrier, Function, Shape};
use uplink_runtime::{Arguments, Client, Credentials, Error, ErrorKind, NoToken, Options, RetryPolicy, StaticToken};

static HEADER: AuthScheme = AuthScheme { name: "header", doc: "", carrier: Carrier::Header("X-Key") };
static QUERY: AuthScheme = AuthScheme { name: "query", doc: "", carrier: Carrier::Query("key") };
static COOKIE: AuthScheme = AuthScheme { name: "cookie", doc: "", carrier: Carrier::Cookie("sid") };
static BASIC: AuthScheme = AuthScheme { name: "basic", doc: "", carrier: Carrier::Basic };

const fn get(name: &'static str, path: &'static str, auth: &'static [&'static [Auth]]) -> Function {
    Function { name, path, auth, success: &[200], answer: Shape::Any, retry: true, ..Function::PLAIN }
}

static BY_HEADER: Function = get("by_header", "/header", &[&[Auth::Scheme(&HEADER)]]);
static BY_QUERY: Function = get("by_query", "/query", &[&[Auth::Scheme(&QUERY)]]);
static BY_COOKIE: Function = get("by_cookie", "/cookie", &[&[Auth::Scheme(&COOKIE)]]);
static BY_BASIC: Function = get("by_basic", "/basic", &[&[Auth::Scheme(&BASIC)]]);
static BY_ALL: Function =
    get("by_all", "/all", &[&[Auth::Scheme(&HEADER), Auth::Scheme(&QUERY), Auth::Scheme(&COOKIE), Auth::Token]]);
static PERHAPS: Function = get("perhaps", "/perhaps", &[&[Auth::Scheme(&HEADER)], &[]]);
static BY_SCOPE: Function =
    Function { scopes: &["READ"], ..get("by_scope", "/scope", &[&[Auth::Token], &[Auth::Scheme(&HEADER)]]) };

static API: Api = Api {
    name: "Kettle",
    functions: &[&BY_HEADER, &BY_QUERY, &BY_COOKIE, &BY_BASIC, &BY_ALL, &PERHAPS, &BY_SCOPE],
    auth: &[&HEADER, &QUERY, &COOKIE, &BASIC],
    ..Api::PLAIN
};

/// A server that notes each request and answers with `status`; a read of `/query` is sent on once.
async fn server(status: u16) -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let base_url = format!("http://{}", listener.local_addr().expect("an address"));
    let seen = Arc::new(Mutex::new(Vec::new()));
    let noted = seen.clone();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = Vec::new();
            let mut byte = [0];
            while !request.ends_with(b"\r\n\r\n") && stream.read(&mut byte).await.is_ok_and(|n| n == 1) {
                request.push(byte[0]);
            }
            let request = String::from_utf8(request).expect("text");
            let answer = if request.starts_with("GET /query") {
                "HTTP/1.1 307 Temporary Redirect\r\nlocation: /moved?page=2\r\n".to_owned()
            } else {
                format!("HTTP/1.1 {status} Said\r\n")
            };
            noted.lock().expect("no panic").push(request);
            let end = "connection: close\r\ncontent-length: 4\r\n\r\nnull";
            let _ = stream.write_all(format!("{answer}{end}").as_bytes()).await;
        }
    });
    (base_url, seen)
}

fn all() -> Credentials {
    Credentials::new()
        .api_key("header", "k1")
        .api_key("query", "k 2&")
        .api_key("cookie", "k3")
        .basic("basic", "u", "p w")
}

fn options(base_url: &str, credentials: Credentials) -> Options {
    let retries = RetryPolicy { attempts: 0, ..RetryPolicy::default() };
    Options { base_url: Some(base_url.to_owned()), credentials, retries, ..Options::default() }
}

async fn call(client: &Client, function: &'static Function) -> Result<(), Error> {
    client.call(function, Arguments::new()).await.map(drop)
}

/// The lines of a request that say who calls, and its first one.
fn named(request: &str) -> Vec<String> {
    let names = ["get ", "x-key:", "cookie:", "authorization:"];
    let lines = request.lines().filter(|line| names.iter().any(|name| line.to_lowercase().starts_with(name)));
    let mut lines: Vec<String> = lines.map(|line| line.trim_end_matches(" HTTP/1.1").to_owned()).collect();
    lines[1..].sort();
    lines
}

#[tokio::test]
async fn t73_each_kind_travels_in_its_place_and_no_other_goes_with_it() {
    let (base_url, seen) = server(200).await;
    let client = Client::new(&API, Arc::new(NoToken), options(&base_url, all())).expect("a client");
    for (function, expected) in [
        (&BY_HEADER, vec![vec!["GET /header", "x-key: k1"]]),
        // The key goes along where the server sends the read on, and stands in no address that anybody keeps.
        (&BY_QUERY, vec![vec!["GET /query?key=k+2%26"], vec!["GET /moved?page=2&key=k+2%26"]]),
        (&BY_COOKIE, vec![vec!["GET /cookie", "cookie: sid=k3"]]),
        (&BY_BASIC, vec![vec!["GET /basic", "authorization: Basic dTpwIHc="]]),
        (&PERHAPS, vec![vec!["GET /perhaps", "x-key: k1"]]),
        (&BY_SCOPE, vec![vec!["GET /scope", "x-key: k1"]]),
    ] {
        call(&client, function).await.expect("an answer");
        let requests: Vec<Vec<String>> = seen.lock().expect("no panic").drain(..).map(|r| named(&r)).collect();
        assert_eq!(requests, expected, "{}", function.name);
    }
    let with_token = Client::new(&API, Arc::new(StaticToken::new("t", None)), options(&base_url, all()));
    call(&with_token.expect("a client"), &BY_ALL).await.expect("an answer");
    let request = named(&seen.lock().expect("no panic").remove(0));
    assert_eq!(request, ["GET /all?key=k+2%26", "authorization: Bearer t", "cookie: sid=k3", "x-key: k1"]);
}

#[tokio::test]
async fn what_is_missing_is_said_and_nothing_is_sent() {
    let (base_url, seen) = server(200).await;
    let client = Client::new(&API, Arc::new(NoToken), options(&base_url, Credentials::new())).expect("a client");
    let error = call(&client, &BY_ALL).await.expect_err("a refusal");
    assert_eq!(error.kind(), ErrorKind::Setup);
    assert_eq!(
        error.to_string(),
        "`by_all` needs the API key `header` and the API key `query` and the API key `cookie` and an access token; give \
         it to the client"
    );
    assert!(seen.lock().expect("no panic").is_empty());
    call(&client, &PERHAPS).await.expect("nobody has to be named");
    assert_eq!(named(&seen.lock().expect("no panic")[0]), ["GET /perhaps"]);
}

#[tokio::test]
async fn t73_a_refused_key_is_an_error_that_does_not_show_it() {
    let (base_url, _) = server(401).await;
    let secret = Credentials::new().api_key("header", "hidden-1").api_key("query", "hidden-2");
    let client = Client::new(&API, Arc::new(NoToken), options(&base_url, secret)).expect("a client");
    for function in [&BY_HEADER, &BY_QUERY] {
        let error = call(&client, function).await.expect_err("a refusal");
        assert_eq!(error.kind(), ErrorKind::Unauthorized);
        assert!(!format!("{error} {error:?} {client:?}").contains("hidden"), "{error:?}");
    }
    drop(client);
    let gone = TcpListener::bind("127.0.0.1:0").await.expect("a port").local_addr().expect("an address");
    let secret = Credentials::new().api_key("query", "hidden-2");
    let client = Client::new(&API, Arc::new(NoToken), options(&format!("http://{gone}"), secret)).expect("a client");
    let error = call(&client, &BY_QUERY).await.expect_err("nobody listens");
    assert_eq!(error.kind(), ErrorKind::Transport);
    assert!(!format!("{error} {error:?}").contains("hidden"), "{error:?}");
}
