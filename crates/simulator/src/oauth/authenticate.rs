//! Which application calls the token endpoint.

use hyper::header::{AUTHORIZATION, HeaderValue};
use percent_encoding::percent_decode_str;

use super::fields::{Fields, get};
use super::policy::{Basic, Wording};
use super::token::error;
use crate::base64;
use crate::body::Payload;
use crate::handler::Request;
use crate::shared::Shared;

/// The identifier of the application, which has proved who it is.
pub(super) fn authenticate(shared: &Shared, request: &Request, form: &Fields) -> Result<String, Box<Payload>> {
    let exact = shared.options.policy.wording == Wording::Rfc;
    // Where words are bare, so is the reading: a header of another kind, as some programs send with every request, is no
    // credential there.
    let header = request.headers.get(AUTHORIZATION).filter(|header| exact || is_basic(header));
    if exact && header.is_some() && get(form, "client_secret").is_some() {
        return Err(error("invalid_request", Some("Send the secret in the header or in the body, not in both.")));
    }
    let known = match header {
        Some(header) => header.to_str().ok().and_then(|header| by_basic(shared, header)),
        None => {
            let (id, secret) = (get(form, "client_id"), get(form, "client_secret"));
            by_secret(shared, id.unwrap_or_default(), secret.unwrap_or_default())
        }
    };
    known.ok_or_else(|| {
        let refused = *error("invalid_client", Some("The client secret was incorrect."));
        match (header, exact) {
            (Some(_), _) => {
                Box::new(Payload { status: 401, ..refused }.header("www-authenticate", r#"Basic realm="token""#))
            }
            (None, true) => Box::new(Payload { status: 401, ..refused }),
            (None, false) => Box::new(refused),
        }
    })
}

fn is_basic(header: &HeaderValue) -> bool {
    let scheme = header.as_bytes().split(|b| *b == b' ').next().unwrap_or_default();
    scheme.eq_ignore_ascii_case(b"basic")
}

fn by_basic(shared: &Shared, header: &str) -> Option<String> {
    let (_, text) = header.split_once(' ').filter(|(scheme, _)| scheme.eq_ignore_ascii_case("basic"))?;
    let text = String::from_utf8(base64::decode(text.trim())?).ok()?;
    let (id, secret) = text.split_once(':')?;
    let decode = |text: &str| percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned();
    let raw = || by_secret(shared, id, secret);
    let decoded = || by_secret(shared, &decode(id), &decode(secret));
    match shared.options.policy.basic {
        Basic::Either => raw().or_else(decoded),
        Basic::Raw => raw(),
        Basic::Encoded => decoded(),
        Basic::Refused => None,
    }
}

fn by_secret(shared: &Shared, id: &str, secret: &str) -> Option<String> {
    let known = shared.clients().get(id).is_some_and(|client| !client.blocked && client.knows(secret));
    known.then(|| id.to_owned())
}
