//! The connections of one process.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use ring::rand::{SecureRandom, SystemRandom};
use tokio::runtime::{Builder, Handle, Runtime};
use tokio::sync::Semaphore;
use tokio::time::Instant;
use tokio_postgres::types::{ToSql, Type};
use tokio_postgres::{Error, Row as Found};
use uplink_runtime::TokenError;

use super::failed;
use super::row::Row;
use crate::connection::{Connection, is_away, said};
use crate::{Server, schema};

/// Renewals at the same time, and so connections that hold a lock.
const LOCKS: usize = 4;
/// For a database that answered before and does not now: a restart takes less.
const PATIENCE: Duration = Duration::from_secs(10);
pub(super) const PAUSE: Duration = Duration::from_millis(100);

/// Values of a statement with their types, so that nothing has to be prepared.
pub(crate) type Values<'a> = &'a [(&'a (dyn ToSql + Sync), Type)];

/// What works in the background of a process.
pub(crate) struct Live {
    /// `None` only while it is dropped.
    runtime: Option<Runtime>,
    pub(crate) work: Arc<Work>,
}

pub(crate) struct Work {
    pub(super) server: Server,
    /// Whose notes of renewals are this process's own.
    pub(super) name: String,
    /// Whether the database answered before.
    known: AtomicBool,
    /// Statements that commit by themselves go over one connection, one behind the other.
    statements: tokio::sync::Mutex<Option<Arc<Connection>>>,
    /// Of the threads of this process one at a time renews a login, even if the database forgot about its lock.
    turns: Mutex<HashMap<String, Weak<tokio::sync::Mutex<()>>>>,
    pub(super) locks: Arc<Semaphore>,
    idle: Mutex<Vec<Connection>>,
}

impl Live {
    pub(super) fn new(server: Server) -> Result<Self, String> {
        let runtime = Builder::new_multi_thread().worker_threads(1).thread_name("uplink-postgres").enable_all().build();
        let mut name = [0; 8];
        SystemRandom::new().fill(&mut name).map_err(|_| "the system has no random numbers")?;
        let work = Work {
            server,
            name: name.iter().map(|byte| format!("{byte:02x}")).collect(),
            known: AtomicBool::default(),
            statements: tokio::sync::Mutex::default(),
            turns: Mutex::default(),
            locks: Arc::new(Semaphore::new(LOCKS)),
            idle: Mutex::default(),
        };
        let runtime = runtime.map_err(|error| format!("cannot start a thread: {error}"))?;
        Ok(Live { runtime: Some(runtime), work: Arc::new(work) })
    }

    /// What carries work out; callers stand where waiting does no harm.
    pub(crate) fn handle(&self) -> Result<Handle, TokenError> {
        self.runtime.as_ref().map(|runtime| runtime.handle().clone()).ok_or_else(|| failed("it has ended"))
    }

    pub(super) fn migrate(&self) -> Result<(), TokenError> {
        let work = &self.work;
        self.handle()?.block_on(async {
            let mut connection = work.server.connect().await.map_err(|error| work.away(&error))?;
            schema::migrate(&mut connection.client).await.map_err(|error| work.no_tables(&error))
        })
    }

    pub(super) fn row(&self, key: &str) -> Result<Option<Row>, TokenError> {
        self.handle()?.block_on(self.work.row(key))
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        // The last one may go where nothing may wait.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl Work {
    pub(super) async fn row(&self, key: &str) -> Result<Option<Row>, TokenError> {
        let (_, rows) = self.ask(Row::QUESTION, &[(&key, Type::TEXT)]).await?;
        Ok(Row::of(&rows))
    }

    /// Asks with a statement that commits by itself and may be repeated. A database that answered before and is away is
    /// waited for.
    pub(crate) async fn ask(&self, statement: &str, values: Values<'_>) -> Result<(u64, Vec<Found>), TokenError> {
        let until = Instant::now() + PATIENCE;
        loop {
            let error = match self.statements().await? {
                Ok(connection) => match asked(&connection, statement, values).await {
                    Ok(done) => return Ok(done),
                    Err(error) => error,
                },
                Err(error) => error,
            };
            self.pause(error, until).await?;
        }
    }

    /// Waits a little for a database that answered before and is away.
    pub(super) async fn pause(&self, error: Error, until: Instant) -> Result<(), TokenError> {
        if !is_away(&error) || Instant::now() > until || !self.known.load(Ordering::Relaxed) {
            return Err(self.away(&error));
        }
        tokio::time::sleep(PAUSE).await;
        Ok(())
    }

    pub(super) fn patience() -> Instant {
        Instant::now() + PATIENCE
    }

    /// Whether the tables were seen.
    pub(super) fn is_known(&self) -> bool {
        self.known.load(Ordering::Relaxed)
    }

    /// The connection for statements that commit by themselves.
    async fn statements(&self) -> Result<Result<Arc<Connection>, Error>, TokenError> {
        let mut known = self.statements.lock().await;
        if let Some(connection) = known.as_ref().filter(|connection| !connection.client.is_closed()) {
            return Ok(Ok(connection.clone()));
        }
        let mut connection = match self.server.connect().await {
            Ok(connection) => connection,
            Err(error) => return Ok(Err(error)),
        };
        let version = match schema::version(&connection.client).await {
            Ok(version) => version,
            Err(error) => return Ok(Err(error)),
        };
        let newest = schema::MIGRATIONS.len();
        if version > newest {
            let server = &self.server;
            return Err(failed(format!("the tables in {server} are those of a newer program; update this one")));
        }
        if version < newest {
            schema::migrate(&mut connection.client).await.map_err(|error| self.no_tables(&error))?;
        }
        self.known.store(true, Ordering::Relaxed);
        let connection = Arc::new(connection);
        *known = Some(connection.clone());
        Ok(Ok(connection))
    }

    /// A connection for a lock.
    pub(super) async fn connection(&self) -> Result<Connection, Error> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        match idle.filter(|connection| !connection.client.is_closed()) {
            Some(connection) => Ok(connection),
            None => self.server.connect().await,
        }
    }

    /// Ends what a connection was at, and keeps it.
    pub(super) async fn rest(&self, connection: Connection) {
        if connection.client.batch_execute("rollback").await.is_ok() {
            self.keep(connection);
        }
    }

    /// Keeps a connection that is at nothing.
    pub(super) fn keep(&self, connection: Connection) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
    }

    /// What one thread of this process holds while it renews a login.
    pub(super) fn turn(&self, key: &str) -> Arc<tokio::sync::Mutex<()>> {
        let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(turn) = turns.get(key).and_then(Weak::upgrade) {
            return turn;
        }
        turns.retain(|_, turn| turn.strong_count() > 0);
        let turn = Arc::default();
        turns.insert(key.to_owned(), Arc::downgrade(&turn));
        turn
    }

    pub(super) fn away(&self, error: &Error) -> TokenError {
        failed(format!("{}: {}", self.server, said(error)))
    }

    fn no_tables(&self, error: &Error) -> TokenError {
        failed(format!(
            "{} has no tables for logins, or older ones, and they cannot be made: {}; let somebody make them who may",
            self.server,
            said(error)
        ))
    }
}

/// What a statement changes, and what it gives.
pub(super) async fn asked(
    connection: &Connection,
    statement: &str,
    values: Values<'_>,
) -> Result<(u64, Vec<Found>), Error> {
    if statement.starts_with("select") || statement.starts_with("with") {
        return connection.client.query_typed(statement, values).await.map(|rows| (0, rows));
    }
    connection.client.execute_typed(statement, values).await.map(|count| (count, Vec::new()))
}
