//! A stand-in for the browser and the user who clicks "allow".

use std::time::Duration;

use reqwest::header::{HeaderMap, LOCATION};
use reqwest::{Method, Url};
use uplink_runtime::{Request, Transport, TransportError};

use crate::failure::Failure;

/// The service, the callback, its page.
const MOST_HOPS: usize = 5;

/// Opens a link and follows it to the page that it ends at.
pub async fn open(link: &str) -> Result<(), Failure> {
    let failed = |why: &str| Failure::failed("demo", format!("the stand-in for the browser failed: {why}"));
    let transport = Transport::new("nibe-uplink demo", None).map_err(|e| failed(&e.to_string()))?;
    let mut url = Url::parse(link).map_err(|_| failed("the link is no URL"))?;
    for _ in 0..MOST_HOPS {
        let page = Request {
            method: Method::GET,
            url: url.clone(),
            secret_query: Vec::new(),
            headers: HeaderMap::new(),
            body: None,
            timeout: Duration::from_secs(10),
            max_bytes: 1024 * 1024,
        };
        let page = transport.send(page).await.map_err(|e: TransportError| failed(&e.to_string()))?;
        match page.status {
            200 => return Ok(()),
            300..400 => {
                let next = page.headers.get(LOCATION).and_then(|to| to.to_str().ok()).and_then(|to| url.join(to).ok());
                url = next.ok_or_else(|| failed("a redirect leads nowhere"))?;
            }
            status => return Err(failed(&format!("a page answered {status}"))),
        }
    }
    Err(failed("it was sent from page to page"))
}
