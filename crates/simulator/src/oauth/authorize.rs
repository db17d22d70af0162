//! The authorization endpoint.

use uplink_spec::model::{Grant, OAuth};

use super::granted::Code;
use super::policy::{Callbacks, Wording};
use super::{consent, fields, pkce, redirect, words};
use crate::body::Payload;
use crate::fault::{self, FaultKind};
use crate::handler::Request;
use crate::page::{self, language_of};
use crate::shared::Shared;

/// What an application asks a user for.
#[derive(Clone, Debug)]
pub(crate) struct AuthorizationRequest {
    pub(super) client: String,
    pub(super) redirect_uri: String,
    /// Whether the token itself is asked for, rather than a code.
    pub(super) implicit: bool,
    pub(super) scopes: Vec<String>,
    pub(super) state: Option<String>,
    /// What PKCE promises.
    challenge: Option<String>,
}

/// Answers an application that sends a user.
pub(super) fn ask(shared: &Shared, oauth: &OAuth, request: &Request) -> Payload {
    let pairs = request.query_pairs();
    let get = |name: &str| pairs.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str());
    let policy = &shared.options.policy;
    let language = language_of(&request.headers);
    // Who sends the user where must be beyond doubt before anything is sent anywhere.
    let repeated = policy.wording == Wording::Rfc && fields::repeated(&pairs);
    let id = get("client_id").unwrap_or_default();
    let Some(client) = shared.clients().get(id).filter(|c| !c.blocked).cloned() else {
        return page::refuse(shared, 400, language, language.refusal.application);
    };
    // Only the application that was there from the start stands for all; whoever registered one meant its callback.
    let callbacks = match policy.callbacks {
        Callbacks::Web if id != shared.client.id => Callbacks::Loopback,
        callbacks => callbacks,
    };
    let Some(redirect_uri) = get("redirect_uri").filter(|uri| client.may_return_to(uri, callbacks)) else {
        return page::refuse(shared, 400, language, language.refusal.callback);
    };
    if repeated {
        return page::refuse(shared, 400, language, language.refusal.repeated);
    }
    let response_type = get("response_type").unwrap_or_default();
    let mut asked = AuthorizationRequest {
        client: id.to_owned(),
        redirect_uri: redirect_uri.to_owned(),
        implicit: response_type == "token",
        scopes: words(get("scope").unwrap_or_default()),
        state: get("state").map(str::to_owned),
        challenge: None,
    };
    let back = |values: &[(&str, &str)]| redirect::back(shared, &asked, values);
    let offered = match response_type {
        "code" => oauth.grants.contains(&Grant::AuthorizationCode),
        "token" => oauth.grants.contains(&Grant::Implicit) && !policy.refuses_implicit,
        "" => return back(&[("error", "invalid_request")]),
        _ => false,
    };
    if !offered {
        return back(&[("error", "unsupported_response_type")]);
    }
    if asked.scopes.iter().any(|s| shared.model.scopes.iter().all(|known| known.name != *s)) {
        return back(&[("error", "invalid_scope")]);
    }
    if !asked.implicit {
        let method = get("code_challenge_method");
        match pkce::challenge(policy.pkce, oauth.pkce, client.is_public(), get("code_challenge"), method) {
            Ok(challenge) => asked.challenge = challenge,
            Err(sentence) => return back(&[("error", "invalid_request"), ("error_description", sentence)]),
        }
    }
    let grantable = shared.grantable(&asked.scopes);
    if shared.options.auto_approve || grantable.is_empty() {
        // Where nobody is asked, the application may say whom it means (OpenID Connect Core, section 3.1.2.1).
        let hinted = get("login_hint").filter(|name| shared.has_owner(name)).map(str::to_owned);
        return grant(shared, &asked, grantable, hinted.unwrap_or_else(|| shared.first_owner()));
    }
    let callback = asked.redirect_uri.clone();
    let word = shared.consents().open(asked, shared.clock.now());
    consent::page(shared, language, &oauth.authorize, &client, &callback, &word, &grantable)
}

/// Answers the form of the consent page.
pub(super) fn decide(shared: &Shared, request: &Request) -> Payload {
    let form: Vec<(String, String)> = url::form_urlencoded::parse(&request.body).into_owned().collect();
    let get = |name: &str| form.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str());
    let language = language_of(&request.headers);
    let asked = shared.consents().close(get("page").unwrap_or_default(), shared.clock.now());
    let Some(asked) = asked else {
        return page::refuse(shared, 403, language, language.refusal.answered);
    };
    if get("decision") != Some("allow") {
        return redirect::back(shared, &asked, &[("error", "access_denied")]);
    }
    let Some(owner) = get("owner").filter(|name| shared.has_owner(name)).map(str::to_owned) else {
        return page::refuse(shared, 400, language, language.refusal.owner);
    };
    let chosen = |scope: &String| form.iter().any(|(n, v)| n == "scope" && v == scope);
    let scopes = shared.grantable(&asked.scopes).into_iter().filter(chosen).collect();
    grant(shared, &asked, scopes, owner)
}

/// Does what the user decided, or what a fault has in its place.
fn grant(shared: &Shared, asked: &AuthorizationRequest, mut scopes: Vec<String>, owner: String) -> Payload {
    let Some(decision) = fault::take_decision(&mut shared.faults(), shared.clock.now()) else {
        return granted(shared, asked, scopes, owner);
    };
    match &decision {
        FaultKind::FewerScopes(most) => scopes.retain(|scope| most.contains(scope)),
        _ => scopes.clear(),
    }
    granted(shared, asked, scopes, owner).header(fault::MARK, decision.word())
}

fn granted(shared: &Shared, asked: &AuthorizationRequest, scopes: Vec<String>, owner: String) -> Payload {
    if scopes.is_empty() && !shared.model.scopes.is_empty() {
        return redirect::back(shared, asked, &[("error", "access_denied")]);
    }
    let now = shared.clock.now();
    let mut grants = shared.grants();
    let access = grants.login(&asked.client, scopes, owner);
    if !asked.implicit {
        let (redirect_uri, challenge) = (asked.redirect_uri.clone(), asked.challenge.clone());
        let code = grants.code(Code { redirect_uri, challenge, access }, now);
        return redirect::back(shared, asked, &[("code", &code)]);
    }
    let issued = grants.issue(shared.model.oauth.as_ref(), access, now, false);
    let values = [
        ("access_token", issued.access_token.as_str()),
        ("token_type", "bearer"),
        ("expires_in", &shared.clock.said(issued.expires_in).to_string()),
        ("scope", &issued.scopes.join(" ")),
    ];
    redirect::back(shared, asked, &values)
}
