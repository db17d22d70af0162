//! Changes of the whole API: addresses, login, scopes, pace.

use crate::model::{Api, Function, Grant, OAuth, Pace, Scope};

use super::change::{Changes, Where};
use super::{Direction, Kind, shown};

pub fn api(changes: &mut Changes, old: &Api, new: &Api) {
    let Api { name, version, base_url, insecure_http, doc, why } = old;
    let place = Where::both("api");
    if *base_url != new.base_url {
        let what = format!("base URL `{base_url}` -> `{}`", new.base_url);
        changes.add(Kind::EndpointChanged, Direction::Sent, &place.at("base_url"), what);
    }
    if *insecure_http != new.insecure_http {
        let kind = if new.insecure_http { Kind::InsecureHttpAdded } else { Kind::InsecureHttpRemoved };
        changes.add(kind, Direction::Sent, &place.at("insecure_http"), "http:// in home networks".to_owned());
    }
    for (key, old, new) in [("name", name, &new.name), ("version", version, &new.version)] {
        if old != new {
            let what = format!("{key} of the API `{old}` -> `{new}`");
            changes.add(Kind::TextChanged, Direction::Both, &place.at(key), what);
        }
    }
    changes.texts(&place, "the API", (doc, why.as_ref()), (&new.doc, new.why.as_ref()));
}

pub fn oauth(changes: &mut Changes, old: Option<&OAuth>, new: Option<&OAuth>) {
    let place = Where::both("oauth");
    let (old, new) = match (old, new) {
        (Some(old), Some(new)) => (old, new),
        (None, None) => return,
        (Some(_), None) => return changes.add(Kind::LoginRemoved, Direction::Both, &Where::old("oauth"), "OAuth"),
        (None, Some(_)) => return changes.add(Kind::LoginAdded, Direction::Both, &Where::new("oauth"), "OAuth"),
    };
    let OAuth { authorize, token, grants, pkce, client_auth, issuer, expires_in, refresh_scope, jwt, why } = old;
    for (key, word, old, new) in
        [("authorize", "authorization", authorize, &new.authorize), ("token", "token", token, &new.token)]
    {
        if old != new {
            let what = format!("{word} endpoint `{old}` -> `{new}`");
            changes.add(Kind::EndpointChanged, Direction::Sent, &place.at(key), what);
        }
    }
    for (grant, word) in Grant::ALL {
        let (name, what) = (format!("oauth.grants.{word}"), format!("grant `{word}`"));
        match (grants.contains(&grant), new.grants.contains(&grant)) {
            (true, false) => changes.add(Kind::GrantRemoved, Direction::Sent, &Where::old(name), what),
            (false, true) => changes.add(Kind::GrantAdded, Direction::Sent, &Where::new(name), what),
            _ => {}
        }
    }
    match (*pkce, new.pkce) {
        (true, false) => changes.add(Kind::PkceRemoved, Direction::Sent, &place.at("pkce"), "PKCE with S256"),
        (false, true) => changes.add(Kind::PkceAdded, Direction::Sent, &place.at("pkce"), "PKCE with S256"),
        _ => {}
    }
    if *client_auth != new.client_auth {
        let what = format!("secret shown by `{}` -> `{}`", client_auth.word(), new.client_auth.word());
        changes.add(Kind::ClientAuthChanged, Direction::Sent, &place.at("client_auth"), what);
    }
    if *issuer != new.issuer {
        let what = format!("issuer {} -> {}", shown(issuer.as_ref()), shown(new.issuer.as_ref()));
        changes.add(Kind::IssuerChanged, Direction::Received, &place.at("issuer"), what);
    }
    if *expires_in != new.expires_in {
        let what = format!("life of a token whose answer does not say {expires_in} s -> {} s", new.expires_in);
        changes.add(Kind::TokenLifeChanged, Direction::Received, &place.at("expires_in"), what);
    }
    if *refresh_scope != new.refresh_scope {
        let (before, after) = (shown(refresh_scope.as_ref()), shown(new.refresh_scope.as_ref()));
        let what = format!("scope for refresh tokens {before} -> {after}");
        changes.add(Kind::RefreshScopeChanged, Direction::Sent, &place.at("refresh_scope"), what);
    }
    if *jwt != new.jwt {
        let what = format!("access tokens are JSON Web Tokens {jwt} -> {}", new.jwt);
        changes.add(Kind::TokenFormChanged, Direction::Received, &place.at("jwt"), what);
    }
    changes.texts(&place, "OAuth", ("", why.as_ref()), ("", new.why.as_ref()));
}

/// Whether clients take a token, which is the first thing that they are made of.
pub fn clients(changes: &mut Changes, old: &[Function], new: &[Function]) {
    let takes_token = |all: &[Function]| all.iter().any(Function::takes_token);
    let words = |takes| if takes { "with a token" } else { "without a token" };
    if takes_token(old) != takes_token(new) {
        let what = format!("clients {} -> {}", words(takes_token(old)), words(takes_token(new)));
        changes.add(Kind::ClientChanged, Direction::Both, &Where::both("api"), what);
    }
}

pub fn scopes(changes: &mut Changes, old: &[Scope], new: &[Scope]) {
    if (1..=Scope::MOST_TYPED).contains(&old.len()) && new.len() > Scope::MOST_TYPED {
        let what = format!("{} scopes -> {}", old.len(), new.len());
        changes.add(Kind::ScopesUntyped, Direction::Sent, &Where::both("scope"), what);
    }
    for Scope { name, rename, doc } in old {
        let place = format!("scope.{name}");
        match new.iter().find(|s| s.name == *name) {
            None => changes.add(Kind::ScopeRemoved, Direction::Sent, &Where::old(place), format!("scope `{name}`")),
            Some(new) if new.rename != *rename => {
                let what = format!("scope `{name}`: has another name in languages");
                changes.add(Kind::WordRenamed, Direction::Both, &Where::both(place), what);
            }
            Some(new) if new.doc != *doc => {
                let what = format!("scope `{name}`: other documentation");
                changes.add(Kind::TextChanged, Direction::Both, &Where::both(place), what);
            }
            Some(_) => {}
        }
    }
    for scope in new.iter().filter(|s| !old.iter().any(|o| o.name == s.name)) {
        let place = Where::new(format!("scope.{}", scope.name));
        changes.add(Kind::ScopeAdded, Direction::Sent, &place, format!("scope `{}`", scope.name));
    }
}

pub fn pace(changes: &mut Changes, old: Option<&Pace>, new: Option<&Pace>) {
    let words = |p: &Pace| {
        let seconds = std::time::Duration::from_millis(p.per_ms);
        let under_way = p.in_flight.map(|n| format!(", {n} under way")).unwrap_or_default();
        format!("{} in {seconds:?}, {} at once{under_way}", p.requests, p.burst)
    };
    match (old, new) {
        (None, None) => {}
        (None, Some(new)) => {
            changes.add(Kind::PaceSlower, Direction::Sent, &Where::new("pace"), format!("no pace -> {}", words(new)));
        }
        (Some(old), None) => {
            changes.add(Kind::PaceFaster, Direction::Sent, &Where::old("pace"), format!("{} -> no pace", words(old)));
        }
        (Some(old), Some(new)) => {
            let Pace { requests, per_ms, burst, in_flight, headers, why } = old;
            let under_way = |limit: Option<u32>| limit.unwrap_or(u32::MAX);
            // Requests in a time, compared without a division.
            let rate = |requests: u32, other_ms: u64| u128::from(requests) * u128::from(other_ms);
            let (before, after) = (rate(*requests, new.per_ms), rate(new.requests, *per_ms));
            let place = Where::both("pace");
            if after < before || new.burst < *burst || under_way(new.in_flight) < under_way(*in_flight) {
                changes.add(Kind::PaceSlower, Direction::Sent, &place, format!("{} -> {}", words(old), words(new)));
            } else if (requests, per_ms, burst, in_flight) != (&new.requests, &new.per_ms, &new.burst, &new.in_flight) {
                changes.add(Kind::PaceFaster, Direction::Sent, &place, format!("{} -> {}", words(old), words(new)));
            }
            if *headers != new.headers {
                let what = format!("headers {} -> {}", shown(headers.as_ref()), shown(new.headers.as_ref()));
                changes.add(Kind::PaceHeadersChanged, Direction::Received, &place.at("headers"), what);
            }
            changes.texts(&place, "the pace", ("", why.as_ref()), ("", new.why.as_ref()));
        }
    }
}
