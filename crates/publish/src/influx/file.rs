//! Lines into a file or to standard output.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::PathBuf;

use crate::spool::Waiting;

/// A file that grows, or standard output.
#[derive(Debug)]
pub struct File {
    /// None for standard output.
    path: Option<PathBuf>,
    /// What could not be written yet, such as while the disk was full.
    waiting: Waiting,
}

impl File {
    /// Appends to a file; `-` is standard output.
    pub fn new(path: PathBuf) -> Self {
        File { path: (path.as_os_str() != "-").then_some(path), waiting: Waiting::default() }
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
}
