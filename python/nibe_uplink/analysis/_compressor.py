"""When the compressor ran."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import ClassVar

from nibe_uplink.analysis._energy import end_less
from nibe_uplink.analysis._periods import Per, Zone, periods
from nibe_uplink.analysis._report import Line, Report
from nibe_uplink.analysis._series import GAP, Series


@dataclass(frozen=True, slots=True)
class Run(Line):
    """One run of the compressor.

    Attributes:
        start: When it was first seen running.
        end: When it was first seen at rest again, or where readings end.
        started: Whether it was seen at rest before; otherwise it may run longer already.
    """

    start: datetime
    end: datetime
    started: bool


@dataclass(frozen=True, slots=True)
class Running(Line):
    """What the compressor did in one period.

    Attributes:
        start: Its beginning, in the time of the place.
        end: Its end; a day has 23, 24 or 25 hours.
        starts: How often it started.
        running: How long it ran.
        mean_run: `running` / `starts`; None without a start.
        missing: How much of the period is not known.
    """

    start: datetime
    end: datetime
    starts: int
    running: timedelta
    mean_run: timedelta | None
    missing: timedelta

    units: ClassVar[MappingProxyType[str, str]] = MappingProxyType({"running": "h", "mean_run": "h", "missing": "h"})


def runs(frequency: Series, gap: timedelta = GAP) -> list[Run]:
    """The runs of the compressor, from its frequency (43136) or another value that is above 0 while it runs.

    A run begins with a reading above 0 and ends with the next that is not; so a run or a rest shorter than the time
    between readings may be left out. Nothing is known between readings further apart than `gap`.

    Example:
        >>> longest = max(analysis.runs(pump[43136]), key=lambda run: run.end - run.start)
    """
    return [run for run, _ in _stretches(frequency, gap) if run is not None]


def compressor(frequency: Series, per: Per = "day", zone: Zone = UTC, *, gap: timedelta = GAP) -> Report[Running]:
    """Starts and running time of the compressor in each hour, day or month, from its frequency.

    A start belongs to the period in which it was seen. The machine's own counters (43416 starts, 43420 hours) are
    summed up by `totals`; they also count what happens between readings.

    Args:
        frequency: The frequency of the compressor (43136), or another value that is above 0 while it runs.
        per: `hour`, `day` or `month`.
        zone: The zone whose hours, days and months count, such as `Europe/Stockholm`.
        gap: Between readings further apart nothing is known.

    Example:
        >>> days = analysis.compressor(pump[43136], "day", "Europe/Stockholm")
    """
    if not len(frequency):
        return Report(Running, [])
    stretches = _stretches(frequency, gap)
    rows, place = [], 0
    for start, end in periods(frequency.times[0], frequency.times[-1], per, zone):
        first, last = start.astimezone(UTC), end.astimezone(UTC)
        starts, running, known = 0, timedelta(0), timedelta(0)
        while place < len(stretches) and stretches[place][1][0] < last:
            run, (begun, over) = stretches[place]
            share = min(over, last) - max(begun, first)
            known += share
            if run is not None:
                running += share
                starts += run.started and first <= begun
            if over > last:
                break
            place += 1
        mean = running / starts if starts else None
        rows.append(Running(start, end, starts, running, mean, end_less(start, end) - known))
    return Report(Running, rows)


def _stretches(frequency: Series, gap: timedelta) -> list[tuple[Run | None, tuple[datetime, datetime]]]:
    """Runs and, as None, rests, each with its time; what is unknown has none."""
    found: list[tuple[Run | None, tuple[datetime, datetime]]] = []
    # None while nothing is known.
    state: bool | None = None
    begun, last, started = None, None, False
    for time, value in [*frequency, (None, None)]:
        gone = time is None or (last is not None and time - last > gap)
        now = None if value is None else value > 0
        if begun is not None and last is not None and (gone or now is not state):
            # A reading is good until the next, if that comes in time.
            over = last if gone else time
            assert over is not None
            if over > begun:
                found.append((Run(begun, over, started) if state else None, (begun, over)))
            begun = None
        if time is not None and now is not None and begun is None:
            begun, started = time, bool(now and not gone and state is False)
        state, last = now, time
    return found
