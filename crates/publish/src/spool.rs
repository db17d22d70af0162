//! Lines that wait on the disk until the server has taken them, and in memory while the disk takes none.

mod waiting;

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

pub(crate) use waiting::Waiting;

/// What the lines that wait may take on the disk; more than a month of a machine with a hundred points.
const MOST_BYTES: u64 = 1 << 30;

/// A file of lines, and beside it how much of it the server has.
#[derive(Debug)]
pub struct Spool {
    file: File,
    /// Where the number of bytes stands that the server has.
    mark: PathBuf,
    sent: u64,
    end: u64,
    /// Lines behind those of the file, which the disk did not take yet.
    waiting: Waiting,
    /// Nobody else sends these lines and takes them away.
    _lock: File,
}

impl Spool {
    /// Opens the spool, or makes it. A last line that was cut off, because the program ended in the middle of it, goes.
    ///
    /// # Errors
    /// The files cannot be read or written, or another program uses them.
    pub fn open(path: &Path) -> io::Result<Self> {
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            fs::create_dir_all(folder)?;
        }
        let lock = lock(&beside(path, ".lock"))?;
        let mut file = OpenOptions::new().create(true).read(true).write(true).truncate(false).open(path)?;
        let end = whole_lines(&mut file)?;
        let mark = beside(path, ".sent");
        take_over(&path.with_extension("sent"), &mark)?;
        let sent = fs::read_to_string(&mark).ok().and_then(|text| text.trim().parse().ok()).unwrap_or(0);
        let mut spool = Spool { file, mark, sent, end, waiting: Waiting::default(), _lock: lock };
        if sent > end {
            // The mark is of lines that are gone since, and must not stand when others have come.
            spool.sent = 0;
            spool.note(0)?;
        }
        Ok(spool)
    }

    /// Adds lines, and writes all that wait in memory to the disk.
    ///
    /// # Errors
    /// The disk takes none now: they wait in memory until it does, or until the server has them, as long as there is room.
    pub fn push(&mut self, lines: &str) -> io::Result<()> {
        let room = self.waiting.push(lines);
        self.write_waiting()?;
        room
    }

    fn write_waiting(&mut self) -> io::Result<()> {
        let text = self.waiting.text();
        let end = self.end + text.len() as u64;
        if end - self.sent > MOST_BYTES {
            return Err(io::Error::other("too many readings wait for the server"));
        }
        self.file.seek(SeekFrom::Start(self.end))?;
        if let Err(error) = self.file.write_all(text.as_bytes()) {
            // Where this fails too, the next ones are written over it.
            let _ = self.file.set_len(self.end);
            return Err(error);
        }
        self.end = end;
        self.waiting.written(text.len());
        Ok(())
    }

    /// The next whole lines, up to so many bytes; none when the server has all.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn next(&mut self, most: usize) -> io::Result<Option<String>> {
        let mut bytes = if self.sent < self.end {
            let waiting = usize::try_from(self.end - self.sent).unwrap_or(usize::MAX);
            let mut bytes = vec![0; waiting.min(most)];
            self.file.seek(SeekFrom::Start(self.sent))?;
            self.file.read_exact(&mut bytes)?;
            bytes
        } else {
            self.waiting.text().bytes().take(most).collect()
        };
        let whole = bytes.iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
        bytes.truncate(whole);
        let text = String::from_utf8(bytes).map_err(|e| io::Error::new(io::ErrorKind::InvalidData, e))?;
        Ok((!text.is_empty()).then_some(text))
    }

    /// The server has the lines that [`Spool::next`] gave.
    ///
    /// # Errors
    /// That cannot be noted; they will be sent again, which does no harm.
    pub fn taken(&mut self, lines: &str) -> io::Result<()> {
        if self.sent == self.end {
            self.waiting.written(lines.len());
            return Ok(());
        }
        self.sent += lines.len() as u64;
        if self.sent < self.end {
            return self.note(self.sent);
        }
        // The mark goes first: lines that are sent again do no harm, lines that are skipped are lost.
        self.note(0)?;
        self.file.set_len(0)?;
        (self.sent, self.end) = (0, 0);
        Ok(())
    }

    fn note(&self, sent: u64) -> io::Result<()> {
        let beside = self.mark.with_extension("sent-new");
        fs::write(&beside, sent.to_string())?;
        fs::rename(&beside, &self.mark)
    }
}

/// The path of a file beside another, with its whole name: spools may differ in what comes last in it.
fn beside(path: &Path, after: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(after);
    name.into()
}

/// Marks had the name of their spool without its extension.
fn take_over(old: &Path, mark: &Path) -> io::Result<()> {
    let is_mark = |text: String| text.trim().parse::<u64>().is_ok();
    if !mark.exists() && fs::read_to_string(old).is_ok_and(is_mark) {
        fs::rename(old, mark)?;
    }
    Ok(())
}

/// The file of the lock holds nothing and stays.
fn lock(path: &Path) -> io::Result<File> {
    let lock = OpenOptions::new().create(true).truncate(false).write(true).open(path)?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => {
            Err(io::Error::other("another program uses it; give `spool`, a file of its own"))
        }
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// The length of the file without a line that was cut off.
pub(crate) fn whole_lines(file: &mut File) -> io::Result<u64> {
    let mut end = file.metadata()?.len();
    let mut byte = [0];
    while end > 0 {
        file.seek(SeekFrom::Start(end - 1))?;
        file.read_exact(&mut byte)?;
        if byte == *b"\n" {
            break;
        }
        end -= 1;
    }
    Ok(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_come_out_in_order_and_once_whenever_the_program_ends() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("deep/influx.lines");
        let mut spool = Spool::open(&path).expect("made");
        assert_eq!(spool.next(100).expect("read"), None);
        spool.push("a 1\nb 2\nc 3\n").expect("written");
        assert_eq!(spool.next(7).expect("read").as_deref(), Some("a 1\n"), "whole lines only");
        spool.taken("a 1\n").expect("noted");

        // Killed in the middle of a line.
        drop(spool);
        fs::OpenOptions::new().append(true).open(&path).and_then(|mut f| f.write_all(b"d 4\ne")).expect("written");
        let mut spool = Spool::open(&path).expect("opened");
        assert_eq!(spool.next(100).expect("read").as_deref(), Some("b 2\nc 3\nd 4\n"));
        spool.taken("b 2\nc 3\nd 4\n").expect("noted");
        assert_eq!(fs::metadata(&path).expect("there").len(), 0, "the disk is free again");
    }

    #[test]
    fn a_mark_of_lines_that_are_gone_skips_none_of_those_that_come() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("influx.lines");
        fs::write(beside(&path, ".sent"), "4").expect("written");
        let mut spool = Spool::open(&path).expect("opened");
        spool.push("f 6\ng 7\n").expect("written");
        drop(spool);
        let mut spool = Spool::open(&path).expect("opened");
        assert_eq!(spool.next(100).expect("read").as_deref(), Some("f 6\ng 7\n"));
    }

    #[test]
    fn lines_that_were_taken_are_sent_again_rather_than_lost() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("influx.lines");
        let mut spool = Spool::open(&path).expect("made");
        spool.push("a 1\nb 2\n").expect("written");
        // Nothing can be noted: the disk is full, for instance.
        fs::create_dir(beside(&path, ".sent")).expect("made");
        assert!(spool.taken("a 1\nb 2\n").is_err());
        assert_eq!(spool.next(100).expect("read"), None, "not by this process");
        fs::remove_dir(beside(&path, ".sent")).expect("removed");
        drop(spool);
        let mut spool = Spool::open(&path).expect("opened");
        assert_eq!(spool.next(100).expect("read").as_deref(), Some("a 1\nb 2\n"));
    }

    #[test]
    fn what_the_disk_does_not_take_waits_in_memory_and_is_sent_from_there() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("influx.lines");
        let mut spool = Spool::open(&path).expect("made");
        spool.push("a 1\n").expect("written");
        // A file that is open for reading takes as little as a full disk.
        let writable = std::mem::replace(&mut spool.file, File::open(&path).expect("opened"));
        assert!(spool.push("b 2\n").is_err());
        assert!(spool.push("c 3\n").is_err());
        assert_eq!(spool.next(100).expect("read").as_deref(), Some("a 1\n"), "the oldest first");

        // The server has what stood on the disk, and takes from memory meanwhile.
        spool.file = writable;
        spool.taken("a 1\n").expect("noted");
        spool.file = File::open(&path).expect("opened");
        assert_eq!(spool.next(6).expect("read").as_deref(), Some("b 2\n"));
        // The disk has room again before it is noted that the server has them.
        spool.file = OpenOptions::new().read(true).write(true).open(&path).expect("opened");
        spool.push("d 4\n").expect("written");
        assert_eq!(fs::read_to_string(&path).expect("there"), "b 2\nc 3\nd 4\n");
        spool.taken("b 2\n").expect("noted");
        assert_eq!(spool.next(100).expect("read").as_deref(), Some("c 3\nd 4\n"));
    }

    #[test]
    fn a_disk_that_stays_full_takes_no_memory_without_end() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("influx.lines");
        let mut spool = Spool::open(&path).expect("made");
        spool.file = File::open(&path).expect("opened");
        spool.waiting = Waiting::of(4);
        assert!(spool.push("a 1\n").is_err());
        assert!(spool.push("b 2\n").is_err());
        assert_eq!(spool.next(100).expect("read").as_deref(), Some("a 1\n"));
        spool.taken("a 1\n").expect("noted");
        assert_eq!(spool.next(100).expect("read"), None);
    }

    #[test]
    fn a_spool_is_of_one_program() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("influx.lines");
        let first = Spool::open(&path).expect("opened");
        let said = Spool::open(&path).expect_err("it is open").to_string();
        assert_eq!(said, "another program uses it; give `spool`, a file of its own");
        Spool::open(&folder.path().join("other.lines")).expect("another one");
        drop(first);
        Spool::open(&path).expect("free again");
    }

    #[test]
    fn spools_whose_names_differ_at_the_end_have_marks_of_their_own() {
        let folder = tempfile::tempdir().expect("a folder");
        let spools = ["house.lines", "house.rows"].map(|name| {
            let mut spool = Spool::open(&folder.path().join(name)).expect("made");
            spool.push("a 1\nb 2\nc 3\n").expect("written");
            spool
        });
        let [mut lines, mut rows] = spools;
        lines.taken("a 1\n").expect("noted");
        rows.taken("a 1\nb 2\n").expect("noted");
        drop((lines, rows));
        let mut lines = Spool::open(&folder.path().join("house.lines")).expect("opened");
        assert_eq!(lines.next(100).expect("read").as_deref(), Some("b 2\nc 3\n"));
    }

    #[test]
    fn a_mark_of_the_former_name_counts() {
        let folder = tempfile::tempdir().expect("a folder");
        let (path, old) = (folder.path().join("influx.lines"), folder.path().join("influx.sent"));
        fs::write(&path, "a 1\nb 2\n").expect("written");
        fs::write(&old, "4").expect("written");
        let mut spool = Spool::open(&path).expect("opened");
        assert_eq!(spool.next(100).expect("read").as_deref(), Some("b 2\n"));
        assert!(!old.exists(), "it counts once");
        // Something else that has such a name is let alone.
        let (path, other) = (folder.path().join("notes.lines"), folder.path().join("notes.sent"));
        fs::write(&other, "to Anna").expect("written");
        Spool::open(&path).expect("opened");
        assert!(other.exists());
    }
}
