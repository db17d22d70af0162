"""Two periods beside each other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from types import MappingProxyType
from typing import ClassVar

from nibe_uplink.analysis._amount import both
from nibe_uplink.analysis._compressor import compressor
from nibe_uplink.analysis._energy import Part, combined
from nibe_uplink.analysis._periods import Zone, periods
from nibe_uplink.analysis._report import Line, Report
from nibe_uplink.analysis._series import GAP, Series
from nibe_uplink.errors import SetupError

DAY = timedelta(days=1)
# The outdoor temperature from which on a house needs no heating, in °C.
LIMIT = 17.0
Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Compared(Line):
    """One figure of two periods.

    Attributes:
        figure: What it is.
        unit: Its unit; empty when there is none.
        before: In the first period; None when it is not known.
        after: In the second period.
        change: `after` - `before`.
        percent: `change` / `before`, in per cent; None where `before` is 0.
    """

    figure: str
    unit: str
    before: float | None
    after: float | None
    change: float | None
    percent: float | None

    units: ClassVar[MappingProxyType[str, str]] = MappingProxyType({"percent": "%"})


def compare(
    before: Span,
    after: Span,
    *,
    heat: Part,
    electricity: Part,
    outdoor: Series,
    frequency: Series | None = None,
    zone: Zone = UTC,
) -> Report[Compared]:
    """Two periods beside each other, also with the weather taken out.

    Figures: days that are known; heat, electricity (kWh) and COP of the time in which both are known; both per such
    day; the mean outdoor temperature; heating degree days = Σ over days of max(0, 17 °C - mean outdoor temperature of
    the day); heat and electricity per degree day, which is what to compare when one of the periods was colder; with a
    frequency starts and hours of the compressor per known day.

    Args:
        before: The beginning and end of the first period, with time zones.
        after: Those of the second one.
        heat: Counters in kWh or powers in kW; several are added.
        electricity: The same.
        outdoor: The outdoor temperature (40004).
        frequency: The frequency of the compressor (43136).
        zone: The zone whose days count.

    Raises:
        SetupError: A moment has no time zone, or a period ends before it begins.

    Example:
        >>> change = start + timedelta(days=1)
        >>> before, after = (start, change), (change, change + timedelta(days=1))
        >>> report = analysis.compare(
        ...     before, after, heat=pump[42447], electricity=pump[43141], outdoor=pump[40004], zone="Europe/Stockholm"
        ... )
    """
    for period in (before, after):
        if any(moment.tzinfo is None for moment in period):
            raise SetupError("a period is a pair of moments with time zones, the earlier one first")
    # Within one zone Python counts by the clock on the wall, which lacks an hour in March and has one twice in October.
    before, after = ((start.astimezone(UTC), end.astimezone(UTC)) for start, end in (before, after))
    for start, end in (before, after):
        if start >= end:
            raise SetupError("a period is a pair of moments with time zones, the earlier one first")
    parts = combined(heat), combined(electricity)
    pieces = list(both(*parts))
    figures: list[dict[tuple[str, str], float | None]] = []
    for start, end in (before, after):
        warm = drawn = 0.0
        known = timedelta(0)
        for one, two in pieces:
            if one.start < end and one.end > start and one.amount is not None and two.amount is not None:
                share = one.within(start, end)
                warm += share.amount or 0.0
                drawn += two.within(start, end).amount or 0.0
                known += share.end - share.start
        days = known / DAY
        there = days > 0
        found: dict[tuple[str, str], float | None] = {
            ("known", "days"): days,
            ("heat", "kWh"): warm if there else None,
            ("electricity", "kWh"): drawn if there else None,
            ("COP", ""): warm / drawn if drawn else None,
            ("heat per day", "kWh/d"): warm / days if there else None,
            ("electricity per day", "kWh/d"): drawn / days if there else None,
        }
        mean, degree_days, seen = _weather(outdoor, start, end, zone)
        # Of the same length as what the energies are of.
        degree_days_known = degree_days * (known / seen) if seen else 0.0
        found["mean outdoor temperature", "°C"] = mean
        found["degree days", "K·d"] = degree_days_known if seen else None
        found["heat per degree day", "kWh/(K·d)"] = warm / degree_days_known if degree_days_known else None
        found["electricity per degree day", "kWh/(K·d)"] = drawn / degree_days_known if degree_days_known else None
        if frequency is not None:
            found |= _running(frequency.between(start, end), zone)
        figures.append(found)
    return Report(Compared, [_row(*key, figures[0][key], figures[1][key]) for key in figures[0]])


def _row(figure: str, unit: str, before: float | None, after: float | None) -> Compared:
    change = None if before is None or after is None else after - before
    # Per cent of a temperature in °C mean nothing.
    relative = change is not None and before and unit != "°C"
    return Compared(figure, unit, before, after, change, 100 * change / before if relative else None)  # type: ignore[operator]


def _weather(outdoor: Series, start: datetime, end: datetime, zone: Zone) -> tuple[float | None, float, timedelta]:
    """The mean temperature, degree days, and how much time both rest on."""
    total, degree_days, seen = 0.0, 0.0, timedelta(0)
    for first, last in periods(start, end, "day", zone):
        day, length = _mean(outdoor, max(first, start), min(last, end))
        if day is not None:
            total += day * (length / DAY)
            degree_days += max(0.0, LIMIT - day) * (length / DAY)
            seen += length
    return (total / (seen / DAY) if seen else None), degree_days, seen


def _mean(series: Series, start: datetime, end: datetime) -> tuple[float | None, timedelta]:
    total, seen = 0.0, timedelta(0)
    for (time, value), (following, _) in pairwise(series.between(start.astimezone(UTC), end.astimezone(UTC) + GAP)):
        over = min(following, end.astimezone(UTC))
        if value is not None and following - time <= GAP and over > time:
            total += value * ((over - time) / DAY)
            seen += over - time
    return (total / (seen / DAY) if seen else None), seen


def _running(frequency: Series, zone: Zone) -> dict[tuple[str, str], float | None]:
    rows = compressor(frequency, "day", zone)
    known = sum((_length(row.start, row.end) - row.missing for row in rows), timedelta(0)) / DAY
    hours = sum((row.running for row in rows), timedelta(0)) / timedelta(hours=1)
    return {
        ("compressor starts per day", "1/d"): sum(row.starts for row in rows) / known if known else None,
        ("compressor hours per day", "h/d"): hours / known if known else None,
    }


def _length(start: datetime, end: datetime) -> timedelta:
    return end.astimezone(UTC) - start.astimezone(UTC)
