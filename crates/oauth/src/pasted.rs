//! Reads a line that is pasted: a callback URL, which holds a code that nobody should see.

use std::io::{self, IsTerminal, Read, Write};

use secrecy::SecretString;
use zeroize::Zeroizing;

/// Longer than any callback URL.
const LONGEST: usize = 64 * 1024;
/// Ctrl-D at a terminal that hands on every key.
const END: u8 = 4;
const BACKSPACES: [u8; 2] = [8, 127];

/// A line that was pasted, and where it came from.
#[derive(Debug)]
pub struct Pasted {
    /// The line without its end.
    pub text: SecretString,
    /// Whether a person pasted it, who can be asked again.
    pub terminal: bool,
}

/// Says `prompt` on stderr and reads a line of any length from stdin, unseen when that is a terminal. Blocks; `given_up` is asked several times a
/// second whether to go on, where the system allows that. `None` when it was given up, or stdin ended.
///
/// # Errors
/// When stdin cannot be read, or the terminal cannot be made silent.
pub fn read_pasted(prompt: &str, given_up: &mut dyn FnMut() -> bool) -> io::Result<Option<Pasted>> {
    let terminal = io::stdin().is_terminal();
    let _hidden = if terminal { Some(Hidden::new()?) } else { None };
    // Not before the terminal is silent: quick ones paste at once. That stderr is closed is no reason to fail.
    let _ = writeln!(io::stderr(), "{prompt}");
    let bytes = read(Stdin { given_up }, terminal)?;
    if bytes.is_empty() {
        return Ok(None);
    }
    let text = Zeroizing::new(String::from_utf8_lossy(&bytes).into_owned());
    Ok(Some(Pasted { text: SecretString::from(text.as_str()), terminal }))
}

/// Byte by byte: a terminal gives no whole lines here, and what follows the line is not ours.
fn read(mut input: impl Read, terminal: bool) -> io::Result<Zeroizing<Vec<u8>>> {
    // Of full size from the start: growing would leave copies behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(LONGEST));
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

/// Stdin, as long as nobody gives up.
struct Stdin<'a> {
    given_up: &'a mut dyn FnMut() -> bool,
}

#[cfg(unix)]
impl Read for Stdin<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        use rustix::event::{PollFd, PollFlags, Timespec, poll};

        let stdin = io::stdin();
        let tick = Timespec { tv_sec: 0, tv_nsec: 100_000_000 };
        loop {
            if (self.given_up)() {
                return Ok(0);
            }
            let mut ready = [PollFd::new(&stdin, PollFlags::IN)];
            match poll(&mut ready, Some(&tick)) {
                Ok(0) | Err(rustix::io::Errno::INTR) => {}
                // Past the standard library's buffer, which would take more than the line.
                Ok(_) => return Ok(rustix::io::read(&stdin, buffer)?),
                Err(e) => return Err(e.into()),
            }
        }
    }
}

#[cfg(not(unix))]
impl Read for Stdin<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if (self.given_up)() { Ok(0) } else { io::stdin().lock().read(buffer) }
    }
}

/// A terminal that shows nothing and takes lines of any length; in its usual mode it cuts them at 4095 bytes.
#[cfg(unix)]
struct Hidden {
    before: rustix::termios::Termios,
}

#[cfg(unix)]
impl Hidden {
    fn new() -> io::Result<Self> {
        use rustix::termios::{LocalModes, OptionalActions, SpecialCodeIndex, tcgetattr, tcsetattr};

        let before = tcgetattr(io::stdin())?;
        let mut silent = before.clone();
        silent.local_modes.remove(LocalModes::ECHO | LocalModes::ECHONL | LocalModes::ICANON);
        silent.special_codes[SpecialCodeIndex::VMIN] = 1;
        silent.special_codes[SpecialCodeIndex::VTIME] = 0;
        tcsetattr(io::stdin(), OptionalActions::Now, &silent)?;
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
    fn new() -> io::Result<Self> {
        Ok(Hidden)
    }
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn t41_lines_of_any_length_end_at_their_end() {
        for length in [100, 3_000, 5_000, 12_000, 60_000] {
            let long = format!("http://127.0.0.1/cb?code={}", "x".repeat(length));
            let input = format!("\n{long}\r\nnext");
            assert_eq!(*read(input.as_bytes(), true).unwrap(), long.as_bytes());
        }
        assert_eq!(*read(&b"ab\x7fc\x04d\n"[..], true).unwrap(), b"ac");
        assert_eq!(*read(&b"no end"[..], false).unwrap(), b"no end");
        assert!(read(&b""[..], false).unwrap().is_empty());
    }
}
