//! A running service, a place for tokens, and a browser that is a socket.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, ChildStdout, Command, Output, Stdio};
use std::time::Duration;

use serde_json::Value;

/// Nothing here takes that long; a hang must not hold up everything.
const PATIENCE: Duration = Duration::from_secs(20);

/// The program, in an environment of its own.
pub fn program(folder: &tempfile::TempDir) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_nibe-uplink"));
    command.env_clear().env("HOME", folder.path()).env("NO_PROXY", "127.0.0.1").stdin(Stdio::null());
    command.current_dir(folder.path());
    command
}

/// What a finished process said.
pub struct Said {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Said {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|e| panic!("{e}: {} {}", self.out, self.err))
    }

    /// The error that stderr ends with.
    pub fn error(&self) -> Value {
        let last = self.err.lines().last().unwrap_or_default();
        serde_json::from_str::<Value>(last).unwrap_or_else(|e| panic!("{e}: {}", self.err))["error"].clone()
    }
}

impl From<Output> for Said {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
        let (out, err) = (text(output.stdout), text(output.stderr));
        assert!(!err.contains("panicked"), "{err}");
        Said { code: output.status.code().unwrap_or(-1), out, err }
    }
}

/// A process that talks while it runs; killed when a test fails.
pub struct Running {
    child: Option<Child>,
    lines: BufReader<ChildStdout>,
}

impl Running {
    pub fn start(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts");
        let lines = BufReader::new(child.stdout.take().expect("a pipe"));
        Running { child: Some(child), lines }
    }

    pub fn line(&mut self) -> String {
        let mut line = String::new();
        self.lines.read_line(&mut line).expect("a line");
        line.trim_end().to_owned()
    }

    pub fn signal(&self, name: &str) {
        let id = self.child.as_ref().expect("it runs").id().to_string();
        assert!(Command::new("kill").args([&format!("-{name}"), &id]).status().expect("kill runs").success());
    }

    pub fn write(&mut self, text: &str) {
        let input = self.child.as_mut().and_then(|c| c.stdin.as_mut()).expect("a pipe");
        input.write_all(text.as_bytes()).expect("it reads");
    }

    /// The rest of what it says, after it has ended.
    pub fn finish(mut self) -> Said {
        let mut out = String::new();
        self.lines.read_to_string(&mut out).expect("UTF-8");
        let output = self.child.take().expect("it runs").wait_with_output().expect("it ends");
        Said { out, ..Said::from(output) }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// The local service with a folder for tokens.
pub struct Service {
    pub running: Running,
    pub facts: Value,
    pub folder: tempfile::TempDir,
    /// What stands before every subcommand, and what the variables begin with.
    pub api: (&'static [&'static str], &'static str),
}

impl Service {
    pub fn start(options: &[&str]) -> Self {
        Self::of((&[], "NIBE_UPLINK"), options)
    }

    /// The service of the other API.
    pub fn myuplink(options: &[&str]) -> Self {
        Self::of((&["--api", "myuplink"], "MYUPLINK"), options)
    }

    fn of(api: (&'static [&'static str], &'static str), options: &[&str]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let mut running = Running::start(program(&folder).args(api.0).arg("simulate").args(options));
        let line = running.line();
        let facts = serde_json::from_str(&line).unwrap_or_else(|e| panic!("{e}: {line}"));
        Service { running, facts, folder, api }
    }

    pub fn fact(&self, name: &str) -> &str {
        self.facts[name].as_str().expect("a text")
    }

    /// The program, set up for this service by the environment.
    pub fn program(&self) -> Command {
        let mut command = program(&self.folder);
        let (arguments, prefix) = self.api;
        command
            .args(arguments)
            .env(format!("{prefix}_BASE_URL"), self.fact("base_url"))
            .env(format!("{prefix}_CLIENT_ID"), self.fact("client_id"))
            .env(format!("{prefix}_CLIENT_SECRET"), self.fact("client_secret"))
            .env(format!("{prefix}_REDIRECT_URI"), "http://127.0.0.1:0/callback")
            .env(format!("{prefix}_TOKEN_FILE"), self.folder.path().join("tokens.json"));
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Said {
        self.program().args(arguments).output().expect("the program runs").into()
    }

    pub fn log_in(&self, scopes: &str) -> Said {
        self.log_in_as(scopes, "")
    }

    /// The same, with something added to the link.
    pub fn log_in_as(&self, scopes: &str, more: &str) -> Said {
        let mut login = Running::start(self.program().args(["login", "--no-browser", "--scopes", scopes]));
        let link = login.line();
        let callback = get(&format!("{link}{more}")).location.expect("the consent page sends back");
        assert!(callback.starts_with("http://127.0.0.1:"), "{callback}");
        assert!(get(&callback).status < 400);
        login.finish()
    }

    pub fn tokens(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("tokens.json")).unwrap_or_default()
    }
}

/// A page, as far as tests care.
pub struct Page {
    pub status: u16,
    pub location: Option<String>,
}

/// Fetches a page, without following its redirect.
pub fn get(url: &str) -> Page {
    get_with(url, "")
}

/// The same with a line more in the head of the request.
pub fn get_with(url: &str, header: &str) -> Page {
    let (host, path) = url.strip_prefix("http://").and_then(|u| u.split_once('/')).expect("an address on this machine");
    let mut stream = TcpStream::connect(host).expect("somebody listens");
    stream.set_read_timeout(Some(PATIENCE)).expect("a timeout");
    write!(stream, "GET /{path} HTTP/1.1\r\nHost: {host}\r\n{header}Connection: close\r\n\r\n").expect("it reads");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("it answers");
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let status = answer.split(' ').nth(1).and_then(|s| s.parse().ok()).unwrap_or_else(|| panic!("no HTTP: {answer}"));
    let location = answer.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("location").then(|| value.trim().to_owned())
    });
    Page { status, location }
}

/// Sends JSON; the status of the answer.
pub fn post(url: &str, body: &str) -> u16 {
    try_post(url, body).unwrap_or_else(|| panic!("nobody answers at {url}"))
}

/// The same of somebody who may be gone before the answer.
pub fn try_post(url: &str, body: &str) -> Option<u16> {
    let (host, path) = url.strip_prefix("http://")?.split_once('/')?;
    let mut stream = TcpStream::connect(host).ok()?;
    stream.set_read_timeout(Some(PATIENCE)).ok()?;
    let head = format!("POST /{path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nContent-Length: {}", body.len());
    write!(stream, "{head}\r\n\r\n{body}").ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    answer.split(' ').nth(1)?.parse().ok()
}
