"""A file of recorded readings, which loses nothing that was reported as written."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import timedelta, tzinfo
from glob import escape
from pathlib import Path
from secrets import token_hex
from time import time
from typing import Any

from nibe_uplink._arrow import EPOCH, Column, Columns, microseconds
from nibe_uplink._rows import Row
from nibe_uplink.errors import SetupError

# So that no other database is taken for a recording. The version is that of the tables.
APPLICATION, VERSION = 0x6E696265, 1
# What is written at once when a recording is exported: some 70 MB, however long the recording is.
PORTION = 20_000
# Seconds in which an export that goes on has written something.
LEFT = 3600
SCHEMA = """
CREATE TABLE parameters (
    number INTEGER PRIMARY KEY, system TEXT NOT NULL, id INTEGER NOT NULL, title TEXT NOT NULL, unit TEXT NOT NULL,
    UNIQUE (system, id, title, unit)
);
CREATE TABLE samples (
    parameter INTEGER NOT NULL REFERENCES parameters (number), time INTEGER NOT NULL, value,
    PRIMARY KEY (parameter, time)
) WITHOUT ROWID;
CREATE VIEW readings AS SELECT
    strftime('%Y-%m-%dT%H:%M:%S', time / 1000000, 'unixepoch') || printf('.%06dZ', time % 1000000) AS time,
    system, nullif(id, 0) AS id, title,
    CASE typeof(value) WHEN 'text' THEN NULL ELSE value END AS value,
    CASE typeof(value) WHEN 'text' THEN value END AS text,
    unit
FROM samples JOIN parameters ON parameter = number;
"""
KINDS = {
    "time": "time",
    "system": "word",
    "id": "int",
    "title": "word",
    "value": "float",
    "text": "word",
    "unit": "word",
}
PORTIONS = """
SELECT
    time, system, nullif(id, 0), title,
    iif(typeof(value) = 'text', NULL, value), iif(typeof(value) = 'text', value, NULL), unit
FROM samples JOIN parameters ON parameter = number ORDER BY time, system, id, title
"""


class Recorder:
    """Writes rows to a database; every call of `write` is durable when it returns.

    Raises:
        SetupError: The file holds something else, or cannot be made.
        OSError: It cannot be written any more, for instance because the disk is full.
    """

    def __init__(self, path: Path) -> None:
        # First, since tracebacks show it.
        self.path = path
        self._numbers: dict[tuple[str, int, str, str], int] = {}
        try:
            # The thread that writes may change; never two at a time.
            self._database = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
            try:
                self._prepare()
            except BaseException:
                # A traceback that somebody keeps would hold the lock of a file that is another program's.
                self._database.close()
                raise
        except sqlite3.Error as error:
            raise SetupError(f"{path} cannot hold a recording: {error}; name another file") from None

    def _prepare(self) -> None:
        run = self._database.execute
        run("BEGIN IMMEDIATE")
        [application], [version] = run("PRAGMA application_id").fetchone(), run("PRAGMA user_version").fetchone()
        if (application, version) != (APPLICATION, VERSION):
            if run("SELECT 1 FROM sqlite_master").fetchone():
                raise SetupError(f"{self.path} holds something else; name another file to record into")
            # `executescript` would end the transaction.
            for statement in SCHEMA.split(";\n"):
                run(statement)
            run(f"PRAGMA application_id = {APPLICATION}")
            run(f"PRAGMA user_version = {VERSION}")
        run("COMMIT")
        run("PRAGMA journal_mode = WAL")
        run("PRAGMA synchronous = FULL")

    def write(self, rows: Iterable[Row]) -> int:
        """Keeps rows that have a time; gives how many were new."""
        run = self._database.execute
        new = 0
        try:
            run("BEGIN IMMEDIATE")
            for row in rows:
                if row.time is not None:
                    sample = (self._number(row), microseconds(row.time), row.value)
                    # A cloud repeats what it knows until it knows better.
                    new += run("INSERT OR IGNORE INTO samples VALUES (?, ?, ?)", sample).rowcount
            run("COMMIT")
        except BaseException as error:
            self._numbers.clear()
            # Some failures have ended it already.
            if self._database.in_transaction:
                run("ROLLBACK")
            if isinstance(error, sqlite3.Error):
                message = (
                    f"{self.path} cannot be written: {error}; what was recorded is kept, and the next recording goes on"
                )
                raise OSError(message) from error
            raise
        return new

    def _number(self, row: Row) -> int:
        key = (row.system or "", row.id or 0, row.title, row.unit)
        if key not in self._numbers:
            run = self._database.execute
            run("INSERT OR IGNORE INTO parameters (system, id, title, unit) VALUES (?, ?, ?, ?)", key)
            which = "SELECT number FROM parameters WHERE system = ? AND id = ? AND title = ? AND unit = ?"
            [self._numbers[key]] = run(which, key).fetchone()
        return self._numbers[key]

    def count(self) -> int:
        """How many readings there are."""
        [number] = self._database.execute("SELECT count(*) FROM samples").fetchone()
        return int(number)

    def portions(self) -> Iterator[Columns]:
        """All of it in order of time, a portion at a time; at least one, which may be empty."""
        cursor = self._database.execute(PORTIONS)
        names, first = list(KINDS), True
        while (rows := cursor.fetchmany(PORTION)) or first:
            first = False
            values = list(zip(*rows, strict=True)) if rows else [()] * len(names)
            yield _Portion([Column(name, KINDS[name], list(values[at])) for at, name in enumerate(names)])

    def close(self) -> None:
        """Ends the writing; what was written stays."""
        self._database.close()


class _Portion(Columns):
    """A part of a recording."""

    def __init__(self, columns: list[Column]) -> None:
        self._made = columns

    def _columns(self) -> list[Column]:
        return self._made


def export(recorder: Recorder, target: Path) -> None:
    """Writes a recording as another kind of file, which takes the place of an older one when it is whole."""
    _replace(recorder, target, _writer(target.suffix))


def export_csv(recorder: Recorder, target: Path, zone: str) -> None:
    """Writes a recording as CSV, with the times of a place."""
    from nibe_uplink.analysis._periods import zone_of

    place = zone_of(zone)
    _replace(recorder, target, lambda recorder, path: _csv(recorder, path, place))


def _replace(recorder: Recorder, target: Path, write: Any) -> None:
    for left in target.parent.glob(f".{escape(target.name)}.new-*"):
        # By a process that was killed; one that another export writes now is young.
        with suppress(FileNotFoundError):
            if time() - left.stat().st_mtime > LEFT:
                left.unlink()
    new = target.with_name(f".{target.name}.new-{token_hex(4)}")
    try:
        try:
            write(recorder, new)
        except sqlite3.Error as error:
            raise OSError(f"{recorder.path} cannot be read: {error}") from error
        with new.open("rb+") as file:
            os.fsync(file.fileno())
        new.replace(target)
    finally:
        with suppress(FileNotFoundError):
            new.unlink()


def check_target(target: Path) -> None:
    """Refuses what could not be written in the end, before anything is recorded."""
    if target.suffix not in (".sqlite", ".db"):
        _writer(target.suffix)


def _writer(suffix: str) -> Any:
    writers = {
        ".parquet": (_parquet, "arrow", ["pyarrow"]),
        ".duckdb": (_duckdb, "duckdb", ["pyarrow", "duckdb"]),
    }
    if suffix not in writers:
        raise SetupError("a recording goes into a file that ends with .sqlite, .parquet or .duckdb")
    write, extra, modules = writers[suffix]
    for module in modules:
        try:
            __import__(module)
        except ImportError:
            raise SetupError(
                f"a file that ends with {suffix} needs {module}; install it with: "
                f"pip install 'nibe-uplink-client[{extra}]'"
            ) from None
    return write


def _parquet(recorder: Recorder, path: Path) -> None:
    import pyarrow.parquet

    writer = None
    try:
        for portion in recorder.portions():
            table = portion.to_arrow()
            writer = writer or pyarrow.parquet.ParquetWriter(path, table.schema, compression="zstd")
            writer.write_table(table)
    finally:
        if writer is not None:
            writer.close()


def _duckdb(recorder: Recorder, path: Path) -> None:
    import duckdb

    try:
        _to_duckdb(recorder, path)
    except duckdb.Error as error:
        raise OSError(f"{path} cannot be written: {error}") from error


def _to_duckdb(recorder: Recorder, path: Path) -> None:
    import duckdb

    # Each thread would have buffers of its own, and only one writes.
    with duckdb.connect(path, config={"threads": 1}) as database:
        for number, portion in enumerate(recorder.portions()):
            database.register("portion", portion.to_arrow())
            # What is an enumeration in one portion has other words in the next.
            texts = ", ".join(f"{name}::VARCHAR AS {name}" for name, kind in KINDS.items() if kind == "word")
            columns = f"* REPLACE ({texts})"
            verb = "INSERT INTO readings" if number else "CREATE TABLE readings AS"
            database.execute(f"{verb} SELECT {columns} FROM portion")
            database.unregister("portion")


def _csv(recorder: Recorder, path: Path, place: tzinfo) -> None:
    import csv

    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(KINDS)
        for portion in recorder.portions():
            for time, *others in zip(*(column.values for column in portion._columns()), strict=True):
                moment = (EPOCH + timedelta(microseconds=time)).astimezone(place)
                # Six digits always, so that texts are in the order of times.
                writer.writerow([moment.isoformat(timespec="microseconds"), *others])
