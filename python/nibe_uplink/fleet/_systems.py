"""The systems of a fleet and when each is read next: one row a system, which changes together with what was read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
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
# The next time at which a system is due after some moment, all missed ones left out.
NEXT = "to_timestamp((floor((extract(epoch from {after})::float8 - phase) / every) + 1) * every + phase)"
NEXT_OF_ALL = NEXT.format(after="clock_timestamp()")
# Never the same slot again, whatever clocks do.
NEXT_AFTER_TURN = NEXT.format(after="greatest(clock_timestamp(), due + interval '1 ms')")
# Who changes several systems locks them in this order, so that two never wait for each other.
IN_ORDER = 'order by api, system collate "C" for update'
OF_OWNER = f"(api, system) in (select api, system from fleet_system where api = %s and owner = %s {IN_ORDER})"


class Span(NamedTuple):
    """Readings of a system that are of one owner: those after one time, until another; None for an open end."""

    system: str
    after: datetime | None
    until: datetime | None


class Job(NamedTuple):
    """A system whose turn comes.

    Attributes:
        api: The API.
        system: The system, or the device of myUplink.
        owner: Whose it is.
        slot: When it is due.
        taken: Which one of all turns of this system it is.
        wait: In how many seconds it is due.
    """

    api: str
    system: str
    owner: str
    slot: datetime
    taken: int
    wait: float


class Done(NamedTuple):
    """What became of a turn.

    Attributes:
        job: The turn.
        rows: What was read, as JSON: of each reading its point, time, value and unit. None where nothing could be read.
        error: What went wrong.
        stop: Why no system of this owner is to be read any more.
    """

    job: Job
    rows: str | None = None
    error: str | None = None
    stop: str | None = None


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
    """The systems of a fleet in the database.

    Args:
        pool: Open connections of psycopg with `autocommit`.
        api: Of which API turns are taken and systems counted; None for all.
    """

    def __init__(self, pool: AsyncConnectionPool[AsyncConnection[Any]], api: str | None = None) -> None:
        self.pool = pool
        self.api = api

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
        """Adds the systems of an owner, or lets them be read again.

        One that was another owner's is theirs from now on, and what was read before stays that owner's.
        """
        async with self.pool.connection() as connection, connection.transaction():
            for system in sorted(systems):
                await connection.execute(
                    "insert into fleet_left select api, system, owner, clock_timestamp() from fleet_system "
                    "where api = %s and system = %s and owner <> %s and last_ok is not null",
                    [api, system, owner],
                )
                await connection.execute(
                    "insert into fleet_system (api, system, owner, every, phase, due) "
                    "values (%s, %s, %s, %s, %s, clock_timestamp()) on conflict (api, system) do update "
                    "set owner = excluded.owner, every = excluded.every, phase = excluded.phase, stopped = null",
                    [api, system, owner, every, phase(api, system, every)],
                )
            await connection.execute(f"update fleet_system set due = {NEXT_OF_ALL} where {OF_OWNER}", [api, owner])

    async def take(self, lease: float, most: int = 1, ahead: float = 0.0) -> list[Job]:
        """The systems that are due first, for so many seconds.

        Args:
            lease: Until somebody else may take them.
            most: How many.
            ahead: Also those that are due within so many seconds.
        """
        # By the time of the statement, which is one: the index ends the search.
        question = """
            with first as materialized (
                select api, system from fleet_system where stopped is null and (%s::text is null or api = %s)
                    and due <= statement_timestamp() + make_interval(secs => %s) and lease_until < statement_timestamp()
                order by due limit %s for update skip locked
            )
            update fleet_system as mine set taken = taken + 1,
                lease_until = clock_timestamp() + make_interval(secs => %s)
            from first where mine.api = first.api and mine.system = first.system
            returning mine.api, mine.system, owner, due, taken,
                greatest(extract(epoch from due - clock_timestamp()), 0)::float8
        """
        async with self.pool.connection() as connection:
            taken = await (await connection.execute(question, [self.api, self.api, ahead, most, lease])).fetchall()
        return sorted((Job(*row) for row in taken), key=lambda job: job.slot)

    async def give_back(self, jobs: Iterable[Job]) -> None:
        """Lets others have turns that were taken and not begun."""
        question = """
            update fleet_system as mine set lease_until = '-infinity'
            from jsonb_to_recordset(%s::jsonb) as given (api text, system text, taken bigint)
            where mine.api = given.api and mine.system = given.system and mine.taken = given.taken
        """
        given = [{"api": job.api, "system": job.system, "taken": job.taken} for job in jobs]
        async with self.pool.connection() as connection:
            await connection.execute(question, [json.dumps(given)])

    async def finish(self, turns: Iterable[Done]) -> set[Job]:
        """Notes what became of turns and keeps what was read, all or nothing; gives those that still counted."""
        turns = list(turns)
        given = f"[{','.join(map(_as_json, turns))}]"
        # One statement, so that it is a transaction and one way to the database and back.
        question = f"""
            with mine as materialized (
                select api, system, taken, slot, given.rows, given.error, given.stop
                from jsonb_to_recordset(%s::jsonb) as given
                    (api text, system text, taken bigint, slot timestamptz, rows jsonb, error text, stop text)
                join fleet_system using (api, system, taken)
                where due = slot {IN_ORDER} of fleet_system
            ), done as (
                update fleet_system as changed
                set due = {NEXT_AFTER_TURN}, lease_until = '-infinity', stopped = mine.stop, last_error = mine.error,
                    last_ok = case when mine.rows is null then last_ok else clock_timestamp() end
                from mine where changed.api = mine.api and changed.system = mine.system
            ), kept as (
                insert into fleet_outbox (api, system, slot, fetched_at, rows)
                select api, system, slot, clock_timestamp(), rows from mine where jsonb_array_length(rows) > 0
                on conflict do nothing
            )
            select api, system, taken from mine
        """
        async with self.pool.connection() as connection:
            found = set(await (await connection.execute(question, [given])).fetchall())
            done = {turn.job for turn in turns if (turn.job.api, turn.job.system, turn.job.taken) in found}
            # In a transaction of its own: where that fails, each of them ends at its own turn.
            for turn in turns:
                if turn.stop is not None and turn.job in done:
                    await connection.execute(
                        f"update fleet_system set stopped = %s where {OF_OWNER}",
                        [turn.stop, turn.job.api, turn.job.owner],
                    )
        return done

    async def leave(self, api: str, owner: str) -> int:
        """Lets the systems of an owner be read no more and removes what waits of them; gives how many there are.

        They are known until `forget`, so that one that was interrupted can be asked for again.
        """
        async with self.pool.connection() as connection, connection.transaction():
            # A turn that is under way counts no more.
            gone = await connection.execute(
                "update fleet_system set stopped = 'the owner leaves', taken = taken + 1, lease_until = '-infinity' "
                f"where {OF_OWNER} returning system",
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
                await connection.execute(
                    "select count(*) from fleet_system where stopped is null and (%s::text is null or api = %s)",
                    [self.api, self.api],
                )
            ).fetchone()
        return int(found[0]) if found else 0

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


def _as_json(turn: Done) -> str:
    """A turn for the statement that ends it. Its rows stay as they are."""
    job = turn.job
    head = {"api": job.api, "system": job.system, "taken": job.taken, "slot": job.slot.isoformat()}
    told = json.dumps(head | {"error": turn.error, "stop": turn.stop})
    return f'{told[:-1]}, "rows": {turn.rows or "null"}}}'


def phase(api: str, system: str, every: float) -> float:
    """Where in each period the turn of a system is: the same for ever, and spread over all of it."""
    number = int.from_bytes(hashlib.sha256(f"{api}|{system}".encode()).digest()[:8])
    return number / 2**64 * every
