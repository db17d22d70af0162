//! The authorization endpoint.

use uplink_spec::model::{Grant, OAuth};

use super::grants::{Access, Request as Asked};
use super::{consent, redirect, words};
use crate::body::Payload;
use crate::handler::Request;
use crate::shared::Shared;

/// Answers an application that sends a user.
pub(super) fn ask(shared: &Shared, oauth: &OAuth, request: &Request) -> Payload {
    let pairs = request.query_pairs();
    let get = |name: &str| pairs.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str());
    // Who sends the user where must be beyond doubt before anything is sent anywhere.
    if get("client_id") != Some(shared.client.id.as_str()) {
        return consent::error(shared, "Failure looking up secret for client or token.");
    }
    let Some(redirect_uri) = get("redirect_uri").filter(|uri| shared.client.may_return_to(uri)) else {
        return consent::error(shared, "The redirect URI is missing or not the one that was registered.");
    };
    let response_type = get("response_type").unwrap_or_default();
    let asked = Asked {
        redirect_uri: redirect_uri.to_owned(),
        implicit: response_type == "token",
        scopes: words(get("scope").unwrap_or_default()),
        state: get("state").map(str::to_owned),
    };
    let offered = match response_type {
        "code" => oauth.grants.contains(&Grant::AuthorizationCode),
        "token" => oauth.grants.contains(&Grant::Implicit),
        "" => return redirect::back(&asked, &[("error", "invalid_request")]),
        _ => false,
    };
    if !offered {
        return redirect::back(&asked, &[("error", "unsupported_response_type")]);
    }
    if asked.scopes.iter().any(|s| shared.model.scopes.iter().all(|known| known.name != *s)) {
        return redirect::back(&asked, &[("error", "invalid_scope")]);
    }
    let grantable = shared.grantable(&asked.scopes);
    if shared.options.auto_approve || grantable.is_empty() {
        return grant(shared, &asked, grantable, shared.first_owner());
    }
    let word = shared.grants().open_page(asked, shared.clock.now());
    consent::page(shared, &oauth.authorize, &word, &grantable)
}

/// Answers the form of the consent page.
pub(super) fn decide(shared: &Shared, request: &Request) -> Payload {
    let form: Vec<(String, String)> = url::form_urlencoded::parse(&request.body).into_owned().collect();
    let get = |name: &str| form.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str());
    let asked = shared.grants().close_page(get("page").unwrap_or_default(), shared.clock.now());
    let Some(asked) = asked else {
        return consent::error(shared, "This page was answered before or is too old. Start again in the application.");
    };
    let owner = shared.behaviour.owners().into_iter().find(|o| get("owner") == Some(o.as_str()));
    if get("decision") != Some("allow") {
        return redirect::back(&asked, &[("error", "access_denied")]);
    }
    let chosen = |scope: &String| form.iter().any(|(n, v)| n == "scope" && v == scope);
    let scopes = shared.grantable(&asked.scopes).into_iter().filter(chosen).collect();
    grant(shared, &asked, scopes, owner.unwrap_or_else(|| shared.first_owner()))
}

fn grant(shared: &Shared, asked: &Asked, scopes: Vec<String>, owner: String) -> Payload {
    if scopes.is_empty() && !shared.model.scopes.is_empty() {
        return redirect::back(asked, &[("error", "access_denied")]);
    }
    let now = shared.clock.now();
    if !asked.implicit {
        let code = shared.grants().code(&asked.redirect_uri, Access { scopes, owner }, now);
        return redirect::back(asked, &[("code", &code)]);
    }
    let issued = shared.grants().issue(&shared.model, scopes, owner, now, false);
    let values = [
        ("access_token", issued.access_token.as_str()),
        ("token_type", "bearer"),
        ("expires_in", &issued.expires_in.to_string()),
        ("scope", &issued.scopes.join(" ")),
    ];
    redirect::back(asked, &values)
}
