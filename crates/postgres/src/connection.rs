//! One connection.

use std::error::Error as _;
use std::fmt;

use tokio::task::JoinSet;
use tokio_postgres::{Client, Error};

use crate::Server;
use crate::tls::Protected;

/// A connection, which is driven until it is dropped.
pub struct Connection {
    /// What asks.
    pub client: Client,
    _driven: JoinSet<()>,
}

impl Server {
    /// Connects.
    ///
    /// # Errors
    /// What the database or the network says.
    pub async fn connect(&self) -> Result<Connection, Error> {
        let mut driven = JoinSet::new();
        let (client, connection) = self.config.connect(Protected).await?;
        driven.spawn(async move { drop(connection.await) });
        Ok(Connection { client, _driven: driven })
    }
}

impl fmt::Debug for Connection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Connection").field("is_closed", &self.client.is_closed()).finish()
    }
}

/// An error with its cause, in a line.
pub fn said(error: &Error) -> String {
    let cause = error.as_db_error().map(|db| db.message().to_owned());
    let cause = cause.or_else(|| error.source().map(ToString::to_string));
    cause.map_or_else(|| error.to_string(), |cause| format!("{error}: {cause}")).replace('\n', " ")
}

/// Whether the database is away for a while, so that the same may be asked again over another connection.
pub(crate) fn is_away(error: &Error) -> bool {
    match error.code() {
        // Lost connections, and a server that stops, was killed or starts.
        Some(code) => code.code().starts_with("08") || code.code().starts_with("57P"),
        None => {
            let io = |cause: &(dyn std::error::Error + 'static)| cause.is::<std::io::Error>();
            error.is_closed() || error.source().is_some_and(io)
        }
    }
}
