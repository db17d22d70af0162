//! A real database, a strict token endpoint, and this test program as processes of their own.

mod child;
mod strict;

use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

pub(crate) use child::{Child, job, say};
pub(crate) use strict::{API, Strict};

/// A database of its own; stopped when it is dropped.
pub(crate) struct Database {
    folder: TempDir,
    bin: PathBuf,
    pub(crate) port: u16,
    pooler: Option<std::process::Child>,
    user: Option<(u32, u32)>,
}

/// The folder of the database's programs.
fn programs() -> Option<PathBuf> {
    let mut folders: Vec<PathBuf> = std::env::split_paths(&std::env::var_os("PATH")?).collect();
    folders
        .extend(std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten().map(|f| f.path().join("bin")));
    folders.into_iter().find(|folder| folder.join("initdb").exists() && folder.join("pg_ctl").exists())
}

fn free_port() -> u16 {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// Whom the database runs as: it refuses to run as root.
fn user() -> Option<(u32, u32)> {
    use std::os::unix::fs::MetadataExt;
    if std::fs::metadata("/proc/self").ok()?.uid() != 0 {
        return None;
    }
    let users = std::fs::read_to_string("/etc/passwd").ok()?;
    let line = users.lines().find(|line| line.starts_with("postgres:"))?;
    let fields: Vec<&str> = line.split(':').collect();
    Some((fields[2].parse().ok()?, fields[3].parse().ok()?))
}

impl Database {
    /// Starts one; `None` where there is none, which is said.
    pub(crate) fn start() -> Option<Self> {
        let Some(bin) = programs() else {
            println!("skipped: postgres is not installed");
            return None;
        };
        let folder = tempfile::Builder::new().prefix("uplink-postgres").tempdir().unwrap();
        let database = Database { folder, bin, port: free_port(), pooler: None, user: user() };
        if let Some((user, group)) = database.user {
            std::os::unix::fs::chown(database.folder.path(), Some(user), Some(group)).unwrap();
        }
        database.run(
            "initdb",
            &["-D", "data", "-U", "fleet", "--auth", "trust", "--no-sync", "-E", "UTF8", "--locale", "C"],
        );
        database.control("start");
        Some(database)
    }

    fn run(&self, program: &str, arguments: &[&str]) {
        let mut command = Command::new(self.bin.join(program));
        command.args(arguments).current_dir(self.folder.path()).stdout(Stdio::null()).stderr(Stdio::null());
        if let Some((user, group)) = self.user {
            command.uid(user).gid(group);
        }
        assert!(command.status().unwrap().success(), "{program} {arguments:?}");
    }

    pub(crate) fn control(&self, what: &str) {
        let options = format!(
            "-p {} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off -c max_connections=100",
            self.port
        );
        self.run("pg_ctl", &["-D", "data", "-l", "log", "-w", "-m", "fast", "-o", &options, what]);
    }

    pub(crate) fn url(&self) -> String {
        format!("postgres://fleet@127.0.0.1:{}/postgres", self.port)
    }

    /// The address of a pooler before the database, which gives each transaction another connection.
    pub(crate) fn pooled(&mut self) -> Option<String> {
        let program = ["/usr/sbin/pgbouncer", "/usr/bin/pgbouncer"].into_iter().find(|path| Path::new(path).exists());
        let Some(program) = program else {
            println!("skipped: pgbouncer is not installed");
            return None;
        };
        let port = free_port();
        let settings = self.folder.path().join("pgbouncer.ini");
        let users = self.folder.path().join("users.txt");
        std::fs::write(&users, "\"fleet\" \"\"\n").unwrap();
        std::fs::write(
            &settings,
            format!(
                "[databases]\npostgres = host=127.0.0.1 port={}\n[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\n\
                 unix_socket_dir =\nauth_type = trust\nauth_file = {}\npool_mode = transaction\ndefault_pool_size = 12\n",
                self.port,
                users.display()
            ),
        )
        .unwrap();
        let mut command = Command::new(program);
        command.arg(&settings).stdout(Stdio::null()).stderr(Stdio::null());
        if let Some((user, group)) = self.user {
            command.uid(user).gid(group);
        }
        self.pooler = Some(command.spawn().unwrap());
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            std::thread::yield_now();
        }
        Some(format!("postgres://fleet@127.0.0.1:{port}/postgres"))
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Some(mut pooler) = self.pooler.take() {
            let _ = pooler.kill();
            let _ = pooler.wait();
        }
        let mut stop = Command::new(self.bin.join("pg_ctl"));
        stop.args(["-D", "data", "-m", "immediate", "stop"]).current_dir(self.folder.path());
        if let Some((user, group)) = self.user {
            stop.uid(user).gid(group);
        }
        let _ = stop.stdout(Stdio::null()).stderr(Stdio::null()).status();
    }
}
