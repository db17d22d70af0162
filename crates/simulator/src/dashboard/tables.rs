//! Applications, tokens and requests; no secret is among them.

use super::{button, moment};
use crate::oauth;
use crate::page::{Language, escape};
use crate::shared::Shared;

/// How many requests are shown.
const SHOWN: usize = 20;

/// Applications and tokens.
pub(super) fn logins(shared: &Shared, language: &Language) -> String {
    let (words, names) = (&language.dashboard, &language.registration);
    let clients = shared.clients().clone();
    let applications = clients.iter().map(|(id, client)| {
        let mark = |is: bool, word: &str| if is { format!(" <strong>{word}</strong>") } else { String::new() };
        let marks = mark(client.is_public(), names.is_public) + &mark(client.blocked, names.is_blocked);
        let (action, label) = if client.blocked { ("unblock", words.unblock) } else { ("block", words.block) };
        let whose = format!(r#" aria-label="{label}: {}""#, escape(&client.name));
        vec![
            format!("{}{marks}", escape(&client.name)),
            format!("<code>{}</code>", escape(id)),
            escape(&client.redirect_uri),
            button(action, &[("id", id)], &whose, label),
        ]
    });
    let applications = applications.collect::<Vec<_>>();
    let applications = table(
        "applications",
        names.known,
        &[names.name, names.identifier, names.callback, words.switch],
        &applications,
        words.none,
    );
    let holdings = shared.grants().holdings(shared.clock.now());
    let rows: Vec<Vec<String>> = holdings
        .iter()
        .map(|holding| {
            vec![
                escape(&shared.client_name(&holding.client)),
                escape(&holding.owner),
                holding.access.to_string(),
                holding.refresh.to_string(),
                holding.until.map(moment).unwrap_or_default(),
            ]
        })
        .collect();
    let heads = [words.application, words.owner, words.access_tokens, words.refresh_tokens, words.until];
    let tokens = table("tokens", words.tokens, &heads, &rows, words.none);
    let expire = if holdings.is_empty() { String::new() } else { button("expire", &[], "", words.expire) };
    let path = oauth::applications::PATH;
    format!("{applications}<p><a href=\"{path}\">{}</a></p>\n{tokens}{expire}\n", names.title)
}

/// What was asked last, the newest first. Queries may hold anything and stay out.
pub(super) fn requests(shared: &Shared, language: &Language) -> String {
    let words = &language.dashboard;
    let status = |status: u16| if status == 0 { "–".to_owned() } else { status.to_string() };
    let seen = shared.last_requests(SHOWN);
    let rows: Vec<Vec<String>> = seen
        .iter()
        .map(|seen| {
            let path = seen.path.split('?').next().unwrap_or_default();
            let function = seen.function.as_deref().unwrap_or("–");
            vec![format!("{} {}", escape(&seen.method), escape(path)), escape(function), status(seen.status)]
        })
        .collect();
    let mut section =
        table("requests", words.requests, &[words.request, words.function, words.status], &rows, words.none);
    if shared.model.oauth.is_some() {
        let seen = shared.last_oauth_requests(SHOWN);
        let rows: Vec<Vec<String>> = seen
            .iter()
            .map(|seen| {
                let client = seen.client_id.as_deref().map(|id| shared.client_name(id)).unwrap_or_default();
                let error = seen.error.as_deref().unwrap_or("–");
                vec![seen.endpoint.to_owned(), escape(&client), status(seen.status), escape(error)]
            })
            .collect();
        let heads = [words.endpoint, words.application, words.status, words.error];
        section += &table("logins", words.login_requests, &heads, &rows, words.none);
    }
    section
}

/// A table below its heading; cells are HTML.
fn table(id: &str, title: &str, heads: &[&str], rows: &[Vec<String>], none: &str) -> String {
    let heading = format!("<h2 id=\"{id}\">{title}</h2>\n");
    if rows.is_empty() {
        return format!("{heading}<p>{none}</p>\n");
    }
    let heads: String = heads.iter().map(|head| format!(r#"<th scope="col">{head}</th>"#)).collect();
    let cells = |row: &Vec<String>| row.iter().map(|cell| format!("<td>{cell}</td>")).collect::<String>();
    let rows: String = rows.iter().map(|row| format!("<tr>{}</tr>", cells(row))).collect();
    // On a telephone the table is moved, not the page; whoever has no mouse can move it too.
    format!(
        r#"{heading}<div class="wide" tabindex="0" role="region" aria-labelledby="{id}"><table>
<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>
"#
    )
}
