"""Getters of models that read a value for the user. The reading is done in Rust, the same as for the Rust client."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from nibe_uplink._core import nibe
from nibe_uplink._model import at_once, keep

if TYPE_CHECKING:
    from nibe_uplink._generated.models import Reading

Value = float | int | str | None
"""A number in the reading's unit, a text, or None when the sensor is absent."""

Unit = str | None
"""A unit in its one spelling, such as `°C`; empty or None when there is none."""

Source = Literal["factor", "display", "text", "absent"]
"""What a value was read from: raw value over factor, the number shown, the text shown, or nothing."""


@at_once
def reading_unit(reading: Reading) -> Unit:
    """The unit of a reading."""
    return nibe.unit_spelling(reading.raw_unit)


def reading_value(reading: Reading) -> Value:
    """The value of a reading, which says with it what it was read from."""
    value, source = nibe.read_value(
        # One of many readings may lack what cannot be read.
        reading.parameter_id or 0,
        reading.raw_unit or "",
        reading.display_value or "",
        reading.raw_value or 0,
    )
    keep(reading, "source", source)
    return value


def reading_source(reading: Reading) -> Source:
    """What the value of a reading was read from."""
    keep(reading, "value", reading_value(reading))
    return reading.source
