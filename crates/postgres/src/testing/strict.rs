//! A token endpoint of many logins that takes each refresh token once; a second use ends the login, as careful servers do.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinHandle;
use uplink_runtime::descriptor::{Api, ClientAuth, OAuth};

pub(crate) static API: Api = Api {
    name: "Test API",
    base_url: "https://api.example",
    insecure_http: false,
    functions: &[],
    oauth: Some(OAuth {
        authorize: "/oauth/authorize",
        token: "/oauth/token",
        grants: &["authorization_code", "refresh_token"],
        pkce: false,
        client_auth: ClientAuth::Body,
        issuer: None,
        expires_in: Duration::from_secs(1800),
        refresh_scope: None,
    }),
    auth: &[],
    scopes: &[("READ", "Read.")],
    pace: None,
    errors: None,
    structs: &[],
    enums: &[],
};

/// The refresh tokens of login N are `N-0`, `N-1` and so on; its access tokens are the same with an `A` before them.
pub(crate) struct Strict {
    pub(crate) url: String,
    logins: Arc<Mutex<Logins>>,
    /// Each answer takes one of these.
    pub(crate) answers: Arc<Semaphore>,
    /// One for each request that has been seen and used its refresh token up.
    seen: Arc<Semaphore>,
    task: JoinHandle<()>,
}

#[derive(Default)]
pub(crate) struct Logins {
    number: HashMap<String, Option<usize>>,
    pub(crate) refreshes: usize,
    pub(crate) reuses: usize,
}

impl Logins {
    /// Somebody logs in again.
    pub(crate) fn forgive(&mut self, login: &str) {
        self.number.insert(login.to_owned(), Some(0));
    }

    fn reply(&mut self, refresh_token: &str) -> (u16, String) {
        let (login, number) = refresh_token.split_once('-').unwrap_or_default();
        let current = self.number.entry(login.to_owned()).or_insert(Some(0));
        if *current != number.parse().ok() {
            self.reuses += 1;
            *current = None;
            return (400, r#"{"error":"invalid_grant"}"#.to_owned());
        }
        let next = current.unwrap() + 1;
        *current = Some(next);
        self.refreshes += 1;
        let text = format!(
            r#"{{"access_token":"A{login}-{next}","token_type":"bearer","expires_in":300,"refresh_token":"{login}-{next}"}}"#
        );
        (200, text)
    }
}

impl Strict {
    /// One whose answers come when they are allowed.
    pub(crate) async fn waiting() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (answers, seen) = (Arc::new(Semaphore::new(0)), Arc::new(Semaphore::new(0)));
        let logins = Arc::new(Mutex::new(Logins::default()));
        let (asked, allowed, noticed) = (logins.clone(), answers.clone(), seen.clone());
        let task = tokio::spawn(async move {
            loop {
                let (mut stream, _) = listener.accept().await.unwrap();
                let (asked, allowed, noticed) = (asked.clone(), allowed.clone(), noticed.clone());
                tokio::spawn(async move {
                    let Some(token) = refresh_token(&mut stream).await else { return };
                    let (status, text) = asked.lock().unwrap().reply(&token);
                    noticed.add_permits(1);
                    allowed.acquire().await.unwrap().forget();
                    let length = text.len();
                    let answer =
                        format!("HTTP/1.1 {status} X\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{text}");
                    let _ = stream.write_all(answer.as_bytes()).await;
                });
            }
        });
        Strict { url, logins, answers, seen, task }
    }

    /// One that answers at once.
    pub(crate) async fn start() -> Self {
        let strict = Self::waiting().await;
        strict.answers.add_permits(100_000);
        strict
    }

    pub(crate) fn logins(&self) -> MutexGuard<'_, Logins> {
        self.logins.lock().unwrap()
    }

    /// Waits for the next request.
    pub(crate) async fn until_seen(&self) {
        let seen = tokio::time::timeout(Duration::from_secs(30), self.seen.acquire()).await;
        seen.expect("a request").unwrap().forget();
    }

    /// Refreshes and reuses so far.
    pub(crate) fn counts(&self) -> (usize, usize) {
        let logins = self.logins();
        (logins.refreshes, logins.reuses)
    }
}

impl Drop for Strict {
    fn drop(&mut self) {
        self.task.abort();
    }
}

async fn refresh_token(stream: &mut TcpStream) -> Option<String> {
    let mut text = Vec::new();
    loop {
        if stream.read_buf(&mut text).await.ok()? == 0 {
            return None;
        }
        let whole = str::from_utf8(&text).ok()?;
        let Some((head, body)) = whole.split_once("\r\n\r\n") else { continue };
        let length: usize = head.to_ascii_lowercase().split_once("content-length: ")?.1.lines().next()?.parse().ok()?;
        if body.len() == length {
            let field = body.split('&').find_map(|field| field.strip_prefix("refresh_token="))?;
            return Some(field.to_owned());
        }
    }
}
