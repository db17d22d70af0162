//! Tokens of a client that asks for itself.

use super::*;
use crate::testing::{API, CLIENT_API};
use crate::{ClientAuth, LoginError, Registration};

fn application(server: &TokenServer, store: &MemoryStore) -> OAuthTokens {
    let registration =
        Registration::new(&CLIENT_API, Some(&server.url), "client", Some(SECRET), "http://127.0.0.1:8080/cb").unwrap();
    OAuthTokens::client_credentials(registration, &["READ".into(), "STAY".into()], Arc::new(store.clone())).unwrap()
}

#[tokio::test]
async fn a_client_asks_for_itself_and_asks_again() {
    let server = TokenServer::start(|n, _| ok(&format!(r#"{{"access_token":"A{n}","expires_in":300}}"#))).await;
    let store = MemoryStore::new();
    let oauth = application(&server, &store);
    assert_eq!(oauth.granted().await.unwrap(), None, "nobody knows yet");
    assert_eq!(access(&oauth).await.unwrap(), "A0");
    assert_eq!(access(&oauth).await.unwrap(), "A0");
    assert_eq!(oauth.granted().await.unwrap().unwrap(), ["READ"]);
    for (name, value) in [("grant_type", "client_credentials"), ("scope", "READ"), ("client_secret", SECRET)] {
        assert_eq!(server.field(0, name).as_deref(), Some(value), "{name}");
    }
    let refused = oauth.access().await.unwrap();
    assert_eq!(oauth.renew(&refused).await.map(text).unwrap(), "A1");
    assert!(oauth.status().await.unwrap().unwrap().refreshable);
    assert_eq!(access(&application(&server, &store)).await.unwrap(), "A1", "kept");
    assert_eq!(server.calls(), 2);
}

#[tokio::test]
async fn its_tokens_are_no_login() {
    let server = TokenServer::start(|_, _| tokens("A", "R", 300)).await;
    let store = MemoryStore::new();
    access(&application(&server, &store)).await.unwrap();
    let user = OAuthTokens::new(registration(&server.url), Arc::new(store)).unwrap();
    assert_eq!(user.status().await.unwrap(), None);
}

#[tokio::test]
async fn nobody_is_asked_to_log_in() {
    for (status, body) in [(401, ""), (400, r#"{"error":"invalid_request"}"#), (400, r#"{"error":"invalid_client"}"#)] {
        let server = TokenServer::start(move |_, _| (status, "", body.into())).await;
        let oauth = application(&server, &MemoryStore::new());
        let error = access(&oauth).await.unwrap_err();
        assert!(matches!(error, TokenError::ClientRejected { .. }), "{body}: {error}");
    }
}

#[tokio::test]
async fn only_where_the_api_has_it() {
    let registration = Registration::new(&API, None, "client", None, "http://127.0.0.1:8080/cb").unwrap();
    let refused = OAuthTokens::client_credentials(registration, &["READ".into()], Arc::new(MemoryStore::new()));
    assert!(matches!(refused, Err(LoginError::Setup(_))));
    let registration = Registration::new(&CLIENT_API, None, "client", None, "http://127.0.0.1:8080/cb").unwrap();
    let lasting = OAuthTokens::client_credentials(registration, &["STAY".into()], Arc::new(MemoryStore::new()));
    assert!(matches!(lasting, Err(LoginError::Setup(_))));
}

/// What a server makes of the Authorization header.
fn credentials(head: &str) -> Option<String> {
    use base64::prelude::*;

    let line = head.lines().find_map(|line| line.strip_prefix("authorization: Basic "))?;
    Some(String::from_utf8(BASE64_STANDARD.decode(line).unwrap()).unwrap())
}

#[tokio::test]
async fn t31_the_secret_goes_one_way_and_unharmed() {
    let secret = "AA+/b=:%2F c\"&d";
    for (auth, header, field) in [
        (ClientAuth::Body, None, Some(secret)),
        (ClientAuth::BasicRaw, Some(format!("client:{secret}")), None),
        (ClientAuth::BasicEncoded, Some("client:AA%2B%2Fb%3D%3A%252F+c%22%26d".to_owned()), None),
    ] {
        let expected = header.clone();
        let server = TokenServer::with_head(move |_, head, _| {
            assert_eq!(credentials(head), expected, "{head}");
            tokens("A1", "R1", 300)
        });
        let server = server.await;
        let registration =
            Registration::new(&API, Some(&server.url), "client", Some(secret), "http://127.0.0.1:8080/cb").unwrap();
        let registration = registration.with_client_auth(auth);
        assert!(!format!("{registration:?}").contains("AA+"));
        let oauth = OAuthTokens::new(registration, Arc::new(MemoryStore::new())).unwrap();
        oauth.save(grant("A0", Some("R0"), 0)).await.unwrap();
        assert_eq!(access(&oauth).await.unwrap(), "A1", "{auth:?}");
        assert_eq!(server.field(0, "client_secret").as_deref(), field, "{auth:?}");
    }
}
