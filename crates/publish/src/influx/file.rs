//! Lines into a file or to standard output.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::PathBuf;

use crate::spool::{Waiting, whole_lines};

/// A file that grows, or standard output.
#[derive(Debug)]
pub struct File {
    /// None for standard output.
    path: Option<PathBuf>,
    /// Whether this program has opened it: what it writes ends in whole lines.
    opened: bool,
    /// What could not be written yet, such as while the disk was full.
    waiting: Waiting,
}

impl File {
    /// Appends to a file; `-` is standard output.
    pub fn new(path: PathBuf) -> Self {
        File { path: (path.as_os_str() != "-").then_some(path), opened: false, waiting: Waiting::default() }
    }

    /// Writes lines, behind those that could not be written before.
    ///
    /// # Errors
    /// They cannot be written now; they are kept and tried again with the next ones.
    pub fn write(&mut self, lines: &str) -> io::Result<()> {
        let room = self.waiting.push(lines);
        self.write_waiting()?;
        room
    }

    fn write_waiting(&mut self) -> io::Result<()> {
        let text = self.waiting.text();
        let Some(path) = &self.path else {
            let mut out = io::stdout().lock();
            out.write_all(text.as_bytes())?;
            out.flush()?;
            self.waiting.written(text.len());
            return Ok(());
        };
        if !self.opened && fs::metadata(path).is_ok_and(|there| there.is_file()) {
            // A program that was killed may have left half a line, which would spoil the next one, too.
            let mut file = OpenOptions::new().read(true).write(true).open(path)?;
            let (end, length) = (whole_lines(&mut file)?, file.metadata()?.len());
            if end < length {
                file.set_len(end)?;
            }
        }
        self.opened = true;
        let mut file = OpenOptions::new().create(true).append(true).open(path)?;
        let before = file.metadata()?.len();
        if let Err(error) = file.write_all(text.as_bytes()) {
            // Half a line is worse than none.
            OpenOptions::new().write(true).open(path).and_then(|file| file.set_len(before))?;
            return Err(error);
        }
        self.waiting.written(text.len());
        Ok(())
    }

    /// Whether the folder of the file is there.
    pub(crate) fn check(&self) -> Result<(), String> {
        let Some(path) = &self.path else { return Ok(()) };
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        match folder.map(fs::metadata) {
            Some(Err(error)) => Err(format!("the folder of {}: {error}", path.display())),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_written_waits_for_the_next_time() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("later").join("pump.lp");
        let mut file = File::new(path.clone());
        assert!(file.check().is_err());
        assert!(file.write("a 1\n").is_err());
        fs::create_dir(folder.path().join("later")).expect("made");
        assert_eq!(file.check(), Ok(()));
        file.write("b 2\n").expect("written");
        file.write("c 3\n").expect("written");
        assert_eq!(fs::read_to_string(path).expect("there"), "a 1\nb 2\nc 3\n");
    }

    #[test]
    fn half_a_line_of_a_program_that_was_killed_goes() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("pump.lp");
        for (left, then) in [("a 1\nb", "a 1\nc 3\nd 4\n"), ("a", "c 3\nd 4\n"), ("a 1\n", "a 1\nc 3\nd 4\n")] {
            fs::write(&path, left).expect("written");
            let mut file = File::new(path.clone());
            file.write("c 3\n").expect("written");
            file.write("d 4\n").expect("written");
            assert_eq!(fs::read_to_string(&path).expect("there"), then, "{left:?}");
        }
    }
}
