//! How users grant access: scopes, grants and endpoints.

use uplink_spec::model::{AuthKind, Function, Grant, KeyPlace, Model, OAuth};

use super::markdown::{code, list, paragraphs, table};

pub fn page(model: &Model) -> String {
    let mut page = "# Authentication\n\n".to_owned();
    if !model.scopes.is_empty() {
        let rows = model.scopes.iter().map(|s| [code(&s.name), s.doc.clone()]);
        page.push_str("A token carries scopes, and each function says which it needs. Several are asked for at once, ");
        page.push_str(&format!("with blanks between them.\n\n{}", table(["scope", "allows"], rows)));
    }
    match &model.oauth {
        Some(oauth) => page.push_str(&logins(model, oauth)),
        None if model.functions.iter().any(Function::takes_token) => {
            page.push_str("Requests carry a token: `Authorization: Bearer ACCESS_TOKEN`.\n\n");
        }
        None if model.auth.is_empty() => page.push_str("No function needs a token.\n\n"),
        None => {}
    }
    if !model.auth.is_empty() {
        page.push_str("## Keys and passwords\n\nEach function says which of them it takes.\n\n");
        let rows = model.auth.iter().map(|s| [code(&s.name), travels(&s.kind), s.doc.clone()]);
        page.push_str(&format!("{}\n", table(["name", "how it travels", "what it is"], rows)));
    }
    page.truncate(page.trim_end().len());
    page + "\n"
}

fn travels(kind: &AuthKind) -> String {
    match kind {
        AuthKind::Basic => "user name and password: `Authorization: Basic BASE64`".to_owned(),
        AuthKind::ApiKey { place: KeyPlace::Header, wire } => format!("`{wire}: API_KEY`"),
        AuthKind::ApiKey { place: KeyPlace::Query, wire } => format!("`{wire}=API_KEY` in the query"),
        AuthKind::ApiKey { place: KeyPlace::Cookie, wire } => format!("`Cookie: {wire}=API_KEY`"),
    }
}

fn logins(model: &Model, oauth: &OAuth) -> String {
    let absolute = |path: &str| format!("`{}`", OAuth::url(&model.api.base_url, path));
    let mut endpoints = Vec::new();
    if !oauth.authorize.is_empty() {
        endpoints.push(["authorization endpoint".to_owned(), absolute(&oauth.authorize)]);
    }
    if !oauth.token.is_empty() {
        endpoints.push(["token endpoint".to_owned(), absolute(&oauth.token)]);
    }
    let grants = oauth.grants.iter().map(|grant| {
        let (word, text) = match grant {
            Grant::AuthorizationCode => ("authorization_code", "for programs that can keep a client secret"),
            Grant::Implicit => ("implicit", "for programs that cannot; it gives no refresh token"),
            Grant::RefreshToken => ("refresh_token", "a new access token without the user"),
            Grant::ClientCredentials => ("client_credentials", "the program's own account, without a user"),
        };
        format!("`{word}`: {text}")
    });
    let pkce = if oauth.pkce { "The server honours PKCE with S256." } else { "The server knows no PKCE." };
    let life = format!(
        "An access token lives as long as its answer says, {} seconds when it does not. Every request carries it: \
         `Authorization: Bearer ACCESS_TOKEN`. [Examples](examples.md) has each request.",
        oauth.expires_in
    );
    let why = oauth.why.as_ref().map(|why| format!("Source: {why}")).unwrap_or_default();
    format!(
        "## OAuth 2.0\n\n{}The server offers these grants:\n\n{}{}",
        table(["endpoint", "address"], endpoints),
        list(grants),
        paragraphs([pkce, life.as_str(), &why])
    )
}
