//! The lock of one login.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use tokio::runtime::Handle;
use tokio::sync::{OwnedMutexGuard, OwnedSemaphorePermit};
use tokio_postgres::types::Type;
use tokio_postgres::{Error, Row as Found};
use uplink_runtime::{LoginReason, TokenError};

use super::failed;
use super::live::{PAUSE, Values, Work, asked};
use super::row::Row;
use crate::connection::{Connection, is_away};
use crate::keys::Sealed;

/// As that of a token file.
const LONGEST_LOCK: Duration = Duration::from_secs(90);
/// How often a renewal is looked at again whose process lost its lock and may be about to save.
const LOOKS: usize = 20;

/// A login that nobody else changes; given back when this is dropped.
///
/// While it is locked everything goes over the connection that holds the lock: a pooler whose connections all hold locks
/// would have none for anything else. That a renewal begins has to be committed, which gives the lock back for a moment;
/// then it is the note that keeps others away, as it is when the database restarts.
pub(super) struct Lock {
    key: String,
    work: Arc<Work>,
    pub(super) runtime: Handle,
    /// Within a transaction that holds the row's lock; `None` when the lock was given back or lost.
    connection: Option<Connection>,
    _place: OwnedSemaphorePermit,
    _turn: OwnedMutexGuard<()>,
}

impl Lock {
    /// Waits until nobody else has the login.
    pub(super) async fn take(
        work: Arc<Work>,
        runtime: Handle,
        key: &str,
        longest_renewal: Duration,
    ) -> Result<Self, TokenError> {
        let waits = async {
            let turn = work.turn(key).lock_owned().await;
            let place = work.locks.clone().acquire_owned().await.map_err(failed)?;
            Ok((turn, place))
        };
        let waited = tokio::time::timeout(LONGEST_LOCK, waits).await;
        let (turn, place) = waited.unwrap_or_else(|_| Err(held()))?;
        let mut lock = Lock { key: key.to_owned(), work, runtime, connection: None, _place: place, _turn: turn };
        // There may be no tables yet.
        if !lock.work.is_known() {
            lock.work.row(key).await?;
        }
        for look in 1.. {
            lock.lock().await?;
            // Whoever noted this one lost the lock with the connection, or was killed. In the first case a new refresh token
            // may be on its way here.
            let renewing = lock.row().await?.and_then(|row| row.renewing);
            let other = renewing.filter(|(name, _)| *name != lock.work.name);
            let left = other.map(|(_, age)| longest_renewal.as_secs_f64() - age).filter(|left| *left > 0.0);
            let Some(left) = left else { break };
            if let Some(connection) = lock.connection.take() {
                lock.work.rest(connection).await;
            }
            if look == LOOKS {
                let why = "a renewal of this login was cut off, and its program may still save what it got".to_owned();
                let retry_after = Some(Duration::from_secs_f64(left.max(1.0)));
                return Err(TokenError::Temporary { why, retry_after, source: None });
            }
            tokio::time::sleep(PAUSE).await;
        }
        Ok(lock)
    }

    pub(super) async fn row(&mut self) -> Result<Option<Row>, TokenError> {
        let key = self.key.clone();
        let (_, rows) = self.ask(Row::QUESTION, &[(&key, Type::TEXT)]).await?;
        Ok(Row::of(&rows))
    }

    /// Notes that a renewal begins; says whether an earlier one did and never ended.
    pub(super) async fn begin_renewal(&mut self) -> Result<bool, TokenError> {
        let Some(row) = self.row().await?.filter(|row| row.generation > 0) else { return Ok(false) };
        if let Some((why, detail)) = row.refused {
            return Err(TokenError::LoginRequired { why, detail });
        }
        let (key, name) = (self.key.clone(), self.work.name.clone());
        let note = "update uplink_login set renewing_since = clock_timestamp(), renewing_by = $2 where key = $1";
        self.write(note, &[(&key, Type::TEXT), (&name, Type::TEXT)]).await?;
        self.lock().await?;
        Ok(row.renewing.is_some())
    }

    /// Notes that no renewal is under way.
    pub(super) async fn end_renewal(&mut self) -> Result<(), TokenError> {
        let key = self.key.clone();
        let note = "update uplink_login set renewing_since = null, renewing_by = null where key = $1";
        self.write(note, &[(&key, Type::TEXT)]).await?;
        self.lock().await
    }

    /// Notes that the server refused the refresh token of this generation for good.
    pub(super) async fn note_dead(&mut self, seen: i64, why: LoginReason, detail: &str) -> Result<(), TokenError> {
        let (key, why) = (self.key.clone(), why.as_str());
        let note = "update uplink_login set refused_since = clock_timestamp(), refused_why = $3, refused_detail = $4, \
                    renewing_since = null, renewing_by = null \
                    where key = $1 and generation = $2 and refused_since is null";
        let values: Values<'_> = &[(&key, Type::TEXT), (&seen, Type::INT8), (&why, Type::TEXT), (&detail, Type::TEXT)];
        self.write(note, values).await.map(drop)
    }

    /// Keeps tokens in place of those of the generation that was seen; gives theirs.
    pub(super) async fn save(
        &mut self,
        seen: i64,
        sealed: &Sealed,
        expires_at: Option<SystemTime>,
    ) -> Result<i64, TokenError> {
        let key = self.key.clone();
        let statement = "update uplink_login set generation = generation + 1, key_id = $3, sealed = $4, expires_at = $5, \
                         renewed = clock_timestamp(), renewing_since = null, renewing_by = null, refused_since = null, \
                         refused_why = null, refused_detail = null where key = $1 and generation = $2";
        let values: Values<'_> = &[
            (&key, Type::TEXT),
            (&seen, Type::INT8),
            (&sealed.key_id, Type::TEXT),
            (&sealed.bytes, Type::BYTEA),
            (&expires_at, Type::TIMESTAMPTZ),
        ];
        if self.write(statement, values).await? == 1 {
            return Ok(seen + 1);
        }
        // Perhaps it was done before the connection broke that would have said so.
        match self.row().await? {
            Some(row) if row.sealed == sealed.bytes => Ok(row.generation),
            _ => Err(failed("another program has changed this login meanwhile")),
        }
    }

    /// Keeps nothing of the login.
    pub(super) async fn clear(&mut self) -> Result<(), TokenError> {
        let key = self.key.clone();
        self.write("delete from uplink_login where key = $1", &[(&key, Type::TEXT)]).await.map(drop)
    }

    /// Asks over the connection that holds the lock, or over another one where that broke.
    async fn ask(&mut self, statement: &str, values: Values<'_>) -> Result<(u64, Vec<Found>), TokenError> {
        if let Some(connection) = &self.connection {
            match asked(connection, statement, values).await {
                Ok(done) => return Ok(done),
                Err(error) if is_away(&error) => self.connection = None,
                Err(error) => return Err(self.work.away(&error)),
            }
        }
        self.work.ask(statement, values).await
    }

    /// Changes something and commits it, which gives the lock back. What may have been done already is done once more, and
    /// each statement bears that.
    async fn write(&mut self, statement: &str, values: Values<'_>) -> Result<u64, TokenError> {
        let (count, _) = self.ask(statement, values).await?;
        let Some(connection) = self.connection.take() else { return Ok(count) };
        match connection.client.batch_execute("commit").await {
            Ok(()) => {
                self.work.keep(connection);
                Ok(count)
            }
            Err(error) if is_away(&error) => Ok(self.work.ask(statement, values).await?.0),
            Err(error) => Err(self.work.away(&error)),
        }
    }

    /// Locks the row, which is made where there is none.
    async fn lock(&mut self) -> Result<(), TokenError> {
        let until = Work::patience();
        while self.connection.is_none() {
            let error = match self.work.connection().await {
                Ok(connection) => match begin(&connection, &self.key).await {
                    Ok(true) => {
                        self.connection = Some(connection);
                        continue;
                    }
                    Ok(false) => {
                        self.work.rest(connection).await;
                        let add = "insert into uplink_login (key) values ($1) on conflict do nothing";
                        self.work.ask(add, &[(&self.key, Type::TEXT)]).await?;
                        continue;
                    }
                    Err(error) if error.code().is_some_and(|code| code.code() == "55P03") => return Err(held()),
                    Err(error) => error,
                },
                Err(error) => error,
            };
            self.work.pause(error, until).await?;
        }
        Ok(())
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            let work = self.work.clone();
            self.runtime.spawn(async move { work.rest(connection).await });
        }
    }
}

async fn begin(connection: &Connection, key: &str) -> Result<bool, Error> {
    // The server must not end a transaction that waits for an answer of somebody else.
    let begin = format!(
        "begin; set local lock_timeout = {}; set local idle_in_transaction_session_timeout = 0",
        LONGEST_LOCK.as_millis()
    );
    connection.client.batch_execute(&begin).await?;
    let lock = "select 1 from uplink_login where key = $1 for update";
    Ok(!connection.client.query_typed(lock, &[(&key, Type::TEXT)]).await?.is_empty())
}

fn held() -> TokenError {
    let why = "another program holds the login".to_owned();
    TokenError::Temporary { why, retry_after: None, source: None }
}
