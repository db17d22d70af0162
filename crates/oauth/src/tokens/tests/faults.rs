//! Renewals that fail.

use std::sync::atomic::{AtomicBool, Ordering};

use super::*;
use crate::Key;
use uplink_runtime::LoginReason;

fn error(word: &str) -> Reply {
    (400, "", format!(r#"{{"error":"{word}"}}"#))
}

/// Lets time pass at once, for a moment only: a clock that always jumps would end connections.
async fn pass(time: Duration) {
    tokio::time::pause();
    tokio::time::advance(time).await;
    tokio::time::resume();
}

#[tokio::test]
async fn t36a_a_dead_login_is_reported_and_kept() {
    for word in ["invalid_request", "invalid_grant", "whatever"] {
        let server = TokenServer::start(move |_, _| error(word)).await;
        let (oauth, _) = ended(&server).await;
        for _ in 0..3 {
            assert!(matches!(access(&oauth).await, Err(TokenError::LoginRequired { .. })), "{word}");
        }
        assert_eq!(server.calls(), 1, "a refused refresh token is not sent again");
        assert_eq!(stored(&oauth), some("A0", "R0"), "the server may have erred");
        oauth.save(grant("B", Some("RB"), 300)).await.unwrap();
        assert_eq!(access(&oauth).await.unwrap(), "B");
    }
}

#[tokio::test]
async fn what_the_server_refused_is_not_taken_for_good_by_the_next_program() {
    for refresh in [Some("R0"), None] {
        let server = TokenServer::start(move |_, _| error("invalid_grant")).await;
        let (oauth, store) = memory(&server);
        oauth.save(grant("A0", refresh, 300)).await.unwrap();
        let refused = oauth.access().await.unwrap();
        assert!(matches!(oauth.renew(&refused).await, Err(TokenError::LoginRequired { .. })));
        assert_eq!(stored(&oauth), ("A0".to_owned(), refresh.map(str::to_owned)), "the server may have erred");
        let next = OAuthTokens::new(registration(&server.url), Arc::new(store)).unwrap();
        assert!(matches!(access(&next).await, Err(TokenError::LoginRequired { .. })), "{refresh:?}");
    }
}

/// A store that somebody changes who takes no turns.
#[derive(Debug)]
struct Meddled {
    inner: MemoryStore,
    by: fn() -> Grant,
}

struct MeddledLocked(Box<dyn LockedStore>, fn() -> Grant, usize);

impl TokenStore for Meddled {
    fn load(&self, key: &Key) -> Result<Option<Grant>, TokenError> {
        self.inner.load(key)
    }

    fn lock(&self, key: &Key) -> Result<Box<dyn LockedStore>, TokenError> {
        Ok(Box::new(MeddledLocked(self.inner.lock(key)?, self.by, 0)))
    }
}

impl LockedStore for MeddledLocked {
    fn load(&mut self) -> Result<Option<Grant>, TokenError> {
        self.2 += 1;
        if self.2 == 2 {
            self.0.save(&(self.1)())?;
        }
        self.0.load()
    }

    fn save(&mut self, grant: &Grant) -> Result<(), TokenError> {
        self.0.save(grant)
    }

    fn clear(&mut self) -> Result<(), TokenError> {
        self.0.clear()
    }
}

#[tokio::test]
async fn t39_the_store_is_read_again_before_the_user_is_bothered() {
    let ended: fn() -> Grant = || grant("B", Some("RB"), 0);
    let good: fn() -> Grant = || grant("B", Some("RB"), 300);
    for (by, token, calls) in [(ended, "C", 2), (good, "B", 1)] {
        let server =
            TokenServer::start(
                |_, body| if body.contains("=RB&") { tokens("C", "RC", 300) } else { error("invalid_grant") },
            );
        let server = server.await;
        let store = Meddled { inner: MemoryStore::new(), by };
        let oauth = OAuthTokens::new(registration(&server.url), Arc::new(store)).unwrap();
        oauth.save(grant("A0", Some("R0"), 0)).await.unwrap();
        assert_eq!((access(&oauth).await.unwrap().as_str(), server.calls()), (token, calls));
    }
}

#[tokio::test]
async fn t36_a_blocked_client_keeps_its_tokens_and_is_quiet() {
    let blocked = Arc::new(AtomicBool::new(true));
    let asked = blocked.clone();
    let server = TokenServer::start(move |_, _| match asked.load(Ordering::SeqCst) {
        true => error("invalid_client"),
        false => tokens("A1", "R1", 300),
    });
    let server = server.await;
    let (oauth, _) = ended(&server).await;
    for _ in 0..100 {
        assert!(matches!(access(&oauth).await, Err(TokenError::ClientRejected { .. })));
    }
    assert_eq!((server.calls(), stored(&oauth)), (1, some("A0", "R0")));
    blocked.store(false, Ordering::SeqCst);
    pass(Duration::from_secs(61)).await;
    assert_eq!(access(&oauth).await.unwrap(), "A1", "no login is needed");
}

#[tokio::test]
async fn t43_a_passing_failure_leaves_the_old_token_in_use() {
    for reply in [(503, "Retry-After: 7\r\n"), (429, "Retry-After: 7\r\n"), (0, ""), (200, "")] {
        let server = TokenServer::start(move |_, _| (reply.0, reply.1, "<html>".into())).await;
        let (oauth, store) = memory(&server);
        oauth.save(due("A0", Some("R0"))).await.unwrap();
        assert_eq!(access(&oauth).await.unwrap(), "A0");
        assert_eq!((server.calls(), stored(&oauth)), (1, some("A0", "R0")));
        let ended = grant("A0", Some("R0"), 0);
        store.lock(&oauth.inner.key).unwrap().save(&ended).unwrap();
        oauth.inner.hold(Some(CachedGrant::new(ended)));
        let error = access(&oauth).await.unwrap_err();
        match (&error, reply.0) {
            (TokenError::Temporary { retry_after: Some(after), .. }, 503 | 429) => {
                assert!(*after <= Duration::from_secs(7))
            }
            (TokenError::Temporary { retry_after: None, .. }, 0) | (TokenError::BadTokenAnswer { .. }, 200) => {}
            _ => panic!("{error:?}"),
        }
        assert_eq!(server.calls(), 1, "{reply:?}: not asked again at once");
    }
}

#[tokio::test]
async fn nobody_at_the_port() {
    let server = strict().await;
    let (oauth, _) = ended(&server).await;
    let url = server.url.clone();
    drop(server);
    tokio::task::yield_now().await;
    let error = access(&oauth).await.unwrap_err();
    assert!(matches!(error, TokenError::Temporary { .. }), "{url} {error:?}");
}

#[tokio::test]
async fn t26_a_new_refresh_token_is_saved_whatever_else_is_wrong() {
    for body in [
        r#"{"refresh_token":"R1"}"#,
        r#"{"access_token":["x"],"refresh_token":"R1"}"#,
        r#"{"access_token":"x","token_type":"mac","refresh_token":"R1"}"#,
        r#"{"access_token":"x","expires_in":oops,"refresh_token":"R1"}"#,
    ] {
        let server = TokenServer::start(move |n, sent| match n {
            0 => ok(body),
            _ if sent.contains("=R1&") => tokens("A2", "R2", 300),
            _ => error("invalid_grant"),
        });
        let server = server.await;
        let (oauth, _) = ended(&server).await;
        assert!(matches!(access(&oauth).await, Err(TokenError::BadTokenAnswer { .. })), "{body}");
        assert_eq!(stored(&oauth), some("A0", "R1"), "{body}");
        pass(Duration::from_millis(1050)).await;
        assert_eq!(access(&oauth).await.unwrap(), "A2", "{body}");
    }
}

/// A store that cannot be written.
#[derive(Debug)]
struct Full(MemoryStore);

struct FullLocked(Box<dyn LockedStore>);

impl TokenStore for Full {
    fn load(&self, key: &Key) -> Result<Option<Grant>, TokenError> {
        self.0.load(key)
    }

    fn lock(&self, key: &Key) -> Result<Box<dyn LockedStore>, TokenError> {
        Ok(Box::new(FullLocked(self.0.lock(key)?)))
    }
}

impl LockedStore for FullLocked {
    fn load(&mut self) -> Result<Option<Grant>, TokenError> {
        self.0.load()
    }

    fn save(&mut self, _: &Grant) -> Result<(), TokenError> {
        Err(TokenError::StoreError { why: "no space left".into() })
    }

    fn clear(&mut self) -> Result<(), TokenError> {
        Ok(())
    }
}

#[tokio::test]
async fn t51_a_full_disk_is_said_aloud_and_loses_nothing() {
    let server = strict().await;
    let (first, store) = ended(&server).await;
    let oauth = OAuthTokens::new(registration(&server.url), Arc::new(Full(store))).unwrap();
    for n in 1..4 {
        let refused = AccessToken { token: format!("A{}", n - 1).into() };
        assert!(matches!(oauth.renew(&refused).await, Err(TokenError::StoreError { .. })), "{n}");
        assert_eq!(access(&oauth).await.unwrap(), format!("A{n}"), "serves this process");
        assert_eq!(stored(&first), some("A0", "R0"));
    }
    assert_eq!(server.calls(), 3, "each refresh token was used once");
    let fresh = OAuthTokens::new(registration(&server.url), Arc::new(Full(MemoryStore::new()))).unwrap();
    assert!(fresh.save(grant("B", None, 300)).await.is_err());
    assert_eq!(access(&fresh).await.unwrap(), "B");
}

#[tokio::test]
async fn t52_a_corrupt_file_means_to_log_in() {
    let server = strict().await;
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("tokens.json");
    std::fs::write(&path, "{\"version\":1,\"entr").unwrap();
    let oauth = OAuthTokens::new(registration(&server.url), Arc::new(FileStore::new(&path))).unwrap();
    let error = access(&oauth).await.unwrap_err();
    assert!(
        matches!(&error, TokenError::LoginRequired { why: LoginReason::StoreUnreadable, detail } if detail.contains("moved")),
        "{error}"
    );
    // Whoever looks at the scopes first takes nothing from those who ask for a token later, in whatever process.
    let other = OAuthTokens::new(registration(&server.url), Arc::new(FileStore::new(&path))).unwrap();
    for said in [other.granted().await.map(|_| ()), other.access().await.map(|_| ()), other.status().await.map(|_| ())]
    {
        let said = said.unwrap_err().to_string();
        assert!(said.contains("tokens.json.corrupt"), "{said}");
    }
    oauth.save(grant("A0", Some("R0"), 300)).await.unwrap();
    assert_eq!(access(&oauth).await.unwrap(), "A0");
    assert_eq!(access(&other).await.unwrap(), "A0");
    oauth.forget().await.unwrap();
    assert!(matches!(access(&oauth).await, Err(TokenError::LoginRequired { why: LoginReason::Never, .. })));
}

#[tokio::test]
async fn t52_a_client_without_a_user_goes_on_over_a_corrupt_file() {
    let server = TokenServer::start(|_, _| ok(r#"{"access_token":"C","token_type":"bearer"}"#)).await;
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("tokens.json");
    std::fs::write(&path, "{").unwrap();
    let registration = crate::Registration::new(
        &crate::testing::CLIENT_API,
        Some(&server.url),
        "c",
        Some(SECRET),
        "http://127.0.0.1:8080/cb",
    );
    let store = Arc::new(FileStore::new(&path));
    let oauth = OAuthTokens::client_credentials(registration.unwrap(), &["READ".into()], store).unwrap();
    assert_eq!(access(&oauth).await.unwrap(), "C");
}
