"""Values of one parameter over time."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Any

from nibe_uplink.errors import SetupError

# Readings that are further apart say nothing about the time between them.
GAP = timedelta(hours=1)


@dataclass(frozen=True, slots=True, eq=False)
class Series:
    """Values of one parameter over time, each good until the next.

    Attributes:
        name: What it is.
        unit: Its unit, such as `°C`, `kWh` or `kW`; empty when there is none.
        times: When it was read, in order, in UTC, each once.
        values: The values at these times; None while the sensor was absent.
    """

    name: str
    unit: str
    times: list[datetime] = field(repr=False)
    values: list[float | None] = field(repr=False)

    @classmethod
    def of(cls, pairs: Iterable[tuple[datetime, float | None]], *, name: str = "values", unit: str = "") -> Series:
        """A series of pairs of a time and a value, in any order; of one time the last value counts.

        Raises:
            SetupError: A time has no zone, or a value is no number.

        Example:
            >>> meter = analysis.Series.of([(start, 1204.5), (start + timedelta(days=1), 1231.0)], unit="kWh")
        """
        read: dict[datetime, float | None] = {}
        for time, value in pairs:
            if not isinstance(time, datetime) or time.tzinfo is None:
                raise SetupError(
                    f"{name}: times need a time zone, such as datetime(..., tzinfo=UTC); {time!r} has none"
                )
            # Zones are of no matter to what was when.
            read[time.astimezone(UTC)] = _number(value, name)
        ordered = sorted(read)
        return cls(name, unit, ordered, [read[time] for time in ordered])

    def __len__(self) -> int:
        return len(self.times)

    def __iter__(self) -> Iterator[tuple[datetime, float | None]]:
        return iter(zip(self.times, self.values, strict=True))

    def known(self) -> Iterator[tuple[datetime, float]]:
        """The readings of a sensor that was there.

        Example:
            >>> measured = pump[40004].known()
        """
        for time, value in self:
            if value is not None:
                yield time, value

    def at(self, time: datetime, gap: timedelta = GAP) -> float | None:
        """What was read last at a time; None when that is longer ago than `gap`.

        Example:
            >>> outdoor = pump[40004].at(start + timedelta(hours=6))
        """
        place = bisect_right(self.times, time) - 1
        return None if place < 0 or time - self.times[place] > gap else self.values[place]

    def between(self, start: datetime, end: datetime) -> Series:
        """The readings from `start` on and before `end`.

        Example:
            >>> morning = pump[40004].between(start, start + timedelta(hours=12))
        """
        pairs = [(time, value) for time, value in self if start <= time < end]
        return Series(self.name, self.unit, [time for time, _ in pairs], [value for _, value in pairs])

    def plot(
        self, *, running: Series | None = None, title: str = "", zone: str | tzinfo | None = None, ax: Any = None
    ) -> Any:
        """Draws it over time, with its unit at the axis, and returns the axes. Needs the extra `plot`.

        Args:
            running: Where this is above 0 (the frequency, 43136), the picture is shaded.
            title: The title of the picture.
            zone: The time that is shown, such as `Europe/Stockholm`; None for UTC.
            ax: The matplotlib axes to draw on; None for new ones.

        Raises:
            SetupError: matplotlib is not installed.

        Example:
            >>> axes = pump[40008].plot(running=pump[43136])
        """
        return plot_all([self], running=running, title=title, zone=zone, ax=ax)


def plot_all(every: Iterable[Series], *, running: Series | None, title: str, zone: str | tzinfo | None, ax: Any) -> Any:
    """Draws several series over time."""
    from nibe_uplink._plot import Curve, draw
    from nibe_uplink.analysis._compressor import runs

    shaded = [] if running is None else [(run.start, run.end) for run in runs(running)]
    curves = [Curve(series.name, series.unit, series.times, series.values) for series in every]
    return draw(curves, shaded, title=title, zone=zone, ax=ax)


def _number(value: Any, name: str) -> float | None:
    if value is None:
        return None
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise SetupError(f"{name}: {value!r} is no number") from None
    # What data frames keep where there is nothing.
    return number if number == number else None
