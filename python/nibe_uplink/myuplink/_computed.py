"""Getters of models that read a value for the user. The reading is done in Rust, the same as for the Rust client."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from nibe_uplink._core import nibe
from nibe_uplink._model import at_once

if TYPE_CHECKING:
    from nibe_uplink.myuplink._generated.models import Notification, Point, ScaledPoint, StatusChange

Value = float | int | str | None
"""A number in the point's unit, a word or text, or None when the sensor is absent."""

Unit = str | None
"""A unit in its one spelling, such as `kWh`; empty or None when there is none."""

Title = str | None
"""A name without soft hyphens and line breaks."""

Words = dict[float | int, str]
"""Words by the number that is written."""

Moment = datetime | None
"""A moment, or None when what was sent cannot be read."""


class Limits(NamedTuple):
    """Limits of a value as it is shown; each is None where it makes no sense.

    Attributes:
        min: Smallest value.
        max: Largest value.
        step: Step between values.
    """

    min: float | None
    max: float | None
    step: float | None


def _pairs(point: Point | ScaledPoint) -> list[tuple[str | None, str | None]]:
    return [(word.value, word.text) for word in point.enum_values or ()]


def _value(point: Point | ScaledPoint, limits_scale: str | None) -> Value:
    limits = (point.min_value, point.max_value, point.step_value)
    return nibe.point_value(
        point.raw, point.str_val, point.raw_unit, point.scale_value, limits, limits_scale, _pairs(point)
    )


def point_value(point: Point) -> Value:
    """The value of a point."""
    return _value(point, point.scale_value)


def scaled_point_value(point: ScaledPoint) -> Value:
    """The value of a point whose limits come as they are shown."""
    return _value(point, None)


@at_once
def point_parameter_unit(point: Point | ScaledPoint) -> Unit:
    """The unit of a point."""
    return nibe.unit_spelling(point.raw_unit)


def point_title(point: Point | ScaledPoint) -> Title:
    """The name of a point."""
    return nibe.point_title(point.parameter_name)


def point_words(point: Point | ScaledPoint) -> Words:
    """The words of a point."""
    return nibe.point_words(_pairs(point))


def _limits(point: Point | ScaledPoint, scale: str | None) -> Limits:
    value = _value(point, scale)
    present = value if isinstance(value, int | float) else None
    limits = (point.min_value, point.max_value, point.step_value)
    return Limits(*nibe.point_limits(limits, scale, present, point.str_val, point.raw_unit))


def point_limits(point: Point) -> Limits:
    """The limits of a point, which come as the machine stores them."""
    return _limits(point, point.scale_value)


def scaled_point_limits(point: ScaledPoint) -> Limits:
    """The limits of a point that come as they are shown."""
    return _limits(point, None)


scaled_point_parameter_unit = point_parameter_unit
scaled_point_title = point_title
scaled_point_words = point_words


def notification_created_at(notification: Notification) -> Moment:
    """When an alarm began."""
    text = notification.created_datetime
    moment = None if text is None else nibe.read_moment(text)
    return None if moment is None else datetime.fromisoformat(moment)


def status_change_at(change: StatusChange) -> Moment:
    """When a status changed."""
    try:
        return datetime.fromtimestamp(change.datetime, UTC)
    except (OverflowError, OSError, TypeError, ValueError):
        return None
