//! The page where an application is registered.

use super::fields::{form, get};
use super::language::ENGLISH;
use super::page::{Forms, escape, html};
use super::registration::{LONGEST_CALLBACK, LONGEST_NAME, RegisterError, register};
use super::{Credentials, consent};
use crate::body::Payload;
use crate::handler::Request;
use crate::shared::Shared;

/// Where the page is.
pub(crate) const PATH: &str = "/applications";

/// Answers a request to the page.
pub(crate) fn answer(shared: &Shared, request: &Request) -> Payload {
    let payload = match request.method.as_str() {
        "GET" => page(shared, 200, &Filled::default(), None),
        "POST" => submitted(shared, request),
        _ => Payload::empty(405).header("allow", "GET, POST"),
    };
    payload.header("cache-control", "no-store").header("pragma", "no-cache")
}

#[derive(Default)]
struct Filled {
    name: String,
    callback: String,
    public: bool,
}

fn submitted(shared: &Shared, request: &Request) -> Payload {
    let form = form(&request.body);
    let text = |name| get(&form, name).unwrap_or_default().to_owned();
    // Without the word of a page that was opened, another site's page may have sent this.
    if shared.registrations().close(&text("page"), shared.clock.now()).is_none() {
        return consent::error(shared, 403, "This form was sent before or is too old. Open the page again.");
    }
    let filled = Filled { name: text("name"), callback: text("callback"), public: text("kind") == "public" };
    match register(shared, &filled.name, &filled.callback, filled.public) {
        Ok(new) => registered(shared, filled.name.trim(), &new),
        Err(error @ RegisterError::Random(_)) => consent::error(shared, 500, &error.to_string()),
        Err(error) => page(shared, 400, &filled, Some(&error)),
    }
}

fn page(shared: &Shared, status: u16, filled: &Filled, error: Option<&RegisterError>) -> Payload {
    let word = shared.registrations().open((), shared.clock.now());
    let (mut name_note, mut callback_note) = (String::new(), String::new());
    let (mut name_state, mut callback_state) = (String::new(), String::new());
    if let Some(error) = error {
        let (note, state) = if error.is_callback() {
            (&mut callback_note, &mut callback_state)
        } else {
            (&mut name_note, &mut name_state)
        };
        *note = format!(r#"<p class="wrong" role="alert" id="wrong">{}</p>"#, escape(&sentence(error)));
        *state = r#" aria-invalid="true" aria-errormessage="wrong" autofocus"#.to_owned();
    }
    let (secret, public) = if filled.public { ("", " checked") } else { (" checked", "") };
    let body = format!(
        r#"<p>An application needs an identifier before it can ask users for access. This service is for trying things out: what
you register here is known here only.</p>
<form method="post" action="{PATH}">
<input type="hidden" name="page" value="{word}">
<div class="field"><label for="name">Name</label>
<input type="text" id="name" name="name" required maxlength="{LONGEST_NAME}" autocomplete="off" aria-describedby="name-help"
value="{name}"{name_state}>
<small id="name-help">Users see it when the application asks for access.</small>{name_note}</div>
<div class="field"><label for="callback">Callback URL</label>
<input type="url" id="callback" name="callback" required maxlength="{LONGEST_CALLBACK}" autocomplete="off"
aria-describedby="callback-help" placeholder="http://127.0.0.1:8976/callback" value="{callback}"{callback_state}>
<small id="callback-help">Users are sent back to this address.</small>{callback_note}</div>
<fieldset><legend>Can it keep a secret?</legend>
<label class="choice"><input type="radio" name="kind" value="confidential"{secret}><span>Yes, it gets one
<small>It runs where nobody but you can look: on your own computer or on a server.</small></span></label>
<label class="choice"><input type="radio" name="kind" value="public"{public}><span>No, it is public
<small>It is given to others, or runs in their browsers: whatever it holds, they can read.</small></span></label>
</fieldset>
<button class="main">Register</button>
</form>
{list}"#,
        word = escape(&word),
        name = escape(&filled.name),
        callback = escape(&filled.callback),
        list = list(shared),
    );
    html(shared, status, Forms::Here, &ENGLISH, "Register an application", &body)
}

/// A sentence that begins with a capital and ends with a full stop.
fn sentence(error: &RegisterError) -> String {
    let text = error.to_string();
    let (first, rest) = text.split_at(text.chars().next().map_or(0, char::len_utf8));
    format!("{}{rest}.", first.to_uppercase())
}

fn list(shared: &Shared) -> String {
    let clients = shared.clients();
    let rows = clients.iter().map(|(id, client)| {
        let blocked = if client.blocked { r#" <strong class="wrong">blocked</strong>"# } else { "" };
        let public = if client.is_public() { " (public)" } else { "" };
        let (name, callback) = (escape(&client.name), escape(&client.redirect_uri));
        format!("<tr><td>{name}{public}{blocked}</td><td><code>{id}</code></td><td>{callback}</td></tr>")
    });
    format!(
        r#"<h2 id="known">Registered applications</h2>
<table aria-labelledby="known"><thead><tr><th scope="col">Name</th><th scope="col">Identifier</th><th scope="col">Callback
URL</th></tr></thead><tbody>{}</tbody></table>"#,
        rows.collect::<String>()
    )
}

/// The page that shows the secret, once.
fn registered(shared: &Shared, name: &str, new: &Credentials) -> Payload {
    let secret = if new.secret.is_empty() {
        "<p>It is public and has no secret; use PKCE where the server knows it.</p>".to_owned()
    } else {
        format!(
            r#"<dl><dt>Secret</dt><dd><code>{}</code></dd></dl>
<p><strong>The secret is shown this once.</strong> Keep it where only you can read it, never in a program that you give to
others. An application whose secret leaks gets blocked.</p>"#,
            escape(&new.secret)
        )
    };
    let body = format!(
        r#"<dl><dt>Identifier</dt><dd><code>{id}</code></dd>
<dt>Callback URL</dt><dd><code>{callback}</code></dd></dl>
{secret}
<p><a href="{PATH}">Back to the applications</a></p>"#,
        id = escape(&new.id),
        callback = escape(&new.redirect_uri),
    );
    html(shared, 200, Forms::Here, &ENGLISH, &format!("{} is registered", escape(name)), &body)
}

#[cfg(test)]
mod tests {
    use super::super::oauth_tests::{authorize_at, exchange_as, form as form_of, returned_to};
    use super::super::{Callbacks, Policy};
    use super::*;
    use crate::handler::handle;
    use crate::options::Options;
    use crate::testing::{request, service};

    const CALLBACK: &str = "https://mine.example/back";

    fn send(shared: &Shared, method: &str, body: &str) -> (Payload, String) {
        let payload = handle(shared, &request(method, PATH, &[], body)).payload.expect("an answer");
        let text = String::from_utf8(payload.body.to_vec()).expect("text");
        (payload, text)
    }

    fn submit(shared: &Shared, name: &str, callback: &str, kind: &str) -> (u16, String) {
        let page = send(shared, "GET", "").1;
        let word = page.split(r#"name="page" value=""#).nth(1).and_then(|r| r.split('"').next()).expect("a word");
        let form = [("page", word), ("name", name), ("callback", callback), ("kind", kind)];
        let form = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        let (payload, text) = send(shared, "POST", &form);
        (payload.status, text)
    }

    fn code_of(page: &str, term: &str) -> String {
        let rest = page.split(&format!("<dt>{term}</dt><dd><code>")).nth(1).expect("a term");
        rest.split('<').next().expect("its value").replace("&#39;", "'")
    }

    #[test]
    fn a_registered_application_can_log_in() {
        let policy = Policy { callbacks: Callbacks::Web, ..Policy::default() };
        let mut shared = service(Options { auto_approve: true, policy, ..Options::default() });
        let (status, page) = submit(&shared, " <Mine> ", CALLBACK, "confidential");
        assert!(status == 200 && page.contains("&lt;Mine&gt; is registered") && page.contains("shown this once"));
        let (id, secret) = (code_of(&page, "Identifier"), code_of(&page, "Secret"));
        assert_eq!((id.len(), secret.len()), (32, 44));
        let list = send(&shared, "GET", "").1;
        assert!(list.contains(&id) && !list.contains(&secret), "the secret is shown once");
        let other =
            form_of(&[("client_id", &id), ("redirect_uri", "https://mine.example/other"), ("response_type", "code")]);
        let other = handle(&shared, &request("GET", &format!("/oauth/authorize?{other}"), &[], "")).payload;
        assert_eq!(other.map(|p| p.status), Some(400), "whoever registered it meant its callback");
        shared.client = Credentials { id, secret, redirect_uri: CALLBACK.to_owned() };
        let values = returned_to(&authorize_at(&shared, CALLBACK, "response_type=code"), CALLBACK, '?');
        let grant = [("grant_type", "authorization_code"), ("code", values[0].1.as_str()), ("redirect_uri", CALLBACK)];
        assert_eq!(exchange_as(&shared, &grant).0, 200);
        shared.client.secret.pop();
        assert_eq!(exchange_as(&shared, &grant).1["error"], "invalid_client");
    }

    #[test]
    fn a_public_application_has_no_secret() {
        let shared = service(Options::default());
        let (status, page) = submit(&shared, "Browser", CALLBACK, "public");
        assert!(status == 200 && page.contains("has no secret") && !page.contains("<dt>Secret"));
    }

    #[test]
    fn mistakes_keep_what_was_typed() {
        let shared = service(Options::default());
        for (name, callback, note) in [
            ("", CALLBACK, "Give the application a name of 1 to 80 printable characters."),
            ("Mine", "back", "The callback URL is no URL; give one such as http://127.0.0.1:8976/callback."),
            ("Mine", "javascript:alert(\"1\")", "The callback URL must lead to an application: http"),
        ] {
            let (status, page) = submit(&shared, name, callback, "confidential");
            assert!(status == 400 && page.contains(note), "{page}");
            assert!(page.contains(&format!(r#"value="{}""#, escape(callback))) && page.contains("aria-invalid"));
        }
        assert_eq!(shared.clients().len(), 1);
    }

    #[test]
    fn a_form_is_sent_once_and_from_here() {
        let shared = service(Options::default());
        let (page, text) = send(&shared, "GET", "");
        let policy = page.get("content-security-policy").expect("a policy");
        assert!(policy.starts_with("default-src 'none'") && policy.contains("form-action 'self'"));
        assert_eq!(page.get("cache-control"), Some("no-store"));
        assert!(!text.contains("<script") && !text.contains("http-equiv") && !text.contains("type=\"password\""));
        assert_eq!(send(&shared, "POST", "name=Mine&callback=https%3A%2F%2Fx.example").0.status, 403);
        assert_eq!(send(&shared, "DELETE", "").0.status, 405);
        assert!(shared.requests().is_empty(), "it is no function of the API");
    }
}
