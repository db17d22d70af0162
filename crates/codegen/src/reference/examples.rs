//! Logging in and calling, in Python and as requests travel.
//!
//! Words in capitals stand for values that each program and each login has of its own.

use uplink_spec::model::{Errors, Example, Function, Grant, Model, OAuth, Role, nested};

use super::function_path;
use super::markdown::block;
use crate::index::Index;
use crate::python::example::{self, Expression};
use crate::python::uses::Uses;
use crate::python::{names, text};
use crate::request::{Request, encoded};

pub fn page(model: &Index<'_>, package: &str) -> String {
    let first = first(model);
    let mut page =
        "# Examples\n\nWords in capitals stand for values that each program and each login has of its own.\n\n"
            .to_owned();
    if let Some((f, example)) = first {
        page.push_str(&without_account(model, package, f, example));
    }
    if let Some(oauth) = &model.oauth {
        page.push_str(&logins(model, oauth, package));
    }
    if let Some((f, example)) = first {
        page.push_str(&calls(model, f, example));
    }
    page.truncate(page.trim_end().len());
    page + "\n"
}

/// The function to begin with: one that needs a scope but no arguments, if there is one.
fn first(model: &Model) -> Option<(&Function, &Example)> {
    let with_example =
        || model.functions.iter().filter(|f| f.needs_only_token()).filter_map(|f| Some((f, f.examples.first()?)));
    let simple = |f: &Function| !f.scopes.is_empty() && f.arguments.iter().all(|a| !a.required);
    let any = || model.functions.iter().find_map(|f| Some((f, f.examples.first()?)));
    with_example().find(|(f, _)| simple(f)).or_else(|| with_example().next()).or_else(any)
}

fn scopes_of(model: &Model) -> Vec<String> {
    model.scopes.iter().map(|s| text::literal(&s.name)).collect()
}

fn without_account(model: &Index<'_>, package: &str, f: &Function, example: &Example) -> String {
    let required = f.arguments.iter().filter(|a| a.required).count();
    let arguments = &example::arguments(model, &Uses::default(), f, example)[..required];
    let collect = if f.page.is_some() { ".collect()" } else { "" };
    let before = format!("client.{}(", names::called(f));
    let call = Expression::group(before, arguments.to_vec(), format!("){collect}")).on_one_line();
    let scopes: Vec<String> = f.scopes.iter().map(|s| text::literal(s)).collect();
    let scopes = if scopes.is_empty() { String::new() } else { format!("scopes=[{}]", scopes.join(", ")) };
    let program = format!(
        "import {package}\n\nwith {package}.Simulator() as sim:\n    client = sim.client({scopes})\n    print({call})\n"
    );
    format!(
        "## Without an account\n\nThe local service answers like the cloud; the client is the same.\n\n{}",
        block("python", &program)
    )
}

fn logins(model: &Model, oauth: &OAuth, package: &str) -> String {
    let mut out = String::new();
    let has = |grant| oauth.grants.contains(&grant);
    if has(Grant::AuthorizationCode) {
        let program = text::bracketed(
            &format!("client = {package}.login("),
            &[
                "client_id=\"CLIENT_ID\"".to_owned(),
                "client_secret=\"CLIENT_SECRET\"".to_owned(),
                "redirect_uri=\"REDIRECT_URI\"".to_owned(),
                format!("scopes=[{}]", scopes_of(model).join(", ")),
            ],
            ")",
            0,
        );
        out.push_str(
            "## Logging in\n\nThe user consents on the server's own pages; the program never sees a password.\n\n",
        );
        out.push_str(&block("python", &format!("import {package}\n\n{program}print(client.scopes)\n")));
        out.push_str("The same on the wire. The user's browser is sent to the authorization endpoint:\n\n");
        out.push_str(&authorize(model, oauth, "code"));
        out.push_str("The server sends it back with a code, which the program turns into tokens:\n\n");
        out.push_str(&block("http", "HTTP/1.1 303\nLocation: REDIRECT_URI?code=CODE&state=STATE"));
        out.push_str(&exchange(
            model,
            oauth,
            "grant_type=authorization_code&code=CODE&client_id=CLIENT_ID&client_secret=CLIENT_SECRET&redirect_uri=REDIRECT_URI",
            has(Grant::RefreshToken),
        ));
    }
    if has(Grant::RefreshToken) {
        out.push_str("## Renewing the access token\n\nClients do it by themselves.\n\n");
        let form =
            "grant_type=refresh_token&refresh_token=REFRESH_TOKEN&client_id=CLIENT_ID&client_secret=CLIENT_SECRET";
        out.push_str(&exchange(model, oauth, form, true));
    }
    if has(Grant::Implicit) {
        out.push_str("## Without a client secret\n\nThe token comes back in the fragment, which no server sees:\n\n");
        out.push_str(&authorize(model, oauth, "token"));
        let back = format!(
            "HTTP/1.1 303\nLocation: REDIRECT_URI#access_token=ACCESS_TOKEN&token_type=bearer&expires_in={}&scope={}&state=STATE",
            oauth.expires_in,
            scope_words(model).replace('+', "%20")
        );
        out.push_str(&block("http", &back));
    }
    if has(Grant::ClientCredentials) {
        out.push_str("## The program's own account\n\n");
        let form = "grant_type=client_credentials&client_id=CLIENT_ID&client_secret=CLIENT_SECRET";
        out.push_str(&exchange(model, oauth, &format!("{form}&scope={}", scope_words(model)), false));
    }
    out
}

/// All scopes, as a form has them.
fn scope_words(model: &Model) -> String {
    encoded(&model.scopes.iter().map(|s| s.name.as_str()).collect::<Vec<_>>().join(" "), true)
}

fn authorize(model: &Model, oauth: &OAuth, kind: &str) -> String {
    let target = format!(
        "GET {}?response_type={kind}&client_id=CLIENT_ID&scope={}&redirect_uri=REDIRECT_URI&state=STATE HTTP/1.1",
        oauth.authorize,
        scope_words(model)
    );
    block("http", &target)
}

/// A request to the token endpoint and its answer.
fn exchange(model: &Model, oauth: &OAuth, form: &str, renewable: bool) -> String {
    let request = format!("POST {} HTTP/1.1\nContent-Type: application/x-www-form-urlencoded\n\n{form}", oauth.token);
    let scopes = model.scopes.iter().map(|s| s.name.as_str()).collect::<Vec<_>>().join(" ");
    let mut answer = serde_json::json!({
        "access_token": "ACCESS_TOKEN",
        "token_type": "bearer",
        "expires_in": oauth.expires_in,
    });
    if renewable {
        answer["refresh_token"] = "REFRESH_TOKEN".into();
    }
    answer["scope"] = scopes.into();
    let answer = format!("HTTP/1.1 200\nContent-Type: application/json\n\n{answer:#}");
    block("http", &request) + &block("http", &answer)
}

/// A request with the token, and what happens without it.
fn calls(model: &Model, f: &Function, example: &Example) -> String {
    let request = || Request::of(f, example);
    let carried = if f.needs_only_token() { "the access token" } else { "what lets it in" };
    let mut out = format!(
        "## Calling\n\nEvery request carries {carried}; [{}]({}) has the answer.\n\n{}",
        f.name,
        function_path(f),
        block("http", &request().with_credentials(model, f, "ACCESS_TOKEN").text())
    );
    let Some((errors, code)) = model.errors.as_ref().and_then(|e| Some((e, e.by_role(Role::Login)?))) else {
        return out;
    };
    out.push_str(&format!("Without one the server refuses, with the error `{}`:\n\n", code.name));
    out.push_str(&block("http", &request().text()));
    let mut body = errors.example.clone();
    if let Some(field) = &errors.status_field {
        Errors::put(&mut body, field, 401.into());
    }
    let as_text = nested::find(&body, &errors.code_field).is_some_and(serde_json::Value::is_string);
    let number = if as_text { code.code.to_string().into() } else { code.code.into() };
    Errors::put(&mut body, &errors.code_field, number);
    out.push_str(&block("http", &format!("HTTP/1.1 401\nContent-Type: application/json\n\n{body:#}")));
    out
}
