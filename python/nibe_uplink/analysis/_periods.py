"""Hours, days and months of a place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import Literal
from zoneinfo import ZoneInfo

from nibe_uplink.errors import SetupError

Per = Literal["hour", "day", "month"]
Zone = str | tzinfo


def zone_of(zone: Zone) -> tzinfo:
    """A time zone by its name."""
    if isinstance(zone, tzinfo):
        return zone
    try:
        return ZoneInfo(zone)
    except (KeyError, ValueError, OSError):
        message = f"there is no time zone {zone!r} here; name one such as Europe/Stockholm"
        raise SetupError(f"{message} (Windows needs: pip install tzdata)") from None


def periods(start: datetime, end: datetime, per: Per, zone: Zone) -> Iterator[tuple[datetime, datetime]]:
    """The periods that have a part of this time, in order, in the time of the place; days have 23, 24 or 25 hours."""
    place = zone_of(zone)
    if per not in ("hour", "day", "month"):
        raise SetupError(f'per has to be "hour", "day" or "month", not {per!r}')
    first = _begin(start.astimezone(place), per)
    while first < end:
        following = _next(first.astimezone(place), per)
        yield first.astimezone(place), following.astimezone(place)
        first = following


# Both give moments in UTC, since Python counts by the wall clock within a zone.
def _begin(local: datetime, per: Per) -> datetime:
    if per == "hour":
        past = timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)
        return local.astimezone(UTC) - past
    date = local.date() if per == "day" else local.date().replace(day=1)
    return datetime.combine(date, time(), local.tzinfo).astimezone(UTC)


def _next(local: datetime, per: Per) -> datetime:
    if per == "hour":
        return local.astimezone(UTC) + timedelta(hours=1)
    # Where a day has no midnight, its first moment has another hour of the same date.
    date = local.date()
    following = date + timedelta(days=1) if per == "day" else (date.replace(day=1) + timedelta(days=32)).replace(day=1)
    return datetime.combine(following, time(), local.tzinfo).astimezone(UTC)
