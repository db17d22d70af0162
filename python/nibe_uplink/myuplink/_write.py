"""What became of written values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from nibe_uplink.myuplink._generated.models import Point


class Written(NamedTuple):
    """What became of one value.

    Attributes:
        state: `"refused"`: the cloud did not take the value. `"accepted"`: it did; whether the device has it was not
            asked, or it was not seen in time. `"applied"`: the device has it.
        said: What the cloud said: `modified`, or why it refused.
        zone_id: The zone that it was written through.
        point: The point as it was read last, before or after the write; None when the device did not tell.
    """

    state: Literal["refused", "accepted", "applied"]
    said: str
    zone_id: str | None
    point: Point | None


def read(written: list[tuple[str, Any, str, str | None, Any]]) -> dict[str, Written]:
    """What became of each value, by id."""
    return {id_: Written(state, said, zone, point) for id_, state, said, zone, point in written}
