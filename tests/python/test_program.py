"""What the program does in Python: `record` and `export`."""

from __future__ import annotations

import csv
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest

import nibe_uplink
from nibe_uplink import FileStore, _program, analysis, myuplink
from nibe_uplink._recorder import Recorder
from nibe_uplink._rows import Row


@pytest.fixture
def logged_in(sim: nibe_uplink.Simulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> nibe_uplink.Simulator:
    """A service, and a login of it where the program looks."""
    stored(sim, "NIBE_UPLINK", nibe_uplink.Client, tmp_path, monkeypatch)
    return sim


def stored(sim: Any, prefix: str, kind: Any, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keeps a login for the program."""
    path = folder / "tokens.json"
    kind.from_tokens(
        *sim._service.issue(["READSYSTEM"])[:2],
        base_url=sim.base_url,
        client_id=sim.client_id,
        client_secret=sim.client_secret,
        scopes=["READSYSTEM"],
        token_store=FileStore(path),
    )
    for name, value in {
        "BASE_URL": sim.base_url,
        "CLIENT_ID": sim.client_id,
        "CLIENT_SECRET": sim.client_secret,
        "TOKEN_FILE": str(path),
    }.items():
        monkeypatch.setenv(f"{prefix}_{name}", value)


def program(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Runs the program to its end."""
    command = [sys.executable, "-m", "nibe_uplink", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def test_it_records_two_systems(logged_in: nibe_uplink.Simulator, tmp_path: Path) -> None:
    one, two, *_ = map(str, logged_in.systems)
    path = tmp_path / "pump.parquet"
    words = ["outdoor_temperature", "40008", "--system", two, "--every", "10s", "--until", "8s"]
    done = program("record", path, one, *words)
    assert (done.returncode, done.stdout) == (0, "")
    count = pyarrow.parquet.read_table(path).num_rows
    assert done.stderr.splitlines()[-1] == f"recorded {count} readings into {path}"
    for system in (one, two):
        read = analysis.read(path, system=system)
        assert set(read) == {40004, 40008}
    # Without a time of its own it goes on from where it ended.
    until = (datetime.now(UTC) + timedelta(seconds=2)).isoformat()
    assert program("record", path, one, "40004", "--until", until).returncode == 0
    assert pyarrow.parquet.read_table(path).num_rows > count


@pytest.mark.parametrize(("which", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 130)])
def test_a_signal_ends_it_and_nothing_is_lost(
    which: signal.Signals, code: int, logged_in: nibe_uplink.Simulator, tmp_path: Path
) -> None:
    path = tmp_path / "pump.sqlite"
    command = [
        sys.executable,
        "-m",
        "nibe_uplink",
        "record",
        str(path),
        str(logged_in.systems[0]),
        "40004",
        "--every",
        "10",
    ]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        while not path.exists() or not count(path):
            assert process.poll() is None
        process.send_signal(which)
        _, said = process.communicate(timeout=30)
    assert process.returncode == code
    assert said == f"recorded {count(path)} readings into {path}\n"


def count(path: Path) -> int:
    """How many readings are in a recording."""
    import sqlite3

    try:
        with sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True) as database:
            return int(database.execute("SELECT count(*) FROM samples").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


def test_it_records_myuplink(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with myuplink.Simulator() as sim:
        stored(sim, "MYUPLINK", myuplink.Client, tmp_path, monkeypatch)
        device = next(iter(sim.client().systems())).devices[0].id
        path = tmp_path / "pump.sqlite"
        done = program("record", path, device, "40004", "--api", "myuplink", "--every", "3", "--until", "1s")
    assert done.returncode == 0, done.stderr
    assert set(analysis.read(path)) == {40004}


def test_who_is_not_logged_in_is_told(
    sim: nibe_uplink.Simulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NIBE_UPLINK_BASE_URL", sim.base_url)
    monkeypatch.setenv("NIBE_UPLINK_CLIENT_ID", sim.client_id)
    done = program("record", tmp_path / "pump.sqlite", "80101", "40004")
    assert done.returncode == 3
    assert "error: log in first" in done.stderr
    assert "Traceback" not in done.stderr


ROWS = [
    Row(datetime(2024, 3, 31, 0, 59, 59, 5, UTC), "80101", 40004, "outdoor, BT1", -1.5, "°C", ""),
    Row(datetime(2024, 3, 31, 1, tzinfo=UTC), "80101", 47370, "mode", "auto", "", ""),
    Row(datetime(2024, 3, 31, 1, tzinfo=UTC), "80101", None, "product", None, "", ""),
]


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    """A recording of a night in which clocks are set forward."""
    recorder = Recorder(tmp_path / "pump.sqlite")
    recorder.write(ROWS)
    recorder.close()
    return tmp_path / "pump.sqlite"


@pytest.mark.parametrize("suffix", [".parquet", ".duckdb"])
def test_it_exports(suffix: str, recording: Path) -> None:
    path = recording.with_suffix(suffix)
    done = program("export", recording, path)
    assert (done.returncode, done.stderr) == (0, f"wrote 3 readings into {path}\n")
    assert analysis.read(path)[40004].values == [-1.5]


def test_it_exports_csv_in_the_time_of_a_place(recording: Path) -> None:
    path = recording.with_suffix(".csv")
    assert program("export", recording, path, "--zone", "Europe/Stockholm").returncode == 0
    with path.open(encoding="utf-8", newline="") as file:
        lines = list(csv.reader(file))
    assert lines == [
        ["time", "system", "id", "title", "value", "text", "unit"],
        ["2024-03-31T01:59:59.000005+01:00", "80101", "40004", "outdoor, BT1", "-1.5", "", "°C"],
        ["2024-03-31T03:00:00.000000+02:00", "80101", "", "product", "", "", ""],
        ["2024-03-31T03:00:00.000000+02:00", "80101", "47370", "mode", "", "auto", ""],
    ]
    assert program("export", recording, path).returncode == 0
    assert "2024-03-31T01:00:00.000000+00:00,80101,47370" in path.read_text(encoding="utf-8")
    assert set(os.listdir(recording.parent)) == {"pump.sqlite", "pump.csv"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["export", "nowhere.sqlite", "pump.csv"], "error: there is no file nowhere.sqlite"),
        (["export", "pump.sqlite", "other.sqlite"], "error: name a file that ends with .parquet, .duckdb or .csv"),
        (["export", "pump.sqlite", "pump.xlsx"], "error: a recording goes into a file that ends with"),
        (["export", "pump.sqlite", "pump.csv", "--zone", "Mars"], "error: there is no time zone 'Mars' here"),
        (["export", "pump.sqlite", "pump.parquet", "--zone", "UTC"], "error: --zone is for .csv"),
        (["record", "pump.sqlite", "house", "40004"], "error: ids of systems are whole numbers"),
        (["record", "pump.sqlite", "1", "40004", "--every", "soon"], "give a time such as 90s, 5m, 1h30m or 7d"),
        (["record", "pump.sqlite", "1", "40004", "--until", "2024-01-01"], "give the zone of the moment"),
        (["record", "pump.sqlite", "1"], "the following arguments are required: parameter"),
    ],
)
def test_wrong_use_is_told(arguments: list[str], said: str, recording: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(recording.parent)
    monkeypatch.setenv("NIBE_UPLINK_CLIENT_ID", "key")
    done = program(*arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("text", "seconds"), [("300", 300), ("90s", 90), ("5m", 300), ("1h30m", 5400), ("1h 30m", 5400), ("7d", 604_800)]
)
def test_times_are_read(text: str, seconds: int) -> None:
    assert _program.time(text) == timedelta(seconds=seconds)


def test_the_rest_of_the_program_loads_none_of_it() -> None:
    code = (
        "import sys; sys.argv = ['nibe-uplink', 'parameters', '40004']; from nibe_uplink.__main__ import main; main(); "
        "print(*({'argparse', 'sqlite3', 'nibe_uplink._program'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == "\n"
