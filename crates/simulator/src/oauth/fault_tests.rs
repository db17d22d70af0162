//! Faults of the authorization server, through the whole handler.

use super::oauth_tests::form;
use super::*;
use crate::fault::{Fault, FaultKind, TokenForm};
use crate::handler::handle;
use crate::options::Options;
use crate::testing::{json_of, service};
use serde_json::Value;

const CALLBACK: &str = "http://127.0.0.1:8976/callback";

fn strict() -> Shared {
    service(Options { auto_approve: true, policy: Policy::strict(), ..Options::default() })
}

fn send(shared: &Shared, method: &str, target: &str, body: &str) -> Option<Payload> {
    handle(shared, &crate::testing::request(method, target, &[("user-agent", "tests")], body)).payload
}

fn authorize(shared: &Shared) -> Payload {
    let query = form(&[
        ("client_id", shared.client.id.as_str()),
        ("redirect_uri", CALLBACK),
        ("response_type", "code"),
        ("scope", "READ WRITE"),
        ("state", "SECRET-STATE"),
    ]);
    send(shared, "GET", &format!("/oauth/authorize?{query}"), "").expect("an answer")
}

fn value(answer: &Payload, name: &str) -> Option<String> {
    let (_, query) = answer.get("location")?.split_once('?')?;
    fields::get(&fields::form(query.as_bytes()), name).map(str::to_owned)
}

fn token(shared: &Shared, pairs: &[(&str, &str)]) -> Option<Payload> {
    let mut pairs = pairs.to_vec();
    pairs.extend([("client_id", shared.client.id.as_str()), ("client_secret", shared.client.secret.as_str())]);
    send(shared, "POST", "/oauth/token", &form(&pairs))
}

fn log_in(shared: &Shared) -> Value {
    let code = value(&authorize(shared), "code").expect("a code");
    let code = [("grant_type", "authorization_code"), ("code", code.as_str()), ("redirect_uri", CALLBACK)];
    json_of(&token(shared, &code).expect("an answer"))
}

fn refresh(shared: &Shared, old: &Value) -> Option<Payload> {
    let old = old["refresh_token"].as_str().expect("a refresh token");
    token(shared, &[("grant_type", "refresh_token"), ("refresh_token", old)])
}

fn fault(shared: &Shared, kind: FaultKind, on: Target) {
    shared.faults().push(Fault::new(kind, on));
}

#[test]
fn a_busy_token_endpoint_spends_nothing() {
    let shared = strict();
    let first = log_in(&shared);
    let busy = Fault::new(FaultKind::Status(503, String::new()), Target::Token).header("retry-after", "7");
    shared.faults().push(busy);
    let answer = refresh(&shared, &first).expect("an answer");
    assert_eq!(
        (answer.status, answer.get("retry-after"), answer.get("x-simulator-fault")),
        (503, Some("7"), Some("status"))
    );
    assert_eq!(refresh(&shared, &first).map(|a| (a.status, a.get("x-simulator-fault").is_some())), Some((200, false)));
    assert_eq!(shared.grants().tally.reuses, 0);
}

#[test]
fn a_connection_killed_after_the_commit_has_spent_the_token() {
    let shared = strict();
    let first = log_in(&shared);
    fault(&shared, FaultKind::HangUp, Target::Token);
    assert!(refresh(&shared, &first).is_none());
    assert_eq!(refresh(&shared, &first).map(|a| a.status), Some(400));
    let tally = shared.grants().tally;
    assert_eq!((tally.refreshes, tally.reuses), (1, 1));
    let second = log_in(&shared);
    shared.faults().push(Fault::new(FaultKind::HangUp, Target::Token).carried_out(false));
    assert!(refresh(&shared, &second).is_none());
    assert_eq!(refresh(&shared, &second).map(|a| a.status), Some(200), "killed before, nothing is spent");
}

#[test]
fn the_user_denies_or_grants_less_once() {
    let shared = strict();
    fault(&shared, FaultKind::Deny, Target::Authorize);
    fault(&shared, FaultKind::FewerScopes(vec!["READ".to_owned()]), Target::Authorize);
    let denied = authorize(&shared);
    assert_eq!((value(&denied, "error").as_deref(), value(&denied, "code")), (Some("access_denied"), None));
    assert_eq!(denied.get("x-simulator-fault"), Some("deny"));
    assert_eq!(log_in(&shared)["scope"], "READ");
    assert_eq!(log_in(&shared)["scope"], "READ WRITE");
}

#[test]
fn malformed_answers_hold_the_new_refresh_token() {
    let shared = strict();
    let first = log_in(&shared);
    fault(&shared, FaultKind::TokenAnswer(TokenForm::NullAccessToken), Target::Token);
    let spoilt = refresh(&shared, &first).expect("an answer");
    assert_eq!(spoilt.get("x-simulator-fault"), Some("null_access_token"));
    let spoilt = json_of(&spoilt);
    assert!(spoilt["access_token"].is_null());
    assert_eq!(refresh(&shared, &spoilt).map(|a| a.status), Some(200));
}

#[test]
fn a_blocked_application_is_shut_out_and_keeps_its_tokens() {
    let shared = strict();
    let first = log_in(&shared);
    let bearer = format!("Bearer {}", first["access_token"].as_str().expect("a token"));
    let call = || {
        let request = crate::testing::request("GET", "/things", &[("authorization", &bearer)], "");
        handle(&shared, &request).payload.map(|p| p.status)
    };
    assert_eq!(call(), Some(200));
    assert!(shared.block(&shared.client.id, true) && !shared.block("0", true));
    assert_eq!(call(), Some(401));
    let refused = refresh(&shared, &first).expect("an answer");
    assert_eq!((refused.status, &json_of(&refused)["error"]), (401, &"invalid_client".into()));
    let page = authorize(&shared);
    assert_eq!((page.status, page.get("location")), (400, None));
    shared.block(&shared.client.id, false);
    assert_eq!((call(), refresh(&shared, &first).map(|a| a.status)), (Some(200), Some(200)));
}

#[test]
fn requests_are_remembered_without_secrets() {
    let shared = strict();
    let first = log_in(&shared);
    fault(&shared, FaultKind::HangUp, Target::Token);
    refresh(&shared, &first);
    refresh(&shared, &first);
    fault(&shared, FaultKind::Deny, Target::Authorize);
    authorize(&shared);
    let seen = shared.oauth_requests();
    let short: Vec<_> = seen
        .iter()
        .map(|r| (r.endpoint, r.grant.as_deref().unwrap_or(""), r.status, r.error.as_deref(), r.fault.as_deref()))
        .collect();
    assert_eq!(
        short,
        [
            ("authorize", "code", 303, None, None),
            ("token", "authorization_code", 200, None, None),
            ("token", "refresh_token", 0, None, None),
            ("token", "refresh_token", 400, Some("invalid_grant"), None),
            ("authorize", "code", 303, Some("access_denied"), Some("deny")),
        ]
    );
    assert!(seen.iter().all(|r| r.user_agent.as_deref() == Some("tests")));
    assert!(seen.iter().all(|r| r.client_id.as_deref() == Some(shared.client.id.as_str())));
    let text = format!("{seen:?}");
    let secrets = [&shared.client.secret, first["access_token"].as_str().expect("a token"), "SECRET-STATE"];
    assert!(secrets.iter().all(|secret| !text.contains(secret)));
    assert!(shared.requests().is_empty(), "those are for the API");
}

#[test]
fn an_answer_to_a_token_that_is_given_back_can_be_lost() {
    let shared = service(Options { policy: Policy::strict(), ..Options::default() });
    let access = shared.grants().login(&shared.client.id, vec!["READ".to_owned()], shared.first_owner());
    let token = shared.grants().issue(shared.model.oauth.as_ref(), access, shared.clock.now(), true).access_token;
    let lost = serde_json::json!({"kind": "hang_up", "on": "revoke"});
    shared.faults().push(Fault::read(&shared.model, &lost).expect("a fault"));
    let (id, secret) = (shared.client.id.as_str(), shared.client.secret.as_str());
    let body = form(&[("token", token.as_str()), ("client_id", id), ("client_secret", secret)]);
    assert!(send(&shared, "POST", "/oauth/revoke", &body).is_none(), "no answer");
    assert!(shared.grants().access(&token, shared.clock.now()).is_none(), "and the token is gone");
    let seen = shared.oauth_requests();
    assert_eq!((seen[0].endpoint, seen[0].client_id.as_deref(), seen[0].status), ("revoke", Some(id), 0));
}
