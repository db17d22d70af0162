//! Secrets in no printed form and no log.

use std::fmt::{Debug, Display};
use std::marker::PhantomData;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use secrecy::SecretString;
use serde::Serialize;
use uplink_runtime::{AccessToken, TokenError, TokenSource};

use crate::testing::canary::found;
use crate::testing::child::{self, Child};
use crate::testing::{API, PKCE_API, TokenServer, ok, scopes, state_of, tokens};
use crate::*;

struct Probe<T>(PhantomData<T>);

trait Neither {
    const DISPLAY: bool = false;
    const SERIALIZE: bool = false;
    const EQ: bool = false;
}

impl<T> Neither for Probe<T> {}

// These win over the trait's where the bound holds.
impl<T: Display> Probe<T> {
    const DISPLAY: bool = true;
}
impl<T: Serialize> Probe<T> {
    const SERIALIZE: bool = true;
}
impl<T: PartialEq> Probe<T> {
    const EQ: bool = true;
}

#[test]
fn t58_types_with_secrets_can_be_printed_and_compared_by_no_accident() {
    const { assert!(Probe::<String>::DISPLAY && Probe::<String>::SERIALIZE && Probe::<String>::EQ) }
    macro_rules! closed {
        ($($kind:ty),*) => {
            $(const {
                assert!(!Probe::<$kind>::DISPLAY && !Probe::<$kind>::SERIALIZE && !Probe::<$kind>::EQ);
            })*
        };
    }
    closed!(
        Registration,
        Login,
        ImplicitLogin,
        Grant,
        OAuthTokens,
        MemoryStore,
        CallbackStore,
        SecretString,
        AccessToken
    );
}

const CANARIES: [&str; 6] = [
    "CANARYsecret+/7Zk1mQ=",
    "CANARYcode9Xw2",
    "CANARYaccess4Tq8",
    "CANARYrefresh6Lp3",
    "CANARYotheraccess1Vn5",
    "CANARYotherrefresh2Bc7",
];

#[derive(Default)]
struct Everything(Mutex<Vec<String>>);

impl log::Log for Everything {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        self.0.lock().unwrap().push(format!("{} {} {}", record.level(), record.target(), record.args()));
    }

    fn flush(&self) {}
}

fn chain(error: &dyn std::error::Error) -> String {
    let mut text = format!("{error} {error:?} {error:#?}");
    if let Some(source) = error.source() {
        text += &chain(source);
    }
    text
}

/// Logins, renewals and failures with canaries for secrets; gives all that was said, and the states.
async fn everything(folder: &std::path::Path) -> (String, Vec<String>) {
    let [secret, code, access, refresh, other_access, other_refresh] = CANARIES;
    let (mut said, mut states) = (String::new(), Vec::new());
    let mut note = |thing: &dyn Debug| said += &format!("{thing:?} {thing:#?}\n");
    for auth in [ClientAuth::Body, ClientAuth::BasicRaw, ClientAuth::BasicEncoded] {
        let server = TokenServer::with_head(move |n, _, body| match n {
            0 => tokens(access, refresh, 1),
            1 => tokens(other_access, other_refresh, 300),
            // A server that gives back all that it was sent.
            2 => (400, "", format!(r#"{{"error":"invalid_grant","error_description":"bad {body} {secret}"}}"#)),
            3 => (503, "", body.to_owned()),
            4 => ok(body),
            _ => (0, "", String::new()),
        });
        let server = server.await;
        let callback = "http://127.0.0.1:8080/cb";
        let registration = Registration::new(&API, Some(&server.url), "client", Some(secret), callback).unwrap();
        let registration = registration.with_client_auth(auth);
        let login = Login::begin(&registration, &scopes()).unwrap();
        let state = state_of(login.url());
        if cfg!(target_os = "linux") {
            assert!(crate::open_browser(login.url()), "`true` stands in for a browser");
        }
        note(&login);
        note(&login.check(&format!("{callback}?code={code}&state={state}x")));
        note(&login.check(&format!("{callback}?code={code}&state={state}&error=x&error_description={code}+{state}")));
        let grant = login.finish(&format!("{callback}?code={code}&state={state}")).await.unwrap();
        states.push(state);
        note(&grant);
        let store = FileStore::new(folder.join(format!("{auth:?}")).join("tokens.json"));
        let oauth = OAuthTokens::new(registration.clone(), Arc::new(store)).unwrap();
        oauth.save(grant).await.unwrap();
        let first = oauth.access().await.unwrap();
        let second = oauth.renew(&first).await.unwrap_or(first);
        note(&(&second, &oauth, oauth.status().await));
        for _ in 0..4 {
            let fresh = OAuthTokens::new(registration.clone(), Arc::new(MemoryStore::new())).unwrap();
            let ended = Grant::new(access, Some(refresh.into()), Some(Duration::ZERO), scopes());
            fresh.save(ended).await.unwrap();
            let error = fresh.access().await.unwrap_err();
            note(&fresh);
            note(&chain(&error));
        }
        std::fs::write(folder.join(format!("{auth:?}")).join("tokens.json"), format!("{{\"x\":\"{refresh}\"")).unwrap();
        note(&OAuthTokens::access(&oauth).await.map(drop));
        note(&oauth.status().await);
    }
    let implicit = ImplicitLogin::begin(&testing::registration("https://api.example"), &scopes()).unwrap();
    note(&implicit);
    note(&implicit.finish(&format!("http://127.0.0.1:8080/cb#access_token={access}&state=x")).map(drop));
    (said, states)
}

#[test]
fn one_that_logs() {
    let Some(folder) = child::job() else { return };
    let log: &'static Everything = Box::leak(Box::default());
    log::set_logger(log).unwrap();
    log::set_max_level(log::LevelFilter::Trace);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (said, states) = runtime.block_on(everything(folder.as_ref()));
    let logged = log.0.lock().unwrap();
    assert!(logged.iter().any(|line| line.contains("reqwest")), "the levels below are open: {logged:?}");
    let text = logged.join("\n") + &said;
    for secret in CANARIES.into_iter().chain(states.iter().map(String::as_str)) {
        child::say(&format!("{:?}", found(&text, secret)));
    }
    child::say("end");
}

#[test]
fn t33_t58_t59_nothing_that_is_said_or_logged_holds_a_secret() {
    let folder = tempfile::TempDir::new().unwrap();
    let mut command = child::command("secrets_tests::one_that_logs", &folder.path().display().to_string());
    command.env("BROWSER", "true");
    let mut child = Child::of(command).unwrap();
    let mut sweeps = 0;
    loop {
        match child.said().as_deref() {
            Some("[]") => sweeps += 1,
            Some("end") => break,
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(sweeps, CANARIES.len() + 3);
}

#[tokio::test]
async fn t01_t05_a_refused_login_leaves_the_stored_one_alone() {
    let server = TokenServer::start(|_, _| tokens("EVIL", "EVIL", 300)).await;
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("tokens.json");
    let registration = Registration::new(&API, Some(&server.url), "client", None, "http://127.0.0.1:8080/cb").unwrap();
    let oauth = OAuthTokens::new(registration.clone(), Arc::new(FileStore::new(&path))).unwrap();
    oauth.save(Grant::new("A", Some("R".into()), None, scopes())).await.unwrap();
    let before = std::fs::read(&path).unwrap();
    for answer in ["error=access_denied&state=STATE", "error=access_denied&code=c&state=STATE", "code=c&state=x"] {
        let login = Login::begin(&registration, &scopes()).unwrap();
        let answer = answer.replace("STATE", &state_of(login.url()));
        let error = login.finish(&format!("{}?{answer}", registration.redirect_uri())).await.unwrap_err();
        let denied = matches!(error, LoginError::LoginDenied { by_user: true, .. });
        assert!(denied != matches!(error, LoginError::StateMismatch), "{error}");
        assert_eq!(std::fs::read(&path).unwrap(), before);
    }
    assert_eq!(server.calls(), 0);
}

#[tokio::test]
async fn t01_each_login_has_its_own_verifier() {
    let server = TokenServer::start(|_, _| (400, "", r#"{"error":"invalid_grant"}"#.into())).await;
    let registration =
        Registration::new(&PKCE_API, Some(&server.url), "client", None, "http://127.0.0.1:8080/cb").unwrap();
    for n in 0..2 {
        let login = Login::begin(&registration, &[]).unwrap();
        let answer = format!("{}?code=c&state={}", registration.redirect_uri(), state_of(login.url()));
        assert!(matches!(login.finish(&answer).await, Err(LoginError::Token(TokenError::LoginRequired { .. }))));
        assert!(server.field(n, "code_verifier").unwrap().len() >= 43);
    }
    assert_ne!(server.field(0, "code_verifier"), server.field(1, "code_verifier"));
}
