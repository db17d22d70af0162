//! What the authorization server says about itself: RFC 8414.

use serde_json::{Value, json};
use uplink_spec::model::{Grant, OAuth};

use super::policy::Basic;
use super::{introspect, revoke};
use crate::body::Payload;
use crate::shared::Shared;

/// Where it says so; the issuer has no path.
pub(super) const PATH: &str = "/.well-known/oauth-authorization-server";

/// Answers whoever asks.
pub(super) fn answer(shared: &Shared, oauth: &OAuth) -> Payload {
    Payload::json(200, &document(shared, oauth))
}

fn document(shared: &Shared, oauth: &OAuth) -> Value {
    let policy = &shared.options.policy;
    let address = |path: &str| format!("{}{path}", shared.base_url);
    let implicit = |grant: &Grant| *grant == Grant::Implicit;
    let grants = oauth.grants.iter().filter(|grant| !(policy.refuses_implicit && implicit(grant)));
    let words = Grant::ALL.iter().filter(|(grant, _)| grants.clone().any(|g| g == grant)).map(|(_, word)| *word);
    let words: Vec<&str> = words.collect();
    let responses = [(Grant::AuthorizationCode, "code"), (Grant::Implicit, "token")];
    let responses = responses.iter().filter(|(grant, _)| grants.clone().any(|g| g == grant)).map(|(_, word)| *word);
    let secret: &[&str] = match policy.basic {
        Basic::Refused => &["client_secret_post"],
        _ => &["client_secret_basic", "client_secret_post"],
    };
    let anybody: Vec<&str> = secret.iter().copied().chain(["none"]).collect();
    let mut document = json!({
        "issuer": shared.base_url,
        "token_endpoint": address(&oauth.token),
        "scopes_supported": shared.model.scopes.iter().map(|scope| scope.name.as_str()).collect::<Vec<_>>(),
        "response_types_supported": responses.collect::<Vec<_>>(),
        "response_modes_supported": ["query"],
        "grant_types_supported": words,
        "token_endpoint_auth_methods_supported": anybody,
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": policy.names_issuer,
    });
    // Where no grant needs one, there is none.
    if !oauth.authorize.is_empty() {
        document["authorization_endpoint"] = address(&oauth.authorize).into();
    }
    if policy.revokes {
        document["revocation_endpoint"] = address(&revoke::path(oauth)).into();
        document["revocation_endpoint_auth_methods_supported"] = anybody.into();
    }
    if policy.introspects {
        document["introspection_endpoint"] = address(&introspect::path(oauth)).into();
        document["introspection_endpoint_auth_methods_supported"] = secret.into();
    }
    document
}
