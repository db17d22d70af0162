//! Requests to the authorization server, as they are remembered.

use hyper::header::USER_AGENT;
use serde_json::Value;

use super::fields::{self, Fields};
use crate::body::Payload;
use crate::fault::{MARK, Target};
use crate::handler::Request;
use crate::shared::Shared;

/// A request to the authorization server. It holds no code, state, token or secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeenOAuthRequest {
    /// `authorize`, `token`, `revoke`, `introspect` or `metadata`.
    pub endpoint: &'static str,
    /// The HTTP method.
    pub method: String,
    /// The application, where the request names it outside of a header.
    pub client_id: Option<String>,
    /// `grant_type` or `response_type`.
    pub grant: Option<String>,
    /// The program that asked, as it calls itself.
    pub user_agent: Option<String>,
    /// The status of the answer; 0 when the connection was closed instead.
    pub status: u16,
    /// The error that the answer names.
    pub error: Option<String>,
    /// The fault that altered the answer.
    pub fault: Option<String>,
}

/// Remembers a request and how it was answered.
pub(crate) fn remember(shared: &Shared, endpoint: &Target, request: &Request, answer: Option<&Payload>) {
    let authorize = *endpoint == Target::Authorize;
    let given = if authorize { request.query_pairs() } else { fields::form(&request.body) };
    let get = |name| fields::get(&given, name).map(str::to_owned);
    shared.remember_oauth(SeenOAuthRequest {
        endpoint: endpoint.endpoint().unwrap_or_default(),
        method: request.method.to_string(),
        client_id: get("client_id"),
        grant: get(if authorize { "response_type" } else { "grant_type" }),
        user_agent: request.headers.get(USER_AGENT).and_then(|v| v.to_str().ok()).map(str::to_owned),
        status: answer.map_or(0, |payload| payload.status),
        error: answer.and_then(error),
        fault: answer.and_then(|payload| payload.get(MARK)).map(str::to_owned),
    });
}

/// The error in a body, or in the address that a user is sent to.
fn error(answer: &Payload) -> Option<String> {
    if let Some(location) = answer.get("location") {
        let query: Fields = location.split_once(['?', '#']).map(|(_, query)| fields::form(query.as_bytes()))?;
        return fields::get(&query, "error").map(str::to_owned);
    }
    let body: Value = serde_json::from_slice(&answer.body).ok()?;
    body.get("error")?.as_str().map(str::to_owned)
}
