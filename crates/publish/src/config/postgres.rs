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
    pub fn server(&self) -> Result<uplink_postgres::Server, String> {
        let server = uplink_postgres::Server::parse(&self.url, self.insecure_postgres);
        let server = server.map_err(|error| format!("[postgres] url: {error}"))?;
        if server.has_password() {
            return Err("[postgres] url holds a password: give password_file, or set PGPASSWORD".to_owned());
        }
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
    use super::*;

    #[test]
    fn an_address_without_a_password_is_taken() {
        let server = |more: &str| {
            let config: PostgresConfig = toml::from_str(&format!("url = {more}")).expect("TOML");
            config.server().map(|server| server.is_protected())
        };
        assert_eq!(server("'postgres://u@db.example/db'"), Ok(true));
        assert_eq!(server("'postgres://u@db.example/db'\ninsecure_postgres = true"), Ok(false));
        let said = server("'postgres://u:p@db.example/db'").expect_err("a password");
        assert!(said.contains("holds a password: give password_file"), "{said}");
        let said = server("'nothing'").expect_err("no address");
        assert_eq!(said, "[postgres] url: write postgres://USER@HOST/DATABASE, with :PORT");
    }
}
