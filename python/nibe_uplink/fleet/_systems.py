"""The systems of a fleet and when each is read next: one row a system, which changes together with what was read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from nibe_uplink.errors import SetupError

if TYPE_CHECKING:
    from datetime import datetime

    from psycopg import AsyncConnection
    from psycopg_pool import AsyncConnectionPool

# What is done to the tables of version N; only added to.
MIGRATIONS = (
    """
    create table fleet_system (
        api text not null,
        system text not null,
        owner text not null,
        every float8 not null,
        -- Where in each period its turn is, by a hash.
        phase float8 not null,
        due timestamptz not null,
        lease_until timestamptz not null default '-infinity',
        -- Counts who took it: who comes back after its lease has run out can do no harm.
        taken bigint not null default 0,
        last_ok timestamptz,
        last_error text,
        -- Why it is not read any more, such as a login that has ended.
        stopped text,
        primary key (api, system)
    ) with (fillfactor = 70);
    create index fleet_system_due on fleet_system (due) where stopped is null;
    -- What was read and is not in the lake yet. A slot is the time at which a system was due: nothing comes twice.
    create table fleet_outbox (
        api text not null,
        system text not null,
        slot timestamptz not null,
        fetched_at timestamptz not null,
        rows jsonb not null,
        batch bigint,
        primary key (api, system, slot)
    );
    create index fleet_outbox_batch on fleet_outbox (batch);
    create table fleet_lake (
        -- By this name the lake remembers the last batch of this database.
        name text not null default gen_random_uuid(),
        last_batch bigint not null default 0,
        writer text,
        lease_until timestamptz not null default '-infinity'
    );
    insert into fleet_lake default values;
    """,
    """
    -- Systems whose owner has left, and until when what was read is theirs: a system may be somebody else's afterwards.
    create table fleet_left (
        api text not null,
        system text not null,
        owner text not null,
        until timestamptz not null,
        primary key (api, system, owner, until)
    );
    """,
)
# A network that is cut says nothing: after so many seconds and milliseconds a connection is given up.
CUT = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 4, "tcp_user_timeout": 30_000}
# The next time at which a system is due, all missed ones left out.
NEXT = "to_timestamp((floor((extract(epoch from clock_timestamp())::float8 - phase) / every) + 1) * every + phase)"


class Span(NamedTuple):
    """Readings of a system that are of one owner: those after one time, until another; None for an open end."""

    system: str
    after: datetime | None
    until: datetime | None


class Job(NamedTuple):
    """A system whose turn it is."""

    api: str
    system: str
    owner: str
    slot: datetime
    taken: int


async def connected(dsn: str, most: int, patience: float = 15) -> AsyncConnectionPool[AsyncConnection[Any]]:
    """Connections to the database, each statement a transaction of its own; a pooler may stand between."""
    try:
        from psycopg import AsyncConnection, Error
        from psycopg_pool import AsyncConnectionPool, PoolTimeout
    except ImportError:
        raise SetupError(
            "a fleet needs the packages psycopg and deltalake; install them with: "
            "pip install 'nibe-uplink-client[fleet]'"
        ) from None
    how: dict[str, Any] = {"prepare_threshold": None, "connect_timeout": 10, "autocommit": True} | CUT
    pool = AsyncConnectionPool(
        dsn,
        min_size=1,
        max_size=most,
        open=False,
        # Tried anew for each who asks: the waits between attempts double, and nobody should sit out a long one.
        reconnect_timeout=10,
        kwargs=how,
    )
    try:
        await pool.open(wait=True, timeout=patience)
    except PoolTimeout:
        await pool.close()
        # A pool does not say why it waits in vain.
        try:
            await (await AsyncConnection.connect(dsn, **how)).close()
        except Error as error:
            raise SetupError(f"the database cannot be used: {one_line(error)}") from None
        raise SetupError(f"the database takes longer than {patience:g} s to let somebody in; try again") from None
    return pool


def one_line(error: Exception) -> str:
    """What an error says, in one line."""
    return " ".join(str(error).split())


class Systems:
    """The systems of a fleet in the database."""

    def __init__(self, pool: AsyncConnectionPool[AsyncConnection[Any]]) -> None:
        self.pool = pool

    async def migrate(self) -> None:
        """Makes the tables those of today."""
        async with self.pool.connection() as connection, connection.transaction():
            await connection.execute("select pg_advisory_xact_lock(7310584106)")
            await connection.execute("create table if not exists fleet_schema (version int primary key)")
            found = await (await connection.execute("select coalesce(max(version), 0) from fleet_schema")).fetchone()
            known = found[0] if found else 0
            if known > len(MIGRATIONS):
                raise SetupError("the tables are those of a newer program; update this one")
            for number, step in enumerate(MIGRATIONS[known:], known + 1):
                await connection.execute(step)
                await connection.execute("insert into fleet_schema values (%s)", [number])

    async def add(self, api: str, owner: str, systems: Iterable[str], every: float) -> None:
        """Adds the systems of an owner, or lets them be read again."""
        async with self.pool.connection() as connection, connection.transaction():
            for system in systems:
                await connection.execute(
                    "insert into fleet_system (api, system, owner, every, phase, due) "
                    "values (%s, %s, %s, %s, %s, clock_timestamp()) on conflict (api, system) do update "
                    "set owner = excluded.owner, every = excluded.every, phase = excluded.phase, stopped = null",
                    [api, system, owner, every, phase(api, system, every)],
                )
            await connection.execute(
                f"update fleet_system set due = {NEXT} where api = %s and owner = %s",
                [api, owner],
            )

    async def take(self, lease: float) -> Job | None:
        """The system whose turn has come first, for so many seconds; None when it is nobody's turn."""
        async with self.pool.connection() as connection:
            taken = await connection.execute(
                "update fleet_system set taken = taken + 1, "
                "lease_until = clock_timestamp() + make_interval(secs => %s) "
                "where (api, system) = (select api, system from fleet_system where stopped is null "
                "and due <= clock_timestamp() and lease_until < clock_timestamp() "
                "order by due limit 1 for update skip locked) returning api, system, owner, due, taken",
                [lease],
            )
            row = await taken.fetchone()
        return None if row is None else Job(*row)

    async def finish(self, job: Job, rows: Sequence[Any] | None, error: str | None, stop: str | None = None) -> bool:
        """Notes what became of a turn and keeps what was read, both or neither; says whether it still was its turn."""
        from psycopg.types.json import Jsonb

        # One statement, so that it is a transaction and one way to the database and back.
        question = f"""
            with done as (
                update fleet_system set due = {NEXT}, lease_until = '-infinity', stopped = %s, last_error = %s,
                    last_ok = case when %s then clock_timestamp() else last_ok end
                where api = %s and system = %s and taken = %s and due = %s returning api, system, owner
            ), kept as (
                insert into fleet_outbox (api, system, slot, fetched_at, rows)
                select api, system, %s, clock_timestamp(), %s from done where %s on conflict do nothing
            ), others as (
                update fleet_system set stopped = %s from done where %s
                    and fleet_system.api = done.api and fleet_system.owner = done.owner
                    and fleet_system.system <> done.system
            )
            select count(*) from done
        """
        is_read, is_over = rows is not None, stop is not None
        update = [stop, error, is_read, job.api, job.system, job.taken, job.slot]
        async with self.pool.connection() as connection:
            done = await connection.execute(question, [*update, job.slot, Jsonb(rows or []), bool(rows), stop, is_over])
            found = await done.fetchone()
        return bool(found and found[0])

    async def leave(self, api: str, owner: str) -> int:
        """Lets the systems of an owner be read no more and removes what waits of them; gives how many there are.

        They are known until `forget`, so that one that was interrupted can be asked for again.
        """
        async with self.pool.connection() as connection, connection.transaction():
            # A turn that is under way counts no more.
            gone = await connection.execute(
                "update fleet_system set stopped = 'the owner leaves', taken = taken + 1, lease_until = '-infinity' "
                "where api = %s and owner = %s returning system",
                [api, owner],
            )
            systems = [row[0] for row in await gone.fetchall()]
            await connection.execute("delete from fleet_outbox where api = %s and system = any(%s)", [api, systems])
        return len(systems)

    async def readings_of(self, api: str, owner: str) -> list[Span]:
        """Which readings are of an owner, also of one who has left."""
        question = """
            with theirs as (
                select system, owner, until from fleet_left where api = %s
                union all select system, owner, null from fleet_system where api = %s
            ), spans as (
                select system, owner, until,
                    lag(until) over (partition by system order by until nulls last) as after
                from theirs
            )
            select system, after, until from spans where owner = %s order by system, after
        """
        async with self.pool.connection() as connection:
            found = await (await connection.execute(question, [api, api, owner])).fetchall()
        return [Span(*row) for row in found]

    async def forget(self, api: str, owner: str, *, readings: bool) -> None:
        """Removes the systems of an owner. Whose readings stay is kept unless they are gone, too."""
        async with self.pool.connection() as connection, connection.transaction():
            if readings:
                await connection.execute("delete from fleet_left where api = %s and owner = %s", [api, owner])
            else:
                await connection.execute(
                    "insert into fleet_left select api, system, owner, clock_timestamp() from fleet_system "
                    "where api = %s and owner = %s",
                    [api, owner],
                )
            await connection.execute("delete from fleet_system where api = %s and owner = %s", [api, owner])

    async def count(self) -> int:
        """How many systems are read."""
        async with self.pool.connection() as connection:
            found = await (
                await connection.execute("select count(*) from fleet_system where stopped is null")
            ).fetchone()
        return int(found[0]) if found else 0

    async def wait(self) -> float:
        """Seconds until somebody's turn comes, at most two: in that time a lease may run out."""
        async with self.pool.connection() as connection:
            found = await (
                await connection.execute(
                    # By the index, whose first rows may be taken.
                    "select extract(epoch from due - clock_timestamp())::float8 from fleet_system "
                    "where stopped is null and lease_until < clock_timestamp() order by due limit 1"
                )
            ).fetchone()
        return 2.0 if found is None or found[0] is None else min(max(found[0], 0.05), 2.0)

    async def status(self) -> list[tuple[str, Any]]:
        """Figures of the whole, by name."""
        question = """
            select 'systems', count(*)::text from fleet_system
            union all select 'systems read within two periods', count(*)::text from fleet_system
                where stopped is null and last_ok > clock_timestamp() - make_interval(secs => 2 * every)
            union all select 'systems stopped: ' || stopped, count(*)::text from fleet_system
                where stopped is not null group by stopped
            union all select 'systems whose last reading failed', count(*)::text from fleet_system
                where stopped is null and last_error is not null
            union all select 'seconds behind',
                coalesce(round(extract(epoch from clock_timestamp() - min(due)))::text, '0')
                from fleet_system where stopped is null and due < clock_timestamp()
            union all select 'owners who left and whose readings are kept', count(distinct (api, owner))::text
                from fleet_left
            union all select 'readings that wait for the lake', coalesce(sum(jsonb_array_length(rows)), 0)::text
                from fleet_outbox
        """
        async with self.pool.connection() as connection:
            found: list[tuple[str, Any]] = await (await connection.execute(question)).fetchall()
        return found


def phase(api: str, system: str, every: float) -> float:
    """Where in each period the turn of a system is: the same for ever, and spread over all of it."""
    number = int.from_bytes(hashlib.sha256(f"{api}|{system}".encode()).digest()[:8])
    return number / 2**64 * every
