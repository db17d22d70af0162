//! Lines to an InfluxDB server, kept on the disk while it is away.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use reqwest::Method;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue};
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::Notify;
use uplink_runtime::{Request, Transport};
use url::Url;

use super::spool::Spool;
use crate::said::Troubles;

/// In one request, as InfluxDB advises.
const MOST_BYTES: usize = 512 << 10;
/// What troubles are about.
const SERVER: &str = "InfluxDB";
const FIRST_WAIT: Duration = Duration::from_secs(1);
const LONGEST_WAIT: Duration = Duration::from_secs(300);
const TIMEOUT: Duration = Duration::from_secs(30);
/// What is read of an answer; it has a sentence.
const MOST_ANSWER: usize = 64 << 10;

/// How a server takes lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// InfluxDB 2: an organization and a bucket.
    V2 {
        /// The organization; empty where the token knows it.
        org: String,
        /// The bucket.
        bucket: String,
    },
    /// InfluxDB 3: a database.
    V3 {
        /// The database.
        database: String,
    },
}

/// A server, and the lines that it does not have yet.
#[derive(Debug)]
pub struct Http {
    transport: Transport,
    url: Url,
    headers: HeaderMap,
    spool: Arc<Mutex<Spool>>,
    more: Notify,
}

enum Outcome {
    Taken,
    /// The server is away or does not let us in, which can pass.
    Later(String),
    /// It will never take these lines.
    Refused(String),
}

impl Http {
    /// A server at its base address, whose lines wait in `spool`.
    ///
    /// # Errors
    /// There is no cryptography for https, or the token is none.
    pub fn new(
        mut url: Url,
        protocol: &Protocol,
        token: Option<&SecretString>,
        spool: Arc<Mutex<Spool>>,
    ) -> io::Result<Arc<Self>> {
        let path = match protocol {
            Protocol::V2 { org, bucket } => {
                let mut query = url.query_pairs_mut();
                query.append_pair("bucket", bucket).append_pair("precision", "s");
                if !org.is_empty() {
                    query.append_pair("org", org);
                }
                "api/v2/write"
            }
            Protocol::V3 { database } => {
                url.query_pairs_mut().append_pair("db", database).append_pair("precision", "second");
                "api/v3/write_lp"
            }
        };
        let base = url.path().trim_end_matches('/').to_owned();
        url.set_path(&format!("{base}/{path}"));
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
        if let Some(token) = token {
            let kind = if matches!(protocol, Protocol::V2 { .. }) { "Token" } else { "Bearer" };
            let value = HeaderValue::from_str(&format!("{kind} {}", token.expose_secret()));
            let mut value = value.map_err(|_| io::Error::other("the token of InfluxDB holds what no header can"))?;
            value.set_sensitive(true);
            headers.insert(AUTHORIZATION, value);
        }
        let transport = Transport::new(concat!("uplink-publish/", env!("CARGO_PKG_VERSION")), None);
        Ok(Arc::new(Http { transport: transport.map_err(io::Error::other)?, url, headers, spool, more: Notify::new() }))
    }

    /// Keeps lines for the server.
    ///
    /// # Errors
    /// They cannot be written to the disk; they wait in memory.
    pub fn push(&self, lines: &str) -> io::Result<()> {
        let kept = self.lock().push(lines);
        self.more.notify_one();
        kept
    }

    /// Sends lines as they come, until it is dropped. What goes wrong, and that it is over, is told once.
    pub async fn send(&self, troubles: &Troubles, told: impl Fn(&str)) {
        let mut wait = FIRST_WAIT;
        loop {
            let next = self.lock().next(MOST_BYTES);
            let lines = match next {
                Ok(Some(lines)) => lines,
                Ok(None) => {
                    self.more.notified().await;
                    continue;
                }
                Err(error) => {
                    let sentence = format!("the lines that wait for InfluxDB cannot be read: {error}");
                    troubles.say(SERVER, &sentence, &told);
                    tokio::time::sleep(LONGEST_WAIT).await;
                    continue;
                }
            };
            match self.post(lines.clone()).await {
                Outcome::Taken => {
                    wait = FIRST_WAIT;
                    troubles.over(SERVER, "InfluxDB takes lines again", &told);
                    self.taken(&lines, &told);
                }
                Outcome::Refused(why) => {
                    let count = lines.lines().count();
                    told(&format!("InfluxDB refused {count} lines, which are left out: {why}"));
                    self.taken(&lines, &told);
                }
                Outcome::Later(why) => {
                    let sentence = format!("InfluxDB does not take lines, they wait: {why}");
                    troubles.say(SERVER, &sentence, &told);
                    tokio::time::sleep(wait).await;
                    wait = (wait * 2).min(LONGEST_WAIT);
                }
            }
        }
    }

    fn taken(&self, lines: &str, told: &impl Fn(&str)) {
        if let Err(error) = self.lock().taken(lines) {
            told(&format!("cannot note what InfluxDB has, which will be sent again: {error}"));
        }
    }

    async fn post(&self, lines: String) -> Outcome {
        let request = Request {
            method: Method::POST,
            url: self.url.clone(),
            headers: self.headers.clone(),
            body: Some(lines.into_bytes()),
            timeout: TIMEOUT,
            max_bytes: MOST_ANSWER,
        };
        let response = match self.transport.send(request).await {
            Ok(response) => response,
            Err(error) => return Outcome::Later(error.to_string()),
        };
        let said: String = String::from_utf8_lossy(&response.body).trim().chars().take(200).collect();
        let why = format!("{} {said}", response.status);
        match response.status {
            200..300 => Outcome::Taken,
            400 | 422 => Outcome::Refused(why),
            _ => Outcome::Later(why),
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Spool> {
        self.spool.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
