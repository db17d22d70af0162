//! This test program as a process of its own, to be killed or starved.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child as Process, ChildStdout, Command, Stdio};

const JOB: &str = "UPLINK_OAUTH_TEST_JOB";
/// Tells the words of a child from those of the test harness around it.
const SAID: &str = "said: ";

/// What this process is to do, when it is a child.
pub(crate) fn job() -> Option<String> {
    std::env::var(JOB).ok()
}

/// For a child: tells the parent.
pub(crate) fn say(text: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "\n{SAID}{text}").unwrap();
    out.flush().unwrap();
}

/// For a child: what the parent says next; `None` at its end.
pub(crate) fn hear() -> Option<String> {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).unwrap();
    line.pop().map(|_| line)
}

/// The test `name` as a command that does `job`.
pub(crate) fn command(name: &str, job: &str) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", name, "--nocapture", "--test-threads=1"]).env(JOB, job);
    command
}

pub(crate) struct Child {
    process: Process,
    lines: BufReader<ChildStdout>,
}

impl Child {
    pub(crate) fn start(name: &str, job: &str) -> Self {
        Self::of(command(name, job)).unwrap()
    }

    pub(crate) fn of(mut command: Command) -> std::io::Result<Self> {
        let mut process = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let lines = BufReader::new(process.stdout.take().unwrap());
        Ok(Child { process, lines })
    }

    pub(crate) fn tell(&mut self, text: &str) {
        writeln!(self.process.stdin.as_mut().unwrap(), "{text}").unwrap();
    }

    /// What the child says next; `None` when it has ended.
    pub(crate) fn said(&mut self) -> Option<String> {
        loop {
            let mut line = String::new();
            // A line that a kill cut off does not count.
            if self.lines.read_line(&mut line).ok()? == 0 || !line.ends_with('\n') {
                return None;
            }
            if let Some(said) = line.trim_end().strip_prefix(SAID) {
                return Some(said.to_owned());
            }
        }
    }

    pub(crate) fn kill(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
