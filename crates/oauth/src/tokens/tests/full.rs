//! Disks that are full for a while.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;

/// A file whose disk is full as long as it is told to be.
#[derive(Debug)]
struct Filling {
    file: FileStore,
    /// How many more writes there is room for.
    room: Arc<AtomicUsize>,
}

struct FillingLocked(Box<dyn LockedStore>, Arc<AtomicUsize>);

impl FillingLocked {
    fn write<T>(&mut self, write: impl FnOnce(&mut dyn LockedStore) -> Result<T, TokenError>) -> Result<T, TokenError> {
        let taken = self.1.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |room| room.checked_sub(1));
        taken.map_err(|_| TokenError::StoreError { why: "no space left".into() })?;
        write(self.0.as_mut())
    }
}

impl TokenStore for Filling {
    fn load(&self, key: &Key) -> Result<Option<Grant>, TokenError> {
        self.file.load(key)
    }

    fn lock(&self, key: &Key) -> Result<Box<dyn LockedStore>, TokenError> {
        Ok(Box::new(FillingLocked(self.file.lock(key)?, self.room.clone())))
    }
}

impl LockedStore for FillingLocked {
    fn load(&mut self) -> Result<Option<Grant>, TokenError> {
        self.0.load()
    }

    fn begin_renewal(&mut self) -> Result<bool, TokenError> {
        self.write(|locked| locked.begin_renewal())
    }

    fn end_renewal(&mut self) -> Result<(), TokenError> {
        self.write(|locked| locked.end_renewal())
    }

    fn save(&mut self, grant: &Grant) -> Result<(), TokenError> {
        self.write(|locked| locked.save(grant))
    }

    fn clear(&mut self) -> Result<(), TokenError> {
        self.write(|locked| locked.clear())
    }
}

/// Tokens in a file whose disk has room for one write, which `room` changes; and the file as another process sees it.
async fn filling(server: &TokenServer, first: Grant) -> (TempDir, Arc<AtomicUsize>, OAuthTokens, OAuthTokens) {
    let (folder, room) = (TempDir::new().unwrap(), Arc::new(AtomicUsize::new(1)));
    let file = FileStore::new(folder.path().join("tokens.json"));
    let other = OAuthTokens::new(registration(&server.url), Arc::new(file.clone())).unwrap();
    let oauth = OAuthTokens::new(registration(&server.url), Arc::new(Filling { file, room: room.clone() })).unwrap();
    oauth.save(first).await.unwrap();
    (folder, room, oauth, other)
}

#[tokio::test]
async fn t51_no_renewal_begins_that_cannot_be_noted() {
    let server = strict().await;
    // An access token that is due but alive serves on.
    let (_folder, _, oauth, _) = filling(&server, due("A0", Some("R0"))).await;
    assert_eq!(access(&oauth).await.unwrap(), "A0");
    assert_eq!(server.calls(), 0);
    // Then there is one sentence that says what to do, and the login is as it was.
    let (_folder, room, oauth, _) = filling(&server, grant("A0", Some("R0"), 0)).await;
    for _ in 0..2 {
        let error = access(&oauth).await.unwrap_err();
        assert!(matches!(&error, TokenError::StoreError { why } if why.contains("make room")), "{error}");
    }
    assert_eq!((server.calls(), stored(&oauth)), (0, some("A0", "R0")));
    room.store(9, Ordering::SeqCst);
    assert_eq!(access(&oauth).await.unwrap(), "A1");
    assert_eq!(stored(&oauth), some("A1", "R1"));
}

#[tokio::test]
async fn t51_what_was_not_saved_is_saved_at_the_next_chance_before_anything_else() {
    let server = strict().await;
    let (_folder, room, oauth, other) = filling(&server, grant("A0", Some("R0"), 0)).await;
    room.store(1, Ordering::SeqCst); // for the note, not for the answer
    assert!(matches!(access(&oauth).await, Err(TokenError::StoreError { .. })), "said aloud");
    assert_eq!(access(&oauth).await.unwrap(), "A1", "serves this process, and is said once");
    assert_eq!(stored(&oauth), some("A0", "R0"));
    room.store(1, Ordering::SeqCst);
    assert_eq!(access(&oauth).await.unwrap(), "A1");
    assert_eq!(stored(&oauth), some("A1", "R1"), "any use is a chance");
    assert_eq!(access(&other).await.unwrap(), "A1", "and no other process sends what is used up");
    assert_eq!(server.calls(), 1);
}

#[tokio::test]
async fn t51_what_was_not_saved_gives_way_to_a_newer_login() {
    let server = strict().await;
    let (_folder, room, oauth, other) = filling(&server, grant("A0", Some("R0"), 0)).await;
    assert!(oauth.save(grant("B", Some("RB"), 300)).await.is_err(), "a new login in place of the old one");
    assert_eq!(access(&oauth).await.unwrap(), "B");
    room.store(1, Ordering::SeqCst);
    assert_eq!(access(&oauth).await.unwrap(), "B");
    assert_eq!(stored(&other), some("B", "RB"));
    assert!(oauth.save(grant("C", Some("RC"), 300)).await.is_err());
    other.save(grant("D", Some("RD"), 300)).await.unwrap();
    room.store(9, Ordering::SeqCst);
    assert_eq!(access(&oauth).await.unwrap(), "D");
    assert_eq!(stored(&other), some("D", "RD"));
}

#[tokio::test]
async fn t51_a_login_that_could_not_be_saved_replaces_the_old_one_later() {
    let server = strict().await;
    let (folder, room, oauth, other) = filling(&server, grant("A0", Some("R0"), 300)).await;
    room.store(9, Ordering::SeqCst);
    // A folder in place of the lock file: there is nothing to hold.
    let lock = folder.path().join("tokens.json.lock");
    std::fs::remove_file(&lock).unwrap();
    std::fs::create_dir(&lock).unwrap();
    assert!(oauth.save(grant("B", Some("RB"), 300)).await.is_err());
    assert_eq!(access(&oauth).await.unwrap(), "B");
    std::fs::remove_dir(&lock).unwrap();
    assert_eq!(access(&oauth).await.unwrap(), "B");
    assert_eq!(stored(&other), some("B", "RB"));
}
