//! Giving tokens back: RFC 7009.

use uplink_spec::model::OAuth;

use super::authenticate::authenticate;
use super::fields::{Fields, form, get, repeated};
use super::token::error;
use super::{Wording, beside_token};
use crate::body::Payload;
use crate::handler::Request;
use crate::shared::Shared;

/// Where tokens are given back.
pub(super) fn path(oauth: &OAuth) -> String {
    beside_token(oauth, "revoke")
}

/// Answers an application that gives a token back. A refresh token takes its whole login with it; an access token goes alone.
pub(super) fn answer(shared: &Shared, request: &Request) -> Payload {
    match token_of(shared, request) {
        Ok((client, token)) if shared.grants().revoke(&token, &client) => Payload::empty(200),
        Ok(_) => *error("invalid_grant", Some("The token belongs to another application.")),
        Err(payload) => *payload,
    }
}

/// The application that calls, and the token that it sends. The hint of its kind is of no use: tokens of both kinds are
/// looked up alike.
pub(super) fn token_of(shared: &Shared, request: &Request) -> Result<(String, String), Box<Payload>> {
    let form: Fields = form(&request.body);
    if shared.options.policy.wording == Wording::Rfc && repeated(&form) {
        return Err(error("invalid_request", Some("A parameter is there twice.")));
    }
    let client = authenticate(shared, request, &form)?;
    let token = get(&form, "token").ok_or_else(|| error("invalid_request", Some("token is missing.")))?;
    Ok((client, token.to_owned()))
}
