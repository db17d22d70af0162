//! The pace of an API, shared by the processes that share a token file.

use std::fs::File;
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use uplink_runtime::{PaceState, PaceStore};

use super::private;
use crate::Key;

/// More than the longest list of requests in one window.
const MOST_BYTES: u64 = 1024 * 1024;

/// A small file beside the token file: when the last requests were sent, and until when the server wants none. It is locked
/// while it is looked at, which a killed process cannot leave so, and one that is damaged counts as empty.
#[derive(Debug)]
pub(super) struct PaceFile {
    path: PathBuf,
}

impl PaceFile {
    /// The file for one client of one server.
    pub(super) fn beside(token_file: &Path, key: &Key) -> Self {
        let mut name = token_file.as_os_str().to_owned();
        name.push(format!(".{:016x}.pace", fingerprint(key.as_str())));
        PaceFile { path: name.into() }
    }

    fn opened(&self) -> io::Result<File> {
        private::open_lock(&self.path).or_else(|_| {
            private::folder(&self.path)?;
            private::open_lock(&self.path)
        })
    }
}

impl PaceStore for PaceFile {
    fn now(&self) -> Duration {
        // Processes have no other clock in common that a restart of the machine does not set back.
        SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default()
    }

    fn update(&self, change: &mut dyn FnMut(&mut PaceState)) -> io::Result<()> {
        let mut file = self.opened()?;
        file.lock()?;
        let result = changed(&mut file, change);
        // A process that was forked meanwhile has the file open too, and would hold the lock for life.
        let unlocked = file.unlock();
        result.and(unlocked)
    }
}

/// What is kept in a file that is locked, changed.
fn changed(file: &mut File, change: &mut dyn FnMut(&mut PaceState)) -> io::Result<()> {
    let mut bytes = Vec::new();
    Read::take(&mut *file, MOST_BYTES).read_to_end(&mut bytes)?;
    let mut state = PaceState::from_bytes(&bytes).unwrap_or_default();
    change(&mut state);
    let fresh = state.to_bytes();
    if fresh != bytes {
        file.rewind()?;
        file.write_all(&fresh)?;
        file.set_len(fresh.len() as u64)?;
    }
    Ok(())
}

/// FNV-1a: the same in all programs and for good.
fn fingerprint(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use url::Url;

    use super::*;

    fn file(folder: &Path, client: &str) -> PaceFile {
        let url = Url::parse("https://api.example").expect("an address");
        PaceFile::beside(&folder.join("new").join("tokens.json"), &Key::new(&url, client, None))
    }

    fn bytes(file: &PaceFile) -> Vec<u8> {
        let mut bytes = Vec::new();
        file.update(&mut |state| bytes = state.to_bytes()).expect("an update");
        bytes
    }

    fn marked() -> PaceState {
        let mut words: Vec<u64> = vec![1, 77, 0, 0];
        let sum = words.iter().fold(0xcbf2_9ce4_8422_2325_u64, |sum, word| (sum ^ word).wrapping_mul(0x0100_0000_01b3));
        words.push(sum);
        let bytes: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
        PaceState::from_bytes(&bytes).expect("a state")
    }

    #[test]
    fn what_one_process_notes_another_sees() {
        let folder = tempfile::tempdir().expect("a folder");
        let (one, same, other) = (file(folder.path(), "a"), file(folder.path(), "a"), file(folder.path(), "b"));
        one.update(&mut |state| *state = marked()).expect("an update");
        assert_eq!(bytes(&same), marked().to_bytes());
        assert_ne!(bytes(&other), marked().to_bytes(), "another client has its own pace");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&one.path).expect("a file").permissions().mode() & 0o777, 0o600);
        }
    }

    #[test]
    fn what_is_damaged_counts_as_empty() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = file(folder.path(), "a");
        for text in [&b""[..], b"x", &[0; 40], &[0xff; 400]] {
            bytes(&file);
            std::fs::write(&file.path, text).expect("written");
            assert_eq!(bytes(&file), PaceState::default().to_bytes());
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_link_in_its_place_is_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = file(folder.path(), "a");
        bytes(&file);
        std::fs::remove_file(&file.path).expect("removed");
        let target = folder.path().join("target");
        std::fs::write(&target, "precious").expect("written");
        std::os::unix::fs::symlink(&target, &file.path).expect("a link");
        assert!(file.update(&mut |_| {}).is_err());
        assert_eq!(std::fs::read(&target).expect("a file"), b"precious");
    }

    #[test]
    fn updates_of_several_threads_do_not_get_lost() {
        let folder = tempfile::tempdir().expect("a folder");
        let count = Arc::new(std::sync::atomic::AtomicU64::new(0));
        let threads: Vec<_> = (0..4)
            .map(|_| {
                let (file, count) = (file(folder.path(), "a"), count.clone());
                std::thread::spawn(move || {
                    for _ in 0..50 {
                        let inside = |_: &mut PaceState| {
                            let before = count.load(std::sync::atomic::Ordering::SeqCst);
                            std::thread::yield_now();
                            count.store(before + 1, std::sync::atomic::Ordering::SeqCst);
                        };
                        let mut inside = inside;
                        file.update(&mut inside).expect("an update");
                    }
                })
            })
            .collect();
        for thread in threads {
            thread.join().expect("a thread");
        }
        assert_eq!(count.load(std::sync::atomic::Ordering::SeqCst), 200, "one at a time");
    }
}
