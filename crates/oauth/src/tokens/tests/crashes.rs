//! Processes that die at the worst moment.

use super::*;
use crate::testing::Strict;
use crate::testing::child::{self, Child};
use crate::testing::death::{die_at, pass};
use crate::{Key, LockedStore};
use uplink_runtime::LoginReason;

/// A token file whose process dies on the way. The places within a save are in the store itself.
#[derive(Debug)]
struct Deadly(FileStore);

struct DeadlyLocked(Box<dyn LockedStore>);

impl TokenStore for Deadly {
    fn load(&self, key: &Key) -> Result<Option<Grant>, TokenError> {
        self.0.load(key)
    }

    fn lock(&self, key: &Key) -> Result<Box<dyn LockedStore>, TokenError> {
        Ok(Box::new(DeadlyLocked(self.0.lock(key)?)))
    }
}

impl LockedStore for DeadlyLocked {
    fn load(&mut self) -> Result<Option<Grant>, TokenError> {
        self.0.load()
    }

    fn begin_renewal(&mut self) -> Result<bool, TokenError> {
        pass("locked");
        let begun = self.0.begin_renewal();
        pass("noted");
        begun
    }

    fn end_renewal(&mut self) -> Result<(), TokenError> {
        self.0.end_renewal()
    }

    fn save(&mut self, grant: &Grant) -> Result<(), TokenError> {
        pass("answered");
        let saved = self.0.save(grant);
        pass("saved");
        saved
    }

    fn clear(&mut self) -> Result<(), TokenError> {
        self.0.clear()
    }
}

#[test]
fn one_that_dies() {
    let Some(job) = child::job() else { return };
    let [url, path, place, nth] = job.splitn(4, ' ').collect::<Vec<_>>()[..] else { panic!("{job}") };
    let oauth = OAuthTokens::new(registration(url), Arc::new(Deadly(FileStore::new(path)))).unwrap();
    die_at(place, nth.parse().unwrap());
    let runtime = tokio::runtime::Runtime::new().unwrap();
    child::say(&format!("{:?}", runtime.block_on(access(&oauth))));
}

/// What is found after a death.
struct After {
    found: Result<String, TokenError>,
    /// How often the server was asked before the death, and by the next process.
    calls: (usize, usize),
    /// Whether the death left a temporary file.
    leftover: bool,
}

/// A process dies when it passes `place` for the `nth` time: the first file that it writes notes that a renewal begins,
/// the second one holds the answer.
async fn after_a_death(place: &str, nth: usize, grace: bool) -> After {
    let strict = Strict::start(Duration::ZERO).await;
    strict.login().grace = grace;
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("tokens.json");
    let new = || OAuthTokens::new(registration(strict.url()), Arc::new(FileStore::new(&path))).unwrap();
    new().save(grant("A0", Some("R0"), 0)).await.unwrap();
    let job = format!("{} {} {place} {nth}", strict.url(), path.display());
    let mut child = Child::start("tokens::tests::crashes::one_that_dies", &job);
    let said = tokio::task::spawn_blocking(move || child.said()).await.unwrap();
    assert_eq!(said, None, "it dies before it has a token");
    let files = || std::fs::read_dir(folder.path()).unwrap().count();
    let leftover = files() > 2;
    assert!(new().status().await.unwrap().is_some(), "{place} {nth}: the file can be read");
    let before = strict.server.calls();
    let found = access(&new()).await;
    let calls = (before, strict.server.calls() - before);
    if found.is_err() {
        // However many programs try: what the server refused, it refuses again, and the words stay.
        let again = access(&new()).await.unwrap_err();
        assert!(matches!(again, TokenError::LoginRequired { why: LoginReason::Interrupted, .. }), "{again}");
        new().save(grant("B", Some("RB"), 300)).await.unwrap();
        assert_eq!(access(&new()).await.unwrap(), "B");
    }
    assert!(files() == 2 || calls.1 == 0, "{place} {nth}: what was left over is swept with the next save");
    After { found, calls, leftover }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t42_a_death_before_the_request_costs_nothing() {
    for (place, nth, leftover) in
        [("locked", 1, false), ("written", 1, true), ("renamed", 1, false), ("noted", 1, false)]
    {
        let after = after_a_death(place, nth, false).await;
        assert_eq!((after.found.unwrap().as_str(), after.calls, after.leftover), ("A1", (0, 1), leftover), "{place}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t42_a_death_after_the_rename_costs_nothing() {
    for (place, nth) in [("renamed", 2), ("saved", 1)] {
        let after = after_a_death(place, nth, false).await;
        assert_eq!((after.found.unwrap().as_str(), after.calls, after.leftover), ("A1", (1, 0), false), "{place}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t42_a_death_between_answer_and_rename_is_reported_as_such() {
    for (place, nth, leftover) in [("answered", 1, false), ("written", 2, true)] {
        let after = after_a_death(place, nth, false).await;
        let error = after.found.unwrap_err();
        assert!(matches!(error, TokenError::LoginRequired { why: LoginReason::Interrupted, .. }), "{error}");
        assert!(error.to_string().contains("cut off"), "{error}");
        assert_eq!(after.calls, (1, 1), "{place}: the old refresh token is tried once");
        assert_eq!(after.leftover, leftover, "{place}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t42_a_server_with_grace_closes_the_gap() {
    for (place, nth) in [("answered", 1), ("written", 2)] {
        let after = after_a_death(place, nth, true).await;
        assert_eq!((after.found.unwrap().as_str(), after.calls), ("A2", (1, 1)), "{place}");
    }
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
    assert!(matches!(error, TokenError::LoginRequired { why: LoginReason::Interrupted, .. }), "{error}");
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
        assert!(matches!(error, TokenError::LoginRequired { why: LoginReason::Revoked, .. }), "{error}");
    }
}
