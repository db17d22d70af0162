use std::time::Duration;

use secrecy::ExposeSecret;
use tempfile::TempDir;

use super::*;
use crate::testing::{Reply, SECRET, TokenServer, ok, registration, tokens};
use crate::{FileStore, MemoryStore};

mod application;
mod crashes;
mod faults;
mod full;
mod processes;

fn grant(access: &str, refresh: Option<&str>, seconds: u64) -> Grant {
    Grant::new(access, refresh.map(Into::into), Some(Duration::from_secs(seconds)), vec!["READ".into()])
}

/// Soon to be renewed, but good for a while.
fn due(access: &str, refresh: Option<&str>) -> Grant {
    let (now, refresh) = (SystemTime::now(), refresh.map(Into::into));
    let (before, after) = (now - Duration::from_secs(100), now + Duration::from_secs(20));
    Grant::stored(access.into(), refresh, before, Some(after), vec!["READ".into()])
}

fn memory(server: &TokenServer) -> (OAuthTokens, MemoryStore) {
    let store = MemoryStore::new();
    (OAuthTokens::new(registration(&server.url), Arc::new(store.clone())).unwrap(), store)
}

/// Tokens whose access token has ended.
async fn ended(server: &TokenServer) -> (OAuthTokens, MemoryStore) {
    let (oauth, store) = memory(server);
    oauth.save(grant("A0", Some("R0"), 0)).await.unwrap();
    (oauth, store)
}

fn text(access: AccessToken) -> String {
    access.token.expose_secret().to_owned()
}

async fn access(oauth: &OAuthTokens) -> Result<String, TokenError> {
    oauth.access().await.map(text)
}

fn stored(oauth: &OAuthTokens) -> (String, Option<String>) {
    let grant = oauth.inner.store.load(&oauth.inner.key).unwrap().unwrap();
    let refresh = grant.refresh_token().map(|t| t.expose_secret().to_owned());
    (grant.access_token().expose_secret().to_owned(), refresh)
}

fn some(access: &str, refresh: &str) -> (String, Option<String>) {
    (access.to_owned(), Some(refresh.to_owned()))
}

/// A server that rotates and takes each refresh token once.
async fn strict() -> TokenServer {
    TokenServer::start(|n, body| -> Reply {
        if body.contains(&format!("refresh_token=R{n}&")) {
            tokens(&format!("A{}", n + 1), &format!("R{}", n + 1), 300)
        } else {
            (400, "", r#"{"error":"invalid_grant","error_description":"reused"}"#.into())
        }
    })
    .await
}

#[tokio::test]
async fn a_stored_login_serves_when_it_is_good_enough() {
    let server = strict().await;
    let needs = |scope: &str| [scope.to_owned()];
    let (oauth, _) = memory(&server);
    assert_eq!(oauth.stored_login(&[]).await.unwrap(), None, "nobody logged in");
    oauth.save(grant("A0", Some("R0"), 0)).await.unwrap();
    assert_eq!(oauth.stored_login(&needs("WRITE")).await.unwrap(), None);
    assert_eq!(server.calls(), 0);
    assert_eq!(oauth.stored_login(&needs("READ")).await.unwrap().unwrap(), ["READ"]);
    assert_eq!((stored(&oauth), server.calls()), (some("A1", "R1"), 1), "renewed");
    oauth.save(grant("B", Some("dead"), 0)).await.unwrap();
    assert_eq!(oauth.stored_login(&[]).await.unwrap(), None, "the server renews it no more");
    let gone = OAuthTokens::new(registration("http://127.0.0.1:9"), Arc::new(MemoryStore::new())).unwrap();
    gone.save(grant("C", Some("RC"), 0)).await.unwrap();
    assert!(matches!(gone.stored_login(&[]).await, Err(TokenError::Temporary { .. })), "nobody knows");
}

#[tokio::test]
async fn a_good_token_asks_nobody() {
    let server = strict().await;
    let (oauth, store) = memory(&server);
    assert!(matches!(access(&oauth).await, Err(TokenError::LoginRequired { .. })));
    assert_eq!(oauth.status().await.unwrap(), None);
    assert_eq!(oauth.granted().await.unwrap(), None);
    oauth.save(grant("A0", Some("R0"), 300)).await.unwrap();
    assert_eq!(access(&oauth).await.unwrap(), "A0");
    let other = OAuthTokens::new(registration(&server.url), Arc::new(store)).unwrap();
    assert_eq!(other.granted().await.unwrap().unwrap(), ["READ"], "read from the store");
    assert_eq!(access(&other).await.unwrap(), "A0");
    let status = other.status().await.unwrap().unwrap();
    assert!(status.refreshable && status.expires_at.is_some() && status.scopes == ["READ"]);
    assert_eq!(server.calls(), 0);
}

#[tokio::test]
async fn t46_a_renewal_says_what_it_must_and_no_scope() {
    let server = strict().await;
    let (oauth, _) = ended(&server).await;
    assert_eq!(access(&oauth).await.unwrap(), "A1");
    assert_eq!(stored(&oauth), some("A1", "R1"));
    assert_eq!(oauth.granted().await.unwrap().unwrap(), ["READ"]);
    for (name, value) in [
        ("grant_type", Some("refresh_token")),
        ("refresh_token", Some("R0")),
        ("client_secret", Some(SECRET)),
        ("scope", None),
    ] {
        assert_eq!(server.field(0, name).as_deref(), value, "{name}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn t37_tasks_renew_once() {
    let server = strict().await;
    let (oauth, _) = ended(&server).await;
    let tasks: Vec<_> = (0..50)
        .map(|_| {
            let oauth = oauth.clone();
            tokio::spawn(async move { access(&oauth).await })
        })
        .collect();
    for task in tasks {
        assert_eq!(task.await.unwrap().unwrap(), "A1");
    }
    assert_eq!(server.calls(), 1);

    let refused = oauth.access().await.unwrap();
    let tasks: Vec<_> = (0..50)
        .map(|_| {
            let (oauth, refused) = (oauth.clone(), refused.clone());
            tokio::spawn(async move { oauth.renew(&refused).await.map(text) })
        })
        .collect();
    for task in tasks {
        assert_eq!(task.await.unwrap().unwrap(), "A2");
    }
    assert_eq!(server.calls(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn t38_users_of_one_file_renew_once() {
    let server = TokenServer::start(|n, _| {
        std::thread::sleep(Duration::from_millis(50));
        tokens(&format!("A{}", n + 1), &format!("R{}", n + 1), 300)
    });
    let server = server.await;
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("tokens.json");
    // Each has its own file handles, as a process has.
    let new = || OAuthTokens::new(registration(&server.url), Arc::new(FileStore::new(&path))).unwrap();
    new().save(grant("A0", Some("R0"), 0)).await.unwrap();
    let all: Vec<_> = (0..12).map(|_| new()).collect();
    let tasks: Vec<_> = all.into_iter().map(|oauth| tokio::spawn(async move { access(&oauth).await })).collect();
    for task in tasks {
        assert_eq!(task.await.unwrap().unwrap(), "A1");
    }
    assert_eq!(server.calls(), 1);
}

#[tokio::test]
async fn a_refused_token_that_was_replaced_meanwhile() {
    let server = strict().await;
    let (oauth, store) = memory(&server);
    oauth.save(grant("A0", Some("R0"), 300)).await.unwrap();
    let refused = oauth.access().await.unwrap();
    store.lock(&oauth.inner.key).unwrap().save(&grant("B", Some("RB"), 300)).unwrap();
    assert_eq!(oauth.renew(&refused).await.map(text).unwrap(), "B");
    assert_eq!(server.calls(), 0);
}

#[tokio::test]
async fn t40_rotation_in_every_form() {
    let server = TokenServer::start(|n, _| match n {
        0 => ok(r#"{"access_token":"A1","expires_in":300}"#),
        1 => ok(r#"{"access_token":"A2","expires_in":300,"refresh_token":null}"#),
        2 => tokens("A3", "R0", 300),
        _ => tokens("A4", "R4", 300),
    })
    .await;
    let (oauth, _) = ended(&server).await;
    for (n, refresh) in [(1, "R0"), (2, "R0"), (3, "R0"), (4, "R4")] {
        let last = oauth.inner.held().unwrap().access();
        assert_eq!(oauth.renew(&last).await.map(text).unwrap(), format!("A{n}"));
        assert_eq!(stored(&oauth), some(&format!("A{n}"), refresh));
    }
}

#[tokio::test]
async fn t42_a_cancelled_caller_loses_no_refresh_token() {
    let server = TokenServer::start(|_, _| {
        std::thread::sleep(Duration::from_millis(100));
        tokens("A1", "R1", 300)
    });
    let server = server.await;
    let (oauth, _) = ended(&server).await;
    assert!(tokio::time::timeout(Duration::from_millis(30), oauth.access()).await.is_err());
    assert_eq!(access(&oauth).await.unwrap(), "A1");
    assert_eq!((server.calls(), stored(&oauth)), (1, some("A1", "R1")));
}

#[tokio::test]
async fn without_a_refresh_token() {
    let server = strict().await;
    let (oauth, _) = memory(&server);
    oauth.save(due("A0", None)).await.unwrap();
    assert_eq!(access(&oauth).await.unwrap(), "A0");
    let refused = oauth.access().await.unwrap();
    assert!(matches!(oauth.renew(&refused).await, Err(TokenError::LoginRequired { .. })));
    oauth.save(grant("A0", None, 0)).await.unwrap();
    assert!(matches!(access(&oauth).await, Err(TokenError::LoginRequired { .. })));
    assert_eq!(server.calls(), 0);
}

#[tokio::test]
async fn forgetting() {
    let server = strict().await;
    let (oauth, _) = memory(&server);
    oauth.save(grant("A0", Some("R0"), 300)).await.unwrap();
    oauth.forget().await.unwrap();
    assert_eq!(oauth.status().await.unwrap(), None);
    assert!(matches!(access(&oauth).await, Err(TokenError::LoginRequired { .. })));
}

#[tokio::test]
async fn t07_tokens_stay_with_their_server() {
    let (a, b) = (strict().await, strict().await);
    let (oauth, store) = memory(&a);
    oauth.save(grant("A0", Some("R0"), 0)).await.unwrap();
    let other = OAuthTokens::new(registration(&b.url), Arc::new(store.clone())).unwrap();
    assert!(matches!(access(&other).await, Err(TokenError::LoginRequired { .. })));
    let owner = OAuthTokens::new(registration(&a.url).for_owner("anna"), Arc::new(store)).unwrap();
    assert!(matches!(access(&owner).await, Err(TokenError::LoginRequired { .. })));
    assert_eq!((a.calls(), b.calls()), (0, 0));
}

#[tokio::test]
async fn t58_debug_keeps_the_tokens() {
    let server = strict().await;
    let (oauth, store) = memory(&server);
    oauth.save(grant("CANARYaccess", Some("CANARYrefresh"), 300)).await.unwrap();
    let status = oauth.status().await.unwrap();
    let text = format!("{oauth:?} {oauth:#?} {store:?} {status:?} {:?}", oauth.access().await);
    assert!(!text.contains("CANARY") && !text.contains(SECRET), "{text}");
}
