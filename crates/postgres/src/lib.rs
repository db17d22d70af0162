//! PostgreSQL as the place that many machines share: logins, of which one machine at a time renews each, and the pace.
//!
//! A [`Server`] says where, [`Keys`] seal what is kept there. A [`PostgresStore`] is a `TokenStore` like a token file, for
//! programs on several machines. It needs nothing of a session, so that a pooler may stand between that gives each
//! transaction another connection (pgbouncer in transaction mode).
//!
//! ```no_run
//! # fn example() -> Result<(), Box<dyn std::error::Error>> {
//! use uplink_postgres::{Keys, PostgresStore, Server};
//!
//! let server = Server::parse("postgres://fleet@db.example/fleet", false)?;
//! let store = PostgresStore::new(server, Keys::parse(&std::env::var("TOKEN_KEY")?.into())?);
//! # Ok(()) }
//! ```

#![cfg_attr(test, allow(clippy::unwrap_used))]

mod connection;
mod keys;
mod pace;
mod schema;
mod server;
mod store;
mod tls;

#[cfg(test)]
mod testing;

pub use connection::{Connection, said};
pub use keys::Keys;
pub use pace::Limits;
pub use server::{Server, SetupError};
pub use store::PostgresStore;

/// What the README shows is tried.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
