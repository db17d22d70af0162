//! The authorization server.

mod authorize;
mod client;
mod consent;
mod grants;
mod redirect;
mod token;

pub use grants::Issued;

pub(crate) use client::Client;
pub(crate) use grants::{Access, Grants};

use crate::base64;
use crate::body::Payload;
use crate::handler::Request;
use crate::shared::Shared;

/// Answers a request to an endpoint of the authorization server; `None` when it is none.
pub(crate) fn handle(shared: &Shared, request: &Request) -> Option<Payload> {
    let oauth = shared.model.oauth.as_ref()?;
    let payload = if request.path == oauth.authorize {
        match request.method.as_str() {
            "GET" => authorize::ask(shared, oauth, request),
            "POST" => authorize::decide(shared, request),
            _ => Payload::empty(405).header("allow", "GET, POST"),
        }
    } else if request.path == oauth.token {
        match request.method.as_str() {
            "POST" => token::answer(shared, oauth, request),
            _ => Payload::empty(405).header("allow", "POST"),
        }
    } else {
        return None;
    };
    Some(payload.header("cache-control", "no-store").header("pragma", "no-cache"))
}

/// A word of the form of a JSON Web Token. Nobody checks its signature, which is none.
fn jwt(claims: &serde_json::Value) -> String {
    let part = |text: &str| for_urls(&base64::encode(text.as_bytes()));
    let head = part(r#"{"alg":"RS256","typ":"JWT"}"#);
    format!("{head}.{}.{}", part(&claims.to_string()), word(256, true))
}

/// Base64 in the alphabet of URLs, without padding.
fn for_urls(text: &str) -> String {
    text.replace('+', "-").replace('/', "_").replace('=', "")
}

/// Random bytes.
fn random(length: usize) -> Result<Vec<u8>, getrandom::Error> {
    let mut bytes = vec![0; length];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}

/// A random word of the base64 alphabet; the one of URLs when it must travel bare.
///
/// # Panics
/// When the system gives no random numbers; it gave some when the service started.
fn word(bytes: usize, bare: bool) -> String {
    let text = base64::encode(&random(bytes).expect("the system gave random numbers at the start"));
    if bare { for_urls(&text) } else { text }
}

/// The words of a list that is separated by spaces.
fn words(text: &str) -> Vec<String> {
    text.split_ascii_whitespace().map(str::to_owned).collect()
}

#[cfg(test)]
#[path = "oauth_tests.rs"]
mod tests;
