"""What the blocking client of myUplink stands on."""

from __future__ import annotations

from collections.abc import Mapping

from nibe_uplink._client import BaseClient as _BaseClient
from nibe_uplink._client import Pages
from nibe_uplink.myuplink._api import OfMyUplink
from nibe_uplink.myuplink._write import Written, read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime, timedelta
    from os import PathLike

    from nibe_uplink._card import Card
    from nibe_uplink._options import CallOptions as CallOptions
    from nibe_uplink._record import OnWritten, Recording
    from nibe_uplink._watch import Watch
    from nibe_uplink.myuplink._generated.models import Point

__all__ = ["BaseClient", "Pages"]


class BaseClient(OfMyUplink, _BaseClient):
    """A blocking client of myUplink, without the functions of the API."""

    def watch(  # type: ignore[override]  # devices have points
        self,
        wanted: Mapping[str, Iterable[int | str] | None],
        every: float | timedelta = 300.0,
        *,
        language: str | None = None,
    ) -> Watch[Point]:
        """Reads points of devices again and again, and tells the readings as they come.

        As `nibe_uplink.Client.watch`. The `system` of an event is the device, and `time` is when it was read; the point
        has a `timestamp` of its own.

        Needs the scope `READSYSTEM`.

        Args:
            wanted: Ids of points, by the device's id; None for all that are listed.
            every: How often each is read: seconds, from 1 on, or a timedelta.
            language: Language of titles and texts, such as `sv-SE`.

        Raises:
            SetupError: The pace of the API does not allow so many reads in that time; the sentence names the shortest
                time that it allows.
            LoginRequired: Raised by the loop, when the login is over.
            MissingScope: Raised by the loop, when the user did not grant the scope.

        Example:
            >>> with client.watch({device: [40004, 47398]}, every=300) as watch:
            ...     event = next(watch)
        """
        from nibe_uplink._watch import Watch, of_devices

        return Watch(self, "points", of_devices(wanted, language), every)

    def record(  # type: ignore[override]  # devices have points
        self,
        wanted: Mapping[str, Iterable[int | str] | None],
        into: str | PathLike[str],
        *,
        every: float | timedelta = 300.0,
        until: datetime | timedelta | None = None,
        on_written: OnWritten | None = None,
    ) -> Recording:
        """Records points of devices into a file until a time comes, or Ctrl-C. As `nibe_uplink.Client.record`.

        A point that did not change since it was recorded is not recorded again: each has the time when it was measured.

        Needs the scope `READSYSTEM`.

        Args:
            wanted: Ids of points, by the device's id; None for all that are listed.
            into: The file, which ends with `.sqlite`, `.parquet` or `.duckdb`.
            every: How often each is read: seconds, from 1 on, or a timedelta.
            until: When to end: a datetime with a time zone, a timedelta from now, or None for never.
            on_written: Is given the rows that are safely in the file, each time there are more.

        Raises:
            SetupError: The file is something else, what it needs is not installed, or the pace does not allow so many
                reads.
            UplinkError: The login is over, or the scope was not granted; what was written stays.

        Example:
            >>> recording = client.record({device: [40004]}, "house.sqlite", every=300, until=timedelta(seconds=1))
        """
        from nibe_uplink._record import record

        return record(self.watch(wanted, every), into, until, on_written)

    def write_points(
        self,
        device_id: str,
        values: Mapping[str, int | float | str] | Mapping[int, int | float | str],
        *,
        verify: bool = False,
        within: float = 90.0,
        every: float = 10.0,
    ) -> dict[str, Written]:
        """Writes points of a device, each by the function that it needs.

        Set points of zones go through `set_zone`, the others through `set_points`; one read before it learns which
        is which. Values are given as they are shown.

        The cloud answers when it has handed the values over, which says nothing about the device: the new value
        shows up in reads 20 to 60 seconds later. With `verify` the points are read until they show what was written.
        A value counts as applied when the point shows it as closely as the device stores it, also when it did before.

        Needs the scopes `READSYSTEM` and `WRITESYSTEM`.

        Args:
            device_id: The device's id, as `systems` gives it.
            values: Values by id of the point.
            verify: Whether to tell values that are applied from those that are only accepted.
            within: Seconds after which `verify` gives up.
            every: Seconds between two looks of `verify`; each is a request, and 25 are allowed in a minute.

        Returns:
            What became of each value, by id of the point.

        Raises:
            ApiError: The cloud refused everything; when it refuses a part, the outcome of that part says so.
            MissingScope: The user did not grant a scope; nothing was sent.
            UplinkError: Any other failure; what was written before it stays written.

        Example:
            >>> written = client.write_points(device, {47011: -1}, verify=True)
        """
        return read(self._begin_write(device_id, values, (within, every) if verify else None).wait())

    def card(self, system_id: str) -> Card:  # type: ignore[override]  # ids are texts
        """What a heat pump does now: name, state, alarms and the main readings; a notebook shows it as a card.

        The readings are those of the system's first device.

        Needs the scope `READSYSTEM`; takes three requests.

        Args:
            system_id: The system's id, as `systems` gives it.

        Raises:
            UplinkError: As of `systems`, `active_notifications` and `points`.
            ArgumentError: There is no such system.

        Example:
            >>> card = client.card(system_id)
        """
        from nibe_uplink._card import draw
        from nibe_uplink.myuplink._card import of_system

        return draw(self, of_system(system_id))
