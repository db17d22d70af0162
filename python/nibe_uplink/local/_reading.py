"""What the points of a pump say, and what became of written values; read in Rust, as for the Rust client."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, NamedTuple

Value = float | int | str | None
"""A number in the point's unit, a text, or None when the sensor is absent."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    # What Rust tells of a point: its id, title, value, unit, limits, words, whether it is writable, and the time.
    PointTold = tuple[int, str | None, Value, str | None, float | None, float | None, dict[float | int, str], bool, str]
    # What became of a written value: its id, state, what was said, and the point as it is then.
    WrittenTold = tuple[int, Any, str, PointTold | None]


class Limits(NamedTuple):
    """Limits of a value as it is shown; each is None where the pump declares none.

    Attributes:
        min: Smallest value.
        max: Largest value.
    """

    min: float | None
    max: float | None


class Reading(NamedTuple):
    """One value of a pump.

    Attributes:
        id: The id of the point; myUplink has the same one for it.
        title: Its name in the language that was asked for, without soft hyphens; it may repeat.
        value: A number in its unit, a text, a time of the day (`"09:30:00"`) or a day (`"2026-09-07"`), or None when
            the sensor is absent.
        unit: The unit in its one spelling; None when there is none.
        limits: Smallest and largest value.
        words: Words by the number that is written, where the pump gives them. They may repeat.
        writable: Whether it can be written.
        time: When it was read, by the clock of this machine.
        source: `"local"`.
    """

    id: int
    title: str | None
    value: Value
    unit: str | None
    limits: Limits
    words: dict[float | int, str]
    writable: bool
    time: datetime
    source: str = "local"

    @property
    def word(self) -> str | None:
        """The word for its value, if it has one."""
        return self.words.get(self.value) if isinstance(self.value, int | float) else None


class Written(NamedTuple):
    """What became of one value.

    Attributes:
        state: `"refused"`: the pump did not take the value. `"accepted"`: it did; whether it shows it was not asked, or
            it was not seen in time. `"applied"`: the pump shows it.
        said: What the pump said: `modified`, or why it refused and what can be done.
        reading: The point as it was read last; None when it is not there.
    """

    state: Literal["refused", "accepted", "applied"]
    said: str
    reading: Reading | None


def reading(told: PointTold) -> Reading:
    """A reading, from what the extension tells."""
    id_, title, value, unit, least, most, words, writable, time = told
    return Reading(id_, title, value, unit, Limits(least, most), words, writable, datetime.fromisoformat(time))


def readings(told: list[PointTold]) -> list[Reading]:
    """The same for several."""
    return [reading(one) for one in told]


def written(told: list[WrittenTold]) -> dict[int, Written]:
    """What became of each value, by id."""
    return {id_: Written(state, said, None if one is None else reading(one)) for id_, state, said, one in told}
