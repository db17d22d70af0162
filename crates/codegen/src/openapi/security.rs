//! Logins and scopes.

use serde_json::{Map, Value, json};
use uplink_spec::model::{AuthKind, AuthScheme, ClientAuth, Function, Grant, Model, OAuth, TOKEN};

use super::put;

/// Name of the scheme that functions refer to.
fn scheme(model: &Model) -> &'static str {
    if model.oauth.is_some() { "oauth2" } else { "bearer" }
}

/// Whether there is a scheme for access tokens.
fn needs_token_scheme(model: &Model) -> bool {
    model.oauth.is_some() || !model.scopes.is_empty() || model.functions.iter().any(Function::takes_token)
}

/// Whether the document has a scheme.
pub fn needed(model: &Model) -> bool {
    needs_token_scheme(model) || !model.auth.is_empty()
}

/// `components.securitySchemes`
pub fn schemes(model: &Model) -> Value {
    let token = needs_token_scheme(model).then(|| (scheme(model).to_owned(), token_scheme(model)));
    let others = model.auth.iter().map(|s| (named(model, &s.name), auth_scheme(s)));
    Value::Object(token.into_iter().chain(others).collect())
}

/// The name of a scheme in the document; what would be the name of the access token's has another.
fn named(model: &Model, name: &str) -> String {
    match name {
        TOKEN => scheme(model).to_owned(),
        name if name == scheme(model) => format!("{name}_key"),
        name => name.to_owned(),
    }
}

fn auth_scheme(auth: &AuthScheme) -> Value {
    let mut words = Map::new();
    match &auth.kind {
        AuthKind::Basic => {
            words.insert("type".into(), json!("http"));
            words.insert("scheme".into(), json!("basic"));
        }
        AuthKind::ApiKey { place, wire } => {
            words.insert("type".into(), json!("apiKey"));
            words.insert("in".into(), json!(place.word()));
            words.insert("name".into(), json!(wire));
        }
    }
    put(&mut words, "description", Some(&auth.doc).filter(|doc| !doc.is_empty()));
    put(&mut words, "x-why", auth.why.as_ref());
    Value::Object(words)
}

fn token_scheme(model: &Model) -> Value {
    let mut words = Map::new();
    let mut scopes_said = false;
    match &model.oauth {
        Some(oauth) => {
            let flows = flows(model, oauth);
            scopes_said = flows.as_object().is_some_and(|f| !f.is_empty());
            words.insert("type".into(), json!("oauth2"));
            words.insert("flows".into(), flows);
            let grants: Vec<&str> = oauth
                .grants
                .iter()
                .flat_map(|g| Grant::ALL.iter().filter(move |(known, _)| known == g).map(|(_, word)| *word))
                .collect();
            words.insert("x-grants".into(), json!(grants));
            // Endpoints that no flow names.
            if !oauth.grants.iter().any(|g| matches!(g, Grant::AuthorizationCode | Grant::Implicit)) {
                words.insert("x-authorize".into(), json!(oauth.authorize));
            }
            if !oauth.grants.iter().any(|g| matches!(g, Grant::AuthorizationCode | Grant::ClientCredentials)) {
                words.insert("x-token".into(), json!(oauth.token));
            }
            words.insert("x-pkce".into(), json!(oauth.pkce));
            let way = (oauth.client_auth != ClientAuth::Body).then(|| oauth.client_auth.word());
            put(&mut words, "x-client-auth", way.as_ref());
            put(&mut words, "x-issuer", oauth.issuer.as_ref());
            words.insert("x-expires-in".into(), json!(oauth.expires_in));
            put(&mut words, "x-refresh-scope", oauth.refresh_scope.as_ref());
            put(&mut words, "x-jwt", oauth.jwt.then_some(true).as_ref());
            put(&mut words, "x-why", oauth.why.as_ref());
        }
        None => {
            words.insert("type".into(), json!("http"));
            words.insert("scheme".into(), json!("bearer"));
        }
    }
    if !scopes_said && !model.scopes.is_empty() {
        words.insert("x-scopes".into(), scopes(model));
    }
    let renamed: Map<String, Value> =
        model.scopes.iter().filter_map(|s| Some((s.name.clone(), json!(s.rename.as_ref()?)))).collect();
    if !renamed.is_empty() {
        words.insert("x-scope-names".into(), Value::Object(renamed));
    }
    Value::Object(words)
}

fn scopes(model: &Model) -> Value {
    Value::Object(model.scopes.iter().map(|s| (s.name.clone(), json!(s.doc))).collect())
}

fn flows(model: &Model, oauth: &OAuth) -> Value {
    let absolute = |path: &str| json!(OAuth::url(&model.api.base_url, path));
    let renewable = oauth.grants.contains(&Grant::RefreshToken);
    let mut flows = Map::new();
    for (grant, name, authorize, token) in [
        (Grant::AuthorizationCode, "authorizationCode", true, true),
        (Grant::Implicit, "implicit", true, false),
        (Grant::ClientCredentials, "clientCredentials", false, true),
    ] {
        if !oauth.grants.contains(&grant) {
            continue;
        }
        let mut flow = Map::new();
        if authorize {
            flow.insert("authorizationUrl".into(), absolute(&oauth.authorize));
        }
        if token {
            flow.insert("tokenUrl".into(), absolute(&oauth.token));
        }
        // RFC 6749 gives no refresh token to implicit clients.
        if renewable && grant == Grant::AuthorizationCode {
            flow.insert("refreshUrl".into(), absolute(&oauth.token));
        }
        flow.insert("scopes".into(), scopes(model));
        flows.insert(name.into(), Value::Object(flow));
    }
    Value::Object(flows)
}

/// `security` of a function.
pub fn of(model: &Model, function: &Function) -> Value {
    let carried = |name: &String| {
        let scopes = if name == TOKEN { function.scopes.as_slice() } else { &[] };
        (named(model, name), json!(scopes))
    };
    function.auth.iter().map(|way| Value::Object(way.iter().map(carried).collect())).collect()
}
