"""What was read, as a Delta table: partitioned by API and day, sorted, narrow, each reading once."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import uuid
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nibe_uplink.errors import SetupError

if TYPE_CHECKING:
    from collections.abc import Sequence

# Rounds of one system in a batch.
MOST = 1000
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
        if missing := [name for name in ("deltalake", "pyarrow") if find_spec(name) is None]:
            raise SetupError(
                f"a lake needs the package {missing[0]}; install it with: pip install 'nibe-uplink-client[fleet]'"
            )

    # Loaded by who writes: of several processes one does, and they are large.
    @property
    def _delta(self) -> Any:
        import deltalake

        return deltalake

    @property
    def _arrow(self) -> Any:
        import pyarrow

        return pyarrow

    async def write(self, pool: Any) -> bool:
        """Writes a batch of what waits; says whether there was one. One process does at a time."""
        name = await self._take(pool)
        if name is None:
            return False
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
                    "update fleet_outbox set batch = %s where (api, system, slot) in (select api, system, slot "
                    "from fleet_outbox where batch is null order by slot limit %s for update skip locked)",
                    [batch, MOST],
                )
        async with pool.connection() as connection:
            found = await connection.execute(
                "select api, system, fetched_at, rows from fleet_outbox where batch = %s", [batch]
            )
            rounds = await found.fetchall()
        if rounds:
            await asyncio.to_thread(self._append, rounds, name, batch)
        async with pool.connection() as connection:
            await connection.execute("delete from fleet_outbox where batch = %s", [batch])
        await self._give_back(pool)
        return bool(rounds)

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

    def _append(self, rounds: Sequence[Any], name: str, batch: int) -> None:
        """Appends a batch unless it is there."""
        delta = self._delta
        data = self._table(rounds)
        table = delta.DeltaTable.create(
            str(self.path), data.schema, mode="ignore", partition_by=["api", "date"], name="readings"
        )
        # The library does not refuse a batch that comes again; it notices one that comes at the same time as another.
        written = table.transaction_version(name)
        if written is not None and written >= batch:
            return
        properties = delta.CommitProperties(app_transactions=[delta.Transaction(name, batch)])
        try:
            delta.write_deltalake(table, data, mode="append", commit_properties=properties)
        except delta.exceptions.CommitFailedError:
            # A writer whose lease had run out has written the same batch.
            table = delta.DeltaTable(str(self.path))
            if (table.transaction_version(name) or 0) < batch:
                raise

    def _table(self, rounds: Sequence[Any]) -> Any:
        arrow = self._arrow
        columns: dict[str, list[Any]] = {name: [] for name in ("api", "system", "point", "time", "fetched_at")}
        values: list[float | None] = []
        texts: list[str | None] = []
        units: list[str] = []
        for api, system, fetched_at, rows in rounds:
            for point, time, value, unit in rows:
                for name, one in zip(
                    columns,
                    (api, system, point, datetime.fromisoformat(time) if time else fetched_at, fetched_at),
                    strict=True,
                ):
                    columns[name].append(one)
                is_text = isinstance(value, str)
                values.append(None if is_text or value is None else float(value))
                texts.append(value if is_text else None)
                units.append(unit)
        moment = arrow.timestamp("us", tz="UTC")
        fetched = arrow.array(columns["fetched_at"], moment)
        data = arrow.table(
            {
                "api": columns["api"],
                "date": fetched.cast(arrow.date32()),
                "system": columns["system"],
                "point": arrow.array(columns["point"], arrow.int64()),
                "time": arrow.array(columns["time"], moment),
                "fetched_at": fetched,
                "value": arrow.array(values, arrow.float64()),
                "text": arrow.array(texts, arrow.string()),
                "unit": units,
            }
        )
        return data.sort_by(
            [("api", "ascending"), ("system", "ascending"), ("point", "ascending"), ("time", "ascending")]
        )

    def compact(self) -> None:
        """Makes a few large files of the many small ones of each day."""
        if self._delta.DeltaTable.is_deltatable(str(self.path)):
            self._delta.DeltaTable(str(self.path)).optimize.z_order(["system", "point", "time"])

    async def forget(self, pool: Any, systems: Sequence[str]) -> None:
        """Removes all readings of these systems, from older versions of the table too; waits for who writes some."""
        while await self._take(pool) is None:
            await asyncio.sleep(1)
        try:
            await asyncio.to_thread(self._remove, systems)
        finally:
            await self._give_back(pool)

    def _remove(self, systems: Sequence[str]) -> None:
        if not systems or not self._delta.DeltaTable.is_deltatable(str(self.path)):
            return
        table = self._delta.DeltaTable(str(self.path))
        table.delete("system in ({})".format(", ".join("'" + one.replace("'", "''") + "'" for one in systems)))
        table.vacuum(retention_hours=0, dry_run=False, enforce_retention_duration=False)


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
        raise SetupError(f"there is no lake in {lake}")
    if into.exists():
        raise SetupError(f"{into} is there already; name a new folder")
    table = DeltaTable(str(lake))
    into.mkdir(parents=True)
    count = 0
    for partition in table.partitions():
        data = table.to_pyarrow_table(partitions=[(name, "=", value) for name, value in partition.items()])
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
