//! The pages that a user sees.

use crate::body::Payload;
use crate::shared::Shared;

const STYLE: &str = "
:root { color-scheme: light dark; --line: #8885; --accent: #1668c4; }
body { font: 1rem/1.5 system-ui, sans-serif; margin: 0; background: Canvas; color: CanvasText; }
.note { margin: 0; padding: .6rem 1rem; background: #ffd54d; color: #221a00; text-align: center; }
main { max-width: 32rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.4rem; line-height: 1.25; }
fieldset { border: 1px solid var(--line); border-radius: .5rem; margin: 0 0 1rem; padding: .5rem 1rem; }
legend { font-weight: 600; padding: 0 .3rem; }
label { display: flex; gap: .6rem; align-items: baseline; padding: .3rem 0; }
label small { display: block; opacity: .8; }
button { font: inherit; padding: .5rem 1.4rem; border-radius: .4rem; border: 1px solid var(--line);
  background: transparent; color: inherit; cursor: pointer; }
button.main { background: var(--accent); border-color: var(--accent); color: #fff; }
button:focus-visible, input:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
";

const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; form-action *; frame-ancestors 'none'";

/// The page that asks for consent to these scopes.
pub(super) fn page(shared: &Shared, action: &str, client: &str, word: &str, scopes: &[String]) -> Payload {
    let owners = shared.behaviour.owners();
    let owners = owners.iter().enumerate().map(|(i, owner)| {
        let checked = if i == 0 { " checked" } else { "" };
        let owner = escape(owner);
        format!(r#"<label><input type="radio" name="owner" value="{owner}"{checked}><span>{owner}</span></label>"#)
    });
    let known = shared.model.scopes.iter().filter(|s| scopes.contains(&s.name));
    let scopes = known.map(|scope| {
        let (name, doc) = (escape(&scope.name), escape(&scope.doc));
        let input = format!(r#"<input type="checkbox" name="scope" value="{name}" checked>"#);
        format!("<label>{input}<span>{name}<small>{doc}</small></span></label>")
    });
    let body = format!(
        r#"<h1>{client} asks for access</h1>
<form method="post" action="{action}">
<input type="hidden" name="page" value="{word}">
<fieldset><legend>You are</legend>{owners}</fieldset>
<fieldset><legend>It may</legend>{scopes}</fieldset>
<button class="main" name="decision" value="allow">Allow</button>
<button name="decision" value="deny">Deny</button>
</form>"#,
        client = escape(client),
        action = escape(action),
        word = escape(word),
        owners = owners.collect::<String>(),
        scopes = scopes.collect::<String>(),
    );
    html(shared, 200, &body)
}

/// A page that says what is wrong; nobody is sent anywhere.
pub(super) fn error(shared: &Shared, sentence: &str) -> Payload {
    html(shared, 400, &format!("<h1>This does not work</h1><p>{}</p>", escape(sentence)))
}

fn html(shared: &Shared, status: u16, body: &str) -> Payload {
    let api = escape(&shared.model.api.name);
    let page = format!(
        r#"<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{api}: local demo service</title><style>{STYLE}</style></head>
<body><p class="note">Local demo service. Not {api}. It needs no password and asks for none.</p>
<main>{body}</main></body></html>
"#
    );
    Payload::text(status, "text/html; charset=utf-8", page)
        .header("content-security-policy", POLICY)
        .header("referrer-policy", "no-referrer")
        .header("x-content-type-options", "nosniff")
}

fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}
