use std::collections::HashSet;

use super::*;
use crate::testing::{API, PKCE_API, SECRET, TokenServer, ok, parameter, registration, scopes, state_of, tokens};
use uplink_runtime::TokenError;

fn begin(server: &TokenServer) -> Login {
    Login::begin(&registration(&server.url), &scopes()).unwrap()
}

fn answer_to(login: &Login, code: &str) -> String {
    format!("{}?code={code}&state={}", login.registration.redirect_uri(), state_of(login.url()))
}

#[tokio::test]
async fn a_pasted_answer_completes_the_login() {
    let server = TokenServer::start(|_, _| tokens("ACCESS", "REFRESH", 300)).await;
    let login = begin(&server);
    let link = login.url().to_owned();
    assert!(link.starts_with(&format!("{}/oauth/authorize?", server.url)));
    for (name, value) in [
        ("response_type", "code"),
        ("client_id", "client"),
        ("redirect_uri", "http://127.0.0.1:8080/cb"),
        ("scope", "READ WRITE"),
    ] {
        assert_eq!(parameter(&link, name).as_deref(), Some(value), "{name}");
    }
    assert!(!link.contains("client_secret") && !link.contains("code_challenge"));

    let answer = answer_to(&login, "C0DE%2B%2F%21");
    login.check(&answer).unwrap();
    let grant = login.finish(&answer).await.unwrap();
    assert_eq!(grant.access_token().expose_secret(), "ACCESS");
    assert_eq!(grant.refresh_token().unwrap().expose_secret(), "REFRESH");
    assert_eq!(grant.scopes(), scopes(), "not said is as asked");
    for (name, value) in [
        ("grant_type", "authorization_code"),
        ("code", "C0DE+/!"),
        ("redirect_uri", "http://127.0.0.1:8080/cb"),
        ("client_id", "client"),
        ("client_secret", SECRET),
    ] {
        assert_eq!(server.field(0, name).as_deref(), Some(value), "{name}");
    }
}

#[tokio::test]
async fn t47_the_user_may_grant_less() {
    let server = TokenServer::start(|_, _| ok(r#"{"access_token":"A","scope":"READ"}"#)).await;
    let login = begin(&server);
    let answer = answer_to(&login, "c");
    let grant = login.finish(&answer).await.unwrap();
    assert_eq!(grant.scopes(), ["READ"]);
    let life = grant.expires_at().unwrap().duration_since(grant.obtained_at()).unwrap();
    assert_eq!(life, API.oauth.unwrap().expires_in);
}

#[tokio::test]
async fn t01_t04_t05_t08_answers_of_other_logins_ask_nothing_of_the_server() {
    let server = TokenServer::start(|_, _| tokens("A", "R", 300)).await;
    let (one, two) = (begin(&server), begin(&server));
    let (for_one, for_two) = (answer_to(&one, "CANARY1"), answer_to(&two, "CANARY2"));
    for (login, answer) in [(one, for_two), (two, for_one)] {
        let error = login.finish(&answer).await.unwrap_err();
        assert!(matches!(error, LoginError::StateMismatch), "{error:?}");
        assert!(!format!("{error} {error:?}").contains("CANARY"));
    }
    let denied = begin(&server);
    let answer = answer_to(&denied, "c") + "&error=access_denied";
    assert!(matches!(denied.finish(&answer).await, Err(LoginError::LoginDenied { by_user: true, .. })));
    let elsewhere = begin(&server);
    let answer = answer_to(&elsewhere, "c").replace("127.0.0.1:8080", "127.0.0.1:8081");
    assert!(matches!(elsewhere.finish(&answer).await, Err(LoginError::BadCallback(_))));
    assert_eq!(server.calls(), 0);
}

#[tokio::test]
async fn t35_a_code_is_sent_once() {
    for status in [0, 400, 500, 307] {
        let server = TokenServer::start(move |_, body| (status, "Location: /other\r\n", format!("echo {body}"))).await;
        let login = begin(&server);
        let answer = answer_to(&login, "CANARYcode");
        let error = login.finish(&answer).await.unwrap_err();
        assert_eq!(server.calls(), 1, "{status}");
        let LoginError::Token(token) = &error else { panic!("{error:?}") };
        let login_again = matches!(token, TokenError::LoginRequired { .. });
        assert_eq!(login_again, matches!(status, 0 | 400), "{status} {error}");
        let text = format!("{error} {error:?}");
        assert!(!text.contains("CANARY") && !text.contains(SECRET), "{text}");
    }
}

#[tokio::test]
async fn t32_a_huge_answer_is_cut_off() {
    let server = TokenServer::start(|_, _| ok(&format!("{}{{\"access_token\":\"A\"}}", " ".repeat(65 * 1024)))).await;
    let login = begin(&server);
    let answer = answer_to(&login, "c");
    let error = login.finish(&answer).await.unwrap_err();
    assert!(matches!(error, LoginError::Token(TokenError::BadTokenAnswer { .. })), "{error:?}");
}

#[tokio::test]
async fn pkce_where_the_server_honours_it() {
    let server = TokenServer::start(|_, _| tokens("A", "R", 300)).await;
    let registration =
        Registration::new(&PKCE_API, Some(&server.url), "client", None, "http://127.0.0.1:8080/cb").unwrap();
    let login = Login::begin(&registration, &[]).unwrap();
    assert_eq!(parameter(login.url(), "code_challenge_method").as_deref(), Some("S256"));
    let challenge = parameter(login.url(), "code_challenge").unwrap();
    let answer = answer_to(&login, "c");
    login.finish(&answer).await.unwrap();
    let verifier = server.field(0, "code_verifier").unwrap();
    assert!(verifier.len() >= 43 && verifier != challenge);
    assert_eq!(PkceCodeChallenge::from_code_verifier_sha256(&PkceCodeVerifier::new(verifier)).as_str(), challenge);
    assert_eq!(server.field(0, "client_secret"), None);
}

#[test]
fn t02_states_do_not_repeat() {
    let registration = registration("https://api.example");
    let states: HashSet<String> =
        (0..10_000).map(|_| state_of(Login::begin(&registration, &scopes()).unwrap().url())).collect();
    assert_eq!(states.len(), 10_000);
    assert!(states.iter().all(|s| s.len() == 43));
}

#[test]
fn t58_debug_keeps_state_and_secret() {
    let login = Login::begin(&registration("https://api.example"), &scopes()).unwrap();
    let text = format!("{login:?} {login:#?}");
    assert!(!text.contains(&state_of(login.url())) && !text.contains(SECRET), "{text}");
}

#[test]
fn unknown_scopes_are_named() {
    let registration = registration("https://api.example");
    let say = |scope: &str| Login::begin(&registration, &[scope.to_owned()]).unwrap_err().to_string();
    assert_eq!(say("READS"), "Test API has no scope `READS`; did you mean `READ`?");
    assert_eq!(say("write"), "Test API has no scope `write`; did you mean `WRITE`?");
    assert_eq!(say("everything"), "Test API has no scope `everything`; there is READ, WRITE");
    let none = Login::begin(&registration, &[]).unwrap_err();
    assert_eq!(none.to_string(), "ask for at least one scope of Test API: READ, WRITE");
    let twice = ["READ".to_owned(), "READ".to_owned()];
    assert_eq!(parameter(Login::begin(&registration, &twice).unwrap().url(), "scope").unwrap(), "READ");
}

#[test]
fn a_grant_that_the_api_lacks_is_refused() {
    let registration = Registration::new(&PKCE_API, None, "client", None, "http://127.0.0.1:8080/cb").unwrap();
    assert!(matches!(crate::ImplicitLogin::begin(&registration, &[]), Err(LoginError::Setup(_))));
}
