use super::*;
use crate::testing::{header, request, service_for};
use crate::{Examples, Options};

const KETTLE: &str = r#"
[api]
name     = "Kettle"
version  = "1"
base_url = "https://kettle.example"
doc      = "Boils water."

[auth.key]
kind = "api-key"
in   = "header"
name = "X-Key"

[auth.label]
kind = "api-key"
in   = "query"
name = "label"

[auth.visit]
kind = "api-key"
in   = "cookie"
name = "sid"

[auth.account]
kind = "basic"

[function.header]
doc  = "By a header."
http = "GET /header"
auth = "key"
answer.200 = "int"

[function.query]
doc  = "By a query."
http = "GET /query"
auth = "label"
answer.200 = "int"

[function.cookie]
doc  = "By a cookie."
http = "GET /cookie"
auth = "visit"
answer.200 = "int"

[function.basic]
doc  = "By a password."
http = "GET /basic"
auth = "account"
answer.200 = "int"

[function.either]
doc  = "By a token, or by two keys together."
http = "GET /either"
auth = ["token", ["key", "label"]]
answer.200 = "int"

[function.perhaps]
doc  = "By a key or nothing."
http = "GET /perhaps"
auth = ["key", "none"]
answer.200 = "int"
"#;

fn kettle() -> Shared {
    let examples = ["header", "query", "cookie", "basic", "either", "perhaps"];
    let examples: String = examples.map(|name| format!("\n[[example.{name}]]\nanswer = \"1\"\n")).concat();
    let (model, _) =
        uplink_spec::check_text("kettle.toml", &(KETTLE.to_owned() + &examples), |_| None).expect("a spec");
    service_for(model, Box::new(Examples), Options::default())
}

fn secret(shared: &Shared, name: &str) -> SimulatedCredential {
    credential(shared, shared.model.auth_scheme(name).expect("a scheme"))
}

/// Status and challenge of an answer.
fn get(shared: &Shared, target: &str, headers: &[(&str, &str)]) -> (u16, Option<String>) {
    let reply = crate::handler::handle(shared, &request("GET", target, headers, ""));
    let payload = reply.payload.expect("an answer");
    (payload.status, header(&payload, "www-authenticate").map(str::to_owned))
}

#[test]
fn each_kind_is_read_where_it_travels() {
    let shared = kettle();
    let (key, label, visit) = (secret(&shared, "key"), secret(&shared, "label"), secret(&shared, "visit"));
    assert!(key.secret.starts_with("SIMULATED") && key.secret != label.secret, "marked, and one for each");
    let account = secret(&shared, "account");
    let pair = format!("{}:{}", account.username.expect("a user name"), account.secret);
    let basic = format!("Basic {}", base64::encode(pair.as_bytes()));
    let realm = |scheme: &str| Some(format!(r#"{scheme} realm="Kettle""#));

    assert_eq!(get(&shared, "/header", &[("x-key", &key.secret)]), (200, None));
    assert_eq!(get(&shared, "/header", &[("x-key", "wrong")]), (401, realm("ApiKey")));
    assert_eq!(get(&shared, "/header", &[("authorization", &format!("Bearer {}", key.secret))]).0, 401);
    assert_eq!(get(&shared, &format!("/query?label={}", label.secret), &[]).0, 200);
    assert_eq!(get(&shared, &format!("/query?label={}", key.secret), &[]).0, 401);
    let cookie = format!("a=b; sid={}", visit.secret);
    assert_eq!(get(&shared, "/cookie", &[("cookie", &cookie)]).0, 200);
    assert_eq!(get(&shared, "/cookie", &[("cookie", "sid=wrong")]).0, 401);
    assert_eq!(get(&shared, "/basic", &[("authorization", &basic)]).0, 200);
    assert_eq!(get(&shared, "/basic", &[("authorization", "Basic YTpi")]), (401, realm("Basic")));
}

#[test]
fn one_way_is_enough_and_half_of_one_is_not() {
    let shared = kettle();
    let (key, label) = (secret(&shared, "key").secret, secret(&shared, "label").secret);
    let both = format!("/either?label={label}");
    assert_eq!(get(&shared, &both, &[("x-key", &key)]).0, 200);
    assert_eq!(get(&shared, &both, &[]).0, 401, "half of a way");
    assert_eq!(get(&shared, "/either", &[("authorization", "Bearer any")]).0, 200, "nobody gives tokens here");
    assert_eq!(get(&shared, "/either", &[]), (401, Some(r#"Bearer realm="Kettle""#.into())));
    assert_eq!(get(&shared, "/perhaps", &[]).0, 200);
    assert_eq!(get(&shared, "/perhaps", &[("x-key", "wrong")]).0, 401, "who names nobody known is refused");
}

#[test]
fn a_refusal_says_what_is_missing() {
    let shared = kettle();
    let function = shared.model.function("either").expect("a function");
    let refusal = identify(&shared, &request("GET", "/either", &[], ""), function).expect_err("nobody is named");
    let payload = refusal.payload(&shared.model, shared.clock.now());
    let said = String::from_utf8_lossy(&payload.body).into_owned();
    let sentence =
        "The access token or the API key in the header `X-Key` with the API key in `label` of the query is missing.";
    assert!(said.contains(sentence), "{said}");
}
