//! Lines that wait in memory, such as while the disk is full.

use std::io;

/// Some weeks of a machine.
const MOST_BYTES: usize = 64 << 20;

/// Lines that could not be written yet, the oldest first.
#[derive(Debug)]
pub struct Waiting {
    text: String,
    most: usize,
}

impl Default for Waiting {
    fn default() -> Self {
        Waiting { text: String::new(), most: MOST_BYTES }
    }
}

impl Waiting {
    /// Adds lines; all of them or none.
    ///
    /// # Errors
    /// There is no room for them.
    pub fn push(&mut self, lines: &str) -> io::Result<()> {
        if self.text.len() + lines.len() > self.most {
            let most = self.most >> 20;
            return Err(io::Error::other(format!("{most} MiB wait already, and what comes now is left out")));
        }
        self.text.push_str(lines);
        Ok(())
    }

    /// All lines.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The first lines were written: so many bytes.
    pub fn written(&mut self, bytes: usize) {
        if bytes >= self.text.len() {
            // What a day without a disk took is free again.
            self.text = String::new();
        } else {
            self.text.drain(..bytes);
        }
    }

    #[cfg(test)]
    pub fn of(most: usize) -> Self {
        Waiting { text: String::new(), most }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_leave_in_order_and_what_has_no_room_is_said() {
        let mut waiting = Waiting::of(8);
        waiting.push("a 1\n").expect("room");
        waiting.push("b 2\n").expect("room");
        assert!(waiting.push("c 3\n").expect_err("no room").to_string().ends_with("what comes now is left out"));
        waiting.written(4);
        assert_eq!(waiting.text(), "b 2\n");
        waiting.push("d 4\n").expect("room again");
        waiting.written(8);
        assert_eq!(waiting.text(), "");
    }
}
