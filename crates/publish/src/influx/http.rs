//! Lines to an InfluxDB server, kept on the disk while it is away.

use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use reqwest::Method;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderMap, HeaderValue};
use secrecy::{ExposeSecret, SecretString};
use uplink_runtime::{Request, Transport};
use url::Url;

use crate::outbox::{Outbox, Outcome};
use crate::said::Troubles;
use crate::spool::Spool;

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
    outbox: Outbox,
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
        Ok(Arc::new(Http {
            transport: transport.map_err(io::Error::other)?,
            url,
            headers,
            outbox: Outbox::new("InfluxDB", spool),
        }))
    }

    /// Keeps lines for the server.
    ///
    /// # Errors
    /// They cannot be written to the disk; they wait in memory.
    pub fn push(&self, lines: &str) -> io::Result<()> {
        self.outbox.push(lines)
    }

    /// Sends lines as they come, until it is dropped. What goes wrong, and that it is over, is told once.
    pub async fn send(&self, troubles: &Troubles, told: impl Fn(&str)) {
        self.outbox.send(|lines| self.post(lines), troubles, told).await;
    }

    async fn post(&self, lines: String) -> Outcome {
        let request = Request {
            method: Method::POST,
            url: self.url.clone(),
            secret_query: Vec::new(),
            headers: self.headers.clone(),
            body: Some(lines.into_bytes().into()),
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
}
