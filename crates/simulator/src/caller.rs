//! Who calls a function: by an access token, a key, a password, or anybody.

use hyper::HeaderMap;
use hyper::header::{AUTHORIZATION, COOKIE};
use uplink_spec::model::{AuthKind, AuthScheme, Function, KeyPlace, Model, Role};

use crate::base64;
use crate::handler::Request;
use crate::oauth::{Digest, marked};
use crate::refusal::Refusal;
use crate::shared::Shared;

/// Who calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Caller {
    /// The client identifier of the application.
    pub(crate) client: String,
    /// Whose things are asked for.
    pub(crate) owner: String,
}

/// A key or a password that the service takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SimulatedCredential {
    /// Its name in the spec's `[auth]`.
    pub name: String,
    /// The user name, where there is one.
    pub username: Option<String>,
    /// The API key, or the password.
    pub secret: String,
}

/// What the service takes for a scheme. It hangs on the registered application, so that it outlives a restart with it.
pub(crate) fn credential(shared: &Shared, scheme: &AuthScheme) -> SimulatedCredential {
    let client = &shared.client;
    let digest = Digest::of(&format!("{} {}", client.secret, scheme.name));
    let username = matches!(scheme.kind, AuthKind::Basic).then(|| client.id.clone());
    SimulatedCredential { name: scheme.name.clone(), username, secret: marked(digest.text()) }
}

/// Why a way does not do.
enum Unfit {
    /// The request carries nothing of it.
    Absent,
    /// What it carries is wrong.
    Wrong(Refusal),
}

/// Tells who calls a function, by the first of its ways that the request carries.
///
/// # Errors
/// The request carries none of them, or something wrong.
pub(crate) fn identify(shared: &Shared, request: &Request, function: &Function) -> Result<Caller, Refusal> {
    let anybody = || Caller { client: shared.client.id.clone(), owner: shared.first_owner() };
    // Where nobody gives tokens, and there is nothing else, nobody is asked.
    let given_nowhere = shared.model.oauth.is_none() && shared.model.auth.is_empty();
    if function.auth.is_empty() || given_nowhere {
        return Ok(anybody());
    }
    let mut wrong = None;
    for way in function.auth.iter().filter(|way| !way.is_empty()) {
        match by(shared, request, function, way) {
            Ok(caller) => return Ok(caller.unwrap_or_else(anybody)),
            Err(Unfit::Absent) => {}
            Err(Unfit::Wrong(refusal)) => wrong = wrong.or(Some(refusal)),
        }
    }
    match wrong {
        Some(refusal) => Err(refusal),
        None if function.needs_auth() => Err(missing(&shared.model, function)),
        None => Ok(anybody()),
    }
}

/// Who calls by one way, with all that belongs to it; `None` where a key does not say whose it is.
fn by(shared: &Shared, request: &Request, function: &Function, way: &[String]) -> Result<Option<Caller>, Unfit> {
    let (mut caller, mut absent) = (None, 0);
    for name in way {
        match shared.model.auth_scheme(name) {
            None => match by_token(shared, request, function)? {
                Some(known) => caller = known,
                None => absent += 1,
            },
            Some(scheme) => match carried(request, scheme) {
                None => absent += 1,
                Some(given) if Digest::of(&given) == Digest::of(&expected(shared, scheme)) => {}
                Some(_) => {
                    let detail = format!("The {} is not known.", in_words(scheme));
                    return Err(Unfit::Wrong(refused(&shared.model, function, &detail)));
                }
            },
        }
    }
    match absent {
        0 => Ok(caller),
        absent if absent == way.len() => Err(Unfit::Absent),
        _ => Err(Unfit::Wrong(missing(&shared.model, function))),
    }
}

/// Who calls by an access token; `None` without one. Where nobody gives tokens, any is good, and says of nobody whose it is.
fn by_token(shared: &Shared, request: &Request, function: &Function) -> Result<Option<Option<Caller>>, Unfit> {
    let model = &shared.model;
    let Some(token) = after_scheme(&request.headers, "bearer") else { return Ok(None) };
    if model.oauth.is_none() {
        return Ok(Some(None));
    }
    let known = shared.grants().access(token, shared.clock.now()).map(|access| {
        let missing = function.scopes.iter().find(|scope| !access.scopes.contains(scope));
        (Caller { client: access.client.clone(), owner: access.owner.clone() }, missing)
    });
    let admitted = |caller: &Caller| shared.clients().get(&caller.client).is_some_and(|client| !client.blocked);
    let Some((caller, missing)) = known.filter(|(caller, _)| admitted(caller)) else {
        let detail = "The access token is unknown or has expired.";
        let challenge = challenge(model, "Bearer", r#", error="invalid_token""#);
        return Err(Unfit::Wrong(
            Refusal::new(model, 401, Some(Role::Login), detail).header("www-authenticate", challenge),
        ));
    };
    match missing {
        Some(missing) => {
            let detail = format!("The access token lacks the scope {missing}.");
            let lacks = format!(r#", error="insufficient_scope", scope="{}""#, function.scopes.join(" "));
            let challenge = challenge(model, "Bearer", &lacks);
            Err(Unfit::Wrong(Refusal::new(model, 403, Some(Role::Scope), detail).header("www-authenticate", challenge)))
        }
        None => Ok(Some(Some(caller))),
    }
}

/// What a request carries for a scheme; of Basic, user name and password with a colon in between.
fn carried(request: &Request, scheme: &AuthScheme) -> Option<String> {
    match &scheme.kind {
        AuthKind::Basic => {
            let pair = base64::decode(after_scheme(&request.headers, "basic")?)?;
            String::from_utf8(pair).ok()
        }
        AuthKind::ApiKey { place: KeyPlace::Header, wire } => {
            Some(request.headers.get(wire)?.to_str().ok()?.to_owned())
        }
        AuthKind::ApiKey { place: KeyPlace::Query, wire } => {
            request.query_pairs().into_iter().find(|(name, _)| name == wire).map(|(_, key)| key)
        }
        AuthKind::ApiKey { place: KeyPlace::Cookie, wire } => {
            let cookies = request.headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
            let mut pairs = cookies.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
            pairs.find(|(name, _)| name == wire).map(|(_, key)| key.to_owned())
        }
    }
}

fn expected(shared: &Shared, scheme: &AuthScheme) -> String {
    let SimulatedCredential { username, secret, .. } = credential(shared, scheme);
    username.map_or(secret.clone(), |username| format!("{username}:{secret}"))
}

fn in_words(scheme: &AuthScheme) -> String {
    match &scheme.kind {
        AuthKind::Basic => "pair of user name and password".into(),
        AuthKind::ApiKey { place: KeyPlace::Query, wire } => format!("API key in `{wire}` of the query"),
        AuthKind::ApiKey { place, wire } => format!("API key in the {} `{wire}`", place.word()),
    }
}

fn missing(model: &Model, function: &Function) -> Refusal {
    let named = |name: &String| match model.auth_scheme(name) {
        None => "access token".to_owned(),
        Some(scheme) => in_words(scheme),
    };
    let ways = function.auth.iter().filter(|way| !way.is_empty());
    let ways: Vec<String> = ways.map(|way| way.iter().map(named).collect::<Vec<_>>().join(" with the ")).collect();
    refused(model, function, &format!("The {} is missing.", ways.join(" or the ")))
}

/// A refusal with a challenge of the function's first way; there has to be one (RFC 9110, section 15.5.2).
fn refused(model: &Model, function: &Function, detail: &str) -> Refusal {
    let first = function.auth.iter().flatten().next();
    let scheme = match first.and_then(|name| model.auth_scheme(name)).map(|scheme| &scheme.kind) {
        None => "Bearer",
        Some(AuthKind::Basic) => "Basic",
        Some(AuthKind::ApiKey { .. }) => "ApiKey",
    };
    Refusal::new(model, 401, Some(Role::Login), detail).header("www-authenticate", challenge(model, scheme, ""))
}

/// RFC 6750 section 3. The realm is there because a challenge has to have a parameter.
fn challenge(model: &Model, scheme: &str, more: &str) -> String {
    format!(r#"{scheme} realm="{}"{more}"#, quoted(&model.api.name))
}

/// A text between quotation marks of a header.
fn quoted(text: &str) -> String {
    text.chars()
        .filter(|c| matches!(c, ' '..='~'))
        .flat_map(|c| matches!(c, '"' | '\\').then_some('\\').into_iter().chain([c]))
        .collect()
}

/// What follows an authentication scheme in the header `Authorization`.
fn after_scheme<'h>(headers: &'h HeaderMap, scheme: &str) -> Option<&'h str> {
    let (found, rest) = headers.get(AUTHORIZATION)?.to_str().ok()?.trim().split_once(' ')?;
    found.eq_ignore_ascii_case(scheme).then_some(rest.trim())
}

#[cfg(test)]
#[path = "caller_tests.rs"]
mod tests;
