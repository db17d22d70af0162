//! Kills, full disks and files that are not ours.

use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::os::unix::process::CommandExt;
use std::process::Command;

use super::*;
use crate::testing::child::{self, Child};
use crate::testing::loops;

const NOBODY: u32 = 65_534;

fn me() -> u32 {
    rustix::process::geteuid().as_raw()
}

#[test]
fn one_that_saves() {
    let Some(job) = child::job() else { return };
    let (path, start) = job.rsplit_once(' ').unwrap();
    let store = FileStore::new(path);
    let start: usize = start.parse().unwrap();
    for n in start.. {
        save(&store, "a", &format!("A{n}")).unwrap();
        child::say(&n.to_string());
    }
}

#[test]
fn t50_a_kill_while_saving_leaves_a_whole_file() {
    let (_folder, store) = store();
    save(&store, "a", "A0").unwrap();
    save(&store, "b", "B").unwrap();
    let mut newest = 0;
    for round in 0..loops(500) {
        let job = format!("{} {}", store.path().display(), newest + 1);
        let mut child = Child::start("file_store::tests::harsh::one_that_saves", &job);
        // Some while later than a save, each time another.
        let mut acknowledged = child.said().unwrap().parse::<usize>().unwrap();
        std::thread::sleep(Duration::from_micros(137 * (round as u64 % 31)));
        child.kill();
        while let Some(said) = child.said() {
            acknowledged = said.parse().unwrap();
        }
        let found = token(&store, "a").expect("a token");
        newest = found[1..].parse().unwrap();
        assert!(newest >= acknowledged, "round {round}: {acknowledged} was saved, {newest} is there");
        assert!(newest <= acknowledged + 1, "round {round}");
        assert_eq!(token(&store, "b").as_deref(), Some("B"), "round {round}");
        assert!(names(&store).len() <= 3, "round {round}: {:?}", names(&store));
    }
    save(&store, "a", "A").unwrap();
    assert_eq!(names(&store), ["tokens.json", "tokens.json.lock"]);
}

#[test]
fn one_that_is_starved() {
    let Some(path) = child::job() else { return };
    let store = FileStore::new(path);
    let said = match save(&store, "a", "A1") {
        Ok(()) => "saved".to_owned(),
        Err(TokenError::StoreError { why }) => why,
        Err(other) => format!("not typed: {other}"),
    };
    child::say(&said);
    child::say(&token(&store, "a").unwrap_or_default());
}

fn starved(command: Command) -> std::io::Result<(String, String)> {
    let mut child = Child::of(command)?;
    Ok((child.said().unwrap(), child.said().unwrap()))
}

#[test]
fn t51_a_full_disk_leaves_the_old_file() {
    let (_folder, store) = store();
    save(&store, "a", "A0").unwrap();
    let inner = child::command("file_store::tests::harsh::one_that_is_starved", &store.path().display().to_string());
    let mut command = Command::new("sh");
    // No file may grow: what a full disk says when it is written to.
    command
        .args(["-c", "trap '' XFSZ; ulimit -f 0; exec \"$0\" \"$@\""])
        .arg(inner.get_program())
        .args(inner.get_args());
    command.envs(inner.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let (said, found) = starved(command).unwrap();
    assert!(said.contains("tokens.json") && said.contains("too large"), "{said}");
    assert_eq!(found, "A0");
    assert_eq!(names(&store), ["tokens.json", "tokens.json.lock"], "no leftovers");
}

#[test]
fn t51_a_read_only_folder_leaves_the_old_file() {
    let folder = TempDir::new().unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let home = folder.path().join("home");
    let store = FileStore::new(home.join("tokens.json"));
    save(&store, "a", "A0").unwrap();
    let mut command =
        child::command("file_store::tests::harsh::one_that_is_starved", &store.path().display().to_string());
    if me() == 0 {
        // Nothing is read-only for root.
        for path in [store.path(), &store.beside(".lock"), &home] {
            std::os::unix::fs::chown(path, Some(NOBODY), Some(NOBODY)).unwrap();
        }
        command.uid(NOBODY).gid(NOBODY).current_dir("/");
    }
    fs::set_permissions(&home, fs::Permissions::from_mode(0o500)).unwrap();
    let outcome = starved(command);
    fs::set_permissions(&home, fs::Permissions::from_mode(0o700)).unwrap();
    let (said, found) = match outcome {
        Ok(outcome) => outcome,
        Err(e) if me() == 0 => {
            println!("skipped: the test program cannot be run as another user ({e})");
            return;
        }
        Err(e) => panic!("{e}"),
    };
    assert!(said.contains("tokens.json") && said.contains("denied"), "{said}");
    assert_eq!(found, "A0");
}

#[test]
fn t48_the_umask_changes_nothing() {
    let folder = TempDir::new().unwrap();
    let store = FileStore::new(folder.path().join("home").join("tokens.json"));
    let inner = child::command("file_store::tests::harsh::one_that_is_starved", &store.path().display().to_string());
    let mut command = Command::new("sh");
    command.args(["-c", "umask 000; exec \"$0\" \"$@\""]).arg(inner.get_program()).args(inner.get_args());
    command.envs(inner.get_envs().filter_map(|(name, value)| Some((name, value?))));
    assert_eq!(starved(command).unwrap(), ("saved".into(), "A1".into()));
    for (path, mode) in
        [(store.path(), 0o600), (&store.beside(".lock"), 0o600), (store.path().parent().unwrap(), 0o700)]
    {
        assert_eq!(fs::metadata(path).unwrap().mode() & 0o777, mode, "{}", path.display());
    }
}

#[test]
fn t48_t49_a_file_of_another_owner_is_refused() {
    let (_folder, store) = store();
    if me() != 0 {
        // Only root can give files away; one of root's does as well.
        let other = FileStore::new("/etc/passwd");
        assert!(matches!(other.load(&key("a")), Err(TokenError::StoreError { .. })));
        return;
    }
    save(&store, "a", "A").unwrap();
    for name in ["tokens.json", "tokens.json.lock"] {
        let path = store.path().with_file_name(name);
        let before = fs::read(&path).unwrap();
        std::os::unix::fs::chown(&path, Some(NOBODY), None).unwrap();
        let error = save(&store, "a", "B").unwrap_err();
        assert!(matches!(error, TokenError::StoreError { .. }), "{error}");
        assert!(error.to_string().contains("another user"), "{error}");
        assert_eq!(fs::read(&path).unwrap(), before);
        assert_eq!(fs::metadata(&path).unwrap().uid(), NOBODY);
        std::os::unix::fs::chown(&path, Some(0), None).unwrap();
    }
    std::os::unix::fs::chown(store.path().parent().unwrap(), Some(NOBODY), None).unwrap();
    let error = save(&store, "a", "B").unwrap_err();
    assert!(error.to_string().contains("belongs to another user"), "{error}");
    assert_eq!(token(&store, "a").as_deref(), Some("A"), "a file of one's own can be read anywhere");
}

#[test]
fn t49_a_hard_link_is_left_alone() {
    let (_folder, store) = store();
    save(&store, "a", "A").unwrap();
    let victim = store.path().with_file_name("victim");
    let lock = store.beside(".lock");
    fs::write(&victim, "precious").unwrap();
    fs::remove_file(&lock).unwrap();
    fs::hard_link(&victim, &lock).unwrap();
    save(&store, "a", "B").unwrap();
    assert_eq!(fs::read_to_string(&victim).unwrap(), "precious", "a lock file is not written");
    fs::remove_file(store.path()).unwrap();
    fs::copy(store.path().with_file_name("victim"), store.path().with_file_name("other")).unwrap();
    fs::hard_link(store.path().with_file_name("other"), store.path()).unwrap();
    assert!(store.load(&key("a")).is_err(), "it is no token file");
    save(&store, "a", "C").unwrap();
    assert_eq!(fs::read_to_string(store.path().with_file_name("other")).unwrap(), "precious");
}

#[test]
fn t49_a_link_in_place_of_the_temporary_file_is_swept() {
    let (_folder, store) = store();
    save(&store, "a", "A").unwrap();
    let victim = store.path().with_file_name("victim");
    fs::write(&victim, "precious").unwrap();
    symlink(&victim, store.path().with_file_name(".tokens.json.new-guess1")).unwrap();
    save(&store, "a", "B").unwrap();
    assert_eq!(fs::read_to_string(&victim).unwrap(), "precious");
    assert_eq!(names(&store), ["tokens.json", "tokens.json.lock", "victim"]);
}

#[test]
fn t49_pipes_and_folders_are_refused() {
    for make in [(|path: &Path| fs::create_dir(path).unwrap()) as fn(&Path), |path| {
        assert!(Command::new("mkfifo").arg(path).status().unwrap().success())
    }] {
        for name in ["tokens.json", "tokens.json.lock"] {
            let folder = TempDir::new().unwrap();
            let store = FileStore::new(folder.path().join("tokens.json"));
            make(&folder.path().join(name));
            assert!(matches!(save(&store, "a", "A"), Err(TokenError::StoreError { .. })), "{name}");
        }
    }
}

#[test]
fn t48_never_open_for_a_moment() {
    let (_folder, store) = store();
    let parent = store.path().parent().unwrap().to_owned();
    let watched = std::thread::scope(|scope| {
        let saving = scope.spawn(|| (0..200).for_each(|n| save(&store, "a", &format!("A{n}")).unwrap()));
        let mut seen = 0;
        while !saving.is_finished() {
            for entry in fs::read_dir(&parent).into_iter().flatten().flatten() {
                // Gone meanwhile is fine.
                if let Ok(found) = entry.metadata() {
                    assert_eq!(found.mode() & 0o077, 0, "{:?}", entry.file_name());
                    seen += 1;
                }
            }
        }
        seen
    });
    assert!(watched > 0);
}

#[test]
fn t52_flipped_bytes_never_panic_and_never_cost_the_file() {
    let (_folder, store) = store();
    save(&store, "a", "A").unwrap();
    let whole = fs::read(store.path()).unwrap();
    for (at, _) in whole.iter().enumerate() {
        for mask in [0x01, 0x20, 0x80] {
            let mut text = whole.clone();
            text[at] ^= mask;
            fs::write(store.path(), &text).unwrap();
            let _ = fs::remove_file(store.beside(".corrupt"));
            match store.load(&key("a")) {
                Ok(_) | Err(TokenError::LoginRequired { .. } | TokenError::StoreError { .. }) => {}
                Err(other) => panic!("{at}: {other}"),
            }
            let kept = [store.path().to_owned(), store.beside(".corrupt")];
            assert!(kept.iter().any(|path| fs::read(path).is_ok_and(|t| t == text)), "{at}");
        }
    }
}
