//! The database that rows go to.

use std::path::PathBuf;

use serde::Deserialize;

/// The database that rows go to.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
#[cfg_attr(not(feature = "postgres"), allow(dead_code, reason = "read so that what is missing can be said"))]
pub struct PostgresConfig {
    /// Its address: `postgres://user@host/database`.
    pub url: String,
    /// A file with the password; else the environment variable `PGPASSWORD` counts.
    pub password_file: Option<PathBuf>,
    /// Whether rows and password may travel unprotected to another machine.
    #[serde(default)]
    pub insecure_postgres: bool,
    /// Where rows wait while the server is away.
    pub spool: Option<PathBuf>,
}

#[cfg(not(feature = "postgres"))]
impl PostgresConfig {
    pub(super) fn check(&self) -> Result<(), String> {
        Err("[postgres]: this program was built without it; build it with the feature `postgres`".to_owned())
    }

    /// The server without its user, as it may be shown.
    pub fn shown(&self) -> String {
        String::new()
    }
}

#[cfg(feature = "postgres")]
impl PostgresConfig {
    pub(super) fn check(&self) -> Result<(), String> {
        self.server().map(drop)
    }

    /// The server, without a password. The connection is protected unless it stays on this machine.
    ///
    /// # Errors
    /// The address is none of a database, or holds a password.
    pub fn server(&self) -> Result<tokio_postgres::Config, String> {
        use tokio_postgres::config::{Host, SslMode};

        let wrong = "[postgres] url: write postgres://USER@HOST/DATABASE, with :PORT";
        let mut server: tokio_postgres::Config = self.url.parse().map_err(|_| wrong.to_owned())?;
        let written = server.get_ssl_mode();
        if !self.url.starts_with("postgres") || server.get_user().is_none() || server.get_hosts().is_empty() {
            return Err(wrong.to_owned());
        }
        if server.get_password().is_some() {
            return Err("[postgres] url holds a password: give password_file, or set PGPASSWORD".to_owned());
        }
        let is_here = |host: &Host| match host {
            Host::Tcp(name) => name == "localhost" || name.parse().is_ok_and(|ip: std::net::IpAddr| ip.is_loopback()),
            #[cfg(unix)]
            Host::Unix(_) => true,
        };
        let stays = server.get_hosts().iter().all(is_here) || self.insecure_postgres;
        server.ssl_mode(if stays && written != SslMode::Require { SslMode::Disable } else { SslMode::Require });
        Ok(server)
    }

    /// The password; none where nobody asks for it.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn password(&self) -> Result<Option<secrecy::SecretString>, String> {
        match &self.password_file {
            Some(path) => super::secret(path, "password_file").map(Some),
            None => Ok(std::env::var("PGPASSWORD").ok().filter(|word| !word.is_empty()).map(Into::into)),
        }
    }

    /// The server without its user, as it may be shown.
    pub fn shown(&self) -> String {
        url::Url::parse(&self.url).map_or_else(
            |_| "Postgres".to_owned(),
            |url| format!("Postgres at {}{}", url.host_str().unwrap_or("this machine"), url.path()),
        )
    }
}

#[cfg(all(test, feature = "postgres"))]
mod tests {
    use tokio_postgres::config::SslMode;

    use super::*;

    fn server(more: &str) -> Result<SslMode, String> {
        let config: PostgresConfig = toml::from_str(&format!("url = {more}")).expect("TOML");
        config.server().map(|server| server.get_ssl_mode())
    }

    #[test]
    fn what_leaves_this_machine_is_protected() {
        for (more, right) in [
            ("'postgres://u@127.0.0.1/db'", SslMode::Disable),
            ("'postgresql://u@localhost:5433/db'", SslMode::Disable),
            ("'postgres://u@localhost/db?sslmode=require'", SslMode::Require),
            ("'postgres://u@%2Frun%2Fpostgresql/db'", SslMode::Disable),
            ("'postgres://u@db.example/db'", SslMode::Require),
            ("'postgres://u@db.example/db?sslmode=disable'", SslMode::Require),
            ("'postgres://u@db.example/db'\ninsecure_postgres = true", SslMode::Disable),
        ] {
            assert_eq!(server(more), Ok(right), "{more}");
        }
        for (more, said) in [
            ("'postgres://u:p@db.example/db'", "holds a password: give password_file"),
            ("'https://u@db.example/db'", "write postgres://USER@HOST/DATABASE"),
            ("'postgres://db.example/db'", "write postgres://USER@HOST/DATABASE"),
            ("'nothing'", "write postgres://USER@HOST/DATABASE"),
        ] {
            assert!(server(more).expect_err(more).contains(said), "{more}");
        }
    }
}
