//! The page that asks a user for consent.

use super::client::Client;
use crate::body::Payload;
use crate::page::{Forms, Language, escape, html};
use crate::shared::Shared;

/// Most owners that the page lists.
const MOST_CHOICES: usize = 50;

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
    let words = &language.consent;
    let owners = shared.owners();
    let owners = owners.iter().enumerate().map(|(i, owner)| {
        let checked = if i == 0 { " checked" } else { "" };
        let owner = escape(owner);
        let input = format!(r#"<input type="radio" name="owner" value="{owner}"{checked}>"#);
        format!(r#"<label class="choice">{input}<span>{owner}</span></label>"#)
    });
    // Of very many nobody chooses; the one is named.
    let owners = match shared.owners() {
        many if many.len() > MOST_CHOICES => {
            format!(r#"<input name="owner" required value="{}">"#, escape(&shared.first_owner()))
        }
        _ => owners.collect::<String>(),
    };
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
        goes = words.goes.replace("{}", &format!("<code>{}</code>", escape(callback))),
        you_are = words.you_are,
        it_may = words.it_may,
        allow = words.allow,
        deny = words.deny,
        owners = owners,
        scopes = scopes.collect::<String>(),
    );
    let title = words.asks.replace("{}", &escape(&client.name));
    html(shared, 200, Forms::Application(callback), language, &title, &body)
}
