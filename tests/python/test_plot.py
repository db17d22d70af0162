"""Pictures show what they were given, with units at their axes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import matplotlib
import matplotlib.dates
import numpy
import pandas
import pytest

import nibe_uplink
from nibe_uplink import analysis
from nibe_uplink.errors import SetupError

matplotlib.use("agg")
START = datetime(2024, 3, 30, 22, tzinfo=UTC)
TIMES = [START + at * timedelta(hours=1) for at in range(4)]
INDEXES: dict[str, Callable[[], Iterable[Any]]] = {
    "datetimes": lambda: TIMES,
    "datetimes without a zone": lambda: [time.replace(tzinfo=None) for time in TIMES],
    "an index of pandas": lambda: pandas.DatetimeIndex(TIMES),
    "an index without a zone": lambda: pandas.DatetimeIndex(TIMES).tz_localize(None),
    "a column of pandas": lambda: pandas.Series(TIMES),
    "an array of numpy": lambda: numpy.array([time.replace(tzinfo=None) for time in TIMES], dtype="datetime64[ns]"),
    "an array of numpy, in hours": lambda: numpy.array(
        [time.replace(tzinfo=None) for time in TIMES], dtype="datetime64[h]"
    ),
}


@pytest.fixture(autouse=True)
def closed() -> Iterable[None]:
    """No picture is left open."""
    yield
    matplotlib.pyplot.close("all")


def drawn(axes: Any) -> list[tuple[str, list[float], list[datetime]]]:
    """The lines of all axes of a picture: label, values, times."""
    lines = [line for one in axes.figure.axes for line in one.get_lines()]
    return [
        (line.get_label(), [round(float(y), 6) for y in line.get_ydata()],
         [matplotlib.dates.num2date(matplotlib.dates.date2num(x)) for x in line.get_xdata()])
        for line in lines
    ]  # fmt: skip


@pytest.mark.parametrize("index", INDEXES)
def test_any_index_is_taken(index: str) -> None:
    values = numpy.array([1.0, 2.5, 3.0, -1.0])
    [(name, ys, xs)] = drawn(nibe_uplink.plot(INDEXES[index](), {"a": values}, zone="Europe/Stockholm"))
    assert (name, ys, xs) == ("a", [1.0, 2.5, 3.0, -1.0], TIMES)


def test_each_unit_has_an_axis() -> None:
    units = {"outdoor": "°C", "supply": "°C", "power": "kW", "lack": "DM"}
    axes = nibe_uplink.plot(TIMES, {name: [1, 2, None, 4] for name in units}, unit=units)
    labels = [one.get_ylabel() for one in axes.figure.axes]
    assert labels == ["temperature (°C)", "power (kW)", "degree minutes (DM)"]
    assert [len(one.get_lines()) for one in axes.figure.axes] == [2, 1, 1]
    colours = [line.get_color() for one in axes.figure.axes for line in one.get_lines()]
    assert len(set(colours)) == 4, "no two lines are of one colour"
    [legend] = axes.figure.legends
    assert [text.get_text() for text in legend.get_texts()] == list(units)
    # What is absent is a gap.
    assert str(drawn(axes)[0][1][2]) == "nan"


def test_the_time_is_that_of_the_place() -> None:
    axes = nibe_uplink.plot(TIMES, {"a": [1, 2, 3, 4]}, zone="Europe/Stockholm")
    assert axes.get_xlabel() == "time (Europe/Stockholm)"
    axes.figure.canvas.draw()
    shown = [label.get_text() for label in axes.get_xticklabels()]
    # Clocks are set forward from 2 to 3 in this night.
    assert axes.xaxis.get_major_formatter().get_offset() == "2024-Mar-31"
    assert "02:00" not in shown
    assert "03:00" in shown
    assert nibe_uplink.plot(TIMES, {"a": [1, 2, 3, 4]}).get_xlabel() == "time (UTC)"
    local = [time.astimezone(ZoneInfo("Asia/Tokyo")) for time in TIMES]
    assert nibe_uplink.plot(local, {"a": [1, 2, 3, 4]}).get_xlabel() == "time (Asia/Tokyo)"


def test_where_the_compressor_runs_it_is_shaded() -> None:
    axes = nibe_uplink.plot(TIMES, {"a": [1, 2, 3, 4]}, running=[0, 50, 0, 0])
    [shade] = axes.patches
    begin, end = (matplotlib.dates.num2date(edge) for edge in (shade.get_x(), shade.get_x() + shade.get_width()))
    assert (begin, end) == (TIMES[1], TIMES[2])
    axes = nibe_uplink.plot(TIMES, {"a": [1, 2, 3, 4]}, running=[50, 0, 50, 0])
    assert len(axes.patches) == 2
    [legend] = axes.figure.legends
    assert [text.get_text() for text in legend.get_texts()] == ["a", "compressor runs"], "two runs are one entry"


def test_recorded_series_know_their_units() -> None:
    with nibe_uplink.Simulator(at=START, speed=0) as sim:
        table = sim.recorded(sim.systems[0], [40004, 43005, 43136], every=1200, until=timedelta(hours=2))
    read = analysis.read(table)
    axes = read.plot(40004, "degree minutes", running=43136, title="night")
    assert axes.get_title() == "night"
    assert [one.get_ylabel() for one in axes.figure.axes] == ["temperature (°C)", "degree minutes (DM)"]
    assert drawn(axes) == [(read[of].name, read[of].values, read[of].times) for of in (40004, 43005)]
    # Everything but what is shaded, from a table at once.
    assert drawn(table.plot(running=43136)) == drawn(axes)
    assert len(drawn(table.plot())) == 3
    ax = matplotlib.pyplot.subplots()[1]
    assert read[40004].plot(ax=ax) is ax
    with pytest.raises(KeyError, match="no numbers of 1 were recorded"):
        read.plot(1)


@pytest.mark.parametrize(
    ("times", "values", "told"),
    [
        (TIMES, [1.0], "a has 1 values at 4 times; each time needs one"),
        ([1, 2], [1, 2], "times are datetimes, an index of pandas or an array of numpy, not int"),
    ],
)
def test_what_cannot_be_drawn_is_told(times: Any, values: list[float], told: str) -> None:
    with pytest.raises(SetupError) as info:
        nibe_uplink.plot(times, {"a": values})
    assert str(info.value) == told
