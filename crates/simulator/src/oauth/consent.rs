//! The page that asks a user for consent.

use super::client::Client;
use super::language::{ENGLISH, Language};
use super::page::{Forms, escape, html};
use crate::body::Payload;
use crate::shared::Shared;

/// The page that asks for consent to these scopes.
pub(super) fn page(
    shared: &Shared,
    language: &Language,
    action: &str,
    client: &Client,
    callback: &str,
    word: &str,
    scopes: &[String],
) -> Payload {
    let owners = shared.behaviour.owners();
    let owners = owners.iter().enumerate().map(|(i, owner)| {
        let checked = if i == 0 { " checked" } else { "" };
        let owner = escape(owner);
        let input = format!(r#"<input type="radio" name="owner" value="{owner}"{checked}>"#);
        format!(r#"<label class="choice">{input}<span>{owner}</span></label>"#)
    });
    let known = shared.model.scopes.iter().filter(|s| scopes.contains(&s.name));
    let scopes = known.map(|scope| {
        let (name, doc) = (escape(&scope.name), escape(&scope.doc));
        let input = format!(r#"<input type="checkbox" name="scope" value="{name}" checked>"#);
        format!(r#"<label class="choice">{input}<span>{name}<small lang="en">{doc}</small></span></label>"#)
    });
    let body = format!(
        r#"<form method="post" action="{action}">
<input type="hidden" name="page" value="{word}">
<fieldset><legend>{you_are}</legend>{owners}</fieldset>
<fieldset><legend>{it_may}</legend>{scopes}</fieldset>
<p>{goes}</p>
<button class="main" name="decision" value="allow">{allow}</button>
<button name="decision" value="deny">{deny}</button>
</form>"#,
        action = escape(action),
        word = escape(word),
        goes = language.goes.replace("{}", &format!("<code>{}</code>", escape(callback))),
        you_are = language.you_are,
        it_may = language.it_may,
        allow = language.allow,
        deny = language.deny,
        owners = owners.collect::<String>(),
        scopes = scopes.collect::<String>(),
    );
    let title = language.asks.replace("{}", &escape(&client.name));
    html(shared, 200, Forms::Application(callback), language, &title, &body)
}

/// A page that says what is wrong; nobody is sent anywhere.
pub(super) fn error(shared: &Shared, status: u16, sentence: &str) -> Payload {
    html(shared, status, Forms::Here, &ENGLISH, "This does not work", &format!("<p>{}</p>", escape(sentence)))
}
