"""Appends batches to a Delta table.

It is a program of its own, so that what the library of the table takes goes when nothing is left to be written, and
imports nothing of the package, which would be as much again.
"""

from __future__ import annotations

import functools
import itertools
import json
import signal
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterable

EPOCH, MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
# Who opens the table reads what was committed since the last checkpoint: most of a megabyte for each commit.
SETTINGS = {"delta.checkpointInterval": "10"}


def append(path: str, name: str, batch: int, rounds: Iterable[Any]) -> None:
    """Appends a batch unless the table has it.

    Args:
        path: The folder of the table.
        name: By which the table remembers the last batch.
        batch: Its number.
        rounds: Each an API, a system, when it was read, and its readings: point, time, value, unit.
    """
    import deltalake

    data = columns(rounds)
    table = deltalake.DeltaTable.create(
        path, data.schema, mode="ignore", partition_by=["api", "date"], name="readings", configuration=SETTINGS
    )
    # The library does not refuse a batch that comes again; it notices one that comes at the same time as another.
    written = table.transaction_version(name)
    if written is not None and written >= batch:
        return
    properties = deltalake.CommitProperties(app_transactions=[deltalake.Transaction(name, batch)])
    try:
        deltalake.write_deltalake(table, data, mode="append", commit_properties=properties)
    except deltalake.exceptions.CommitFailedError:
        # A writer whose lease had run out has written the same batch.
        table = deltalake.DeltaTable(path)
        if (table.transaction_version(name) or 0) < batch:
            raise


def columns(rounds: Iterable[Any]) -> Any:
    """The rows of a batch, sorted."""
    from arro3.core import Array, DataType, Table

    # Systems in order, and of each its readings: sorting all rows at once takes several times as long.
    of_systems: dict[tuple[str, str], list[Any]] = {}
    micros = functools.cache(_micros)
    for api, system, fetched_at, rows in rounds:
        fetched = micros(fetched_at)
        of_systems.setdefault((api, system), []).extend(
            (point, micros(time) if time else fetched, fetched, value, unit) for point, time, value, unit in rows
        )
    apis: list[str] = []
    systems: list[str] = []
    found: list[list[Any]] = [[] for _ in range(5)]
    for api, system in sorted(of_systems):
        readings = of_systems.pop((api, system))
        readings.sort(key=lambda row: row[:2])
        apis += [api] * len(readings)
        systems += [system] * len(readings)
        for column, more in zip(found, zip(*readings, strict=True), strict=False):
            column += more
    points, times, fetched_at, values, units = found
    number, text, moment = DataType.int64(), DataType.string(), DataType.timestamp("us", tz="UTC")
    fetched_at = Array(fetched_at, number).cast(moment)
    numbers = [None if value is None or isinstance(value, str) else float(value) for value in values]
    return Table.from_pydict(
        {
            "api": Array(apis, text),
            "date": fetched_at.cast(DataType.date32()),
            "system": Array(systems, text),
            "point": Array(points, number),
            "time": Array(times, number).cast(moment),
            "fetched_at": fetched_at,
            "value": Array(numbers, DataType.float64()),
            "text": Array([value if isinstance(value, str) else None for value in values], text),
            "unit": Array(units, text),
        }
    )


def _micros(time: str) -> int:
    """Microseconds since 1970."""
    return (datetime.fromisoformat(time) - EPOCH) // MICROSECOND


def serve(path: str, source: BinaryIO, answers: BinaryIO) -> None:
    """Appends what comes: a line with name, batch and count, and so many lines with a round each.

    A line answers each batch: nothing, or what went wrong.
    """
    for head in source:
        name, batch, count = json.loads(head)
        lines = list(itertools.islice(source, count))
        if len(lines) < count or not lines[-1].endswith(b"\n"):
            # Whoever sent them has ended, and somebody else sends the batch again.
            return
        said = ""
        try:
            append(path, name, batch, map(json.loads, lines))
        except Exception as error:
            said = " ".join(str(error).split()) or type(error).__name__
        answers.write(said.encode() + b"\n")
        answers.flush()


if __name__ == "__main__":
    # Signals are for the process that started this one; it ends with the last line.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    serve(sys.argv[1], sys.stdin.buffer, sys.stdout.buffer)
