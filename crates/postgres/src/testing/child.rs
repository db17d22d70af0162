//! This test program as a process of its own, to be killed.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child as Process, ChildStdout, Command, Stdio};

const JOB: &str = "UPLINK_POSTGRES_TEST_JOB";
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

pub(crate) struct Child {
    process: Process,
    lines: BufReader<ChildStdout>,
}

impl Child {
    /// The test `name` as a process that does `job`.
    pub(crate) fn start(name: &str, job: &str) -> Self {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", name, "--nocapture", "--test-threads=1"]).env(JOB, job);
        let mut process = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap();
        let lines = BufReader::new(process.stdout.take().unwrap());
        Child { process, lines }
    }

    /// What the child says next; `None` when it has ended.
    pub(crate) fn said(&mut self) -> Option<String> {
        loop {
            let mut line = String::new();
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
