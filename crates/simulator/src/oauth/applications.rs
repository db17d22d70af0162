//! The page where an application is registered.

use super::Credentials;
use super::fields::{form, get};
use super::registration::{LONGEST_CALLBACK, LONGEST_NAME, RegisterError, register};
use crate::body::Payload;
use crate::handler::Request;
use crate::page::{self, Forms, Language, escape, html, language_of};
use crate::shared::Shared;

/// Where the page is.
pub(crate) const PATH: &str = "/applications";

/// Answers a request to the page.
pub(crate) fn answer(shared: &Shared, request: &Request) -> Payload {
    let language = language_of(&request.headers);
    let payload = match request.method.as_str() {
        "GET" => page(shared, 200, language, &Filled::default(), None),
        "POST" => submitted(shared, language, request),
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

fn submitted(shared: &Shared, language: &Language, request: &Request) -> Payload {
    let form = form(&request.body);
    let text = |name| get(&form, name).unwrap_or_default().to_owned();
    // Without the word of a page that was opened, another site's page may have sent this.
    if shared.registrations().close(&text("page"), shared.clock.now()).is_none() {
        return page::refuse(shared, 403, language, language.refusal.form);
    }
    let filled = Filled { name: text("name"), callback: text("callback"), public: text("kind") == "public" };
    match register(shared, &filled.name, &filled.callback, filled.public) {
        Ok(new) => registered(shared, language, filled.name.trim(), &new),
        Err(RegisterError::Random(_)) => page::refuse(shared, 500, language, language.refusal.random),
        Err(error) => page(shared, 400, language, &filled, Some(&error)),
    }
}

fn page(shared: &Shared, status: u16, language: &Language, filled: &Filled, error: Option<&RegisterError>) -> Payload {
    let words = &language.registration;
    let word = shared.registrations().open((), shared.clock.now());
    let note = |sentence: &str| format!(r#"<p class="wrong" role="alert" id="wrong">{}</p>"#, escape(sentence));
    let (name_note, callback_note) = match error {
        None => (String::new(), String::new()),
        Some(RegisterError::Callback(error)) => (String::new(), note((words.wrong_callback)(*error))),
        Some(_) => (note(words.wrong_name), String::new()),
    };
    let state = |note: &str| match note {
        "" => "",
        _ => r#" aria-invalid="true" aria-errormessage="wrong" autofocus"#,
    };
    let (secret, public) = if filled.public { ("", " checked") } else { (" checked", "") };
    let body = format!(
        r#"<p>{about}{trial}</p>
<form method="post" action="{PATH}">
<input type="hidden" name="page" value="{word}">
<div class="field"><label for="name">{name_label}</label>
<input type="text" id="name" name="name" required maxlength="{LONGEST_NAME}" autocomplete="off" aria-describedby="name-help"
value="{name}"{name_state}>
<small id="name-help">{name_help}</small>{name_note}</div>
<div class="field"><label for="callback">{callback_label}</label>
<input type="url" id="callback" name="callback" required maxlength="{LONGEST_CALLBACK}" autocomplete="off"
aria-describedby="callback-help" placeholder="http://127.0.0.1:8976/callback" value="{callback}"{callback_state}>
<small id="callback-help">{callback_help}</small>{callback_note}</div>
<fieldset><legend>{kind}</legend>
<label class="choice"><input type="radio" name="kind" value="confidential"{secret}><span>{confidential}
<small>{confidential_help}</small></span></label>
<label class="choice"><input type="radio" name="kind" value="public"{public}><span>{is_public}
<small>{public_help}</small></span></label>
</fieldset>
<button class="main">{register}</button>
</form>
{list}"#,
        about = words.about,
        trial = if shared.options.stands_in { format!(" {}", words.about_trial) } else { String::new() },
        word = escape(&word),
        name_label = words.name,
        name = escape(&filled.name),
        name_state = state(&name_note),
        name_help = words.name_help,
        callback_label = words.callback,
        callback = escape(&filled.callback),
        callback_state = state(&callback_note),
        callback_help = words.callback_help,
        kind = words.kind,
        confidential = words.confidential,
        confidential_help = words.confidential_help,
        is_public = words.public,
        public_help = words.public_help,
        register = words.register,
        list = list(shared, language),
    );
    html(shared, status, Forms::Here, language, words.title, &body)
}

/// The registered applications, without secrets.
pub(crate) fn list(shared: &Shared, language: &Language) -> String {
    let words = &language.registration;
    let clients = shared.clients();
    let rows = clients.iter().map(|(id, client)| {
        let mark = |is: bool, word: &str| if is { format!(" <strong>{word}</strong>") } else { String::new() };
        let (public, blocked) = (mark(client.is_public(), words.is_public), mark(client.blocked, words.is_blocked));
        let (name, callback) = (escape(&client.name), escape(&client.redirect_uri));
        format!("<tr><td>{name}{public}{blocked}</td><td><code>{id}</code></td><td>{callback}</td></tr>")
    });
    format!(
        r#"<h2 id="known">{known}</h2>
<table aria-labelledby="known"><thead><tr><th scope="col">{name}</th><th scope="col">{identifier}</th>
<th scope="col">{callback}</th></tr></thead><tbody>{rows}</tbody></table>"#,
        known = words.known,
        name = words.name,
        identifier = words.identifier,
        callback = words.callback,
        rows = rows.collect::<String>()
    )
}

/// The page that shows the secret, once.
fn registered(shared: &Shared, language: &Language, name: &str, new: &Credentials) -> Payload {
    let words = &language.registration;
    let secret = if new.secret.is_empty() {
        format!("<p>{}</p>", words.no_secret)
    } else {
        format!(
            "<dl><dt>{}</dt><dd><code>{}</code></dd></dl>\n<p><strong>{}</strong> {}</p>",
            words.secret,
            escape(&new.secret),
            words.shown_once,
            words.keep_it
        )
    };
    let body = format!(
        r#"<dl><dt>{identifier}</dt><dd><code>{id}</code></dd>
<dt>{callback_label}</dt><dd><code>{callback}</code></dd></dl>
{secret}
<p><a href="{PATH}">{back}</a></p>"#,
        identifier = words.identifier,
        id = escape(&new.id),
        callback_label = words.callback,
        callback = escape(&new.redirect_uri),
        back = words.back,
    );
    html(shared, 200, Forms::Here, language, &words.registered.replace("{}", &escape(name)), &body)
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
        send_in(shared, "en", method, body)
    }

    fn send_in(shared: &Shared, wish: &str, method: &str, body: &str) -> (Payload, String) {
        let payload =
            handle(shared, &request(method, PATH, &[("accept-language", wish)], body)).payload.expect("an answer");
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

    #[test]
    fn all_pages_speak_the_language_of_the_browser() {
        for (wish, title, wrong, again) in [
            (
                "de-CH",
                "Anwendung registrieren",
                "Die Rücksprungadresse ist keine URL",
                "Öffnen Sie die Seite noch einmal.",
            ),
            (
                "fr",
                "Enregistrer une application",
                "L’adresse de retour n’est pas une URL",
                "Ouvrez de nouveau la page.",
            ),
            ("nl", "Toepassing registreren", "Het terugkeeradres is geen URL", "Open de pagina opnieuw."),
            ("sv", "Registrera ett program", "Återvändsadressen är ingen URL", "Öppna sidan igen."),
        ] {
            let shared = service(Options::default());
            let (page, text) = send_in(&shared, wish, "GET", "");
            assert_eq!(page.get("content-language"), Some(&wish[..2]));
            assert!(text.contains(&format!("<h1>{title}</h1>")), "{text}");
            let word = text.split(r#"name="page" value=""#).nth(1).and_then(|r| r.split('"').next()).expect("a word");
            let form = format!("page={word}&name=Mine&callback=back&kind=public");
            let (page, text) = send_in(&shared, wish, "POST", &form);
            assert!(page.status == 400 && text.contains(wrong), "{text}");
            let (page, text) = send_in(&shared, wish, "POST", &form);
            assert!(page.status == 403 && text.contains(again), "{text}");
            let lost = request("GET", "/oauth/authorize", &[("accept-language", wish)], "");
            let lost = handle(&shared, &lost).payload.expect("an answer");
            assert_eq!((lost.status, lost.get("content-language")), (400, Some(&wish[..2])));
            assert!(!String::from_utf8_lossy(&lost.body).contains("Failure looking up"));
        }
    }
}
