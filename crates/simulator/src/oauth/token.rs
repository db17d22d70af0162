//! The token endpoint.

use serde_json::{Value, json};
use uplink_spec::model::{Grant, OAuth};

use super::authenticate::authenticate;
use super::fields::{Fields, form, get, repeated};
use super::granted::Access;
use super::policy::{Rotation, Wording};
use super::{Issued, pkce, words};
use crate::body::Payload;
use crate::handler::Request;
use crate::shared::Shared;

/// Answers an application that wants a token.
pub(super) fn answer(shared: &Shared, oauth: &OAuth, request: &Request) -> Payload {
    shared.grants().tally.token_calls += 1;
    match exchange(shared, oauth, request, &form(&request.body)) {
        Ok(issued) => Payload::json(200, &body(shared, &issued)),
        Err(payload) => *payload,
    }
}

fn exchange(shared: &Shared, oauth: &OAuth, request: &Request, form: &Fields) -> Result<Issued, Box<Payload>> {
    let policy = &shared.options.policy;
    if policy.wording == Wording::Rfc && repeated(form) {
        return Err(error("invalid_request", Some("A parameter is there twice.")));
    }
    let client = authenticate(shared, request, form)?;
    let word = get(form, "grant_type").ok_or_else(|| error("invalid_request", None))?;
    let grant = Grant::ALL.iter().find(|(_, w)| *w == word).map(|(grant, _)| *grant);
    let Some(grant) = grant.filter(|g| oauth.grants.contains(g)) else {
        return Err(error("unsupported_grant_type", None));
    };
    let now = shared.clock.now();
    let mut grants = shared.grants();
    let (access, refreshable) = match grant {
        Grant::AuthorizationCode => {
            let code = field(shared, form, "code")?;
            let granted = grants.redeem(policy, code, now).filter(|granted| {
                let verifier = get(form, "code_verifier");
                granted.access.client == client
                    && get(form, "redirect_uri") == Some(granted.redirect_uri.as_str())
                    && pkce::fits(policy.pkce, oauth.pkce, granted.challenge.as_deref(), verifier)
            });
            let granted = granted.ok_or_else(|| dead(shared, "code"))?;
            grants.tally.codes += 1;
            (granted.access, true)
        }
        Grant::RefreshToken => {
            let token = field(shared, form, "refresh_token")?;
            // A wish that cannot be met spends nothing.
            let scopes = grants.peek(token, &client).map(|access| narrowed(access, form)).transpose()?;
            let access = grants.refresh(policy, token, &client, now).ok_or_else(|| dead(shared, "refresh token"))?;
            let scopes = scopes.unwrap_or_else(|| access.scopes.clone());
            (Access { scopes, ..access }, policy.rotation != Rotation::Never)
        }
        Grant::ClientCredentials => {
            let scopes = shared.grantable(&words(get(form, "scope").unwrap_or_default()));
            (grants.login(&client, scopes, shared.first_owner()), false)
        }
        Grant::Implicit => return Err(error("unsupported_grant_type", None)),
    };
    Ok(grants.issue(Some(oauth), access, now, refreshable))
}

/// A field that must be there.
fn field<'a>(shared: &Shared, form: &'a Fields, name: &str) -> Result<&'a str, Box<Payload>> {
    get(form, name).ok_or_else(|| match shared.options.policy.wording {
        Wording::Bare => error("invalid_request", None),
        Wording::Rfc => error("invalid_request", Some(&format!("{name} is missing."))),
    })
}

/// The answer to a code or token that is good no more.
fn dead(shared: &Shared, what: &str) -> Box<Payload> {
    match shared.options.policy.wording {
        Wording::Bare => error("invalid_request", None),
        Wording::Rfc => {
            let sentence = format!("The {what} is unknown, used, expired, or does not belong to this request.");
            error("invalid_grant", Some(&sentence))
        }
    }
}

/// A refresh may ask for fewer scopes, never for more.
fn narrowed(access: &Access, form: &Fields) -> Result<Vec<String>, Box<Payload>> {
    let asked = words(get(form, "scope").unwrap_or_default());
    if asked.iter().any(|s| !access.scopes.contains(s)) {
        return Err(error("invalid_scope", Some("The scope is wider than the one that was granted.")));
    }
    Ok(if asked.is_empty() { access.scopes.clone() } else { asked })
}

pub(super) fn error(word: &str, description: Option<&str>) -> Box<Payload> {
    let mut body = json!({ "error": word });
    if let Some(description) = description {
        body["error_description"] = description.into();
    }
    Box::new(Payload::json(400, &body))
}

fn body(shared: &Shared, issued: &Issued) -> Value {
    let mut body = json!({
        "access_token": issued.access_token,
        "token_type": "bearer",
        "expires_in": shared.clock.said(issued.expires_in),
    });
    if let Some(token) = &issued.refresh_token {
        body["refresh_token"] = token.as_str().into();
    }
    body["scope"] = issued.scopes.join(" ").into();
    body
}
