//! Sending the user back to the application.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::authorize::AuthorizationRequest;
use crate::body::Payload;
use crate::shared::Shared;

/// Everything but the unreserved characters of RFC 3986; a space becomes `%20`, which every decoder reads alike.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Sends the user back with these values, with the state that was given, and with the issuer where the policy says so.
pub(super) fn back(shared: &Shared, asked: &AuthorizationRequest, values: &[(&str, &str)]) -> Payload {
    let state = asked.state.iter().map(|state| ("state", state.as_str()));
    let issuer = shared.options.policy.names_issuer.then_some(("iss", shared.base_url.as_str()));
    let pairs = values.iter().copied().chain(state).chain(issuer);
    let text = pairs.map(|(name, value)| format!("{name}={}", utf8_percent_encode(value, ENCODED)));
    let text = text.collect::<Vec<_>>().join("&");
    let uri = &asked.redirect_uri;
    let mark = match (asked.implicit, uri.contains('?')) {
        (true, _) => '#',
        (false, true) => '&',
        (false, false) => '?',
    };
    Payload::empty(303).header("location", format!("{uri}{mark}{text}")).header("referrer-policy", "no-referrer")
}
