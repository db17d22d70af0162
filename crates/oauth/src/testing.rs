//! A token endpoint that answers as it is told.

pub(crate) mod canary;
pub(crate) mod child;
pub(crate) mod death;
mod notes;
mod strict;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use uplink_runtime::descriptor::{Api, ClientAuth, OAuth};

pub(crate) use strict::Strict;

use crate::Registration;

pub(crate) const SECRET: &str = "CANARYk3y+/secret/with+signs/CANARYk3y+/abc=";

pub(crate) const OAUTH: OAuth = OAuth {
    authorize: "/oauth/authorize",
    token: "/oauth/token",
    grants: &["authorization_code", "implicit", "refresh_token"],
    pkce: false,
    client_auth: ClientAuth::Body,
    issuer: None,
    expires_in: Duration::from_secs(1800),
    refresh_scope: None,
};

pub(crate) static API: Api = Api {
    name: "Test API",
    base_url: "https://api.example",
    insecure_http: false,
    functions: &[],
    oauth: Some(OAUTH),
    auth: &[],
    scopes: &[("READ", "Read."), ("WRITE", "Write.")],
    pace: None,
    errors: None,
    structs: &[],
    enums: &[],
};

pub(crate) static PKCE_API: Api = Api {
    name: "Test API with PKCE",
    base_url: "https://api.example",
    insecure_http: false,
    functions: &[],
    oauth: Some(OAuth { pkce: true, grants: &["authorization_code"], ..OAUTH }),
    auth: &[],
    scopes: &[],
    pace: None,
    errors: None,
    structs: &[],
    enums: &[],
};

pub(crate) static CLIENT_API: Api = Api {
    name: "Test API for programs",
    oauth: Some(OAuth {
        grants: &["authorization_code", "refresh_token", "client_credentials"],
        refresh_scope: Some("STAY"),
        ..OAUTH
    }),
    auth: &[],
    scopes: &[("READ", "Read."), ("WRITE", "Write."), ("STAY", "Stay logged in.")],
    ..API
};

pub(crate) fn registration(base_url: &str) -> Registration {
    notes::begin();
    Registration::new(&API, Some(base_url), "client", Some(SECRET), "http://127.0.0.1:8080/cb").unwrap()
}

pub(crate) fn scopes() -> Vec<String> {
    vec!["READ".into(), "WRITE".into()]
}

pub(crate) fn parameter(url: &str, name: &str) -> Option<String> {
    let url = url::Url::parse(url).unwrap();
    url.query_pairs().find(|(n, _)| n == name).map(|(_, v)| v.into_owned())
}

pub(crate) fn form(body: &str, name: &str) -> Option<String> {
    let mut fields = url::form_urlencoded::parse(body.as_bytes());
    fields.find(|(n, _)| n == name).map(|(_, v)| v.into_owned())
}

/// How often a loop of `all` rounds goes round: a tenth of it, unless `UPLINK_LOOPS` names another share in percent.
pub(crate) fn loops(all: usize) -> usize {
    let percent = std::env::var("UPLINK_LOOPS").ok().and_then(|text| text.parse().ok()).unwrap_or(10);
    (all * percent / 100).max(1)
}

pub(crate) fn state_of(url: &str) -> String {
    parameter(url, "state").unwrap()
}

/// Status, extra header lines, body. Status 0 hangs up.
pub(crate) type Reply = (u16, &'static str, String);

pub(crate) fn ok(body: &str) -> Reply {
    (200, "", body.to_owned())
}

pub(crate) fn tokens(access: &str, refresh: &str, expires_in: u64) -> Reply {
    ok(&format!(
        r#"{{"access_token":"{access}","token_type":"bearer","expires_in":{expires_in},"refresh_token":"{refresh}"}}"#
    ))
}

pub(crate) struct TokenServer {
    pub(crate) url: String,
    calls: Arc<AtomicUsize>,
    bodies: Arc<Mutex<Vec<String>>>,
    task: JoinHandle<()>,
}

impl TokenServer {
    /// Answers the n-th call, counted from 0, with its form body, by `reply`.
    pub(crate) async fn start(reply: impl Fn(usize, &str) -> Reply + Send + Sync + 'static) -> Self {
        Self::with_head(move |n, head, body| {
            assert!(!head.to_ascii_lowercase().contains("authorization:"), "{head}");
            reply(n, body)
        })
        .await
    }

    /// The same, with the head of the request.
    pub(crate) async fn with_head(reply: impl Fn(usize, &str, &str) -> Reply + Send + Sync + 'static) -> Self {
        notes::begin();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (calls, bodies) = (Arc::new(AtomicUsize::new(0)), Arc::new(Mutex::new(Vec::new())));
        let (counted, kept, reply) = (calls.clone(), bodies.clone(), Arc::new(reply));
        let task = tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                let (counted, kept, reply) = (counted.clone(), kept.clone(), reply.clone());
                tokio::spawn(async move {
                    let mut stream = stream;
                    let Some((head, body)) = request(&mut stream).await else { return };
                    assert!(head.starts_with("POST /oauth/token HTTP/1.1\r\n"), "{head}");
                    kept.lock().unwrap().push(body.clone());
                    let (status, headers, text) = reply(counted.fetch_add(1, Ordering::SeqCst), &head, &body);
                    if status == 0 {
                        return;
                    }
                    let length = text.len();
                    let head = format!(
                        "HTTP/1.1 {status} X\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n"
                    );
                    let _ = stream.write_all((head + &text).as_bytes()).await;
                });
            }
        });
        TokenServer { url, calls, bodies, task }
    }

    pub(crate) fn calls(&self) -> usize {
        self.calls.load(Ordering::SeqCst)
    }

    /// A field of the n-th form.
    pub(crate) fn field(&self, call: usize, name: &str) -> Option<String> {
        form(&self.bodies.lock().unwrap()[call], name)
    }
}

impl Drop for TokenServer {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn request(stream: &mut TcpStream) -> Option<(String, String)> {
    let mut text = Vec::new();
    loop {
        if stream.read_buf(&mut text).await.ok()? == 0 {
            return None;
        }
        let whole = String::from_utf8(text.clone()).ok()?;
        let Some((head, body)) = whole.split_once("\r\n\r\n") else { continue };
        let length: usize = head.to_ascii_lowercase().split_once("content-length: ")?.1.lines().next()?.parse().ok()?;
        if body.len() == length {
            return Some((head.to_owned(), body.to_owned()));
        }
    }
}
