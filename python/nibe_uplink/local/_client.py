"""What the blocking client of a pump stands on."""

from __future__ import annotations

from nibe_uplink._client import BaseClient as _BaseClient
from nibe_uplink._client import Pages
from nibe_uplink.local._api import OfPump
from nibe_uplink.local._reading import Reading, Written, readings, written

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Literal

    from nibe_uplink._options import CallOptions as CallOptions

__all__ = ["BaseClient", "Pages"]


class BaseClient(OfPump, _BaseClient):
    """A blocking client of a pump, without the functions of the API."""

    def points(
        self, ids: Iterable[int | str] | None = None, *, device: int | str = 0, language: str | None = None
    ) -> list[Reading]:
        """Reads points.

        One that is not there now is left out: its condition does not hold, or the pump has just started.

        Args:
            ids: Ids of the points; None for all of them.
            device: The device: its index or its serial number.
            language: Language of titles and words, such as `sv`.

        Raises:
            UplinkError: Any failure of the request.

        Example:
            >>> readings = pump.points([781, 4])
        """
        return readings(self._begin_points(ids, device, language).wait())

    def write_points(
        self,
        values: Mapping[int, float | str] | Mapping[str, float | str],
        *,
        verify: bool = False,
        within: float = 15.0,
        every: float = 1.0,
        device: int | str = 0,
    ) -> dict[int, Written]:
        """Writes points, each with a request of its own, and tells what became of each.

        Values are given as they are shown; of points with words, the number or the word; of a day, `"2026-09-07"`.
        Taken is not applied: the pump recalculates some values and overrides others. With `verify` the points are read
        until they show what was written.

        Args:
            values: Values by id of the point.
            verify: Whether to tell values that the pump shows from those that it only took.
            within: Seconds after which `verify` gives up.
            every: Seconds between two looks of `verify`.
            device: The device: its index or its serial number.

        Raises:
            ArgumentError: A value cannot be meant for its point; nothing was written.
            ApiError: The pump refused everything; when it refuses a part, the outcome of that part says so.
            UplinkError: Any other failure; what was written before it stays written.

        Example:
            >>> written = pump.write_points({3671: -1}, verify=True)
        """
        return written(self._begin_write(values, device, (within, every) if verify else None).wait())

    def write_modes(
        self,
        *,
        aid: Literal["on", "off"] | None = None,
        smart: Literal["normal", "away"] | None = None,
        device: int | str = 0,
    ) -> None:
        """Sets the modes of a device; what is left out stays as it is.

        Args:
            aid: The emergency mode: the additional heat alone, without the compressor.
            smart: Whether somebody is at home.
            device: The device: its index or its serial number.

        Raises:
            UplinkError: Any failure of the request.

        Example:
            >>> pump.write_modes(smart="away")
        """
        self._begin_modes(device, aid, smart).wait()
