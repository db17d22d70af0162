# Generated from kettle.toml (e530b3b58cc2b025); do not edit.
# To change it, edit the spec and generate it again.
"""What Kettle sends, as frozen classes. Fields that are newer than this client are kept in `extra`."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from kettle._generated.enums import FilterKind, Lid, Mode
from kettle._model import NOT_GIVEN, Model, NotGiven

__all__ = ["Area", "Filter", "Spout", "Added", "Lent", "Kettle", "Level", "Plan", "Text"]


class Area(Model):
    """A part of a floor.

    Attributes:
        x: How far east. In m.
        name: What it is called.
    """

    x: float
    name: str | None = None


class Filter(Model):
    """A filter.

    Attributes:
        kind: How fine it is.
        mesh: How wide its holes are. In mm.
    """

    kind: FilterKind
    mesh: float


class Spout(Model):
    """A spout.

    Attributes:
        kind: `spout`
        of: What is in it.
    """

    kind: str
    of: list[Filter | Spout | dict[str, Any]]


class Added(Model):
    """It was added.

    Attributes:
        id: Its number.
    """

    id: int


class Lent(Model):
    """It was added for some time.

    Attributes:
        id: Its number.
        until: When it has to be back.
    """

    id: int
    until: str


class Kettle(Model):
    """A kettle.

    Source: Seen in a shop.

    Attributes:
        kettle_id: Its id.
        water_temperature: How hot the water is. In °C.
        lid: Whether it is open.
        boiled_at: When it boiled.
        parts: Kettles in it.
        next: The one that is filled from it.
        class_: A keyword.
        other: Whatever else there is.
    """

    kettle_id: int
    water_temperature: float
    lid: Lid
    boiled_at: datetime | None = None
    parts: list[Kettle]
    next: Kettle | None = None
    class_: str
    other: Any


class Level(Model):
    """What a sensor shows.

    Attributes:
        sensor: The sensor.
        level: What it shows.
    """

    sensor: int | str
    level: float | str


class Plan(Model):
    """What follows a boil.

    Attributes:
        first: The first thing.
        then: What comes then.
        moments: When.
        pause: When to rest; null ends a rest.
        taste: What is brewed.
    """

    first: Mode
    then: Plan | NotGiven | None = NOT_GIVEN
    moments: list[datetime]
    pause: datetime | NotGiven | None = NOT_GIVEN
    taste: str | None = None


class Text(Model):
    """A text with a colour; a name that a part of an alias has by itself as well.

    Attributes:
        text: What it says.
    """

    text: str
