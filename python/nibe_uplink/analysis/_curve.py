"""The heat curve that a house really has."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from math import floor
from statistics import median
from types import MappingProxyType
from typing import ClassVar

from nibe_uplink.analysis._report import Line, Report
from nibe_uplink.analysis._series import Series
from nibe_uplink.errors import SetupError


@dataclass(frozen=True, slots=True)
class Point(Line):
    """The supply at one outdoor temperature.

    Attributes:
        outdoor: The outdoor temperature: a whole degree, with half a degree on both sides.
        supply: The median of the supply, in °C.
        lowest: The lowest tenth of it, in °C.
        highest: The highest tenth of it, in °C.
        readings: How many there were.
    """

    outdoor: int
    supply: float
    lowest: float
    highest: float
    readings: int

    units: ClassVar[MappingProxyType[str, str]] = MappingProxyType(
        {"outdoor": "°C", "supply": "°C", "lowest": "°C", "highest": "°C"}
    )


@dataclass(frozen=True, slots=True)
class HeatCurve:
    """The supply against the outdoor temperature.

    Attributes:
        points: The supply at each whole degree.
        slope: Kelvins of supply for each kelvin that it is colder outside.
        at_zero: The supply at 0 °C outdoors, in °C.
        fit: The share of the supply's variance that the line explains (R²), from 0 to 1.
        readings: How many readings it rests on.
    """

    points: Report[Point]
    slope: float
    at_zero: float
    fit: float
    readings: int

    def supply(self, outdoor: float) -> float:
        """The supply that the line has at an outdoor temperature, in °C.

        Example:
            >>> warm = analysis.heat_curve(pump[40004], pump[43009]).supply(-10.0)
        """
        return self.at_zero - self.slope * outdoor


def heat_curve(outdoor: Series, supply: Series, *, running: Series | None = None) -> HeatCurve:
    """The heat curve: supply = at_zero - slope · outdoor, by least squares over all readings of the supply.

    A straight line is what NIBE's curves are between the points where they end (lowest and highest supply); take
    readings of the heating season.

    Args:
        outdoor: The outdoor temperature (40004).
        supply: The calculated supply (43009) for what is set, or the supply (40008) for what the house got.
        running: Where given (the frequency, 43136), only readings count while it is above 0.

    Raises:
        SetupError: There are not two readings at different outdoor temperatures.

    Example:
        >>> curve = analysis.heat_curve(pump[40004], pump[43009])
    """
    pairs = []
    for time, warm in supply.known():
        cold = outdoor.at(time)
        if cold is not None and (running is None or (running.at(time) or 0.0) > 0):
            pairs.append((cold, warm))
    number = len(pairs)
    mean_x = sum(x for x, _ in pairs) / number if number else 0.0
    mean_y = sum(y for _, y in pairs) / number if number else 0.0
    xx = sum((x - mean_x) ** 2 for x, _ in pairs)
    yy = sum((y - mean_y) ** 2 for _, y in pairs)
    xy = sum((x - mean_x) * (y - mean_y) for x, y in pairs)
    # By the readings themselves, since sums of what never changes are not quite 0.
    if len({x for x, _ in pairs}) < 2:
        raise SetupError("a heat curve needs readings at two outdoor temperatures at least; record for longer")
    # A supply that never changes is explained in full.
    fit = xy * xy / (xx * yy) if len({y for _, y in pairs}) > 1 else 1.0
    by_degree = defaultdict(list)
    for x, y in pairs:
        by_degree[floor(x + 0.5)].append(y)
    points = [_point(degree, sorted(values)) for degree, values in sorted(by_degree.items())]
    return HeatCurve(Report(Point, points), -xy / xx, mean_y - xy / xx * mean_x, fit, number)


def _point(degree: int, values: list[float]) -> Point:
    tenth = (len(values) - 1) // 10
    return Point(degree, median(values), values[tenth], values[-1 - tenth], len(values))
