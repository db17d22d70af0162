use serde_json::{Value, json};

use super::*;
use crate::options::Options;
use crate::testing::{header, json_of, request, service};

const BACK: &str = "http://127.0.0.1:5000/cb?x=1";
const BACK_ENCODED: &str = "http%3A%2F%2F127.0.0.1%3A5000%2Fcb%3Fx%3D1";

fn approving() -> Shared {
    service(Options { auto_approve: true, ..Options::default() })
}

pub(super) fn send(shared: &Shared, method: &str, target: &str, headers: &[(&str, &str)], body: &str) -> Payload {
    let request = request(method, target, headers, body);
    let endpoint = endpoint(shared, &request).expect("an endpoint");
    answer(shared, &endpoint, &request)
}

fn authorize(shared: &Shared, more: &str) -> Payload {
    authorize_at(shared, BACK, more)
}

/// Sends a user who is to come back at this address.
pub(super) fn authorize_at(shared: &Shared, callback: &str, more: &str) -> Payload {
    let who = form(&[("client_id", shared.client.id.as_str()), ("redirect_uri", callback)]);
    send(shared, "GET", &format!("/oauth/authorize?{who}&{more}"), &[], "")
}

/// The values that the user is sent back with.
fn returned(payload: &Payload, mark: char) -> Vec<(String, String)> {
    returned_to(payload, BACK, mark)
}

pub(super) fn returned_to(payload: &Payload, callback: &str, mark: char) -> Vec<(String, String)> {
    assert_eq!(payload.status, 303);
    let location = header(payload, "location").expect("an address");
    let rest = location.strip_prefix(callback).and_then(|r| r.strip_prefix(mark)).expect("the redirect URI");
    url::form_urlencoded::parse(rest.as_bytes()).into_owned().collect()
}

fn code(shared: &Shared, more: &str) -> String {
    let values = returned(&authorize(shared, &format!("response_type=code&{more}")), '&');
    values.into_iter().find(|(n, _)| n == "code").expect("a code").1
}

pub(super) fn form(pairs: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish()
}

/// Asks for a token with the credentials in the body.
pub(super) fn exchange_as(shared: &Shared, pairs: &[(&str, &str)]) -> (u16, Value) {
    let mut pairs = pairs.to_vec();
    pairs.extend([("client_id", shared.client.id.as_str()), ("client_secret", shared.client.secret.as_str())]);
    let payload = send(shared, "POST", "/oauth/token", &[], &form(&pairs));
    (payload.status, json_of(&payload))
}

fn redeem(shared: &Shared, code: &str, redirect_uri: &str) -> (u16, Value) {
    exchange_as(shared, &[("grant_type", "authorization_code"), ("code", code), ("redirect_uri", redirect_uri)])
}

fn invalid() -> (u16, Value) {
    (400, json!({"error": "invalid_request"}))
}

#[test]
fn a_code_gives_a_token_once() {
    let shared = approving();
    let code = code(&shared, "scope=READ+WRITE&state=a%20b%26c");
    assert_eq!(code.len(), 380, "people saw 370 to 380, and a client of v1 takes fewer than 380 for a slip");
    let (status, token) = redeem(&shared, &code, BACK);
    assert_eq!(status, 200);
    let keys: Vec<_> = token.as_object().expect("an object").keys().cloned().collect();
    assert_eq!(keys, ["access_token", "token_type", "expires_in", "refresh_token", "scope"]);
    assert_eq!((&token["token_type"], &token["expires_in"]), (&json!("bearer"), &json!(1800)));
    assert_eq!(token["scope"], "READ WRITE");
    let access_token = token["access_token"].as_str().expect("text");
    let access = shared.grants().access(access_token, shared.clock.now()).cloned();
    assert_eq!(access.expect("a token").scopes, ["READ", "WRITE"]);
    assert_eq!(redeem(&shared, &code, BACK), invalid());
}

#[test]
fn t70_codes_are_bound_and_die_after_three_minutes() {
    let shared = approving();
    assert_eq!(redeem(&shared, &code(&shared, ""), "http://127.0.0.1:5000/other"), invalid());
    let late = code(&shared, "");
    shared.clock.advance(181.0);
    assert_eq!(redeem(&shared, &late, BACK), invalid());
    assert_eq!(redeem(&shared, "", BACK), invalid());
}

#[test]
fn the_state_comes_back_exactly() {
    let shared = approving();
    let values = returned(&authorize(&shared, "response_type=code&state=%C3%A4%20%2B%26%23%0D%0A"), '&');
    assert_eq!(values[1], ("state".to_owned(), "ä +&#\r\n".to_owned()));
}

#[test]
fn nobody_is_sent_to_strange_places() {
    let shared = approving();
    let id = &shared.client.id;
    for target in [
        "/oauth/authorize".to_owned(),
        format!("/oauth/authorize?client_id=0&redirect_uri={BACK_ENCODED}&response_type=code"),
        format!("/oauth/authorize?client_id={id}&response_type=code"),
        format!("/oauth/authorize?client_id={id}&redirect_uri=https%3A%2F%2Fexample.org&response_type=code"),
    ] {
        let payload = send(&shared, "GET", &target, &[], "");
        assert_eq!((payload.status, header(&payload, "location")), (400, None), "{target}");
        assert!(header(&payload, "content-type").is_some_and(|t| t.starts_with("text/html")));
    }
}

#[test]
fn refusals_are_sent_back() {
    let shared = approving();
    let error = |more: &str| returned(&authorize(&shared, more), '&').swap_remove(0).1;
    assert_eq!(error("response_type=cod&state=s"), "unsupported_response_type");
    assert_eq!(error("state=s"), "invalid_request");
    assert_eq!(error("response_type=code&scope=READ+FLY"), "invalid_scope");
    let narrow = service(Options { auto_approve: true, scopes: Some(vec!["READ".to_owned()]), ..Options::default() });
    let denied = returned(&authorize(&narrow, "response_type=code&scope=WRITE&state=s"), '&');
    assert_eq!(denied[0].1, "access_denied");
    assert_eq!(redeem(&narrow, &code(&narrow, "scope=READ%20WRITE"), BACK).1["scope"], "READ");
    assert_eq!(redeem(&narrow, &code(&narrow, ""), BACK).1["scope"], "READ");
}

#[test]
fn the_implicit_grant_answers_in_the_fragment() {
    let shared = approving();
    let values = returned(&authorize(&shared, "response_type=token&scope=READ&state=s"), '#');
    let names: Vec<_> = values.iter().map(|(n, _)| n.as_str()).collect();
    assert_eq!(names, ["access_token", "token_type", "expires_in", "scope", "state"]);
    let mut model = crate::testing::tiny_model();
    model.oauth.as_mut().expect("OAuth").grants.retain(|g| *g != uplink_spec::model::Grant::Implicit);
    let without = crate::testing::service_for(model, Box::new(crate::Examples), Options::default());
    let refused = returned(&authorize(&without, "response_type=token&state=s"), '#');
    assert_eq!(refused[0].1, "unsupported_response_type");
}

#[test]
fn consent_is_asked_for_once() {
    let shared = service(Options::default());
    let page = authorize(&shared, "response_type=code&scope=READ+WRITE&state=s");
    let html = String::from_utf8(page.body.to_vec()).expect("text");
    assert_eq!(page.status, 200);
    assert!(html.contains("May &lt;READ&gt;.") && html.contains("Local demo service. Not Tiny."));
    assert!(!html.contains("type=\"password\"") && !html.contains("<script"));
    assert!(header(&page, "content-security-policy").is_some_and(|p| p.starts_with("default-src 'none'")));
    assert_eq!(header(&page, "cache-control"), Some("no-store"));
    let word = html.split("name=\"page\" value=\"").nth(1).and_then(|r| r.split('"').next()).expect("a word");
    let answer = form(&[("page", word), ("decision", "allow"), ("scope", "READ"), ("owner", "Demo owner")]);
    let values = returned(&send(&shared, "POST", "/oauth/authorize", &[], &answer), '&');
    assert_eq!(values[1], ("state".to_owned(), "s".to_owned()));
    assert_eq!(redeem(&shared, &values[0].1, BACK).1["scope"], "READ");
    assert_eq!(send(&shared, "POST", "/oauth/authorize", &[], &answer).status, 403);
}

#[test]
fn t69_a_form_without_the_word_of_its_page_is_forbidden() {
    let shared = service(Options::default());
    let word = |page: Payload| {
        let html = String::from_utf8(page.body.to_vec()).expect("text");
        html.split("name=\"page\" value=\"").nth(1).and_then(|r| r.split('"').next()).expect("a word").to_owned()
    };
    let post = |target: &str, word: &str| {
        let pairs = [("page", word), ("decision", "allow"), ("owner", "Demo owner"), ("name", "x"), ("callback", BACK)];
        let request = request("POST", target, &[], &form(&pairs));
        crate::handler::handle(&shared, &request).payload.expect("an answer")
    };
    let late = word(authorize(&shared, "response_type=code"));
    shared.clock.advance(1e6);
    let consent = word(authorize(&shared, "response_type=code"));
    let application = word(applications::answer(&shared, &request("GET", applications::PATH, &[], "")));
    for (target, others) in [("/oauth/authorize", &application), (applications::PATH, &consent)] {
        for word in ["", "guess", &consent[1..], &late, others] {
            let answer = post(target, word);
            assert_eq!((answer.status, header(&answer, "location")), (403, None), "{target} {word}");
        }
    }
    let page = authorize(&shared, "response_type=code");
    let policy = header(&page, "content-security-policy").expect("a policy");
    assert!(policy.contains("frame-ancestors 'none'") && header(&page, "set-cookie").is_none(), "{policy}");
    assert_eq!((post("/oauth/authorize", &consent).status, post(applications::PATH, &application).status), (303, 200));
    assert_eq!((post("/oauth/authorize", &consent).status, post(applications::PATH, &application).status), (403, 403));
}

#[test]
fn consent_may_lead_to_a_scheme_of_the_applications_own() {
    for (callback, forms) in [("myapp://back", "form-action * myapp:;"), (BACK, "form-action *;")] {
        let shared = service(Options { redirect_uri: Some(callback.to_owned()), ..Options::default() });
        let page = authorize_at(&shared, callback, "response_type=code");
        assert!(header(&page, "content-security-policy").is_some_and(|p| p.contains(forms)), "{callback}");
    }
}

#[test]
fn consent_can_be_denied() {
    let shared = service(Options::default());
    for answer in [&[("decision", "deny")][..], &[], &[("decision", "allow"), ("owner", "Demo owner")]] {
        let page = authorize(&shared, "response_type=code");
        let html = String::from_utf8(page.body.to_vec()).expect("text");
        let word = html.split("name=\"page\" value=\"").nth(1).and_then(|r| r.split('"').next()).expect("a word");
        let mut pairs = vec![("page", word)];
        pairs.extend(answer);
        let values = returned(&send(&shared, "POST", "/oauth/authorize", &[], &form(&pairs)), '&');
        assert_eq!(values, [("error".to_owned(), "access_denied".to_owned())], "{answer:?}");
    }
}

#[test]
fn refreshing_gives_a_new_token_and_keeps_the_old() {
    let shared = approving();
    let first = redeem(&shared, &code(&shared, ""), BACK).1;
    let old = first["refresh_token"].as_str().expect("text").to_owned();
    shared.clock.advance(1e7);
    let refresh = |token: &str, scope: &str| {
        exchange_as(&shared, &[("grant_type", "refresh_token"), ("refresh_token", token), ("scope", scope)])
    };
    let (status, second) = refresh(&old, "");
    assert_eq!((status, &second["scope"]), (200, &json!("READ WRITE")));
    assert_ne!(second["refresh_token"], first["refresh_token"]);
    let narrowed = refresh(&old, "READ").1;
    assert_eq!(narrowed["scope"], "READ");
    let wider = refresh(narrowed["refresh_token"].as_str().expect("text"), "READ WRITE");
    assert_eq!((wider.0, &wider.1["error"]), (400, &json!("invalid_scope")));
    assert_eq!(refresh("unknown", ""), invalid());
    assert_eq!(exchange_as(&shared, &[]), invalid());
    assert_eq!(exchange_as(&shared, &[("grant_type", "password")]).1, json!({"error": "unsupported_grant_type"}));
    assert_eq!(exchange_as(&shared, &[("grant_type", "client_credentials")]).0, 400);
}

#[test]
fn credentials_may_come_as_basic() {
    let shared = approving();
    let (id, secret) = (&shared.client.id, &shared.client.secret);
    let try_basic = |text: String| {
        let header = format!("Basic {}", base64::encode(text.as_bytes()));
        let body = form(&[("grant_type", "authorization_code"), ("code", &code(&shared, "")), ("redirect_uri", BACK)]);
        send(&shared, "POST", "/oauth/token", &[("authorization", &header)], &body)
    };
    assert_eq!(try_basic(format!("{id}:{secret}")).status, 200);
    let encoded: String = url::form_urlencoded::byte_serialize(secret.as_bytes()).collect();
    assert_eq!(try_basic(format!("{id}:{encoded}")).status, 200);
    let wrong = try_basic(format!("{id}:wrong"));
    let sentence = json!({"error": "invalid_client", "error_description": "The client secret was incorrect."});
    assert_eq!((wrong.status, json_of(&wrong)), (401, sentence.clone()));
    assert!(header(&wrong, "www-authenticate").is_some());
    let body = form(&[("grant_type", "refresh_token"), ("client_id", id), ("client_secret", "wrong")]);
    let wrong = send(&shared, "POST", "/oauth/token", &[], &body);
    assert_eq!((wrong.status, json_of(&wrong)), (400, sentence));
}

/// Some programs send their access token with every request, those to the token endpoint among them.
#[test]
fn where_words_are_bare_a_header_of_another_kind_is_no_credential() {
    let with_header = |policy: Policy, header: &str| {
        let shared = service(Options { auto_approve: true, policy, ..Options::default() });
        let pairs = [
            ("grant_type", "authorization_code"),
            ("code", &code(&shared, "")),
            ("redirect_uri", BACK),
            ("client_id", &shared.client.id),
            ("client_secret", &shared.client.secret),
        ];
        send(&shared, "POST", "/oauth/token", &[("authorization", header)], &form(&pairs)).status
    };
    for header in ["Bearer AAEAold", "bearer", "Token x", "Basically x", ""] {
        assert_eq!(with_header(crate::nibe::policy(), header), 200, "{header}");
    }
    assert_eq!(with_header(crate::nibe::policy(), "basic eDp5"), 401, "these are credentials, and wrong");
    let strict = Policy { callbacks: Callbacks::Loopback, ..Policy::strict() };
    assert_eq!(with_header(strict, "Bearer AAEAold"), 400, "two kinds of credentials");
}

/// A program that puts them into a form or an address as they are gets them across.
#[test]
fn codes_and_tokens_are_safe_in_forms_and_addresses() {
    let safe = |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric() || b"-._~".contains(&b));
    for policy in [crate::nibe::policy(), crate::myuplink::policy(), Policy::default(), Policy::strict()] {
        let policy = Policy { callbacks: Callbacks::Loopback, ..policy };
        let shared = service(Options { auto_approve: true, policy, ..Options::default() });
        for _ in 0..5 {
            let code = code(&shared, "");
            let raw = format!("grant_type=authorization_code&code={code}&redirect_uri={BACK_ENCODED}");
            let secret = form(&[("client_id", &shared.client.id), ("client_secret", &shared.client.secret)]);
            let token = json_of(&send(&shared, "POST", "/oauth/token", &[], &format!("{raw}&{secret}")));
            let refresh = token["refresh_token"].as_str().expect("a refresh token");
            assert!(safe(&code) && safe(refresh) && token["access_token"].as_str().is_some_and(safe));
            let raw = format!("grant_type=refresh_token&refresh_token={refresh}&{secret}");
            assert_eq!(send(&shared, "POST", "/oauth/token", &[], &raw).status, 200);
        }
    }
}

/// Whoever sends another owner than the page offers did not answer the page.
#[test]
fn only_an_owner_of_the_page_can_consent() {
    let shared = service(Options::default());
    for owner in [Some("Somebody else"), Some(""), None] {
        let page = authorize(&shared, "response_type=code&state=s");
        let html = String::from_utf8(page.body.to_vec()).expect("text");
        let word = html.split("name=\"page\" value=\"").nth(1).and_then(|r| r.split('"').next()).expect("a word");
        let mut pairs = vec![("page", word), ("decision", "allow"), ("scope", "READ")];
        pairs.extend(owner.map(|owner| ("owner", owner)));
        let answer = send(&shared, "POST", "/oauth/authorize", &[], &form(&pairs));
        assert_eq!((answer.status, header(&answer, "location")), (400, None), "{owner:?}");
        assert_eq!(send(&shared, "POST", "/oauth/authorize", &[], &form(&pairs)).status, 403, "the page is used up");
    }
}

#[test]
fn consent_says_where_the_answer_goes() {
    let shared = service(Options::default());
    for (callback, shown) in [
        (BACK, "<code>http://127.0.0.1:5000/cb?x=1</code>"),
        ("http://127.0.0.1:5000/?a=%3Cb%3E&c='", "<code>http://127.0.0.1:5000/?a=%3Cb%3E&amp;c=&#39;</code>"),
    ] {
        let page = authorize_at(&shared, callback, "response_type=code");
        let html = String::from_utf8(page.body.to_vec()).expect("text");
        assert!(html.contains(&format!("Your answer is sent to {shown}")), "{html}");
    }
}

#[test]
fn consent_speaks_the_language_of_the_browser() {
    let shared = service(Options::default());
    let who = form(&[("client_id", shared.client.id.as_str()), ("redirect_uri", BACK)]);
    let query = format!("/oauth/authorize?{who}&response_type=code");
    for (wish, tag, allow, banner) in [
        ("sv-SE,sv;q=0.9", "sv", ">Tillåt</button>", "Lokal demotjänst."),
        ("de-CH", "de", ">Erlauben</button>", "Lokaler Probedienst."),
        ("fi", "en", ">Allow</button>", "Local demo service."),
    ] {
        let page = send(&shared, "GET", &query, &[("accept-language", wish)], "");
        let html = String::from_utf8(page.body.to_vec()).expect("text");
        assert_eq!((page.status, header(&page, "content-language")), (200, Some(tag)));
        assert!(html.contains(&format!(r#"<html lang="{tag}">"#)) && html.contains(allow) && html.contains(banner));
        assert!(html.contains("<code>http://127.0.0.1:5000/cb?x=1</code>"), "{html}");
    }
}
