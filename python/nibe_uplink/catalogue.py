"""The catalogue: what is known about the parameters of NIBE heat pumps."""

from __future__ import annotations

from typing import NamedTuple

from nibe_uplink._core import nibe


class Parameter(NamedTuple):
    """A parameter that NIBE heat pumps may know.

    Attributes:
        id: Its id, the same as its Modbus register on F-series machines.
        name: Its key, upper case.
        alias: The word that requests may use in place of the id, or None.
        title: Its English title, or None; variants of machines are separated by ` / `.
        designation: Its designation in wiring diagrams, or None.
        unit: Its unit, or None.
        factor: Raw value per shown unit; None when unknown.
        weak: Whether the factor rests on one client's table only.
        writable: Whether the API lets it be written; None when unknown.
        min: Smallest value that may be written, or None.
        max: Largest value that may be written, or None.
        step: Step between values that may be written, or None.
        values: Known words for raw values.
        note: What else is known, or None.
    """

    id: int
    name: str
    alias: str | None
    title: str | None
    designation: str | None
    unit: str | None
    factor: int | None
    weak: bool
    writable: bool | None
    min: float | None
    max: float | None
    step: float | None
    values: dict[int, str]
    note: str | None


def get(id: int) -> Parameter | None:  # noqa: A002
    """The parameter of this id, or None.

    Example:
        >>> nibe_uplink.catalogue.get(40004).alias
        'outdoor_temperature'
    """
    fields = nibe.catalogue_get(id)
    return None if fields is None else Parameter(**fields)


def find(text: str) -> list[Parameter]:
    """The parameters whose id, alias, key, title or designation holds this text.

    Example:
        >>> found = nibe_uplink.catalogue.find("hot water")
    """
    return [Parameter(**fields) for fields in nibe.catalogue_find(text)]


def ids() -> list[int]:
    """The ids of all parameters.

    Example:
        >>> 40004 in nibe_uplink.catalogue.ids()
        True
    """
    return nibe.catalogue_ids()
