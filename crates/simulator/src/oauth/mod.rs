//! The authorization server.

pub(crate) mod applications;
mod authenticate;
mod authorize;
mod client;
mod consent;
mod digest;
mod fields;
mod granted;
mod grants;
mod introspect;
mod issued;
mod metadata;
mod pages;
mod pkce;
mod policy;
mod redirect;
mod registration;
mod revoke;
mod seen;
mod tally;
mod token;

pub use client::Credentials;
pub use issued::Issued;
pub use policy::{Basic, Callbacks, Pkce, Policy, Rotation, TooMany, Wording};
pub use registration::{CallbackError, RegisterError};
pub use seen::SeenOAuthRequest;
pub use tally::Tally;

pub(crate) use authorize::AuthorizationRequest;
pub(crate) use client::{Client, Clients};
pub(crate) use digest::Digest;
pub(crate) use grants::Grants;
pub(crate) use pages::Pages;
pub(crate) use registration::{check_callback, register};
pub(crate) use seen::remember;

use uplink_spec::model::OAuth;

use crate::base64;
use crate::body::Payload;
use crate::fault::Target;
use crate::handler::Request;
use crate::route::Route;
use crate::shared::Shared;

/// The endpoint of the authorization server that a request is for, if any.
pub(crate) fn endpoint(shared: &Shared, request: &Request) -> Option<Target> {
    let (model, policy) = (&shared.model, &shared.options.policy);
    let oauth = model.oauth.as_ref()?;
    let target = match request.path.as_str() {
        path if path == oauth.authorize => return Some(Target::Authorize),
        path if path == oauth.token => return Some(Target::Token),
        path if policy.revokes && path == revoke::path(oauth) => Target::Revoke,
        path if policy.introspects && path == introspect::path(oauth) => Target::Introspect,
        metadata::PATH if policy.publishes_metadata => Target::Metadata,
        _ => return None,
    };
    // A spec may have a function of its own there.
    matches!(
        shared.routes.find(model, request.method.as_str(), &request.path, &request.query, &request.headers),
        Route::Unknown
    )
    .then_some(target)
}

/// Answers a request to an endpoint of the authorization server.
pub(crate) fn answer(shared: &Shared, endpoint: &Target, request: &Request) -> Payload {
    let payload = match (shared.model.oauth.as_ref(), endpoint, request.method.as_str()) {
        (Some(oauth), Target::Authorize, "GET") => authorize::ask(shared, oauth, request),
        (Some(_), Target::Authorize, "POST") => authorize::decide(shared, request),
        (Some(oauth), Target::Token, "POST") => token::answer(shared, oauth, request),
        (Some(_), Target::Revoke, "POST") => revoke::answer(shared, request),
        (Some(_), Target::Introspect, "POST") => introspect::answer(shared, request),
        (Some(oauth), Target::Metadata, "GET") => metadata::answer(shared, oauth),
        (_, Target::Authorize, _) => Payload::empty(405).header("allow", "GET, POST"),
        (_, Target::Metadata, _) => Payload::empty(405).header("allow", "GET"),
        _ => Payload::empty(405).header("allow", "POST"),
    };
    payload.header("cache-control", "no-store").header("pragma", "no-cache")
}

/// The address of a neighbour of the token endpoint.
fn beside_token(oauth: &OAuth, name: &str) -> String {
    let folder = oauth.token.rsplit_once('/').map_or("", |(folder, _)| folder);
    format!("{folder}/{name}")
}

/// A word of the form of a JSON Web Token. Nobody checks its signature, which is none.
fn jwt(claims: &serde_json::Value) -> String {
    let head = base64::for_urls(br#"{"alg":"RS256","typ":"JWT"}"#);
    format!("{head}.{}.{}", base64::for_urls(claims.to_string().as_bytes()), word(256))
}

/// Random bytes.
fn random(length: usize) -> Result<Vec<u8>, getrandom::Error> {
    let mut bytes = vec![0; length];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}

/// What every secret of this service begins with, so that one that went astray is known for what it is.
const MARK: &str = "SIMULATED";

/// The same text with the mark in place of its start.
pub(crate) fn marked(text: &str) -> String {
    let kept: String = text.chars().skip(MARK.len()).collect();
    format!("{MARK}{kept}")
}

/// A random word of the alphabet of URLs, marked: it comes through forms, addresses and headers as it is, also where a
/// program forgets to encode it.
///
/// # Panics
/// When the system gives no random numbers; it gave some when the service started.
fn word(bytes: usize) -> String {
    let bytes = random(bytes).expect("the system gave random numbers at the start");
    marked(&base64::for_urls(&bytes))
}

/// The words of a list that is separated by spaces.
fn words(text: &str) -> Vec<String> {
    text.split_ascii_whitespace().map(str::to_owned).collect()
}

#[cfg(test)]
mod fault_tests;
#[cfg(test)]
mod oauth_tests;
#[cfg(test)]
mod strict_tests;
