#![doc = include_str!("../README.md")]

mod auth;
mod errors;
mod functions;
mod shapes;

use std::time::Duration;

use uplink_runtime::descriptor as described;
use uplink_spec::model::{ClientAuth, Grant, Model, OAuth, Pace};

use crate::shapes::Shapes;

/// The description of an API. Each call makes one that stays: make one of each API.
pub fn api(model: &Model) -> &'static described::Api {
    let schemes: Vec<&'static described::AuthScheme> = model.auth.iter().map(auth::scheme).collect();
    let shapes = Shapes::of(model);
    let functions = model.functions.iter().map(|f| functions::function(model, &shapes, &schemes, f));
    let functions: Vec<&'static described::Function> = functions.map(kept).collect();
    let scopes: Vec<_> = model.scopes.iter().map(|s| (text(&s.name), text(&s.doc))).collect();
    kept(described::Api {
        name: text(&model.api.name),
        base_url: text(&model.api.base_url),
        insecure_http: model.api.insecure_http,
        functions: functions.leak(),
        oauth: model.oauth.as_ref().map(oauth),
        auth: schemes.leak(),
        scopes: scopes.leak(),
        pace: model.pace.as_ref().map(pace),
        errors: model.errors.as_ref().map(errors::errors),
        structs: shapes.structs().leak(),
        enums: shapes.enums().leak(),
    })
}

fn oauth(oauth: &OAuth) -> described::OAuth {
    let word = |grant: &Grant| Grant::ALL.iter().find(|(known, _)| known == grant).map(|(_, word)| *word);
    described::OAuth {
        authorize: text(&oauth.authorize),
        token: text(&oauth.token),
        grants: oauth.grants.iter().filter_map(word).collect::<Vec<_>>().leak(),
        pkce: oauth.pkce,
        client_auth: match oauth.client_auth {
            ClientAuth::Body => described::ClientAuth::Body,
            ClientAuth::BasicRaw => described::ClientAuth::BasicRaw,
            ClientAuth::BasicEncoded => described::ClientAuth::BasicEncoded,
        },
        issuer: oauth.issuer.as_deref().map(text),
        expires_in: Duration::from_secs(oauth.expires_in),
        refresh_scope: oauth.refresh_scope.as_deref().map(text),
    }
}

fn pace(pace: &Pace) -> described::Pace {
    described::Pace {
        requests: pace.requests,
        per: Duration::from_millis(pace.per_ms),
        burst: pace.burst,
        in_flight: pace.in_flight,
        headers: pace.headers.as_deref().map(text),
    }
}

/// A text that stays.
fn text(text: &str) -> &'static str {
    Box::leak(text.into())
}

/// Texts that stay.
fn texts<'t>(all: impl IntoIterator<Item = &'t String>) -> &'static [&'static str] {
    all.into_iter().map(|one| text(one)).collect::<Vec<_>>().leak()
}

/// A value that stays.
fn kept<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}
