"""Recordings: what was reported as written is there, whatever happened."""

from __future__ import annotations

import asyncio
import io
import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pandas
import pyarrow.parquet
import pytest
from logins import loops

import nibe_uplink
from nibe_uplink import errors, myuplink
from nibe_uplink._record import _Session
from nibe_uplink._recorder import Recorder, export
from nibe_uplink._rows import Row

SUFFIXES = [".sqlite", ".parquet", ".duckdb"]
THEN = datetime(2024, 2, 29, 23, 59, 59, 123456, UTC)
ROWS = [
    Row(THEN, "80101", 40004, "outdoor temp. BT1", -1.3, "°C", ""),
    Row(THEN, "80101", 47370, "mode", "auto", "", ""),
    Row(THEN, "80101", 40013, "hot water", None, "°C", ""),
    Row(THEN + timedelta(microseconds=1), "80101", 40004, "outdoor temp. BT1", 5, "°C", ""),
    Row(THEN, "80102", None, "product", "F1255", "", ""),
]
# As all of them come back, in order.
BACK = [
    (THEN, "80101", 40004, "outdoor temp. BT1", -1.3, None, "°C"),
    (THEN, "80101", 40013, "hot water", None, None, "°C"),
    (THEN, "80101", 47370, "mode", None, "auto", ""),
    (THEN, "80102", None, "product", None, "F1255", ""),
    (THEN + timedelta(microseconds=1), "80101", 40004, "outdoor temp. BT1", 5.0, None, "°C"),
]


def read(path: Path) -> list[tuple[Any, ...]]:
    """The readings in a file of each kind, in order, read by those who made the format."""
    if path.suffix == ".parquet":
        return [tuple(row.values()) for row in pyarrow.parquet.read_table(path).to_pylist()]
    if path.suffix == ".duckdb":
        with duckdb.connect(path, read_only=True) as database:
            found = database.sql("FROM readings ORDER BY time, system, id").to_arrow_table().to_pylist()
        return [tuple(row.values()) for row in found]
    with sqlite3.connect(path) as database:
        found = database.execute("SELECT * FROM readings ORDER BY time, system, id").fetchall()
    database.close()
    return [(datetime.fromisoformat(time), *others) for time, *others in found]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_what_is_written_comes_back(suffix: str, tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "pump.sqlite")
    assert recorder.write(ROWS) == len(ROWS)
    assert recorder.write(ROWS) == 0, "what is known already is no news"
    path = tmp_path / f"pump{suffix}"
    if suffix != ".sqlite":
        export(recorder, path)
        export(recorder, path)
    recorder.close()
    assert sorted(read(path), key=str) == sorted(BACK, key=str)
    assert {one.name for one in tmp_path.iterdir()} == {"pump.sqlite", path.name}


def test_pandas_and_polars_read_the_parquet_file(tmp_path: Path) -> None:
    import polars

    recorder = Recorder(tmp_path / "pump.sqlite")
    recorder.write(ROWS)
    export(recorder, tmp_path / "pump.parquet")
    frame = pandas.read_parquet(tmp_path / "pump.parquet")
    assert frame["time"][0] == pandas.Timestamp(THEN)
    assert str(frame["time"].dtype) == "datetime64[us, UTC]"
    frame = polars.read_parquet(tmp_path / "pump.parquet")
    assert frame["time"][0] == THEN
    assert frame["value"].to_list() == [row[4] for row in BACK]


def test_a_recording_is_written_in_portions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nibe_uplink._recorder.PORTION", 3)
    recorder = Recorder(tmp_path / "pump.sqlite")
    words = [Row(THEN + timedelta(seconds=at), "1", 5, "t", f"word {at}", "", "") for at in range(10)]
    recorder.write(words)
    for name in ("pump.parquet", "pump.duckdb"):
        export(recorder, tmp_path / name)
        assert [row[5] for row in read(tmp_path / name)] == [row.value for row in words]
    assert pyarrow.parquet.ParquetFile(tmp_path / "pump.parquet").num_row_groups == 4


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_client_records(suffix: str, tmp_path: Path) -> None:
    path, told = tmp_path / f"pump{suffix}", list[Row]()
    with nibe_uplink.Simulator(speed=3600) as sim:
        client, (system, other) = sim.client(), sim.systems[:2]
        wanted = {system: [40004, "hot_water_temperature"], other: [40004]}

        def enough(rows: list[Row]) -> None:
            told.extend(rows)
            if len(told) >= 3:
                raise KeyboardInterrupt

        # Ctrl-C in the middle; the next recording goes on.
        with pytest.raises(KeyboardInterrupt):
            client.record(wanted, path, every=1, on_written=enough)
        assert len(read(path)) == len(told) == 3
        recording = client.record(wanted, path, every=1, until=timedelta(seconds=1.2), on_written=told.extend)
    rows = read(path)
    assert (recording.path, recording.readings, recording.new) == (path, len(told), len(told) - 3)
    assert recording.new >= 3
    assert {(row[1], row[2]) for row in rows} == {(str(system), 40004), (str(system), 40013), (str(other), 40004)}
    assert [row.value for row in sorted(told, key=lambda row: (row.time, row.system, row.id))] == [
        row[4] for row in rows
    ]


class Terminal(io.StringIO):
    """What tqdm takes for one."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("until", [timedelta(seconds=0.2), None])
def test_a_bar_shows_how_far_a_recording_is(
    until: timedelta | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal, nobody = Terminal(), io.StringIO()
    for shown in (terminal, nobody):
        with monkeypatch.context() as patch, nibe_uplink.Simulator() as sim:
            patch.setattr(sys, "stderr", shown)
            session = _Session(tmp_path / "pump.sqlite", until, None)
            system = sim.systems[0]
            session.keep([next(sim.client().watch({system: [40004]}, 1.0))])
            session.end()
    assert "pump.sqlite: 1 readings" in terminal.getvalue()
    assert ("%|" in terminal.getvalue()) == (until is not None)
    assert nobody.getvalue() == ""


def test_an_asynchronous_client_records_and_can_be_cancelled(tmp_path: Path) -> None:
    path = tmp_path / "pump.parquet"

    async def main(sim: nibe_uplink.Simulator) -> int:
        written, first = list[Row](), asyncio.Event()

        def note(rows: list[Row]) -> None:
            written.extend(rows)
            first.set()

        client = sim.async_client()
        task = asyncio.create_task(client.record({sim.systems[0]: [40004]}, path, every=1, on_written=note))
        await asyncio.wait_for(first.wait(), 20)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert len(read(path)) == len(written)
        done = await client.record({sim.systems[0]: [40004]}, path, every=1, until=datetime.now(UTC))
        return done.readings

    with nibe_uplink.Simulator() as sim:
        assert asyncio.run(main(sim)) >= 1


def test_a_recording_that_is_cancelled_while_it_writes_ends_after_that(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = threading.Event(), threading.Event()
    write = Recorder.write

    def slowly(self: Recorder, rows: Iterable[Row]) -> int:
        begun.set()
        assert go_on.wait(20)
        return write(self, rows)

    monkeypatch.setattr(Recorder, "write", slowly)

    async def main(sim: nibe_uplink.Simulator) -> None:
        task = asyncio.create_task(sim.async_client().record({sim.systems[0]: [40004]}, tmp_path / "pump.db", every=60))
        assert await asyncio.to_thread(begun.wait, 20)
        task.cancel()
        asyncio.get_running_loop().call_later(0.1, go_on.set)
        with pytest.raises(asyncio.CancelledError):
            await task

    with nibe_uplink.Simulator() as sim:
        asyncio.run(main(sim))
    assert len(read(tmp_path / "pump.db")) == 1


def test_a_disk_that_is_full_loses_nothing_and_is_told_as_such(tmp_path: Path) -> None:
    path = tmp_path / "pump.sqlite"
    with closing(Recorder(path)) as recorder:
        assert recorder.write(ROWS) == 5
        [pages] = recorder._database.execute("PRAGMA page_count").fetchone()
        recorder._database.execute(f"PRAGMA max_page_count = {pages}")
        more = [Row(THEN + timedelta(seconds=n), "80101", 40004, "outdoor", 1.0, "", "") for n in range(1, 5000)]
        with pytest.raises(
            OSError, match=r"pump\.sqlite cannot be written: database or disk is full; what was recorded"
        ):
            recorder.write(more)
        recorder._database.execute("PRAGMA max_page_count = 1000000")
        assert recorder.count() == 5
        assert recorder.write(more) == 4999


def test_exports_into_one_file_do_not_disturb_each_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target, begun, written = tmp_path / "pump.parquet", threading.Event(), threading.Event()
    left = tmp_path / ".pump.parquet.new-1"
    left.touch()
    os.utime(left, (0, 0))
    with closing(Recorder(tmp_path / "pump.sqlite")) as one:
        one.write(ROWS)
        portions = one.portions

        def slowly() -> Any:
            yield from portions()
            begun.set()
            assert written.wait(60)

        monkeypatch.setattr(one, "portions", slowly)
        thread = threading.Thread(target=export, args=(one, target))
        thread.start()
        assert begun.wait(60)
        with closing(Recorder(tmp_path / "pump.sqlite")) as other:
            export(other, target)
        written.set()
        thread.join()
    assert read(target) == BACK
    assert sorted(path.name for path in tmp_path.iterdir()) == ["pump.parquet", "pump.sqlite"]


def test_a_file_of_another_program_is_not_kept_locked(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with closing(sqlite3.connect(path, isolation_level=None, timeout=0)) as other:
        other.execute("CREATE TABLE theirs (x)")
        with pytest.raises(errors.SetupError, match="holds something else") as kept:
            Recorder(path)
        other.execute("INSERT INTO theirs VALUES (1)")
        assert kept.value.__traceback__, "which holds the recorder"


def test_points_that_stay_as_they_are_are_recorded_once(tmp_path: Path) -> None:
    with myuplink.Simulator(speed=0) as sim:
        client = sim.client()
        device = next(iter(client.systems())).devices[0].id
        path = tmp_path / "pump.sqlite"
        told = list[Row]()
        done = client.record(
            {device: [40004, 40013]}, path, every=1, until=timedelta(seconds=1.5), on_written=told.extend
        )
    assert len(told) >= 4
    assert done.readings == 2
    assert {row[1] for row in read(path)} == {device}


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_what_cannot_work_is_said_before_anything_is_read(
    suffix: str, sim: nibe_uplink.Simulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, wanted = sim.client(), {sim.systems[0]: [40004]}
    path = tmp_path / f"pump{suffix}"
    for until in (datetime(2030, 1, 1), 5):
        with pytest.raises(errors.SetupError, match="until"):
            client.record(wanted, path, until=until)  # type: ignore[arg-type]
    with pytest.raises(errors.SetupError, match="ends with"):
        client.record(wanted, tmp_path / "pump.xlsx")
    kept = path if suffix == ".sqlite" else tmp_path / f"pump{suffix}.sqlite"
    kept.unlink(missing_ok=True)
    kept.write_bytes(b"no database, but something that somebody wants to keep")
    with pytest.raises(errors.SetupError, match="name another file"):
        client.record(wanted, path)
    kept.unlink()
    with sqlite3.connect(kept) as other:
        other.execute("CREATE TABLE mine (x)")
    other.close()
    with pytest.raises(errors.SetupError, match="holds something else"):
        client.record(wanted, path)
    if suffix != ".sqlite":
        monkeypatch.setitem(sys.modules, "pyarrow", None)
        with pytest.raises(errors.SetupError, match=r"needs pyarrow.*nibe-uplink-client\["):
            client.record(wanted, path)
    assert sim.requests() == []


# Exports a recording of some months, and says how much memory that took beside the libraries.
EXPORTER = """
import sys
from pathlib import Path
from nibe_uplink._recorder import Recorder, export
import duckdb, pyarrow.parquet
path, rows = Path(sys.argv[1]), int(sys.argv[2])
recorder = Recorder(path.with_name(path.name + ".sqlite"))
run = recorder._database.execute
at = "WITH RECURSIVE at (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM at WHERE value < {}) "
run(at.format(60) + "INSERT INTO parameters SELECT value, '80101', 40000 + value, 'title ' || value, '°C' FROM at")
times = "INSERT INTO samples SELECT number, 1000000000000000 + value * 300000000, value % 997 / 10.0 FROM parameters, at"
run(at.format(rows // 60) + times)
def most():
    # `getrusage` would count what the process was before it became this program.
    return int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0])
before = most()
export(recorder, path)
print(recorder.count(), (most() - before) / 1024)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux says how much memory was taken")
@pytest.mark.parametrize(("suffix", "most"), [(".parquet", 120), (".duckdb", 190)])
def test_memory_does_not_grow_with_what_is_exported(suffix: str, most: float, tmp_path: Path) -> None:
    taken = []
    for rows in (120_000, 600_000):
        command = [sys.executable, "-c", EXPORTER, str(tmp_path / f"pump{rows}{suffix}"), str(rows)]
        count, megabytes = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.split()
        assert int(count) == rows
        taken.append(float(megabytes))
    assert max(taken) < most
    assert taken[1] - taken[0] < 40


# Writes as fast as it can, says each time how much is safe, and exports now and then.
WRITER = """
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from nibe_uplink._recorder import Recorder, export
from nibe_uplink._rows import Row
path = Path(sys.argv[1])
recorder = Recorder(path if path.suffix == ".sqlite" else path.with_name(path.name + ".sqlite"))
first = recorder.count()
for at in range(first // 3, 10**6):
    time = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(minutes=at)
    recorder.write([Row(time, "80101", id, "title", at + id / 10, "kWh", "") for id in (1, 2, 3)])
    print(3 * at + 3, flush=True)
    if path.suffix != ".sqlite" and at % 20 == 0:
        export(recorder, path)
        print("exported", flush=True)
"""


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_kill_loses_nothing_that_was_reported(suffix: str, tmp_path: Path) -> None:
    path, chance = tmp_path / f"pump{suffix}", random.Random(14)
    kept = path if suffix == ".sqlite" else tmp_path / f"pump{suffix}.sqlite"
    reported = exported = 0
    for _ in range(loops(500)):
        process = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert process.stdout
        for _ in range(chance.randrange(1, 40)):
            line = process.stdout.readline()
            assert line, (process.wait(20), process.stderr and process.stderr.read())
            if line.strip() != "exported":
                reported = int(line)
        process.send_signal(signal.SIGKILL)
        rest, _ = process.communicate()
        # What it reported before it died counts too.
        numbers = [int(word) for word in rest.split("\n")[:-1] if word != "exported"]
        reported = max([reported, *numbers])
        recorder = Recorder(kept)
        assert recorder.count() >= reported
        recorder.close()
        if path.exists():
            now = len(read(path))
            assert now >= exported
            exported = now
    assert reported > 0
    assert exported > 0
    recorder = Recorder(kept)
    if suffix != ".sqlite":
        export(recorder, path)
    assert len(read(path)) == recorder.count() >= reported
    recorder.close()
