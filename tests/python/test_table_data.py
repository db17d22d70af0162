"""Readings as columns: what pandas, polars and pyarrow read back."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas
import polars
import pyarrow
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import SPECS

import nibe_uplink
from nibe_uplink import Reading, errors, myuplink
from nibe_uplink._core.nibe import arrow_stream
from nibe_uplink._watch import WatchEvent

THEN = datetime(2024, 2, 29, 23, 59, 59, 123456, UTC)


def reading(**changes: Any) -> Reading:
    data = {
        "parameterId": 40004,
        "name": "40004",
        "title": "outdoor temp.",
        "designation": "BT1",
        "unit": "°C",
        "displayValue": "-1.3°C",
        "rawValue": -13,
    }
    return Reading.from_json(json.dumps(data | changes))


def event(one: Reading, system: int = 80101, time: datetime = THEN) -> WatchEvent[Reading]:
    return WatchEvent("reading", system, time, one)


MODE = reading(
    parameterId=47370, title="mode", designation=None, unit="", displayValue="auto", rawValue=0, name="47370"
)
GONE = reading(parameterId=40013, title="hot water", designation="BT7", displayValue="--", rawValue=-32768)
LATER = THEN.replace(month=3)
EVENTS = [
    event(reading()),
    event(MODE),
    event(GONE),
    WatchEvent("offline", 80101, THEN),
    event(reading(rawValue=5, displayValue="0.5°C"), time=LATER),
]


def test_a_table_has_one_schema() -> None:
    schema = nibe_uplink.table(EVENTS).to_arrow().schema
    word = pyarrow.dictionary(pyarrow.int32(), pyarrow.string())
    assert dict(zip(schema.names, schema.types, strict=True)) == {
        "time": pyarrow.timestamp("us", tz="UTC"),
        "system": word,
        "id": pyarrow.int64(),
        "title": word,
        "value": pyarrow.float64(),
        "text": word,
        "unit": word,
    }
    assert nibe_uplink.table([]).to_arrow().schema == schema
    assert nibe_uplink.table([reading()]).to_arrow().schema == schema


def test_pyarrow_reads_what_was_read() -> None:
    table = nibe_uplink.table(EVENTS)
    rows = table.to_arrow().to_pylist()
    assert len(rows) == len(table) == 4
    assert rows[0] == {
        "time": THEN,
        "system": "80101",
        "id": 40004,
        "title": "outdoor temp. BT1",
        "value": -1.3,
        "text": None,
        "unit": "°C",
    }
    assert (rows[1]["value"], rows[1]["text"]) == (None, "auto")
    assert (rows[2]["value"], rows[2]["text"]) == (None, None)
    assert table.to_arrow() == table.to_arrow(), "as often as it is wanted"


def test_polars_reads_it() -> None:
    frame = polars.DataFrame(nibe_uplink.table(EVENTS))
    assert frame.equals(nibe_uplink.table(EVENTS).to_polars())
    assert frame.schema["time"] == polars.Datetime("us", "UTC")
    assert frame.schema["title"] == polars.Categorical()
    assert frame["time"][0] == THEN
    assert frame["value"].to_list() == [-1.3, None, None, 0.5]


def test_pandas_reads_it() -> None:
    frame = nibe_uplink.table(EVENTS).wide().to_pandas()
    assert str(frame["time"].dtype) == "datetime64[us, UTC]"
    assert frame["time"][0] == pandas.Timestamp(THEN)
    assert frame["outdoor temp. BT1"].tolist() == [-1.3, 0.5]
    assert frame["mode"].dtype == "category"
    assert frame.attrs["units"] == {"outdoor temp. BT1": "°C", "hot water BT7": "°C"}
    assert nibe_uplink.table(EVENTS).to_pandas()["unit"].tolist() == ["°C", "", "°C", "°C"]


def test_a_wide_table_keeps_units_beside_the_values() -> None:
    wide = nibe_uplink.table([*EVENTS, event(reading(displayValue="broken", rawValue=7), system=80102)]).wide()
    schema = wide.to_arrow().schema
    assert schema.field("outdoor temp. BT1").metadata == {b"id": b"40004", b"unit": "°C".encode()}
    assert schema.names == [
        "time", "system", "outdoor temp. BT1", "outdoor temp. BT1 (text)", "mode", "hot water BT7"
    ]  # fmt: skip
    rows = wide.to_arrow().to_pylist()
    assert [(row["time"], row["system"]) for row in rows] == [(THEN, "80101"), (LATER, "80101"), (THEN, "80102")]
    assert [row["mode"] for row in rows] == ["auto", None, None]
    assert rows[2]["outdoor temp. BT1 (text)"] == "broken"
    two = nibe_uplink.table([event(reading()), event(reading(parameterId=40067))]).wide()
    assert two.to_arrow().schema.names[2:] == ["outdoor temp. BT1 40004 °C", "outdoor temp. BT1 40067 °C"]


def test_points_of_myuplink_have_their_own_time() -> None:
    with myuplink.Simulator() as sim:
        client = sim.client()
        device = next(iter(client.systems())).devices[0].id
        points = client.points(device)
        rows = myuplink.table(points).to_arrow().to_pylist()
    assert len(rows) == len(points) > 10
    for point, row in zip(points, rows, strict=True):
        assert row["time"] == point.timestamp
        assert row["value"] == (point.value if not isinstance(point.value, str) else None)
        assert (row["id"], row["unit"]) == (int(point.parameter_id), point.parameter_unit or "")


def test_categories_of_the_service_arrive_whole(sim: nibe_uplink.Simulator) -> None:
    categories = sim.client().categories(sim.systems[0], parameters=True)
    every = [one for category in categories for one in category.parameters or ()]
    frame = nibe_uplink.table(categories).to_polars()
    assert frame["title"].len() == len(every) > 50
    assert frame["value"].to_list() == [None if isinstance(one.value, str | None) else one.value for one in every]


@settings(deadline=None, derandomize=True, database=None)
@given(
    times=st.lists(st.none() | st.integers(-62_135_596_800_000_000, 253_402_300_799_999_999), max_size=9),
    numbers=st.lists(st.none() | st.floats(allow_nan=False), max_size=9),
    words=st.lists(st.none() | st.text(st.characters(codec="utf-8")), max_size=9),
)
def test_columns_come_back_the_same(
    times: list[int | None], numbers: list[float | None], words: list[str | None]
) -> None:
    for kind, values in (("time", times), ("float", numbers), ("word", words), ("int", times)):

        class Stream:
            def __init__(self, kind: str, values: list[Any]) -> None:
                self.column = ("x", kind, values, {"unit": "kWh"})

            def __arrow_c_stream__(self, requested_schema: object = None) -> object:
                return arrow_stream([self.column])

        read = pyarrow.table(Stream(kind, values))
        column = read["x"].cast(pyarrow.int64()) if kind == "time" else read["x"]
        assert column.to_pylist() == values
        assert read.schema.field("x").metadata == {b"unit": b"kWh"}


@pytest.mark.parametrize(("module", "extra"), [("pandas", "pandas"), ("polars", "polars"), ("pyarrow", "arrow")])
def test_what_is_not_installed_is_named(module: str, extra: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(errors.SetupError, match=rf"nibe-uplink-client\[{extra}\]"):
        getattr(nibe_uplink.table([]), f"to_{extra}")()


def test_the_page_about_it_runs(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (SPECS.parent / "docs" / "data.md").read_text(encoding="utf-8")
    table, record = re.findall(r"```python\n(.*?)```", page, re.S)
    exec(compile(table, "data.md", "exec"), {"__name__": "page"})
    said = capsys.readouterr().out.splitlines()
    columns = re.findall(r"^\| `(\w+)` \|", page, re.M)
    assert said[-1] == str(columns)
    monkeypatch.chdir(tmp_path)
    exec(compile(record, "data.md", "exec"), {"__name__": "page"})
    assert re.fullmatch(r"[24] readings\n", capsys.readouterr().out)


def test_a_table_loads_none_of_them() -> None:
    code = (
        "import sys, nibe_uplink; nibe_uplink.table([]).__arrow_c_stream__(); "
        "print(*({'pandas', 'polars', 'pyarrow', 'numpy'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True, check=True).stdout == "\n"
