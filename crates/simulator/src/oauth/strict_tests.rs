//! The strict policy, and the modes of rotation.

use super::oauth_tests::{authorize_at, exchange_as, form, returned_to, send};
use super::*;
use crate::options::Options;
use crate::testing::{header, json_of, service};
use serde_json::Value;

const CALLBACK: &str = "http://127.0.0.1:8976/callback";
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256";

fn with(policy: Policy) -> Shared {
    service(Options { auto_approve: true, policy, ..Options::default() })
}

fn strict() -> Shared {
    with(Policy::strict())
}

/// The application that was there from the start, without its secret.
fn make_public(shared: &mut Shared) {
    shared.client.secret = String::new();
    let client = Client::new("Public", &shared.client);
    shared.clients().insert(shared.client.id.clone(), client);
}

fn value(values: &[(String, String)], name: &str) -> Option<String> {
    values.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone())
}

fn code(shared: &Shared, more: &str) -> String {
    let answer = authorize_at(shared, CALLBACK, &format!("response_type=code&{more}"));
    value(&returned_to(&answer, CALLBACK, '?'), "code").expect("a code")
}

fn redeem(shared: &Shared, code: &str, verifier: &str) -> (u16, Value) {
    let grant = [("grant_type", "authorization_code"), ("code", code), ("redirect_uri", CALLBACK)];
    let verifier = (!verifier.is_empty()).then_some(("code_verifier", verifier));
    exchange_as(shared, &grant.into_iter().chain(verifier).collect::<Vec<_>>())
}

fn refresh(shared: &Shared, token: &Value) -> (u16, Value) {
    let token = token["refresh_token"].as_str().expect("a refresh token");
    exchange_as(shared, &[("grant_type", "refresh_token"), ("refresh_token", token)])
}

fn lives(shared: &Shared, token: &Value) -> bool {
    shared.grants().access(token["access_token"].as_str().expect("a token"), shared.clock.now()).is_some()
}

fn log_in(shared: &Shared) -> Value {
    let (status, token) = redeem(shared, &code(shared, ""), "");
    assert_eq!(status, 200, "{token}");
    token
}

fn is_dead((status, body): (u16, Value)) -> bool {
    status == 400 && body["error"] == "invalid_grant" && body["error_description"].is_string()
}

#[test]
fn a_public_application_needs_pkce_and_one_with_a_secret_does_not() {
    let mut shared = strict();
    assert_eq!(redeem(&shared, &code(&shared, CHALLENGE), VERIFIER).0, 200);
    assert!(is_dead(redeem(&shared, &code(&shared, CHALLENGE), "")), "a verifier was promised");
    assert!(is_dead(redeem(&shared, &code(&shared, CHALLENGE), &VERIFIER.replace('d', "e"))));
    assert!(is_dead(redeem(&shared, &code(&shared, ""), VERIFIER)), "none was promised");
    log_in(&shared);
    make_public(&mut shared);
    let refused = returned_to(&authorize_at(&shared, CALLBACK, "response_type=code&state=s"), CALLBACK, '?');
    assert_eq!(value(&refused, "error").as_deref(), Some("invalid_request"));
    assert_eq!(value(&refused, "error_description").as_deref(), Some("code_challenge is missing."));
    assert_eq!(value(&refused, "state").as_deref(), Some("s"));
    assert_eq!(redeem(&shared, &code(&shared, CHALLENGE), VERIFIER).0, 200);
}

/// How a login ends whose challenge is sent or left out, and whose verifier is right, wrong or left out.
#[test]
fn t71_pkce_cannot_be_left_out_on_the_way() {
    let wrong = VERIFIER.replace('d', "e");
    let public = Policy { pkce: Pkce::Public, ..Policy::default() };
    let everyone = Policy { pkce: Pkce::Everyone, ..Policy::default() };
    // Neither, the verifier alone, the challenge alone, a wrong verifier, both: `-` is refused before there is a code.
    for (policy, has_secret, outcomes) in [
        (Policy::default(), true, "11111"),
        (Policy::default(), false, "11111"),
        (public.clone(), true, "10001"),
        (public, false, "--001"),
        (everyone.clone(), true, "--001"),
        (everyone, false, "--001"),
    ] {
        let mut shared = with(policy);
        if !has_secret {
            make_public(&mut shared);
        }
        let found: String = [("", ""), ("", VERIFIER), (CHALLENGE, ""), (CHALLENGE, &wrong), (CHALLENGE, VERIFIER)]
            .into_iter()
            .map(|(challenge, verifier)| {
                let answer = authorize_at(&shared, CALLBACK, &format!("response_type=code&{challenge}"));
                let back = returned_to(&answer, CALLBACK, '?');
                match value(&back, "code") {
                    Some(code) if redeem(&shared, &code, verifier).0 == 200 => '1',
                    Some(_) => '0',
                    None => '-',
                }
            })
            .collect();
        assert_eq!(found, outcomes, "{:?}, a secret: {has_secret}", shared.options.policy.pkce);
    }
}

#[test]
fn t70_only_the_port_of_the_callback_is_free() {
    let shared = strict();
    for (callback, status) in [
        (CALLBACK, 303),
        ("http://127.0.0.1:5000/callback", 303),
        ("http://127.0.0.1:8976/callback?x=1", 400),
        ("http://localhost:8976/callback", 400),
        ("http://127.0.0.1:8976/other", 400),
    ] {
        let answer = authorize_at(&shared, callback, "response_type=code");
        assert_eq!((answer.status, header(&answer, "location").is_some()), (status, status == 303), "{callback}");
    }
}

#[test]
fn t70_a_code_that_comes_again_ends_the_login() {
    let shared = strict();
    let (code, other) = (code(&shared, ""), log_in(&shared));
    let token = redeem(&shared, &code, "").1;
    assert!(lives(&shared, &token));
    assert!(is_dead(redeem(&shared, &code, "")));
    assert!(!lives(&shared, &token) && is_dead(refresh(&shared, &token)));
    assert!(lives(&shared, &other), "another login has nothing to do with it");
    let tally = shared.grants().tally;
    assert_eq!((tally.codes, tally.code_reuses), (2, 1));
}

#[test]
fn t70_a_refresh_token_that_comes_again_ends_the_login() {
    let shared = strict();
    let first = log_in(&shared);
    let second = refresh(&shared, &first).1;
    let third = refresh(&shared, &second).1;
    assert!(lives(&shared, &first) && lives(&shared, &third));
    let other = log_in(&shared);
    assert!(is_dead(refresh(&shared, &second)));
    for token in [&first, &second, &third] {
        assert!(!lives(&shared, token) && is_dead(refresh(&shared, token)));
    }
    assert!(lives(&shared, &other) && refresh(&shared, &other).0 == 200);
    let tally = shared.grants().tally;
    assert_eq!((tally.refreshes, tally.reuses), (3, 1));
    assert_eq!(tally.token_calls, 2 + 3 + 1 + 3);
}

#[test]
fn a_wish_for_too_much_does_not_spend_the_token() {
    let shared = strict();
    let first = log_in(&shared);
    let token = first["refresh_token"].as_str().expect("a token");
    let wider = [("grant_type", "refresh_token"), ("refresh_token", token), ("scope", "READ FLY")];
    assert_eq!(exchange_as(&shared, &wider).1["error"], "invalid_scope");
    assert_eq!(refresh(&shared, &first).0, 200);
    assert_eq!(shared.grants().tally.reuses, 0);
}

#[test]
fn a_spent_token_works_within_the_grace() {
    let rotation = Rotation::Once { grace_s: 60.0 };
    let shared = with(Policy { rotation, ..Policy::strict() });
    let first = log_in(&shared);
    assert_eq!(refresh(&shared, &first).0, 200);
    shared.clock.advance(59.0);
    let again = refresh(&shared, &first);
    assert_eq!((again.0, shared.grants().tally.reuses), (200, 0));
    shared.clock.advance(2.0);
    assert!(is_dead(refresh(&shared, &first)));
    assert!(!lives(&shared, &again.1));
}

#[test]
fn refresh_tokens_do_not_grow_for_ever_and_one_in_use_stays() {
    let shared = with(Policy { rotation: Rotation::Loose, ..Policy::default() });
    let (first, other) = (log_in(&shared), log_in(&shared));
    let second = refresh(&shared, &first).1;
    let mut last = second.clone();
    for _ in 0..250 {
        // One program keeps the first one for ever, another takes each new one.
        assert_eq!(refresh(&shared, &first).0, 200);
        last = refresh(&shared, &last).1;
    }
    let kept = serde_json::to_value(&*shared.grants()).expect("JSON")["refresh"].as_object().map(|all| all.len());
    assert_eq!(kept, Some(200));
    assert_eq!((refresh(&shared, &first).0, refresh(&shared, &last).0), (200, 200));
    for forgotten in [second, other] {
        assert_eq!(refresh(&shared, &forgotten).1["error"], "invalid_request");
    }
}

#[test]
fn a_server_without_rotation_gives_no_new_token() {
    let shared = with(Policy { rotation: Rotation::Never, ..Policy::default() });
    let first = log_in(&shared);
    for _ in 0..3 {
        let (status, token) = refresh(&shared, &first);
        assert_eq!((status, token.get("refresh_token")), (200, None));
    }
}

#[test]
fn t70_codes_and_tokens_belong_to_their_application() {
    let mut shared = strict();
    let (code, token) = (code(&shared, ""), log_in(&shared));
    let thief = Credentials::new(None, false).expect("random numbers");
    shared.clients().insert(thief.id.clone(), Client::new("Thief", &thief));
    let owner = std::mem::replace(&mut shared.client, thief);
    assert!(is_dead(redeem(&shared, &code, "")) && is_dead(refresh(&shared, &token)));
    shared.client = owner;
    assert_eq!(refresh(&shared, &token).0, 200, "a stranger's try spends nothing");
}

#[test]
fn the_words_of_the_rfc() {
    let mut shared = strict();
    let answer = returned_to(&authorize_at(&shared, CALLBACK, "response_type=code&state=s"), CALLBACK, '?');
    assert_eq!(value(&answer, "iss").as_deref(), Some(shared.base_url.as_str()));
    assert_eq!(authorize_at(&shared, CALLBACK, "response_type=code&state=a&state=b").status, 400);
    let twice = [("grant_type", "refresh_token"), ("grant_type", "refresh_token"), ("refresh_token", "x")];
    assert_eq!(exchange_as(&shared, &twice).1["error"], "invalid_request");
    let both = format!("client_secret=x&client_id={}", shared.client.id);
    let both = send(&shared, "POST", "/oauth/token", &[("authorization", "Basic eDp5")], &both);
    assert_eq!((both.status, &json_of(&both)["error"]), (400, &"invalid_request".into()));
    shared.client.secret = "wrong".to_owned();
    let (status, body) = exchange_as(&shared, &[("grant_type", "refresh_token")]);
    assert_eq!((status, &body["error"]), (401, &"invalid_client".into()));
}

#[test]
fn basic_is_read_as_the_policy_says() {
    let token = |basic, encode: bool| {
        let shared = with(Policy { basic, ..Policy::default() });
        // A secret that reads differently when it is decoded.
        let credentials = Credentials { secret: "a+b/c=%41".to_owned(), ..shared.client.clone() };
        shared.clients().insert(credentials.id.clone(), Client::new("x", &credentials));
        let encoded: String = url::form_urlencoded::byte_serialize(credentials.secret.as_bytes()).collect();
        let secret = if encode { encoded } else { credentials.secret };
        let header = base64::encode(format!("{}:{secret}", credentials.id).as_bytes());
        let body =
            form(&[("grant_type", "authorization_code"), ("code", &code(&shared, "")), ("redirect_uri", CALLBACK)]);
        send(&shared, "POST", "/oauth/token", &[("authorization", &format!("Basic {header}"))], &body).status
    };
    assert_eq!((token(Basic::Either, false), token(Basic::Either, true)), (200, 200));
    assert_eq!((token(Basic::Raw, false), token(Basic::Raw, true)), (200, 401));
    assert_eq!((token(Basic::Encoded, false), token(Basic::Encoded, true)), (401, 200));
    assert_eq!((token(Basic::Refused, false), token(Basic::Refused, true)), (401, 401));
}

#[test]
fn the_implicit_grant_is_no_part_of_it() {
    let shared = strict();
    let refused = returned_to(&authorize_at(&shared, CALLBACK, "response_type=token&state=s"), CALLBACK, '#');
    assert_eq!(value(&refused, "error").as_deref(), Some("unsupported_response_type"));
    assert_eq!((value(&refused, "state").as_deref(), value(&refused, "access_token")), (Some("s"), None));
}

#[test]
fn a_code_that_comes_again_ends_the_login_at_myuplink_too() {
    let shared = with(crate::myuplink::policy());
    let code = code(&shared, "");
    let token = redeem(&shared, &code, "").1;
    assert!(lives(&shared, &token));
    assert!(is_dead(redeem(&shared, &code, "")));
    assert!(!lives(&shared, &token) && is_dead(refresh(&shared, &token)));
}

#[test]
fn a_reuse_is_seen_however_many_owners_renewed_meanwhile() {
    let shared = strict();
    let first = log_in(&shared);
    let second = refresh(&shared, &first).1;
    let mut of_others = Vec::new();
    for number in 0..300 {
        let access = shared.grants().login(&shared.client.id, vec!["READ".to_owned()], format!("owner {number}"));
        let issued = shared.grants().issue(shared.model.oauth.as_ref(), access, shared.clock.now(), true);
        let token = serde_json::json!({"access_token": issued.access_token, "refresh_token": issued.refresh_token});
        of_others.push(refresh(&shared, &token).1);
    }
    assert!(lives(&shared, &second) && is_dead(refresh(&shared, &first)));
    assert!(!lives(&shared, &second), "the login has ended");
    assert!(of_others.iter().all(|token| lives(&shared, token)), "and no other one");
    assert_eq!(shared.grants().tally.reuses, 1);
    let kept = serde_json::to_value(&*shared.grants()).expect("JSON");
    *shared.grants() = serde_json::from_value(kept.clone()).expect("grants");
    assert!(of_others.iter().all(|token| lives(&shared, token) && refresh(&shared, token).0 == 200));
    assert_eq!(kept["spent"].as_object().map(|all| all.len()), Some(300));
}

#[test]
fn an_index_that_is_out_of_date_does_not_grow() {
    let shared = with(Policy { rotation: Rotation::Loose, ..Policy::default() });
    let mut grants = shared.grants();
    let access = grants.login(&shared.client.id, vec!["READ".to_owned()], "Robin".to_owned());
    for _ in 0..5_000 {
        grants.issue(shared.model.oauth.as_ref(), access.clone(), shared.clock.now(), true);
    }
    assert!(grants.indexed() < 3_000, "{}", grants.indexed());
}

#[test]
fn a_hint_says_whose_consent_is_given_at_once() {
    let options = Options { auto_approve: true, policy: Policy::strict(), ..Options::default() };
    let owners = crate::nibe::Machines::of_owners(60);
    let shared = crate::testing::service_for(crate::testing::tiny_model(), Box::new(owners), options);
    let whose = |more: &str| {
        let token = redeem(&shared, &code(&shared, more), "").1;
        let token = token["access_token"].as_str().expect("a token").to_owned();
        shared.grants().access(&token, shared.clock.now()).map(|access| access.owner.clone())
    };
    assert_eq!(whose("login_hint=owner-00042").as_deref(), Some("owner-00042"));
    assert_eq!(whose("login_hint=nobody").as_deref(), Some("owner-00001"));
    assert_eq!(whose("").as_deref(), Some("owner-00001"));
}

#[test]
fn of_very_many_owners_the_page_asks_for_the_name() {
    let page = |count: usize| {
        let owners = crate::nibe::Machines::of_owners(count);
        let shared = crate::testing::service_for(crate::testing::tiny_model(), Box::new(owners), Options::default());
        let page = authorize_at(&shared, CALLBACK, "response_type=code");
        let html = String::from_utf8(page.body.to_vec()).expect("text");
        let word = html.split("name=\"page\" value=\"").nth(1).and_then(|r| r.split('"').next()).expect("a word");
        let answer = [("page", word), ("decision", "allow"), ("scope", "READ"), ("owner", "owner-00040")];
        assert_eq!(send(&shared, "POST", "/oauth/authorize", &[], &form(&answer)).status, 303);
        html.matches("type=\"radio\"").count()
    };
    assert_eq!((page(50), page(51)), (50, 0));
}
