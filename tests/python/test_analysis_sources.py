"""Series are read of whatever holds readings, and results are data again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas
import polars
import pyarrow
import pytest

import nibe_uplink
from nibe_uplink import analysis
from nibe_uplink._recorder import Recorder, export
from nibe_uplink._rows import Row
from nibe_uplink._table import Table
from nibe_uplink.errors import SetupError

START = datetime(2024, 2, 28, 22, tzinfo=UTC)
EXPECTED = {40004: ("°C", [-1.5, None, 2.0]), 42439: ("kWh", [10.0, 11.0, 12.5])}


def rows() -> list[Row]:
    """Three moments of two parameters, and a word."""
    made = []
    for at in range(3):
        time = START + at * timedelta(hours=1)
        made.append(Row(time, "80101", 40004, "outdoor temp. BT1", EXPECTED[40004][1][at], "°C", ""))
        made.append(Row(time, "80101", 42439, "heating", EXPECTED[42439][1][at], "kWh", ""))
        made.append(Row(time, "80101", 47370, "mode", "auto", "", ""))
    return made


def table() -> Table:
    """The same as a table."""
    made = nibe_uplink.table([])
    made._rows = rows()
    return made


def recorded(suffix: str) -> Callable[[Path], Path]:
    """The same as a recording."""

    def make(folder: Path) -> Path:
        recorder = Recorder(folder / "pump.sqlite")
        recorder.write(rows())
        path = folder / f"pump{suffix}"
        if suffix != ".sqlite":
            export(recorder, path)
        recorder.close()
        return path

    return make


SOURCES: dict[str, Callable[[Path], Any]] = {
    "a table": lambda _: table(),
    "rows": lambda _: rows(),
    "sqlite": recorded(".sqlite"),
    "parquet": recorded(".parquet"),
    "duckdb": recorded(".duckdb"),
    "pandas": lambda _: table().to_pandas(),
    "pandas, time as index": lambda _: table().to_pandas().set_index("time"),
    "pandas, in the time of a place": lambda _: (
        table().to_pandas().assign(time=lambda frame: frame["time"].dt.tz_convert("Europe/Stockholm"))
    ),
    "polars": lambda _: table().to_polars(),
    "pyarrow": lambda _: table().to_arrow(),
}
WIDE: dict[str, Callable[[], Any]] = {
    "a table": lambda: table().wide(),
    "pandas": lambda: table().wide().to_pandas(),
    "polars": lambda: table().wide().to_polars(),
    "pyarrow": lambda: table().wide().to_arrow(),
}


@pytest.mark.parametrize("source", SOURCES)
def test_every_source_gives_the_same_series(source: str, tmp_path: Path) -> None:
    read = analysis.read(SOURCES[source](tmp_path))
    assert set(read) == set(EXPECTED), "words are left out"
    for number, (unit, values) in EXPECTED.items():
        assert (read[number].unit, read[number].values) == (unit, values)
        assert read[number].times == [START + at * timedelta(hours=1) for at in range(3)]
        assert all(time.tzinfo is UTC for time in read[number].times)
    assert read["outdoor_temperature"] is read["outdoor temp. BT1"] is read[40004] is read["40004"]


@pytest.mark.parametrize("source", WIDE)
def test_wide_frames_are_series_by_their_titles(source: str) -> None:
    read = analysis.read(WIDE[source]())
    assert read["heating"].values == [10.0, 11.0, 12.5]
    # Of an absent sensor a cell of a frame is empty.
    absent = [None] if source == "a table" else []
    assert read["outdoor temp. BT1"].values == [-1.5, *absent, 2.0]
    if source != "polars":
        assert read["heating"].unit == "kWh", "polars drops what stands in metadata"


def test_what_is_not_there_is_told() -> None:
    read = analysis.read(rows())
    with pytest.raises(KeyError, match=r"of outdor temp\. BT1 were recorded; did you mean outdoor temp\. BT1"):
        read["outdor temp. BT1"]
    with pytest.raises(KeyError, match="no numbers of 40008 were recorded"):
        read[40008]
    assert 40008 not in read
    assert 40004 in read
    assert repr(read) == "<Recorded: 40004 (3), 42439 (3)>"


def test_one_of_several_systems_has_to_be_named() -> None:
    both = [*rows(), *(row._replace(system="80102", value=5.0) for row in rows())]
    with pytest.raises(SetupError, match=r"several systems; name one: system='80101' \(of 80101, 80102\)"):
        analysis.read(both)
    assert analysis.read(both, system=80102)[40004].values == [5.0, 5.0, 5.0]
    assert analysis.read(both, system="80101")[40004].values == [-1.5, None, 2.0]
    with pytest.raises(SetupError, match="nothing of system 7 was recorded; there are 80101, 80102"):
        analysis.read(both, system=7)


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("missing.sqlite", "there is no file"),
        (__file__, "a recording ends with .sqlite, .parquet or .duckdb"),
        (7, "series are read of a file, a table, rows or a data frame, not of int"),
        ([7], "rows are those of a table or a recording, not int"),
        (pandas.DataFrame({"time": [START], "value": [1.0]}), "the data has no column id"),
        (polars.DataFrame({"outdoor": [1.0]}), "the data has no column time"),
        (pyarrow.table({"time": [datetime(2024, 1, 1)], "id": [1], "value": [1.0]}), "times need a time zone"),
    ],
)
def test_what_holds_no_readings_is_refused_in_a_sentence(source: Any, told: str) -> None:
    with pytest.raises(SetupError) as info:
        analysis.read(source)
    assert told in str(info.value)


def test_a_file_that_is_no_recording(tmp_path: Path) -> None:
    (tmp_path / "other.sqlite").write_bytes(b"something else" * 100)
    with pytest.raises(SetupError, match="is no recording"):
        analysis.read(tmp_path / "other.sqlite")
    assert (tmp_path / "other.sqlite").read_bytes() == b"something else" * 100


@pytest.mark.parametrize("suffix", [".parquet", ".duckdb"])
def test_a_damaged_file_is_told_in_a_sentence(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"pump{suffix}"
    path.write_bytes(b"no recording at all" * 100)
    with pytest.raises(SetupError, match="is no recording: ") as raised:
        analysis.read(path)
    assert "\n" not in str(raised.value)


def test_what_is_missing_in_nullable_columns_is_a_missing_sensor() -> None:
    long = pandas.DataFrame({"time": [START] * 2, "id": [40004, 40013], "value": [-1.5, None], "unit": ["°C", "°C"]})
    found = analysis.read(long.convert_dtypes())
    assert [found[40004].values, found[40013].values] == [[-1.5], [None]]


def test_results_are_tables_and_data() -> None:
    read = analysis.read(rows())
    days = analysis.energy(read[42439], read[42439], "day", "Europe/Stockholm")
    assert str(days).splitlines()[2].split() == [
        *("2024-02-28", "00:00", "2024-02-29", "00:00", "1.00", "1.00", "1.00", "23.00", "0.00")
    ]
    page = days._repr_html_()
    assert '<th style="text-align: right">heat (kWh)</th>' in page
    assert "color" not in page, "it reads on light and dark"
    frame = days.to_pandas()
    assert frame.attrs["units"] == {"heat": "kWh", "electricity": "kWh", "missing": "h", "spread": "kWh"}
    assert frame["heat"].tolist() == [1.0, 1.5]
    assert frame["start"][0] == pandas.Timestamp("2024-02-27T23:00:00Z")
    assert polars.DataFrame(days)["missing"].to_list() == [23.0, 23.0]
    assert pyarrow.table(analysis.heat_curve(read[40004], read[42439]).points).num_rows == 2
    assert analysis.energy(analysis.Series.of([], unit="kWh"), read[42439]).to_arrow().num_rows == 1
    assert analysis.totals(analysis.Series.of([], unit="kWh")).to_arrow().num_rows == 0


def test_long_results_are_capped_in_a_notebook() -> None:
    counter = analysis.Series.of([(START + at * timedelta(hours=1), float(at)) for at in range(301)], unit="kWh")
    hours = analysis.totals(counter, "hour")
    page = hours._repr_html_()
    assert page.count("<tr>") == 201
    assert "the first 200 of 300 rows" in page
    assert len(str(hours).splitlines()) == 302


def test_a_service_gives_what_a_recording_would_hold() -> None:
    with nibe_uplink.Simulator(at=START, speed=0) as sim:
        table = sim.recorded(sim.systems[0], ["outdoor_temperature", 43136], every=1800, until=timedelta(hours=3))
        assert sim.now == START + timedelta(hours=3)
        read = analysis.read(table)
        assert read[40004].times == [START + at * timedelta(minutes=30) for at in range(6)]
        assert len(set(read[40004].values)) > 1
        assert table.to_pandas()["system"].unique().tolist() == [str(sim.systems[0])]
        more = sim.recorded(sim.systems[0], [40004], every=timedelta(hours=1), until=START + timedelta(hours=5))
        assert [row.time for row in more._rows] == [START + at * timedelta(hours=1) for at in (3, 4)]
        with pytest.raises(SetupError, match="until` needs a time zone"):
            sim.recorded(sim.systems[0], [40004], until=datetime(2030, 1, 1))


def test_a_service_whose_clock_goes_records_nothing() -> None:
    with nibe_uplink.Simulator() as sim:
        before = sim.now
        with pytest.raises(SetupError, match="begin it with speed=0"):
            sim.recorded(sim.systems[0], [40004], every=3600)
        assert sim.now < before + timedelta(minutes=30), "and its clock is left alone"
