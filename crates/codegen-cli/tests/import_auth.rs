//! What documents say of who may call.

use nibe_uplink_codegen::import::{Import, import_with};
use uplink_spec::model::{AuthKind, KeyPlace};

const DOCUMENT: &str = "
openapi: 3.1.0
info: {title: Greenhouse, version: '1'}
servers: [{url: 'https://api.greenhouse.example'}]
components:
  securitySchemes:
    Api-Key: {type: apiKey, in: query, name: key, description: From the settings page.}
    session: {type: apiKey, in: cookie, name: sid}
    account: {type: http, scheme: Basic}
    bearer: {type: http, scheme: bearer}
    login: {type: oauth2, flows: {clientCredentials: {tokenUrl: 'https://api.greenhouse.example/token', scopes: {read: Look.}}}}
    certificate: {type: mutualTLS}
    nowhere: {type: apiKey, in: trailer, name: key}
paths:
  /either: {get: {operationId: either, security: [{Api-Key: []}, {login: [read]}, {account: []}], responses: {'204': {description: ok}}}}
  /both: {get: {operationId: both, security: [{Api-Key: [], session: []}], responses: {'204': {description: ok}}}}
  /perhaps: {get: {operationId: perhaps, security: [{}, {Api-Key: []}, {login: [read]}], responses: {'204': {description: ok}}}}
  /nobody: {get: {operationId: nobody, security: [], responses: {'204': {description: ok}}}}
  /tokens: {get: {operationId: tokens, security: [{bearer: []}, {login: [read]}], responses: {'204': {description: ok}}}}
  /crowded: {get: {operationId: crowded, security: [{account: [], login: []}, {session: []}], responses: {'204': {description: ok}}}}
  /lost: {get: {operationId: lost, security: [{certificate: []}, {session: []}], responses: {'204': {description: ok}}}}
  /silent: {get: {operationId: silent, responses: {'204': {description: ok}}}}
";

fn read(auth: Option<&str>) -> Import {
    import_with("x.yaml", DOCUMENT, None, auth).unwrap_or_else(|problem| panic!("{problem}"))
}

fn ways(import: &Import, function: &str) -> String {
    let function = import.model.function(function).unwrap_or_else(|| panic!("no {function} in {}", import.spec));
    let ways: Vec<String> = function.auth.iter().map(|way| way.join("+")).collect();
    format!("{} {}", ways.join("|"), function.scopes.join(" ")).trim_end().to_owned()
}

#[test]
fn plain_http_is_for_home_networks_and_without_a_login() {
    let at = |server: &str| {
        let document = DOCUMENT.replace("https://api.greenhouse.example'}]", &format!("{server}'}}]"));
        import_with("x.yaml", &document, None, None).unwrap_or_else(|problem| panic!("{problem}"))
    };
    let without = |server: &str| {
        let document = DOCUMENT.replace("type: oauth2, flows", "type: http, scheme: bearer, x-flows");
        let document = document.replace("https://api.greenhouse.example'}]", &format!("{server}'}}]"));
        import_with("x.yaml", &document, None, None).unwrap_or_else(|problem| panic!("{problem}"))
    };
    let home = without("http://greenhouse.local:8080/rest");
    assert_eq!(home.model.api.base_url, "http://greenhouse.local:8080/rest");
    assert!(home.model.api.insecure_http && home.spec.contains("insecure_http = true"), "{}", home.spec);
    for encrypted in [at("http://greenhouse.local:8080/rest"), without("http://greenhouse.example")] {
        assert!(!encrypted.model.api.insecure_http, "{}", encrypted.spec);
        assert!(encrypted.model.api.base_url.starts_with("https://greenhouse."), "{}", encrypted.spec);
        let note = "is not encrypted; https:// is taken in its place";
        assert!(encrypted.notes.iter().any(|n| n.contains(": request: ") && n.contains(note)), "{:?}", encrypted.notes);
    }
    let refused = without("ftp://greenhouse.example");
    assert!(refused.notes.iter().any(|note| note.contains("cannot be a base URL")), "{:?}", refused.notes);
}

#[test]
fn each_scheme_travels_as_the_document_says() {
    let import = read(None);
    let kinds: Vec<(&str, &AuthKind)> = import.model.auth.iter().map(|s| (s.name.as_str(), &s.kind)).collect();
    let key = |place, wire: &str| AuthKind::ApiKey { place, wire: wire.to_owned() };
    let expected = [
        ("api_key", &key(KeyPlace::Query, "key")),
        ("session", &key(KeyPlace::Cookie, "sid")),
        ("account", &AuthKind::Basic),
    ];
    assert_eq!(kinds, expected);
    assert_eq!(import.model.auth[0].doc, "From the settings page.");
    for left in ["the scheme `certificate` is not said in the spec", "the key `nowhere` has no place"] {
        assert!(
            import.notes.iter().any(|note| note.contains(": request: ") && note.contains(left)),
            "{:?}",
            import.notes
        );
    }
}

#[test]
fn every_way_of_an_operation_is_kept() {
    let import = read(None);
    for (function, expected) in [
        ("either", "api_key|token|account read"),
        ("both", "api_key+session"),
        ("perhaps", "api_key|token| read"),
        ("nobody", ""),
        ("tokens", "token"),
        ("crowded", "account|token|session"),
        ("lost", "session"),
    ] {
        assert_eq!(ways(&import, function), expected, "{function}");
    }
    let crowded = "request: paths > /crowded > get > security > 0: `crowded` has a way that puts two things into one place; either is sent";
    assert!(import.notes.iter().any(|note| note.contains(crowded)), "{:?}", import.notes);
}

#[test]
fn a_key_and_a_bearer_in_one_header_are_either() {
    let key = DOCUMENT.replace("in: query, name: key,", "in: header, name: Authorization,");
    let key = key.replace("[{account: [], login: []}, {session: []}]", "[{Api-Key: [], session: [], bearer: []}]");
    let import = import_with("x.yaml", &key, None, None).unwrap_or_else(|problem| panic!("{problem}"));
    assert_eq!(ways(&import, "crowded"), "api_key+session|token+session");
    assert_eq!(ways(&import, "either"), "api_key|token|account read");
}

#[test]
fn a_login_on_another_host_is_kept() {
    let document = DOCUMENT.replace("tokenUrl: 'https://api.", "tokenUrl: 'https://login.");
    let import = import_with("x.yaml", &document, None, None).unwrap_or_else(|problem| panic!("{problem}"));
    let oauth = import.model.oauth.expect("the login");
    assert_eq!(
        (oauth.token.as_str(), import.model.api.base_url.as_str()),
        ("https://login.greenhouse.example/token", "https://api.greenhouse.example")
    );
}

#[test]
fn a_login_that_no_client_can_take_is_left_out() {
    let document = DOCUMENT.replace("clientCredentials: {tokenUrl", "password: {tokenUrl");
    let import = import_with("x.yaml", &document, None, None).unwrap_or_else(|problem| panic!("{problem}"));
    assert_eq!(import.model.oauth, None, "{}", import.spec);
    assert_eq!(ways(&import, "either"), "api_key|token|account read");
    assert!(import.model.function("tokens").is_some_and(|function| function.takes_token()), "{}", import.spec);
    let note =
        "request: components > securitySchemes > login: no flow is one that a client can take; the login is left out";
    assert!(import.notes.iter().any(|n| n.contains(note)), "{:?}", import.notes);
    assert!(!import.notes.iter().any(|n| n.contains("password")), "one note says it: {:?}", import.notes);
}

#[test]
fn what_the_document_does_not_say_is_asked_once() {
    let import = read(None);
    assert_eq!(ways(&import, "silent"), "api_key|session|account|token|", "whatever is given is sent");
    let note =
        "no `security` says what a call has to carry; api_key or session or account or token is sent where it is given";
    assert!(import.notes.iter().any(|n| n.contains(": request: ") && n.contains(note)), "{:?}", import.notes);
    for (said, expected) in [
        ("Api-Key", "api_key"),
        ("none", ""),
        ("token", "token"),
        ("login", "token"),
        ("basic", "account"),
        ("api-key", "api_key|session"),
    ] {
        let import = read(Some(said));
        assert_eq!(ways(&import, "silent"), expected, "{said}");
        assert_eq!(ways(&import, "nobody"), "", "what the document says counts");
        assert!(!import.notes.iter().any(|note| note.contains("no `security`")), "{:?}", import.notes);
    }
    let refused = import_with("x.yaml", DOCUMENT, None, Some("key")).expect_err("a refusal");
    assert_eq!(
        refused,
        "x.yaml: the document has no scheme `key`; give one of Api-Key, account, bearer, login, session, token, none"
    );
}
