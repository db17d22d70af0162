//! Who may call.

use uplink_runtime::descriptor::{Auth, AuthScheme, Carrier};
use uplink_spec::model::{self, AuthKind, KeyPlace};

use crate::{kept, text};

/// A key or a password.
pub fn scheme(scheme: &model::AuthScheme) -> &'static AuthScheme {
    let carrier = match &scheme.kind {
        AuthKind::Basic => Carrier::Basic,
        AuthKind::ApiKey { place: KeyPlace::Header, wire } => Carrier::Header(text(wire)),
        AuthKind::ApiKey { place: KeyPlace::Query, wire } => Carrier::Query(text(wire)),
        AuthKind::ApiKey { place: KeyPlace::Cookie, wire } => Carrier::Cookie(text(wire)),
    };
    kept(AuthScheme { name: text(&scheme.name), doc: text(&scheme.doc), carrier })
}

/// The ways of a function; what is no scheme is the token.
pub fn ways(schemes: &[&'static AuthScheme], ways: &[Vec<String>]) -> &'static [&'static [Auth]] {
    let auth = |name: &String| {
        let scheme = schemes.iter().find(|scheme| scheme.name == name);
        scheme.map_or(Auth::Token, |scheme| Auth::Scheme(scheme))
    };
    let way = |way: &Vec<String>| -> &'static [Auth] { way.iter().map(auth).collect::<Vec<_>>().leak() };
    ways.iter().map(way).collect::<Vec<_>>().leak()
}
