//! Reads a line that is pasted: a callback URL, which holds a code that nobody should see.

use std::io::{self, IsTerminal, Read};

use crate::failure::Failure;

/// Longer than any callback URL.
const LONGEST: usize = 64 * 1024;
/// Ctrl-D at a terminal that hands on every key.
const END: u8 = 4;
const BACKSPACES: [u8; 2] = [8, 127];

/// A line, and where it came from. No `Debug`: it may hold a code.
pub struct Line {
    /// The line without its end.
    pub text: String,
    /// Whether a person typed it.
    pub terminal: bool,
}

/// Reads a line from stdin, unseen when that is a terminal.
pub async fn line() -> Result<Line, Failure> {
    let terminal = io::stdin().is_terminal();
    // Dropped, and the terminal as before, also when the user presses Ctrl-C meanwhile.
    let _hidden = if terminal { Some(Hidden::new()?) } else { None };
    let read = tokio::task::spawn_blocking(move || read(io::stdin().lock(), terminal)).await;
    let bytes = match read {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(e)) => return Err(Failure::failed("input", format!("cannot read the address: {e}"))),
        Err(_) => return Err(Failure::failed("input", "reading the address was interrupted; start again")),
    };
    if bytes.is_empty() {
        return Err(Failure::failed("input", "no address was pasted; start again"));
    }
    Ok(Line { text: String::from_utf8_lossy(&bytes).into_owned(), terminal })
}

/// Byte by byte: a terminal gives no whole lines here, and what follows the line is not ours.
fn read(mut input: impl Read, terminal: bool) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut next = [0];
    while bytes.len() < LONGEST {
        match input.read(&mut next) {
            Ok(0) => break,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
            Err(e) => return Err(e),
            Ok(_) => {}
        }
        match next[0] {
            b'\n' | b'\r' if !bytes.is_empty() => break,
            // A stray line end from an earlier paste.
            b'\n' | b'\r' => {}
            END if terminal => break,
            key if terminal && BACKSPACES.contains(&key) => {
                bytes.pop();
            }
            byte => bytes.push(byte),
        }
    }
    Ok(bytes)
}

/// A terminal that shows nothing and takes lines of any length; in its usual mode it cuts them at 4095 bytes.
#[cfg(unix)]
struct Hidden {
    before: rustix::termios::Termios,
}

#[cfg(unix)]
impl Hidden {
    fn new() -> Result<Self, Failure> {
        use rustix::termios::{LocalModes, OptionalActions, SpecialCodeIndex, tcgetattr, tcsetattr};
        let failed =
            |e: rustix::io::Errno| Failure::failed("input", format!("the terminal cannot be made silent: {e}"));
        let before = tcgetattr(io::stdin()).map_err(failed)?;
        let mut silent = before.clone();
        silent.local_modes.remove(LocalModes::ECHO | LocalModes::ECHONL | LocalModes::ICANON);
        silent.special_codes[SpecialCodeIndex::VMIN] = 1;
        silent.special_codes[SpecialCodeIndex::VTIME] = 0;
        tcsetattr(io::stdin(), OptionalActions::Now, &silent).map_err(failed)?;
        Ok(Hidden { before })
    }
}

#[cfg(unix)]
impl Drop for Hidden {
    fn drop(&mut self) {
        let _ = rustix::termios::tcsetattr(io::stdin(), rustix::termios::OptionalActions::Now, &self.before);
    }
}

/// Windows cuts no lines; the code is used up a moment after it was seen.
#[cfg(not(unix))]
struct Hidden;

#[cfg(not(unix))]
impl Hidden {
    fn new() -> Result<Self, Failure> {
        Ok(Hidden)
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn lines_of_any_length_end_at_their_end() {
        let long = format!("http://127.0.0.1/cb?code={}", "x".repeat(20_000));
        let input = format!("\n{long}\r\nnext");
        assert_eq!(read(input.as_bytes(), true).expect("a line"), long.as_bytes());
        assert_eq!(read(&b"ab\x7fc\x04d\n"[..], true).expect("a line"), b"ac");
        assert_eq!(read(&b"no end"[..], false).expect("a line"), b"no end");
        assert!(read(&b""[..], false).expect("nothing").is_empty());
    }
}
