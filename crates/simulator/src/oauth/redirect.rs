//! Sending the user back to the application.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::grants::Request;
use crate::body::Payload;

/// Everything but the unreserved characters of RFC 3986; a space becomes `%20`, which every decoder reads alike.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Sends the user back with these values, and with the state that was given.
pub(super) fn back(request: &Request, values: &[(&str, &str)]) -> Payload {
    let state = request.state.iter().map(|state| ("state", state.as_str()));
    let pairs = values.iter().copied().chain(state);
    let text = pairs.map(|(name, value)| format!("{name}={}", utf8_percent_encode(value, ENCODED)));
    let text = text.collect::<Vec<_>>().join("&");
    let uri = &request.redirect_uri;
    let mark = match (request.implicit, uri.contains('?')) {
        (true, _) => '#',
        (false, true) => '&',
        (false, false) => '?',
    };
    Payload::empty(303).header("location", format!("{uri}{mark}{text}")).header("referrer-policy", "no-referrer")
}
