"""Readings of both clouds as rows of one form."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from typing import TypeAlias

    from nibe_uplink._generated.models import Category, Reading
    from nibe_uplink._watch import WatchEvent
    from nibe_uplink.myuplink._generated.models import Point

    Readable: TypeAlias = Reading | Category | Point | WatchEvent[Reading] | WatchEvent[Point]


class Row(NamedTuple):
    """One value of a heat pump.

    Attributes:
        time: When it was measured, or else read, in UTC; None when that is not known.
        system: The system, or the device of myUplink, when that is known.
        id: The parameter's id; None for rows of text only.
        title: What it is.
        value: A number in `unit`, a text, or None for an absent sensor.
        unit: Its unit; empty when there is none.
        shown: What a display shows.
    """

    time: datetime | None
    system: str | None
    id: int | None
    title: str
    value: float | int | str | None
    unit: str
    shown: str


def rows(readings: Iterable[Readable]) -> Iterator[Row]:
    """The rows of readings, of points, of categories, and of what a watch tells."""
    for one in readings:
        told: Any = one
        if hasattr(told, "reading"):
            if told.reading is not None:
                yield _row(told.reading, told.time, str(told.system))
        elif hasattr(told, "parameter_id"):
            yield _row(told)
        else:
            yield from map(_row, told.parameters or ())


def _row(reading: Any, read: datetime | None = None, system: str | None = None) -> Row:
    number = _number(reading.parameter_id)
    if hasattr(reading, "str_val"):
        unit, time = reading.parameter_unit, reading.timestamp or read
        return Row(time, system, number, reading.title or "", reading.value, unit or "", reading.str_val or "")
    title = " ".join(filter(None, [(reading.title or "").strip(" :"), reading.designation]))
    return Row(read, system, number, title, reading.value, reading.unit or "", reading.display_value or "")


def _number(id: Any) -> int | None:  # noqa: A002
    text = str(id or "")
    return int(text) if text.isdecimal() and len(text) < 19 and int(text) else None
