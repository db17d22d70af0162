//! Processes that die at the worst moment.

use super::*;
use crate::testing::Strict;
use crate::testing::child::{self, Child};
use crate::{Key, LockedStore};
use uplink_runtime::Why;

/// A store whose process dies on the way.
#[derive(Debug)]
struct Deadly {
    inner: FileStore,
    at: String,
}

struct DeadlyLocked {
    inner: Box<dyn LockedStore>,
    at: String,
}

impl DeadlyLocked {
    fn pass(&self, place: &str) {
        if self.at == place {
            std::process::abort();
        }
    }
}

impl TokenStore for Deadly {
    fn load(&self, key: &Key) -> Result<Option<Grant>, TokenError> {
        self.inner.load(key)
    }

    fn lock(&self, key: &Key) -> Result<Box<dyn LockedStore>, TokenError> {
        Ok(Box::new(DeadlyLocked { inner: self.inner.lock(key)?, at: self.at.clone() }))
    }
}

impl LockedStore for DeadlyLocked {
    fn load(&mut self) -> Result<Option<Grant>, TokenError> {
        self.inner.load()
    }

    fn begin_renewal(&mut self) -> Result<bool, TokenError> {
        self.pass("locked");
        let begun = self.inner.begin_renewal();
        self.pass("noted");
        begun
    }

    fn end_renewal(&mut self) -> Result<(), TokenError> {
        self.inner.end_renewal()
    }

    fn save(&mut self, grant: &Grant) -> Result<(), TokenError> {
        self.pass("answered");
        let saved = self.inner.save(grant);
        self.pass("saved");
        saved
    }

    fn clear(&mut self) -> Result<(), TokenError> {
        self.inner.clear()
    }
}

#[test]
fn one_that_dies() {
    let Some(job) = child::job() else { return };
    let [url, path, at] = job.splitn(3, ' ').collect::<Vec<_>>()[..] else { panic!("{job}") };
    let store = Deadly { inner: FileStore::new(path), at: at.to_owned() };
    let oauth = OAuthTokens::new(registration(url), Arc::new(store)).unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    child::say(&format!("{:?}", runtime.block_on(access(&oauth))));
}

/// A process dies at `at`; gives what another finds afterwards, and how often the server was asked by each.
async fn after_a_death(at: &str, grace: bool) -> (Result<String, TokenError>, usize, usize) {
    let strict = Strict::start(Duration::ZERO).await;
    strict.login().grace = grace;
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("tokens.json");
    let new = || OAuthTokens::new(registration(strict.url()), Arc::new(FileStore::new(&path))).unwrap();
    new().save(grant("A0", Some("R0"), 0)).await.unwrap();
    let job = format!("{} {} {at}", strict.url(), path.display());
    let mut child = Child::start("tokens::tests::crashes::one_that_dies", &job);
    let said = tokio::task::spawn_blocking(move || child.said()).await.unwrap();
    assert_eq!(said, None, "it dies before it has a token");
    let before = strict.server.calls();
    let found = access(&new()).await;
    if found.is_err() {
        // However many programs try: what the server refused, it refuses again, and the words stay.
        let again = access(&new()).await.unwrap_err();
        assert!(matches!(again, TokenError::LoginRequired { why: Why::Interrupted, .. }), "{again}");
        new().save(grant("B", Some("RB"), 300)).await.unwrap();
        assert_eq!(access(&new()).await.unwrap(), "B");
        return (found, before, strict.server.calls() - before - 1);
    }
    (found, before, strict.server.calls() - before)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t42_a_death_before_the_request_costs_nothing() {
    for at in ["locked", "noted"] {
        let (found, before, after) = after_a_death(at, false).await;
        assert_eq!((found.unwrap().as_str(), before, after), ("A1", 0, 1), "{at}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t42_a_death_after_the_save_costs_nothing() {
    let (found, before, after) = after_a_death("saved", false).await;
    assert_eq!((found.unwrap().as_str(), before, after), ("A1", 1, 0));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t42_a_death_in_the_gap_is_reported_as_such() {
    let (found, before, after) = after_a_death("answered", false).await;
    let error = found.unwrap_err();
    assert!(matches!(error, TokenError::LoginRequired { why: Why::Interrupted, .. }), "{error}");
    assert!(error.to_string().contains("cut off"), "{error}");
    assert_eq!((before, after), (1, 1), "the old refresh token is tried once");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t42_a_server_with_grace_closes_the_gap() {
    let (found, _, after) = after_a_death("answered", true).await;
    assert_eq!((found.unwrap().as_str(), after), ("A2", 1));
}

#[tokio::test]
async fn t42_a_lost_answer_is_reported_as_such() {
    let server = TokenServer::start(|n, _| match n {
        0 => (0, "", String::new()),
        _ => (400, "", r#"{"error":"invalid_grant"}"#.into()),
    });
    let server = server.await;
    let folder = TempDir::new().unwrap();
    let store = FileStore::new(folder.path().join("tokens.json"));
    let new = || OAuthTokens::new(registration(&server.url), Arc::new(store.clone())).unwrap();
    new().save(grant("A0", Some("R0"), 0)).await.unwrap();
    assert!(matches!(access(&new()).await, Err(TokenError::Temporary { .. })));
    let error = access(&new()).await.unwrap_err();
    assert!(matches!(error, TokenError::LoginRequired { why: Why::Interrupted, .. }), "{error}");
}

#[tokio::test]
async fn t42_an_answered_failure_is_no_interruption() {
    let server = TokenServer::start(|n, _| match n {
        0 => (503, "", String::new()),
        _ => (400, "", r#"{"error":"invalid_grant"}"#.into()),
    });
    let server = server.await;
    let folder = TempDir::new().unwrap();
    let store = FileStore::new(folder.path().join("tokens.json"));
    let new = || OAuthTokens::new(registration(&server.url), Arc::new(store.clone())).unwrap();
    new().save(grant("A0", Some("R0"), 0)).await.unwrap();
    assert!(matches!(access(&new()).await, Err(TokenError::Temporary { .. })));
    for _ in 0..2 {
        let error = access(&new()).await.unwrap_err();
        assert!(matches!(error, TokenError::LoginRequired { why: Why::Revoked, .. }), "{error}");
    }
}
