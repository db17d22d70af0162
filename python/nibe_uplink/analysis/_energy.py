"""Energy and COP of hours, days and months."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import reduce
from operator import add
from types import MappingProxyType
from typing import ClassVar

from nibe_uplink.analysis._amount import Amount, Piece, amount, both
from nibe_uplink.analysis._periods import Per, Zone, periods
from nibe_uplink.analysis._report import Line, Report
from nibe_uplink.analysis._series import GAP, Series
from nibe_uplink.errors import SetupError

Part = Series | Amount | Iterable[Series | Amount]
NOTHING = timedelta(0)


@dataclass(frozen=True, slots=True)
class Total(Line):
    """What was added in one period.

    Attributes:
        start: Its beginning, in the time of the place.
        end: Its end.
        amount: What is known to have been added; None when nothing is known.
        missing: How much of the period that leaves out.
        spread: How much of `amount` rests on readings more than an hour apart around the beginning or the end, and was
            parted by time.
    """

    start: datetime
    end: datetime
    amount: float | None
    missing: timedelta
    spread: float

    units: ClassVar[MappingProxyType[str, str]] = MappingProxyType({"missing": "h"})


@dataclass(frozen=True, slots=True)
class Energy(Line):
    """Energy and COP of one period.

    Attributes:
        start: Its beginning, in the time of the place.
        end: Its end; a day has 23, 24 or 25 hours.
        heat: Heat in kWh, of the time in which heat and electricity are known; None when they never are.
        electricity: Electricity in kWh, of the same time.
        cop: heat / electricity; None without electricity.
        missing: How much of the period is not known.
        spread: How much of heat and electricity together rests on readings more than an hour apart around the
            beginning or the end, and was parted by time, in kWh.
    """

    start: datetime
    end: datetime
    heat: float | None
    electricity: float | None
    cop: float | None
    missing: timedelta
    spread: float

    units: ClassVar[MappingProxyType[str, str]] = MappingProxyType(
        {"heat": "kWh", "electricity": "kWh", "missing": "h", "spread": "kWh"}
    )


def totals(of: Part, per: Per = "day", zone: Zone = UTC) -> Report[Total]:
    """What a counter (or a power) adds up to in each hour, day or month.

    A period has the differences of readings within it; a difference across its border is parted by time.

    Args:
        of: Counters in kWh, h or without a unit, or powers in kW; several are added.
        per: `hour`, `day` or `month`.
        zone: The zone whose hours, days and months count, such as `Europe/Stockholm`.

    Raises:
        SetupError: A unit is none of a counter, or there is no such zone.

    Example:
        >>> starts = analysis.totals(pump[43416], "day")
    """
    whole = combined(of)
    rows = []
    for start, end, pieces in _parted([(piece,) for piece in whole.pieces], per, zone):
        [known] = _known(pieces)
        rows.append(Total(start, end, known.amount, end_less(start, end) - known.time, known.spread))
    return Report(Total, rows)


def energy(heat: Part, electricity: Part, per: Per = "day", zone: Zone = UTC) -> Report[Energy]:
    """Heat, electricity and COP of each hour, day or month.

    COP = heat / electricity, both of the time in which both are known. Counters count between their readings, powers
    are integrated (`counter`, `integral`); a difference across the border of a period is parted by time. A counter
    with steps of 0.1 kWh knows 1 kWh to a tenth, so the COP of an hour is coarse.

    What the counters hold decides what the COP is of: for that of the compressor take heat without the addition
    (42447 heating, 42445 hot water) and its electricity alone.

    Args:
        heat: Counters in kWh or powers in kW; several are added.
        electricity: The same.
        per: `hour`, `day` or `month`.
        zone: The zone whose hours, days and months count, such as `Europe/Stockholm`.

    Raises:
        SetupError: A unit is none of energy, or there is no such zone.

    Example:
        >>> days = analysis.energy(heat=[pump[42447], pump[42445]], electricity=pump[43141], zone="Europe/Stockholm")
    """
    parts = combined(heat), combined(electricity)
    for part in parts:
        if part.unit != "kWh":
            raise SetupError(f"energy is made of kWh or kW, not of {part.unit or 'numbers'}")
    rows = []
    for start, end, pieces in _parted(list(both(*parts)), per, zone):
        warm, drawn = _known(pieces)
        cop = warm.amount / drawn.amount if warm.amount is not None and drawn.amount else None
        missing = end_less(start, end) - warm.time
        rows.append(Energy(start, end, warm.amount, drawn.amount, cop, missing, warm.spread + drawn.spread))
    return Report(Energy, rows)


def combined(parts: Part) -> Amount:
    """One amount of several."""
    every = [parts] if isinstance(parts, Series | Amount) else list(parts)
    if not every:
        raise SetupError("name at least one counter or power")
    return reduce(add, map(amount, every))


def end_less(start: datetime, end: datetime) -> timedelta:
    """How long a time of a place really was: Python counts by the wall clock within a zone."""
    return end.astimezone(UTC) - start.astimezone(UTC)


@dataclass(slots=True)
class _Known:
    amount: float | None = None
    time: timedelta = NOTHING
    spread: float = 0.0


def _known(rows: list[tuple[tuple[Piece, bool], ...]]) -> list[_Known]:
    """What is known of each quantity while all of them are."""
    sums = [_Known() for _ in range(len(rows[0]) if rows else 1)]
    for row in rows:
        if all(piece.amount is not None for piece, _ in row):
            for total, (piece, cut) in zip(sums, row, strict=True):
                share = piece.amount or 0.0
                total.amount = (total.amount or 0.0) + share
                total.time += piece.end - piece.start
                total.spread += share if cut else 0.0
    return sums


def _spread(piece: Piece, start: datetime, end: datetime) -> bool:
    began, ended = piece.readings or piece[:2]
    return ended - began > GAP and (began < start or ended > end)


def _parted(
    rows: list[tuple[Piece, ...]], per: Per, zone: Zone
) -> Iterator[tuple[datetime, datetime, list[tuple[tuple[Piece, bool], ...]]]]:
    """The pieces of each period, each with whether it was parted by time, of readings far apart around a border."""
    if not rows:
        return
    place = 0
    for start, end in periods(rows[0][0].start, rows[-1][0].end, per, zone):
        # Zones would make every comparison slow.
        first, last = start.astimezone(UTC), end.astimezone(UTC)
        within = []
        while place < len(rows) and rows[place][0].start < last:
            within.append(tuple((piece.within(first, last), _spread(piece, first, last)) for piece in rows[place]))
            if rows[place][0].end > last:
                break
            place += 1
        yield start, end, within
