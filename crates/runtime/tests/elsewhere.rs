//! Functions that are on a server of their own, and servers in the house.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use uplink_runtime::descriptor::{Api, Function};
use uplink_runtime::{Arguments, Client, HttpClient, Options, StaticToken};

/// A server that notes what it is asked for, and its address.
async fn server() -> (&'static str, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
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
            seen.lock().expect("no panic").push(head.split(' ').nth(1).unwrap_or_default().to_owned());
            let answer = b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 4\r\n\r\nnull";
            let _ = stream.write_all(answer).await;
        }
    });
    (address.leak(), asked)
}

async fn call_both(api: &'static Api, base_url: Option<&str>) {
    let options = Options { base_url: base_url.map(str::to_owned), ..Options::default() };
    let client = Client::new(api, Arc::new(StaticToken::new("x", None)), options).expect("a client");
    for function in api.functions {
        client.call(function, Arguments::new()).await.expect("an answer");
    }
}

#[tokio::test]
async fn a_function_may_have_a_base_url_of_its_own() {
    let ((here, asked), (there, asked_there)) = (server().await, server().await);
    let there = format!("{there}/v2").leak();
    let kettle: &Function = Box::leak(Box::new(Function { name: "kettle", path: "/kettle", ..Function::PLAIN }));
    let photo = Box::leak(Box::new(Function { name: "photo", path: "/photo", base_url: Some(there), ..*kettle }));
    let functions = Box::leak(Box::new([kettle, photo]));
    let api = Box::leak(Box::new(Api { base_url: here, functions, ..Api::PLAIN }));
    let taken = |asked: &Mutex<Vec<String>>| std::mem::take(&mut *asked.lock().expect("no panic"));
    call_both(api, None).await;
    assert_eq!((taken(&asked), taken(&asked_there)), (vec!["/kettle".to_owned()], vec!["/v2/photo".to_owned()]));
    // A local service, or a proxy, has all of them.
    call_both(api, Some(here)).await;
    assert_eq!((taken(&asked), taken(&asked_there)), (vec!["/kettle".to_owned(), "/photo".to_owned()], vec![]));
}

#[tokio::test]
async fn t79_a_call_travels_in_the_home_network() {
    let (here, asked) = server().await;
    let address = here.strip_prefix("http://").and_then(|a| a.parse().ok()).expect("an address");
    let kettle: &Function = Box::leak(Box::new(Function { name: "kettle", path: "/kettle", ..Function::PLAIN }));
    let functions = Box::leak(Box::new([kettle]));
    let base_url = format!("http://kettle.local:{}", std::net::SocketAddr::port(&address)).leak();
    let api = Box::leak(Box::new(Api { base_url, functions, insecure_http: true, ..Api::PLAIN }));
    let resolved = HttpClient::builder().resolve("kettle.local", address).no_proxy().build().expect("a client");
    let client = |insecure_http| {
        let options = Options { insecure_http, http_client: Some(resolved.clone()), ..Options::default() };
        Client::new(api, Arc::new(StaticToken::new("x", None)), options)
    };
    let refused = client(false).expect_err("http is not asked for").to_string();
    assert!(refused.contains("set `insecure_http`"), "{refused}");
    let client = client(true).expect("a client");
    client.call(kettle, Arguments::new()).await.expect("an answer");
    assert_eq!(*asked.lock().expect("no panic"), ["/kettle"]);
}
