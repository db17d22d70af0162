//! The token endpoint.

use hyper::header::AUTHORIZATION;
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};
use uplink_spec::model::{Grant, OAuth};

use super::grants::{Access, Issued};
use super::words;
use crate::base64;
use crate::body::Payload;
use crate::handler::Request;
use crate::shared::Shared;

type Form = Vec<(String, String)>;

/// Answers an application that wants a token.
pub(super) fn answer(shared: &Shared, oauth: &OAuth, request: &Request) -> Payload {
    let form: Form = url::form_urlencoded::parse(&request.body).into_owned().collect();
    match exchange(shared, oauth, request, &form) {
        Ok(issued) => Payload::json(200, &body(&issued)),
        Err(payload) => *payload,
    }
}

fn exchange(shared: &Shared, oauth: &OAuth, request: &Request, form: &Form) -> Result<Issued, Box<Payload>> {
    authenticate(shared, request, form)?;
    let word = get(form, "grant_type").ok_or_else(|| error("invalid_request", None))?;
    let grant = Grant::ALL.iter().find(|(_, w)| *w == word).map(|(grant, _)| *grant);
    let Some(grant) = grant.filter(|g| oauth.grants.contains(g)) else {
        return Err(error("unsupported_grant_type", None));
    };
    let now = shared.clock.now();
    let mut grants = shared.grants();
    let (access, refreshable) = match grant {
        Grant::AuthorizationCode => {
            let code = get(form, "code").zip(get(form, "redirect_uri"));
            (code.and_then(|(code, uri)| grants.redeem(code, uri, now)), true)
        }
        Grant::RefreshToken => {
            let access = get(form, "refresh_token").and_then(|token| grants.refresh(token));
            (access.map(|access| narrowed(access, form)).transpose()?, true)
        }
        Grant::ClientCredentials => {
            let scopes = shared.grantable(&words(get(form, "scope").unwrap_or_default()));
            (Some(Access { scopes, owner: shared.first_owner() }), false)
        }
        Grant::Implicit => return Err(error("unsupported_grant_type", None)),
    };
    let access = access.ok_or_else(|| error("invalid_request", None))?;
    Ok(grants.issue(&shared.model, access.scopes, access.owner, now, refreshable))
}

/// A refresh may ask for fewer scopes, never for more.
fn narrowed(access: Access, form: &Form) -> Result<Access, Box<Payload>> {
    let asked = words(get(form, "scope").unwrap_or_default());
    if asked.iter().any(|s| !access.scopes.contains(s)) {
        return Err(error("invalid_scope", Some("The scope is wider than the one that was granted.")));
    }
    if asked.is_empty() { Ok(access) } else { Ok(Access { scopes: asked, ..access }) }
}

fn authenticate(shared: &Shared, request: &Request, form: &Form) -> Result<(), Box<Payload>> {
    let wrong = || error("invalid_client", Some("The client secret was incorrect."));
    if let Some(header) = request.headers.get(AUTHORIZATION) {
        let known = header.to_str().ok().is_some_and(|header| knows_basic(shared, header));
        return if known {
            Ok(())
        } else {
            let refused = Payload { status: 401, ..*wrong() };
            Err(Box::new(refused.header("www-authenticate", "Basic")))
        };
    }
    let (id, secret) = (get(form, "client_id"), get(form, "client_secret"));
    let known = shared.client.knows(id.unwrap_or_default(), secret.unwrap_or_default());
    known.then_some(()).ok_or_else(wrong)
}

/// RFC 6749 has both halves form-encoded; many clients send them raw. Both are accepted.
fn knows_basic(shared: &Shared, header: &str) -> bool {
    let decoded = header.split_once(' ').filter(|(scheme, _)| scheme.eq_ignore_ascii_case("basic"));
    let decoded = decoded.and_then(|(_, text)| base64::decode(text.trim()));
    let Some(text) = decoded.and_then(|bytes| String::from_utf8(bytes).ok()) else {
        return false;
    };
    let Some((id, secret)) = text.split_once(':') else {
        return false;
    };
    let plain = |text: &str| percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned();
    shared.client.knows(id, secret) || shared.client.knows(&plain(id), &plain(secret))
}

/// The value of a field; an empty one counts as missing.
fn get<'a>(form: &'a Form, name: &str) -> Option<&'a str> {
    form.iter().find(|(n, v)| n == name && !v.is_empty()).map(|(_, v)| v.as_str())
}

fn error(word: &str, description: Option<&str>) -> Box<Payload> {
    let mut body = json!({ "error": word });
    if let Some(description) = description {
        body["error_description"] = description.into();
    }
    Box::new(Payload::json(400, &body))
}

fn body(issued: &Issued) -> Value {
    let mut body = json!({
        "access_token": issued.access_token,
        "token_type": "bearer",
        "expires_in": issued.expires_in,
    });
    if let Some(token) = &issued.refresh_token {
        body["refresh_token"] = token.as_str().into();
    }
    body["scope"] = issued.scopes.join(" ").into();
    body
}
