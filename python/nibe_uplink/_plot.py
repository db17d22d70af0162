"""Readings over time as a picture. Needs the extra `plot`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, tzinfo
from itertools import cycle
from typing import Any, NamedTuple

from nibe_uplink.errors import SetupError

QUANTITIES = {
    "°C": "temperature",
    "kW": "power",
    "W": "power",
    "kWh": "energy",
    "Hz": "frequency",
    "DM": "degree minutes",
    "bar": "pressure",
    "l/min": "flow",
    "A": "current",
    "%": "share",
    "h": "time",
}


class Curve(NamedTuple):
    """What one line of a picture shows."""

    name: str
    unit: str
    times: Sequence[datetime]
    values: Sequence[float | None]


def plot(
    times: Iterable[Any],
    series: Mapping[str, Iterable[Any]],
    *,
    unit: str | Mapping[str, str] = "°C",
    running: Iterable[Any] | None = None,
    title: str = "",
    zone: str | tzinfo | None = None,
    ax: Any = None,
) -> Any:
    """Draws readings over time and returns the axes. `Series.plot` and `Recorded.plot` know times and units themselves.

    Args:
        times: The points in time: datetimes, an index of pandas, or an array of numpy; those without a zone are UTC.
        series: Values at these times by their name; None and NaN leave a gap.
        unit: The unit of the values, or units by name. Each unit has an axis of its own.
        running: Numbers at these times, such as the frequency: where they are above 0, the picture is shaded.
        title: The title of the picture.
        zone: The time that is shown, such as `Europe/Stockholm`; None for that of the first time.
        ax: The matplotlib axes to draw on; None for new ones.

    Raises:
        SetupError: matplotlib is not installed, or there is not a value for each time.

    Example:
        >>> hours = [datetime(2024, 1, 15, hour) for hour in range(3)]
        >>> axes = nibe_uplink.plot(hours, {"supply": [35.0, 36.5, 36.0], "return": [30.0, 31.0, 30.5]})
    """
    moments = [_moment(time) for time in times]
    units = unit if isinstance(unit, Mapping) else dict.fromkeys(series, unit)
    curves = [
        Curve(str(name), units.get(name, ""), moments, _values(name, values, moments))
        for name, values in series.items()
    ]
    runs = [] if running is None else _runs(moments, _values("running", running, moments))
    return draw(curves, runs, title=title, zone=zone, ax=ax)


def draw(
    curves: Sequence[Curve],
    runs: Iterable[tuple[datetime, datetime]] = (),
    *,
    title: str = "",
    zone: str | tzinfo | None = None,
    ax: Any = None,
) -> Any:
    """Draws curves, an axis for each unit, and shades the times of runs."""
    try:
        import matplotlib.dates
        import matplotlib.pyplot
    except ImportError:
        raise SetupError("plots need matplotlib; install it with: pip install 'nibe-uplink-client[plot]'") from None
    from nibe_uplink.analysis._periods import zone_of

    first = next((time for curve in curves for time in curve.times), None)
    place = zone_of(zone) if zone is not None else (first.tzinfo if first else None) or UTC
    own = ax is None
    if own:
        _, ax = matplotlib.pyplot.subplots(figsize=(9, 4), layout="constrained")
    axes: dict[str, Any] = {}
    # One row of colours over all axes.
    colours = cycle(matplotlib.rcParams["axes.prop_cycle"].by_key()["color"])
    handles = []
    for curve in curves:
        if curve.unit not in axes:
            axes[curve.unit] = _axis(ax, len(axes), curve.unit)
        values = [float("nan") if value is None else value for value in curve.values]
        handles += axes[curve.unit].plot(
            list(curve.times), values, label=curve.name, linewidth=1.6, color=next(colours)
        )
    for number, (start, end) in enumerate(runs):
        shade = ax.axvspan(start, end, color="0.5", alpha=0.18, linewidth=0, label="compressor runs")
        handles += [shade] if number == 0 else []
    # matplotlib leaves both untyped.
    dates: Any = matplotlib.dates
    locator = dates.AutoDateLocator(tz=place)
    ax.xaxis.set_major_locator(locator)
    ax.xaxis.set_major_formatter(dates.ConciseDateFormatter(locator, tz=place))
    ax.set_xlabel(f"time ({place})")
    ax.margins(x=0)
    ax.grid(alpha=0.3)
    ax.set_title(title)
    if own:
        # Below the axes, where it hides no line.
        ax.figure.legend(handles=handles, loc="outside lower center", ncols=max(1, min(4, len(handles))), frameon=False)
    else:
        ax.legend(handles=handles, loc="best")
    return ax


def _axis(ax: Any, number: int, unit: str) -> Any:
    """The axes of a unit: the first at the left, others at the right, side by side."""
    axis = ax if number == 0 else ax.twinx()
    if number > 1:
        axis.spines["right"].set_position(("outward", 55 * (number - 1)))
    quantity = QUANTITIES.get(unit, "value")
    axis.set_ylabel(f"{quantity} ({unit})" if unit else quantity)
    return axis


def _moment(time: Any) -> datetime:
    if isinstance(time, datetime):
        moment = time
    elif hasattr(time, "astype"):
        # Of numpy, in whatever unit.
        moment = time.astype("datetime64[us]").item()
    else:
        raise SetupError(f"times are datetimes, an index of pandas or an array of numpy, not {type(time).__name__}")
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment


def _values(name: str, values: Iterable[Any], moments: Sequence[datetime]) -> list[float | None]:
    # Of pandas, whose NA is neither equal to itself nor not.
    values, gone = (values, values.isna()) if hasattr(values, "isna") else _with_gaps(values)
    found = [None if missing else float(value) for value, missing in zip(values, gone, strict=True)]
    if len(found) != len(moments):
        raise SetupError(f"{name} has {len(found)} values at {len(moments)} times; each time needs one")
    return found


def _with_gaps(values: Iterable[Any]) -> tuple[list[Any], list[bool]]:
    """Values, and which of them are missing."""
    known = list(values)
    return known, [value is None or value != value for value in known]


def _runs(moments: list[datetime], values: list[float | None]) -> list[tuple[datetime, datetime]]:
    from nibe_uplink.analysis import Series, runs

    return [(run.start, run.end) for run in runs(Series.of(zip(moments, values, strict=True)))]
