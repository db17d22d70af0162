//! What a token is worth: RFC 7662.

use serde_json::{Value, json};
use uplink_spec::model::OAuth;

use super::grants::Known;
use super::token::error;
use super::{beside_token, revoke};
use crate::body::Payload;
use crate::handler::Request;
use crate::shared::Shared;

/// Where applications ask.
pub(super) fn path(oauth: &OAuth) -> String {
    beside_token(oauth, "introspect")
}

/// Answers an application that can prove who it is. Tokens of others are not active to it: it learns nothing about them.
pub(super) fn answer(shared: &Shared, request: &Request) -> Payload {
    let (client, token) = match revoke::token_of(shared, request) {
        Ok(asked) => asked,
        Err(payload) => return *payload,
    };
    if shared.clients().get(&client).is_none_or(|client| client.is_public()) {
        let refused = *error("invalid_client", Some("This is for applications with a secret."));
        return Payload { status: 401, ..refused };
    }
    let known = shared.grants().known(&token, shared.clock.now());
    let known = known.filter(|known| known.access.client == client);
    Payload::json(200, &known.map_or_else(|| json!({ "active": false }), |known| active(shared, &known)))
}

fn active(shared: &Shared, known: &Known) -> Value {
    let access = &known.access;
    let mut body = json!({
        "active": true,
        "scope": access.scopes.join(" "),
        "client_id": access.client,
        "username": access.owner,
        "iss": shared.base_url,
    });
    // Only access tokens have a type, and only they have an end that is known beforehand.
    if let Some(until) = known.until {
        body["token_type"] = "bearer".into();
        body["exp"] = until.as_second().into();
    }
    body
}
