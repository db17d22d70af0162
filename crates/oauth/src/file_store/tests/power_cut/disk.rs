//! A disk that keeps for sure only what was synced.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// What a program asks of the disk. Paths are below the folder that is watched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Change {
    MakeFolder(PathBuf),
    Create(PathBuf),
    Write(PathBuf, Vec<u8>),
    Rename(PathBuf, PathBuf),
    Remove(PathBuf),
    Sync(PathBuf),
}

/// Reads a line of strace; `None` when it changes nothing below `root`.
pub(super) fn change(line: &str, root: &Path) -> Option<Change> {
    if !line.contains(root.to_str().unwrap()) {
        return None;
    }
    let (call, result) = line.rsplit_once(" = ").unwrap_or_else(|| panic!("a call is cut in two: {line}"));
    if result.starts_with('-') {
        return None;
    }
    let (name, arguments) = call.split_once(' ').unwrap().1.trim_start().split_once('(').unwrap();
    let texts = quoted(arguments);
    let below = |path: &str| Path::new(path).strip_prefix(root).unwrap().to_owned();
    let path = |n: usize| below(str::from_utf8(&texts[n]).unwrap());
    // The file of a call that names it by its number, as `4</path>`.
    let opened = || below(arguments.split_once('<').unwrap().1.split_once('>').unwrap().0);
    Some(match name {
        "mkdir" | "mkdirat" => Change::MakeFolder(path(0)),
        "openat" | "open" if arguments.contains("O_TRUNC") => panic!("a file is written in place: {line}"),
        "openat" | "open" if arguments.contains("O_CREAT") => Change::Create(path(0)),
        "openat" | "open" => return None,
        "write" => Change::Write(opened(), texts[0].clone()),
        "rename" | "renameat" | "renameat2" => Change::Rename(path(0), path(1)),
        "unlink" | "unlinkat" => Change::Remove(path(0)),
        "fsync" => Change::Sync(opened()),
        other => panic!("this disk does not know `{other}`: {line}"),
    })
}

/// The texts between quotes, as they were before strace wrote them down.
fn quoted(text: &str) -> Vec<Vec<u8>> {
    let (mut all, mut current) = (Vec::new(), None::<Vec<u8>>);
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        match (byte, &mut current) {
            (b'"', None) => current = Some(Vec::new()),
            (b'"', Some(_)) => all.extend(current.take()),
            (b'\\', Some(text)) => match bytes.next() {
                Some(escaped @ (b'"' | b'\\')) => text.push(escaped),
                other => panic!("an escape {other:?} that no token file needs"),
            },
            (byte, Some(text)) => text.push(byte),
            (_, None) => {}
        }
    }
    all
}

/// The folder that a change adds an entry to or takes one from.
fn folder(change: &Change) -> Option<&Path> {
    match change {
        Change::MakeFolder(path) | Change::Create(path) | Change::Rename(_, path) | Change::Remove(path) => {
            path.parent()
        }
        Change::Write(..) | Change::Sync(_) => None,
    }
}

/// What a power cut leaves.
#[derive(Debug)]
pub(super) struct State {
    /// What was done, but for the entries of folders that are lost.
    changes: Vec<Change>,
    /// What became of what was written and not synced.
    fate: Fate,
    /// Whether all had been done before the power went.
    pub(super) returned: bool,
}

#[derive(Clone, Copy, Debug)]
enum Fate {
    Kept,
    Cut,
    Lost,
    /// Of the right length, but the data never came.
    Zeros,
}

/// All states that power cuts can leave of `changes`.
pub(super) fn states(changes: &[Change]) -> Vec<State> {
    let mut all = Vec::new();
    for moment in 0..=changes.len() {
        for left in leavings(&changes[..moment]) {
            for fate in [Fate::Kept, Fate::Cut, Fate::Lost, Fate::Zeros] {
                all.push(State { changes: left.clone(), fate, returned: moment == changes.len() });
            }
        }
    }
    all
}

/// What can be left of what was `done`: each folder keeps its entries in the order in which they were made, at least to
/// the last one before it was synced.
fn leavings(done: &[Change]) -> Vec<Vec<Change>> {
    let folders: BTreeSet<&Path> = done.iter().filter_map(folder).collect();
    let mut all = vec![done.to_vec()];
    for one in folders {
        let synced = done.iter().rposition(|change| matches!(change, Change::Sync(path) if path == one)).unwrap_or(0);
        let is_entry = |n: &usize| folder(&done[*n]) == Some(one);
        let durable = (0..synced).filter(is_entry).count();
        let entries = (0..done.len()).filter(is_entry).count();
        let shorter = |left: &Vec<Change>, kept: usize| -> Vec<Change> {
            let mut seen = 0;
            let keeps = |change: &&Change| {
                seen += usize::from(folder(change) == Some(one));
                folder(change) != Some(one) || seen <= kept
            };
            left.iter().filter(keeps).cloned().collect()
        };
        all = all.iter().flat_map(|left| (durable..=entries).map(move |kept| shorter(left, kept))).collect();
    }
    all
}

impl State {
    /// Makes this state of what is in `root`.
    pub(super) fn set_up(&self, root: &Path) {
        // What is in a file, and how much of it was synced.
        let mut files: BTreeMap<&Path, (Vec<u8>, usize)> = BTreeMap::new();
        for change in &self.changes {
            match change {
                // In a folder that is lost everything is.
                Change::MakeFolder(path) => drop(fs::create_dir(root.join(path))),
                Change::Create(path) => drop(files.insert(path, Default::default())),
                Change::Write(path, text) => drop(files.get_mut(path.as_path()).map(|(data, _)| data.extend(text))),
                Change::Rename(from, to) => drop(files.remove(from.as_path()).map(|file| files.insert(to, file))),
                Change::Remove(path) => drop(files.remove(path.as_path())),
                Change::Sync(path) => drop(files.get_mut(path.as_path()).map(|(data, synced)| *synced = data.len())),
            }
        }
        for (path, (mut data, synced)) in files {
            let path = root.join(path);
            if !path.parent().is_some_and(Path::is_dir) {
                continue;
            }
            match self.fate {
                Fate::Kept => {}
                Fate::Cut => data.truncate(synced.midpoint(data.len())),
                Fate::Lost => data.truncate(synced),
                Fate::Zeros => data[synced..].fill(0),
            }
            fs::write(path, data).unwrap();
        }
    }
}
