//! The tables, and how older ones become those of today.

use tokio_postgres::types::Type;
use tokio_postgres::{Client, Error};

/// What is done to the tables of version N to make those of version N + 1; version 0 is none. Only added to.
pub(crate) const MIGRATIONS: &[&str] = &[
    "
    -- A login: the row that is locked while it is renewed.
    create table uplink_login (
        key text primary key,
        added timestamptz not null default clock_timestamp(),
        -- 0 as long as there are no tokens; each renewal adds one.
        generation bigint not null default 0,
        key_id text,
        sealed bytea,
        expires_at timestamptz,
        renewed timestamptz,
        renewing_since timestamptz,
        renewing_by text,
        refused_since timestamptz,
        refused_why text,
        refused_detail text
    );
",
    "
    -- A limit, by what it is bound to.
    create table uplink_pace (
        key text primary key,
        -- When the next request may be sent.
        next timestamptz not null default '-infinity',
        -- The server wants no requests before.
        frozen_until timestamptz not null default '-infinity',
        -- In a row.
        refusals int not null default 0
    ) with (fillfactor = 50);
",
];

/// The version of the tables; 0 where there are none.
pub(crate) async fn version(client: &Client) -> Result<usize, Error> {
    let there = client.query_typed("select to_regclass('uplink_schema') is not null", &[]).await?;
    if !there.iter().any(|row| row.get(0)) {
        return Ok(0);
    }
    let rows = client.query_typed("select coalesce(max(version), 0) from uplink_schema", &[]).await?;
    let version = rows.first().map_or(0, |row| row.get::<_, i32>(0));
    Ok(usize::try_from(version).unwrap_or_default())
}

/// Makes the tables those of today, all or nothing. Several may try at the same time.
pub(crate) async fn migrate(client: &mut Client) -> Result<(), Error> {
    let transaction = client.transaction().await?;
    transaction.batch_execute("select pg_advisory_xact_lock(7310584105)").await?;
    transaction.batch_execute("create table if not exists uplink_schema (version int primary key)").await?;
    let known = version(transaction.client()).await?;
    for (number, step) in MIGRATIONS.iter().enumerate().skip(known) {
        transaction.batch_execute(step).await?;
        let number = i32::try_from(number + 1).unwrap_or(i32::MAX);
        transaction.execute_typed("insert into uplink_schema values ($1)", &[(&number, Type::INT4)]).await?;
    }
    transaction.commit().await
}
