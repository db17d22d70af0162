//! What a save leaves when the power goes.
//!
//! `strace` writes down what a save asks of the system. From that follows every state of the disk that a power cut at
//! any moment can leave: folders keep a beginning of what was done to them, files anything of what was written, unless
//! it was synced. Each such state is set up and read by the store.

mod disk;

use std::process::Command;

use super::*;
use crate::testing::child::{self, Child};
use disk::{Change, states};

const CALLS: &str = "mkdir,mkdirat,open,openat,creat,write,pwrite64,writev,pwritev,truncate,ftruncate,fsync,fdatasync,\
                     sync_file_range,rename,renameat,renameat2,link,linkat,symlink,symlinkat,unlink,unlinkat,rmdir";

#[test]
fn one_that_saves_once() {
    let Some(path) = child::job() else { return };
    save(&FileStore::new(path), "a", "A1").unwrap();
    child::say("saved");
}

/// What a save of another process does in `root`; `None` without strace.
fn traced(root: &Path, store: &FileStore) -> Option<Vec<Change>> {
    let inner =
        child::command("file_store::tests::power_cut::one_that_saves_once", &store.path().display().to_string());
    let log = TempDir::new().unwrap();
    let log = log.path().join("log");
    let mut command = Command::new("strace");
    command.args(["-f", "-y", "-s", "100000", "-e"]).arg(format!("trace={CALLS}")).arg("-o").arg(&log);
    command.arg(inner.get_program()).args(inner.get_args());
    command.envs(inner.get_envs().filter_map(|(name, value)| Some((name, value?))));
    match Child::of(command) {
        Ok(mut child) => {
            assert_eq!(child.said().as_deref(), Some("saved"), "strace may trace");
            assert_eq!(child.said(), None);
        }
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => {
            println!("skipped: strace is not installed");
            return None;
        }
        Err(e) => panic!("{e}"),
    }
    let log = fs::read_to_string(log).unwrap();
    Some(log.lines().filter_map(|line| disk::change(line, root)).collect())
}

/// Traces a save after `before`, and reads what each power cut leaves.
fn cut_the_power(before: impl Fn(&FileStore), old: Option<&str>) {
    let (folder, store) = store();
    before(&store);
    let Some(changes) = traced(folder.path(), &store) else { return };
    let (mut seen_old, mut seen_new) = (0, 0);
    for state in states(&changes) {
        let (after, store) = super::store();
        before(&store);
        state.set_up(after.path());
        let loaded = store.load(&key("a")).unwrap_or_else(|e| panic!("{e} after {state:?}"));
        match loaded.as_ref().map(|grant| grant.access_token().expose_secret()) {
            Some("A1") => seen_new += 1,
            other => {
                assert_eq!(other, old, "after {state:?}");
                assert!(!state.returned, "a save that has returned is durable, but not after {state:?}");
                seen_old += 1;
            }
        }
        if old.is_some() {
            assert_eq!(token(&store, "b").as_deref(), Some("B"), "after {state:?}");
        }
    }
    assert!(seen_old > 3 && seen_new > 1, "{seen_old} states with the old token, {seen_new} with the new one");
}

#[test]
fn t50_a_power_cut_while_saving_leaves_the_old_login_or_the_new_one() {
    let before = |store: &FileStore| {
        save(store, "a", "A0").unwrap();
        save(store, "b", "B").unwrap();
    };
    cut_the_power(before, Some("A0"));
}

#[test]
fn t50_a_power_cut_after_the_first_save_costs_nothing() {
    cut_the_power(|_| {}, None);
}
