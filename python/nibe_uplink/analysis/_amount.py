"""What adds up over time: energy, hours, starts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from nibe_uplink.analysis._series import GAP, Series
from nibe_uplink.errors import SetupError

HOUR = timedelta(hours=1)
# More than this in an hour is no heat pump: the counter was replaced.
MOST = {"kWh": 100.0, "h": 1.5, "": 120.0}
TO_KWH = {"kWh": 1.0, "MWh": 1000.0, "Wh": 0.001}
TO_KW = {"kW": 1.0, "W": 0.001}


class Piece(NamedTuple):
    """An amount between two moments.

    Attributes:
        start: The first moment.
        end: The last moment.
        amount: How much it was; None when that is not known.
        readings: The moments of the readings that it is a share of; None when they are its own.
    """

    start: datetime
    end: datetime
    amount: float | None
    readings: tuple[datetime, datetime] | None = None

    def within(self, start: datetime, end: datetime) -> Piece:
        """Its share of another time, as if the amount were even.

        Example:
            >>> day = analysis.Piece(start, start + timedelta(days=1), 24.0)
            >>> day.within(start, start + timedelta(hours=6)).amount
            6.0
        """
        first, last = max(self.start, start), min(self.end, end)
        amount = None if self.amount is None else self.amount * ((last - first) / (self.end - self.start))
        return Piece(first, last, amount, self.readings or self[:2])


class Amount:
    """What adds up over time, piece by piece: `counter`, `integral` and `heat` make it, `+` adds two.

    Attributes:
        unit: Its unit: `kWh`, `h`, or empty for numbers.
        pieces: What was added between readings, in order.
        breaks: When a counter fell back or leapt, since it was reset or replaced; what was added meanwhile is unknown.
    """

    def __init__(self, unit: str, pieces: list[Piece], breaks: list[datetime]) -> None:
        self.unit: str = unit
        self.pieces: list[Piece] = pieces
        self.breaks: list[datetime] = breaks

    def __repr__(self) -> str:
        known = sum(piece.amount for piece in self.pieces if piece.amount is not None)
        return f"<Amount of {known:g} {self.unit}".rstrip() + ">"

    def __add__(self, other: Amount) -> Amount:
        """Both together; unknown where one of them is."""
        if self.unit != other.unit:
            raise SetupError(f"{self.unit or 'numbers'} and {other.unit or 'numbers'} cannot be added")
        pieces = [_added(one, two) for one, two in both(self, other)]
        return Amount(self.unit, pieces, sorted({*self.breaks, *other.breaks}))


def both(one: Amount, two: Amount) -> Iterator[tuple[Piece, Piece]]:
    """The pieces of two amounts, cut so that they cover the same times; where one has none, it is unknown."""
    moments = sorted({moment for amount in (one, two) for piece in amount.pieces for moment in piece[:2]})
    cuts = pairwise(moments)
    cursors = (_Cursor(one.pieces), _Cursor(two.pieces))
    for start, end in cuts:
        yield cursors[0].piece(start, end), cursors[1].piece(start, end)


class _Cursor:
    """Asked for times in order, each within one piece."""

    def __init__(self, pieces: list[Piece]) -> None:
        self._pieces, self._place = pieces, 0

    def piece(self, start: datetime, end: datetime) -> Piece:
        while self._place < len(self._pieces) and self._pieces[self._place].end <= start:
            self._place += 1
        if self._place == len(self._pieces) or self._pieces[self._place].start >= end:
            return Piece(start, end, None)
        return self._pieces[self._place].within(start, end)


def counter(series: Series) -> Amount:
    """What a counter (kWh, h, or a number such as starts) counted between each two of its readings.

    amount = later reading - earlier reading, however far they are apart. Where a counter falls back, or rises by more
    than 100 kWh, 1.5 h or 120 starts in an hour (and by more than an hour's worth at once), it was reset or replaced:
    what was added there is unknown, and `breaks` has the moment.

    Raises:
        SetupError: Its unit is none of a counter.

    Example:
        >>> heat = analysis.counter(pump[42447])
    """
    factor = TO_KWH.get(series.unit)
    unit = "kWh" if factor else series.unit
    if unit not in MOST:
        raise SetupError(f"{series.name} is in {unit}; counters are in kWh, h, or have no unit")
    pieces, breaks = [], []
    known = list(series.known())
    for (start, earlier), (end, later) in pairwise(known):
        added = (later - earlier) * (factor or 1.0)
        amount: float | None = added
        if not 0 <= added <= MOST[unit] * max(1.0, (end - start) / HOUR):
            breaks.append(end)
            amount = None
        pieces.append(Piece(start, end, amount))
    return Amount(unit, pieces, breaks)


def integral(power: Series, gap: timedelta = GAP) -> Amount:
    """The energy of a power (kW or W), in kWh.

    Energy between two readings = mean of both · time. Between readings further apart than `gap`, and while a sensor is
    absent, it is unknown.

    Raises:
        SetupError: Its unit is none of power.

    Example:
        >>> electricity = analysis.integral(pump[43141])
    """
    if power.unit not in TO_KW:
        raise SetupError(f"{power.name} is in {power.unit or 'no unit'}; power is in kW or W")
    pieces = []
    readings = list(power)
    for (start, earlier), (end, later) in pairwise(readings):
        amount = None
        if earlier is not None and later is not None and end - start <= gap:
            amount = (earlier + later) / 2 * TO_KW[power.unit] * ((end - start) / HOUR)
        pieces.append(Piece(start, end, amount))
    return Amount("kWh", pieces, [])


def amount(series: Series | Amount) -> Amount:
    """A counter by `counter`, power by `integral`, as the unit says."""
    if isinstance(series, Amount):
        return series
    return integral(series) if series.unit in TO_KW else counter(series)


def _added(one: Piece, two: Piece) -> Piece:
    if one.amount is None or two.amount is None:
        return Piece(one.start, one.end, None)
    starts, ends = zip(*(piece.readings or piece[:2] for piece in (one, two)), strict=True)
    return Piece(one.start, one.end, one.amount + two.amount, (min(starts), max(ends)))
