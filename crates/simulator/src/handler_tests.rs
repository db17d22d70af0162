use serde_json::{Value, json};

use super::*;
use crate::Fault;
use crate::Policy;
use crate::options::Options;
use crate::testing::{header, json_of, request, service};

fn token(shared: &Shared, scopes: &[&str]) -> String {
    let scopes: Vec<String> = scopes.iter().map(|s| (*s).to_owned()).collect();
    let mut grants = shared.grants();
    let access = grants.login(&shared.client.id, scopes, String::new());
    grants.issue(shared.model.oauth.as_ref(), access, shared.clock.now(), true).access_token
}

fn send(shared: &Shared, method: &str, target: &str, token: Option<&str>, body: &str) -> Payload {
    let bearer = token.map(|t| format!("bearer {t}"));
    let headers: Vec<_> = bearer.iter().map(|b| ("authorization", b.as_str())).collect();
    let reply = handle(shared, &request(method, target, &headers, body));
    reply.payload.expect("an answer")
}

/// Status and error code of an answer.
fn outcome(payload: &Payload) -> (u16, Value) {
    let code = serde_json::from_slice::<Value>(&payload.body).map(|b| b["code"].clone());
    (payload.status, code.unwrap_or_default())
}

#[test]
fn checks_come_in_their_order() {
    let shared = service(Options { pace: true, ..Options::default() });
    let reader = token(&shared, &["READ"]);
    let reader = Some(reader.as_str());
    let get = |target: &str, token| outcome(&send(&shared, "GET", target, token, ""));
    assert_eq!(get("/nowhere", None), (404, json!(7)));
    assert_eq!(outcome(&send(&shared, "POST", "/things", None, "")), (405, json!(7)));
    assert_eq!(get("/values", None), (401, json!(19)));
    assert_eq!(get("/values", Some("wrong")), (401, json!(19)));
    assert_eq!(outcome(&send(&shared, "PUT", "/things/1/label", reader, "")), (403, json!(20)));
    assert_eq!(get("/values", reader), (400, json!(1)), "takes the first request of the burst");
    assert_eq!(get("/values?ids=1", reader).0, 200);
    let paced = send(&shared, "GET", "/values", reader, "");
    assert_eq!((outcome(&paced), header(&paced, "retry-after")), ((429, json!(28)), Some("4")));
    shared.clock.advance(4.0);
    assert_eq!(get("/values?ids=1", reader).0, 200);
}

#[test]
fn refusals_carry_their_headers() {
    let shared = service(Options::default());
    let missing = send(&shared, "GET", "/things", None, "");
    assert_eq!(
        header(&missing, "www-authenticate"),
        Some(r#"Bearer realm="Tiny""#),
        "with a parameter, as RFC 6750 wants"
    );
    assert_eq!(header(&missing, "content-type"), Some("application/json; charset=utf-8"));
    let method = send(&shared, "DELETE", "/things/1", None, "");
    assert_eq!(header(&method, "allow"), Some("GET"));
}

#[test]
fn a_function_without_token_needs_none() {
    let shared = service(Options::default());
    assert_eq!(send(&shared, "GET", "/open", None, "").status, 200);
}

#[test]
fn tokens_expire_with_the_simulated_time() {
    let shared = service(Options::default());
    let reader = token(&shared, &["READ"]);
    assert_eq!(send(&shared, "GET", "/things", Some(&reader), "").status, 200);
    shared.clock.advance(1799.0);
    assert_eq!(send(&shared, "GET", "/things", Some(&reader), "").status, 200);
    shared.clock.advance(2.0);
    assert_eq!(send(&shared, "GET", "/things", Some(&reader), "").status, 401);
    let other = token(&shared, &["READ"]);
    shared.grants().expire_access();
    assert_eq!(send(&shared, "GET", "/things", Some(&other), "").status, 401);
}

#[test]
fn requests_are_remembered() {
    let shared = service(Options::default());
    let writer = token(&shared, &["READ", "WRITE"]);
    send(&shared, "PUT", "/things/1/label?x=y", Some(&writer), r#"{"label":"a"}"#);
    send(&shared, "GET", "/nowhere", None, "");
    send(&shared, "GET", "/oauth/authorize", None, "");
    let seen = shared.requests();
    assert_eq!(seen.len(), 2);
    assert_eq!((seen[0].method.as_str(), seen[0].path.as_str()), ("PUT", "/things/1/label?x=y"));
    assert_eq!((seen[0].function.as_deref(), seen[0].status), (Some("set_label"), 204));
    assert_eq!(seen[0].body, r#"{"label":"a"}"#);
    assert_eq!((seen[1].function.as_deref(), seen[1].status), (None, 404));
}

#[test]
fn faults_alter_the_next_answers() {
    let shared = service(Options::default());
    let reader = token(&shared, &["READ"]);
    let kind = FaultKind::Status(500, String::new());
    shared.faults().push(Fault::new(kind, Target::Function("thing".to_owned())));
    assert_eq!(send(&shared, "GET", "/things", Some(&reader), "").status, 200);
    let altered = send(&shared, "GET", "/things/1", Some(&reader), "");
    assert_eq!((altered.status, header(&altered, "x-simulator-fault")), (500, Some("status")));
    assert_eq!(json_of(&send(&shared, "GET", "/things/1", Some(&reader), "")), json!({"id": 1, "label": "one"}));
}

#[test]
fn t72_no_request_to_the_service_itself_switches_a_fault() {
    let shared = service(Options::default());
    let fault = r#"{"kind":"status","status":503}"#;
    for target in ["/", "/faults", "/expire-tokens", "/advance", "/things/1?fault=status", "/oauth/token"] {
        let before = shared.clock.now();
        send(&shared, "POST", target, None, fault);
        send(&shared, "POST", target, None, "do=fault&kind=html&on=thing&times=1");
        assert!(shared.faults().is_empty() && shared.clock.now().as_second() - before.as_second() < 2, "{target}");
    }
    let good = token(&shared, &["READ"]);
    let bearer = format!("Bearer {good}");
    let headers = [("authorization", bearer.as_str()), (crate::fault::MARK, "status")];
    let answer = handle(&shared, &request("GET", "/things/1", &headers, "")).payload.expect("an answer");
    assert_eq!((answer.status, header(&answer, crate::fault::MARK)), (200, None));
}

#[test]
fn too_many_requests_are_refused_as_the_profile_says() {
    for (policy, status, retry_after) in [
        (crate::nibe::policy(), 400, None),
        (Policy::strict(), 429, Some("4")),
        (Policy::default(), 429, Some("4")),
        (crate::myuplink::policy(), 429, Some("4")),
    ] {
        let shared = service(Options { pace: true, policy, ..Options::default() });
        for _ in 0..2 {
            assert_eq!(send(&shared, "GET", "/open", None, "").status, 200);
        }
        let paced = send(&shared, "GET", "/open", None, "");
        assert_eq!((outcome(&paced), header(&paced, "retry-after")), ((status, json!(28)), retry_after));
        assert_eq!(json_of(&paced)["status"], status, "the body says the same");
    }
    // Where an API has no codes, the status alone tells it from other refusals.
    let mut model = crate::testing::tiny_model();
    model.errors = None;
    let options = Options { pace: true, policy: crate::nibe::policy(), ..Options::default() };
    let shared = crate::testing::service_for(model, Box::new(crate::Examples), options);
    let paced = (0..3).map(|_| send(&shared, "GET", "/open", None, "")).last().expect("an answer");
    assert_eq!(paced.status, 429);
}

#[test]
fn challenges_say_what_a_token_lacks() {
    let shared = service(Options::default());
    let reader = token(&shared, &["READ"]);
    let challenge = |payload: &Payload| header(payload, "www-authenticate").map(str::to_owned);
    let lacks = send(&shared, "PUT", "/things/1/label", Some(&reader), r#"{"label":"a"}"#);
    let expected = r#"Bearer realm="Tiny", error="insufficient_scope", scope="WRITE""#;
    assert_eq!((lacks.status, challenge(&lacks).as_deref()), (403, Some(expected)));
    let wrong = send(&shared, "GET", "/things", Some("wrong"), "");
    assert_eq!(challenge(&wrong).as_deref(), Some(r#"Bearer realm="Tiny", error="invalid_token""#));
}
