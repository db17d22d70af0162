"""What was read, as a Delta table: partitioned by API and day, sorted, narrow, each reading once."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import uuid
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nibe_uplink.errors import SetupError
from nibe_uplink.fleet._appender import Appender

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from nibe_uplink.fleet._systems import Span

# Rounds of one system, and about how many readings, in a batch: what one costs in memory.
MOST = 1000
MOST_READINGS = 50_000
# Longer than a batch takes to be written.
LEASE = 300


class Lake:
    """A Delta table in a folder, which the rows of the outbox go to.

    The rows of a batch are fixed in the database before it is written, the table remembers the last batch, and they
    leave the database when it is there: whatever ends in between, each reading stands in the table once.

    Args:
        path: The folder.
    """

    def __init__(self, path: Path | str) -> None:
        self.path: Path = Path(path)
        self._name = uuid.uuid4().hex
        if find_spec("deltalake") is None:
            raise SetupError(
                "a lake needs the package deltalake; install it with: pip install 'nibe-uplink-client[fleet]'"
            )

    @property
    def _delta(self) -> Any:
        import deltalake

        return deltalake

    async def write(self, pool: Any) -> bool:
        """Writes what waits; says whether there was something. One process does at a time."""
        # A round comes as the line that the program of the table reads: the database makes it, and nobody else looks.
        question = "select json_build_array(api, system, fetched_at, rows)::text from fleet_outbox where batch = %s"
        count = 0
        async with pool.connection() as connection:
            # What comes meanwhile is for the next time: else a commit would be made of each few rows.
            (now,) = await (await connection.execute("select clock_timestamp()")).fetchone()
        async with Appender(self.path) as appender:
            while (name := await self._take(pool)) is not None:
                try:
                    batch = await self._batch(pool, now)
                    async with pool.connection() as connection:
                        rounds = [row[0] for row in await (await connection.execute(question, [batch])).fetchall()]
                    if not rounds:
                        break
                    await appender.append(name, batch, rounds)
                    async with pool.connection() as connection:
                        await connection.execute("delete from fleet_outbox where batch = %s", [batch])
                    count += 1
                finally:
                    # Also after a disk that was full: others need not wait, and may have another one.
                    await self._give_back(pool)
        return count > 0

    async def waits(self, pool: Any, since: datetime) -> bool:
        """Whether rows wait that were read before a time."""
        async with pool.connection() as connection:
            question = "select exists (select 1 from fleet_outbox where fetched_at <= %s)"
            (there,) = await (await connection.execute(question, [since])).fetchone()
        return bool(there)

    async def _batch(self, pool: Any, until: datetime) -> int:
        """The number of the rows that are written next, of those that were there at a time; they are fixed by it."""
        async with pool.connection() as connection, connection.transaction():
            # One that was not ended stays as it is.
            known = await connection.execute("select min(batch) from fleet_outbox where batch is not null")
            (batch,) = await known.fetchone()
            if batch is None:
                # By the time, so that a database that was set back to a backup uses no number twice.
                fresh = await connection.execute(
                    "update fleet_lake set last_batch = greatest(last_batch + 1, "
                    "floor(extract(epoch from clock_timestamp()) * 1000000)::bigint) returning last_batch"
                )
                (batch,) = await fresh.fetchone()
                await connection.execute(
                    "update fleet_outbox set batch = %s where (api, system, slot) in (select api, system, slot from ("
                    "select api, system, slot, sum(size) over (order by slot, api, system) - size as before from ("
                    "select api, system, slot, jsonb_array_length(rows) as size from fleet_outbox where batch is null "
                    "and fetched_at <= %s order by slot limit %s for update skip locked) first) summed "
                    "where before < %s)",
                    [batch, until, MOST, MOST_READINGS],
                )
        return int(batch)

    async def _take(self, pool: Any) -> str | None:
        """Becomes the writer unless somebody else is; gives the name by which the table remembers batches."""
        async with pool.connection() as connection:
            mine = await connection.execute(
                "update fleet_lake set writer = %s, lease_until = clock_timestamp() + make_interval(secs => %s) "
                "where writer = %s or lease_until < clock_timestamp() returning name",
                [self._name, LEASE, self._name],
            )
            row = await mine.fetchone()
        return None if row is None else str(row[0])

    async def _give_back(self, pool: Any) -> None:
        async with pool.connection() as connection:
            await connection.execute("update fleet_lake set lease_until = '-infinity' where writer = %s", [self._name])

    def compact(self) -> tuple[int, int]:
        """Makes a few large files of the many small ones of each day.

        Returns:
            How many files there were and how many there are.

        Raises:
            SetupError: There is no lake.
        """
        if not self._delta.DeltaTable.is_deltatable(str(self.path)):
            raise SetupError(f"there is no lake in {self.path} yet")
        table = self._delta.DeltaTable(str(self.path))
        before = len(table.file_uris())
        table.optimize.z_order(["system", "point", "time"])
        return before, len(table.file_uris())

    async def forget(self, pool: Any, api: str, spans: Sequence[Span]) -> None:
        """Removes readings of systems, from older versions of the table too; waits for who writes some."""
        while await self._take(pool) is None:
            await asyncio.sleep(1)
        try:
            await asyncio.to_thread(self._remove, api, spans)
        finally:
            await self._give_back(pool)

    def _remove(self, api: str, spans: Sequence[Span]) -> None:
        if not spans or not self._delta.DeltaTable.is_deltatable(str(self.path)):
            return
        together: dict[tuple[datetime | None, datetime | None], list[str]] = {}
        for system, *ends in spans:
            together.setdefault((ends[0], ends[1]), []).append(_quoted(system))
        table = self._delta.DeltaTable(str(self.path))
        for (after, until), systems in together.items():
            which = [f"api = {_quoted(api)}", f"system in ({', '.join(systems)})"]
            which += [f"fetched_at > {_moment(after)}"] if after else []
            which += [f"fetched_at <= {_moment(until)}"] if until else []
            table.delete(" and ".join(which))
        table.vacuum(retention_hours=0, dry_run=False, enforce_retention_duration=False)


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _moment(time: datetime) -> str:
    # In the type of the column: the library compares no other.
    return f"arrow_cast({_quoted(time.isoformat())}, 'Timestamp(Microsecond, Some(\"UTC\"))')"


def pseudonymous(lake: Path | str, into: Path | str, key: bytes) -> int:
    """Writes the readings of a lake as Parquet files, one a day, with systems under names that only the key can make.

    Args:
        lake: The folder of the lake.
        into: A new folder.
        key: A secret of 16 bytes or more. The same one gives the same names; throw it away, and nobody can make them.

    Returns:
        How many readings there are.

    Raises:
        SetupError: The key is too short, there is no lake, or the folder is there.
    """
    import pyarrow.parquet as parquet
    from deltalake import DeltaTable

    lake, into = Path(lake), Path(into)
    if len(key) < 16:
        raise SetupError("a key for pseudonyms has 16 bytes or more")
    if not DeltaTable.is_deltatable(str(lake)):
        raise SetupError(f"there is no lake in {lake} yet")
    if into.exists():
        raise SetupError(f"{into} is there already; name a new folder")
    table = DeltaTable(str(lake))
    into.mkdir(parents=True)
    count = 0
    for partition in table.partitions():
        day = date.fromisoformat(partition["date"])
        data = table.to_pyarrow_table(filters=[("api", "=", partition["api"]), ("date", "=", day)])
        hidden = [name_of(key, system) for system in data["system"].to_pylist()]
        at = data.schema.get_field_index("system")
        data = data.set_column(at, "system", [hidden])
        data = data.sort_by([("system", "ascending"), ("point", "ascending"), ("time", "ascending")])
        parquet.write_table(data, into / f"{partition['api']}-{partition['date']}.parquet", compression="zstd")
        count += data.num_rows
    return count


def name_of(key: bytes, system: str) -> str:
    """The pseudonym of a system."""
    return hmac.new(key, system.encode(), hashlib.sha256).hexdigest()[:16]
