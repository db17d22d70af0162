//! Words of the language that the small API of the other tests does not use.

use serde_json::json;
use uplink_spec::model::Model;

use crate::handler::handle;
use crate::shared::Shared;
use crate::testing::{header, json_of, request, service_for};
use crate::{Behaviour, Call, Examples, Options, Outcome};

const SPEC: &str = r#"
[api]
name = "Kettle"
version = "1"
base_url = "https://kettle.example"
doc = "Boils water."

[oauth]
authorize = "/authorize"
token = "/token"
grants = ["authorization_code", "refresh_token"]
refresh_scope = "stay"
jwt = true

[scope]
LOOK = "See kettles."
stay = "Stay logged in."

[pace]
requests = 2
per = "60s"
burst = 2
headers = "Left"

[error]
body = '{"message":""}'
details = "message"

[function.fill]
doc = "Fills kettles."
http = "PATCH /kettles"
scope = "none"
token = false
header.language = { wire = "Accept-Language", type = "string?", doc = "Language." }
content.levels = { type = "{float | string}", min_items = 1, doc = "Level by kettle." }
answer.200 = "any"

[function.photo]
doc = "A photo."
http = "GET /photo"
scope = "none"
token = false
answer.200 = "bytes"

[[example.photo]]
answer = '"AAH/"'
"#;

fn model() -> Model {
    let spec = SPEC.replace("{float | string}", "{Level}")
        + "\n[alias.Level]\ntype = \"float | string\"\ndoc = \"A level.\"\n";
    uplink_spec::read_text("kettle.toml", &spec, |_| None).unwrap_or_else(|report| panic!("{report}"))
}

/// Says what it was asked.
struct Echo;

impl Behaviour for Echo {
    fn systems(&self) -> Vec<i64> {
        Vec::new()
    }

    fn answer(&self, call: &Call<'_>) -> Outcome {
        Outcome::Json(200, call.arguments.clone().into())
    }
}

fn service(behaviour: Box<dyn Behaviour>, options: Options) -> Shared {
    service_for(model(), behaviour, options)
}

#[test]
fn the_body_may_be_the_argument_itself() {
    let shared = service(Box::new(Echo), Options::default());
    let patch = |body: &str| {
        let payload = handle(&shared, &request("PATCH", "/kettles", &[("accept-language", "sv-SE")], body)).payload;
        let payload = payload.expect("an answer");
        (payload.status, json_of(&payload))
    };
    assert_eq!(
        patch(r#"{"7":1.5,"8":"full"}"#),
        (200, json!({"levels": {"7": 1.5, "8": "full"}, "language": "sv-SE"}))
    );
    for bad in ["", "{}", "[1]", "{", r#"{"7":[]}"#] {
        let (status, body) = patch(bad);
        assert_eq!(status, 400, "{bad}");
        assert!(
            body["message"].as_str().is_some_and(|m| !m.is_empty()) && body.as_object().is_some_and(|b| b.len() == 1)
        );
    }
}

#[test]
fn bytes_are_sent_as_they_are() {
    let shared = service(Box::new(Examples), Options::default());
    let payload = handle(&shared, &request("GET", "/photo", &[], "")).payload.expect("an answer");
    assert_eq!((payload.status, &payload.body[..]), (200, &[0, 1, 255][..]));
    assert_eq!(header(&payload, "content-type"), Some("application/octet-stream"));
}

#[test]
fn headers_say_what_is_left_of_the_pace() {
    let shared = service(Box::new(Examples), Options { pace: true, ..Options::default() });
    let left = || {
        let payload = handle(&shared, &request("GET", "/photo", &[], "")).payload.expect("an answer");
        let of = |name: &str| header(&payload, name).map(str::to_owned).unwrap_or_default();
        (payload.status, of("Left-Limit"), of("Left-Remaining"), of("Left-Reset"), of("retry-after"))
    };
    let said =
        |status, left: &str, wait: &str| (status, "2".to_owned(), left.to_owned(), "60".to_owned(), wait.to_owned());
    assert_eq!(left(), said(200, "1", ""));
    assert_eq!(left(), said(200, "0", ""));
    assert_eq!(left(), said(429, "0", "60"));
    let unpaced = service(Box::new(Examples), Options::default());
    let payload = handle(&unpaced, &request("GET", "/photo", &[], "")).payload.expect("an answer");
    assert_eq!(header(&payload, "Left-Limit"), None);
}

#[test]
fn refresh_tokens_need_their_scope_and_access_tokens_have_their_form() {
    let shared = service(Box::new(Examples), Options::default());
    let issue = |scopes: &[&str]| {
        let scopes = scopes.iter().map(|s| (*s).to_owned()).collect();
        let mut grants = shared.grants();
        let access = grants.login("client", scopes, "Robin".to_owned());
        grants.issue(shared.model.oauth.as_ref(), access, shared.clock.now(), true)
    };
    assert!(issue(&["LOOK"]).refresh_token.is_none());
    let both = issue(&["LOOK", "stay"]);
    assert!(both.refresh_token.is_some());
    let parts: Vec<&str> = both.access_token.split('.').collect();
    assert_eq!(parts.len(), 3);
    assert!(both.access_token.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b)));
    let claims = crate::base64::decode(&parts[1].replace('-', "+").replace('_', "/")).expect("Base64");
    let claims: serde_json::Value = serde_json::from_slice(&claims).expect("JSON");
    assert_eq!((&claims["sub"], &claims["scope"]), (&json!("Robin"), &json!(["LOOK", "stay"])));
    assert!(shared.grants().access(&both.access_token, shared.clock.now()).is_some());
}
