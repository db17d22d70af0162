use std::fs;
use std::sync::Barrier;

use secrecy::ExposeSecret;
use tempfile::TempDir;
use url::Url;

use super::*;

#[cfg(unix)]
mod harsh;
#[cfg(target_os = "linux")]
mod power_cut;

fn key(name: &str) -> Key {
    Key::new(&Url::parse("https://api.example").unwrap(), name, None)
}

fn grant(token: &str) -> Grant {
    Grant::new(token, Some(format!("{token}-refresh").into()), Some(Duration::from_secs(300)), vec!["READ".into()])
}

fn store() -> (TempDir, FileStore) {
    let folder = TempDir::new().unwrap();
    let store = FileStore::new(folder.path().join("a").join("b").join("tokens.json"));
    (folder, store)
}

fn save(store: &FileStore, name: &str, token: &str) -> Result<(), TokenError> {
    store.lock(&key(name))?.save(&grant(token))
}

fn token(store: &FileStore, name: &str) -> Option<String> {
    store.load(&key(name)).unwrap().map(|g| g.access_token().expose_secret().to_owned())
}

fn names(store: &FileStore) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(store.path().parent().unwrap())
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn entries_stand_beside_each_other() {
    let (_folder, store) = store();
    assert!(store.load(&key("a")).unwrap().is_none());
    save(&store, "a", "A").unwrap();
    save(&store, "b", "B").unwrap();
    save(&store, "a", "A2").unwrap();
    let again = FileStore::new(store.path());
    assert_eq!((token(&again, "a").as_deref(), token(&again, "b").as_deref()), (Some("A2"), Some("B")));
    let loaded = again.load(&key("a")).unwrap().unwrap();
    assert_eq!(loaded.refresh_token().unwrap().expose_secret(), "A2-refresh");
    assert_eq!(loaded.scopes(), ["READ"]);
    let life = loaded.expires_at().unwrap().duration_since(loaded.obtained_at()).unwrap();
    assert_eq!(life, Duration::from_secs(300));
}

#[test]
fn t57_forgetting_leaves_no_copies() {
    let (_folder, store) = store();
    save(&store, "a", "CANARY-A").unwrap();
    save(&store, "b", "B").unwrap();
    fs::write(store.path().with_file_name(".tokens.json.new-Zx81"), "CANARY left by a crash").unwrap();
    fs::write(store.path().with_file_name("tokens.json.corrupt"), "CANARY").unwrap();
    store.lock(&key("a")).unwrap().clear().unwrap();
    assert_eq!(names(&store), ["tokens.json", "tokens.json.lock"]);
    assert!(!fs::read_to_string(store.path()).unwrap().contains("CANARY"));
    assert_eq!(token(&store, "b").as_deref(), Some("B"));
    store.lock(&key("b")).unwrap().clear().unwrap();
    assert_eq!(names(&store), ["tokens.json.lock"]);
    assert_eq!(fs::metadata(store.beside(".lock")).unwrap().len(), 0);
}

#[test]
fn t50_leftovers_are_swept_at_the_next_save() {
    let (_folder, store) = store();
    save(&store, "a", "A").unwrap();
    fs::write(store.path().with_file_name(".tokens.json.new-Zx81"), "left by a crash").unwrap();
    save(&store, "a", "A").unwrap();
    assert_eq!(names(&store), ["tokens.json", "tokens.json.lock"]);
}

#[test]
fn t51_a_renewal_that_was_cut_off_is_no_reason_to_begin_one_that_cannot_be_saved() {
    let (_folder, store) = store();
    save(&store, "a", "A").unwrap();
    let begin = || store.lock(&key("a")).unwrap().begin_renewal();
    assert!(!begin().unwrap());
    assert!(begin().unwrap(), "the first one never ended");
    // What cannot be swept stops every write.
    fs::create_dir(store.path().with_file_name(".tokens.json.new-Zx81")).unwrap();
    assert!(matches!(begin(), Err(TokenError::StoreError { .. })));
}

#[test]
fn t52_a_file_cut_anywhere_is_moved_aside() {
    let (_folder, store) = store();
    save(&store, "a", "A").unwrap();
    let whole = fs::read(store.path()).unwrap();
    for length in 0..whole.len() {
        fs::write(store.path(), &whole[..length]).unwrap();
        let error = store.load(&key("a")).unwrap_err();
        assert!(matches!(error, TokenError::LoginRequired { .. }), "{length}: {error}");
        assert_eq!(fs::read(store.beside(".corrupt")).unwrap(), &whole[..length]);
        let again = store.load(&key("a")).unwrap_err().to_string();
        assert!(again.contains("tokens.json.corrupt"), "{length}: {again}");
    }
    save(&store, "a", "A").unwrap();
    assert_eq!(token(&store, "a").as_deref(), Some("A"));
}

#[test]
fn t52_an_odd_entry_costs_no_other() {
    let (_folder, store) = store();
    save(&store, "a", "A").unwrap();
    let text = fs::read_to_string(store.path()).unwrap();
    let odd = text.replace("\"entries\":{", "\"entries\":{\"https://api.example|b\":{\"access_token\":7},");
    fs::write(store.path(), odd).unwrap();
    assert!(matches!(store.load(&key("b")), Err(TokenError::LoginRequired { .. })));
    assert_eq!(token(&store, "a").as_deref(), Some("A"));
}

#[test]
fn t52_a_newer_format_is_never_overwritten() {
    let (_folder, store) = store();
    save(&store, "a", "A").unwrap();
    let newer = br#"{"version":99,"sealed":"..."}"#;
    fs::write(store.path(), newer).unwrap();
    assert!(matches!(store.load(&key("a")), Err(TokenError::StoreError { .. })));
    assert!(matches!(save(&store, "a", "B"), Err(TokenError::StoreError { .. })));
    assert!(matches!(store.lock(&key("a")).unwrap().clear(), Err(TokenError::StoreError { .. })));
    assert_eq!(fs::read(store.path()).unwrap(), newer);
}

#[test]
fn t52_an_older_format_is_moved_aside() {
    let (_folder, store) = store();
    save(&store, "a", "A").unwrap();
    for older in [&br#"{"version":0,"token":"CANARY"}"#[..], br#"{"access_token":"CANARY"}"#, b"[]"] {
        fs::write(store.path(), older).unwrap();
        let error = store.load(&key("a")).unwrap_err();
        assert!(matches!(error, TokenError::LoginRequired { why: LoginReason::StoreUnreadable, .. }), "{error}");
        assert!(!format!("{error} {error:?}").contains("CANARY"));
        assert_eq!(fs::read(store.beside(".corrupt")).unwrap(), older);
    }
}

#[test]
fn a_renewal_that_never_ended_is_noted() {
    let (_folder, store) = store();
    let locked = |name: &str| store.lock(&key(name)).unwrap();
    assert!(!locked("a").begin_renewal().unwrap(), "nothing there to renew");
    save(&store, "a", "A").unwrap();
    assert!(!locked("a").begin_renewal().unwrap());
    assert!(locked("a").begin_renewal().unwrap());
    assert_eq!(token(&store, "a").as_deref(), Some("A"));
    locked("a").end_renewal().unwrap();
    assert!(!locked("a").begin_renewal().unwrap());
    save(&store, "b", "B").unwrap();
    assert!(locked("a").begin_renewal().unwrap(), "others change nothing");
    save(&store, "a", "A2").unwrap();
    assert!(!locked("a").begin_renewal().unwrap());
}

#[test]
fn t38_only_one_holds_the_lock() {
    let (_folder, store) = store();
    let counter = store.path().parent().unwrap().join("counter");
    save(&store, "a", "A").unwrap();
    fs::write(&counter, "0").unwrap();
    let barrier = Barrier::new(8);
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                barrier.wait();
                let _lock = store.lock(&key("a")).unwrap();
                let n: u32 = fs::read_to_string(&counter).unwrap().parse().unwrap();
                std::thread::sleep(Duration::from_millis(5));
                fs::write(&counter, (n + 1).to_string()).unwrap();
            });
        }
    });
    assert_eq!(fs::read_to_string(&counter).unwrap(), "8");
}

#[test]
fn a_lock_ends_also_where_a_forked_process_has_its_file_open() {
    let (_folder, store) = store();
    save(&store, "a", "A").unwrap();
    let file = private::open_lock(&store.beside(".lock")).unwrap();
    file.try_lock().unwrap();
    let forked = file.try_clone().unwrap();
    drop(Locked { store: store.clone(), key: key("a"), lock: file });
    private::open_lock(&store.beside(".lock")).unwrap().try_lock().unwrap();
    drop(forked);
}

#[test]
fn what_is_too_large_is_refused_and_stays_as_it_is() {
    let (_folder, store) = store();
    save(&store, "a", "A").unwrap();
    let large = "x".repeat(33 << 20);
    let refused = save(&store, "b", &large).unwrap_err().to_string();
    assert!(refused.contains("more than 32 MiB; use several files"), "{refused}");
    assert_eq!(token(&store, "a").as_deref(), Some("A"));
    // One that somebody else made so.
    fs::OpenOptions::new().write(true).open(store.path()).unwrap().set_len(33 << 20).unwrap();
    assert!(store.load(&key("a")).unwrap_err().to_string().contains("more than 32 MiB"));
    assert_eq!(fs::metadata(store.path()).unwrap().len(), 33 << 20);
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn t48_files_are_for_their_owner() {
        let (folder, store) = store();
        save(&store, "a", "A").unwrap();
        assert_eq!(mode(store.path()), 0o600);
        assert_eq!(mode(&store.beside(".lock")), 0o600);
        assert_eq!(mode(&folder.path().join("a")), 0o700);
        assert_eq!(mode(&folder.path().join("a/b")), 0o700);
        for repaired in [|s: &FileStore| drop(token(s, "a")), |s: &FileStore| save(s, "a", "A").unwrap()] {
            fs::set_permissions(store.path(), fs::Permissions::from_mode(0o644)).unwrap();
            repaired(&store);
            assert_eq!(mode(store.path()), 0o600);
        }
        fs::write(store.path(), "garbage").unwrap();
        fs::set_permissions(store.path(), fs::Permissions::from_mode(0o666)).unwrap();
        store.load(&key("a")).unwrap_err();
        assert_eq!(mode(&store.beside(".corrupt")), 0o600);
    }

    #[test]
    fn t48_t49_an_open_folder_is_refused() {
        let (_folder, store) = store();
        save(&store, "a", "A").unwrap();
        let folder = store.path().parent().unwrap();
        for mode in [0o777, 0o775, 0o770, 0o757, 0o2775] {
            fs::set_permissions(folder, fs::Permissions::from_mode(mode)).unwrap();
            let said = save(&store, "a", "B").unwrap_err().to_string();
            assert!(said.contains(&folder.display().to_string()) && said.contains("chmod go-w"), "{mode:o}: {said}");
        }
        for mode in [0o755, 0o1777] {
            fs::set_permissions(folder, fs::Permissions::from_mode(mode)).unwrap();
            save(&store, "a", "B").unwrap();
        }
    }

    #[test]
    fn t49_links_are_refused() {
        for linked in ["tokens.json", "tokens.json.lock"] {
            for target in ["victim", "nowhere"] {
                let folder = TempDir::new().unwrap();
                let store = FileStore::new(folder.path().join("tokens.json"));
                let victim = folder.path().join("victim");
                fs::write(&victim, "precious").unwrap();
                symlink(folder.path().join(target), folder.path().join(linked)).unwrap();
                assert!(matches!(save(&store, "a", "A"), Err(TokenError::StoreError { .. })), "{linked} {target}");
                assert_eq!(fs::read_to_string(&victim).unwrap(), "precious");
                assert!(!folder.path().join("nowhere").exists());
            }
        }
    }

    #[test]
    fn t51_a_failed_save_leaves_the_old_file() {
        let (_folder, store) = store();
        save(&store, "a", "A").unwrap();
        let error = private::replace(&store.path().with_file_name("missing").join("x"), b"").unwrap_err();
        assert_eq!(error.kind(), std::io::ErrorKind::NotFound);
        assert_eq!(token(&store, "a").as_deref(), Some("A"));
    }
}

#[test]
fn the_default_path_ends_in_the_program() {
    let path = FileStore::default_path("heat").unwrap();
    assert!(path.is_absolute() && path.ends_with("heat/tokens.json"), "{}", path.display());
}
