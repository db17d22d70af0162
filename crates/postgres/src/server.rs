//! Where a database is.

use std::fmt;
use std::net::IpAddr;
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// A database. Its connections are protected unless they stay on this machine.
#[derive(Clone)]
pub struct Server {
    pub(crate) config: Config,
    shown: String,
}

/// What was given cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct SetupError(pub(crate) String);

impl Server {
    /// The database at `postgres://USER@HOST:PORT/DATABASE`. With `insecure`, tokens and password may travel unprotected to
    /// another machine.
    ///
    /// # Errors
    /// The address is none of a database.
    pub fn parse(url: &str, insecure: bool) -> Result<Self, SetupError> {
        let wrong = || SetupError("write postgres://USER@HOST/DATABASE, with :PORT".to_owned());
        let mut config: Config = url.parse().map_err(|_| wrong())?;
        if !url.starts_with("postgres") || config.get_user().is_none() || config.get_hosts().is_empty() {
            return Err(wrong());
        }
        let is_here = |host: &Host| match host {
            Host::Tcp(name) => name == "localhost" || name.parse().is_ok_and(|ip: IpAddr| ip.is_loopback()),
            #[cfg(unix)]
            Host::Unix(_) => true,
        };
        // Where `hostaddr` is given, it is what is connected to, whatever the host is called.
        let stays = config.get_hosts().iter().all(is_here) && config.get_hostaddrs().iter().all(IpAddr::is_loopback);
        let stays = stays || insecure;
        let plain = stays && config.get_ssl_mode() != SslMode::Require;
        config.ssl_mode(if plain { SslMode::Disable } else { SslMode::Require });
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECT_TIMEOUT);
        }
        let host = match config.get_hosts().first() {
            Some(Host::Tcp(name)) => name.clone(),
            _ => "this machine".to_owned(),
        };
        let port = config.get_ports().first().map_or_else(String::new, |port| format!(":{port}"));
        let database = config.get_dbname().or(config.get_user()).unwrap_or_default();
        let shown = format!("Postgres at {host}{port}/{database}");
        Ok(Server { config, shown })
    }

    /// The same with a password.
    #[must_use]
    pub fn with_password(mut self, password: &SecretString) -> Self {
        self.config.password(password.expose_secret());
        self
    }

    /// The same with a name by which the database lists its connections.
    #[must_use]
    pub fn named(mut self, program: &str) -> Self {
        self.config.application_name(program);
        self
    }

    /// Whether the address came with a password.
    pub fn has_password(&self) -> bool {
        self.config.get_password().is_some()
    }

    /// Whether connections are protected.
    pub fn is_protected(&self) -> bool {
        self.config.get_ssl_mode() == SslMode::Require
    }
}

/// As it may be shown: without user and password.
impl fmt::Display for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Server").field(&self.shown).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leaves_this_machine_is_protected() {
        for (url, insecure, protected) in [
            ("postgres://u@127.0.0.1/db", false, false),
            ("postgresql://u@localhost:5433/db", false, false),
            ("postgres://u@localhost/db?sslmode=require", false, true),
            ("postgres://u@%2Frun%2Fpostgresql/db", false, false),
            ("postgres://u@localhost/db?hostaddr=127.0.0.1", false, false),
            ("postgres://u@localhost/db?hostaddr=192.0.2.7", false, true),
            ("postgres://u@localhost/db?hostaddr=127.0.0.1,192.0.2.7", false, true),
            ("postgres://u@db.example/db", false, true),
            ("postgres://u@db.example/db?sslmode=disable", false, true),
            ("postgres://u@db.example/db", true, false),
        ] {
            assert_eq!(Server::parse(url, insecure).expect(url).is_protected(), protected, "{url}");
        }
        for url in ["https://u@db.example/db", "postgres://db.example/db", "nothing", ""] {
            let said = Server::parse(url, false).expect_err(url).to_string();
            assert_eq!(said, "write postgres://USER@HOST/DATABASE, with :PORT", "{url}");
        }
    }

    #[test]
    fn t58_a_password_is_not_shown() {
        let server = Server::parse("postgres://u:CANARY@db.example:77/fleet", false).expect("an address");
        assert!(server.has_password());
        assert_eq!(server.to_string(), "Postgres at db.example:77/fleet");
        assert!(!format!("{server:?}").contains("CANARY"));
    }
}
