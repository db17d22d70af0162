"""What the asynchronous client of myUplink stands on."""

from __future__ import annotations

from collections.abc import Mapping

from nibe_uplink._aclient import AsyncPages
from nibe_uplink._aclient import BaseAsyncClient as _BaseAsyncClient
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
    from nibe_uplink._watch import AsyncWatch
    from nibe_uplink.myuplink._generated.models import Point

__all__ = ["AsyncPages", "BaseAsyncClient"]


class BaseAsyncClient(OfMyUplink, _BaseAsyncClient):
    """An asynchronous client of myUplink, without the functions of the API."""

    def watch(  # type: ignore[override]  # devices have points
        self,
        wanted: Mapping[str, Iterable[int | str] | None],
        every: float | timedelta = 300.0,
        *,
        language: str | None = None,
    ) -> AsyncWatch[Point]:
        """As `Client.watch`, for `async for`; cancelling the task that waits ends its request.

        Example:
            >>> async with client.watch({device: [40004, 47398]}, every=300) as watch:
            ...     event = await anext(watch)
        """
        from nibe_uplink._watch import AsyncWatch, of_devices

        return AsyncWatch(self, "points", of_devices(wanted, language), every)

    async def record(  # type: ignore[override]  # devices have points
        self,
        wanted: Mapping[str, Iterable[int | str] | None],
        into: str | PathLike[str],
        *,
        every: float | timedelta = 300.0,
        until: datetime | timedelta | None = None,
        on_written: OnWritten | None = None,
    ) -> Recording:
        """As `Client.record`; a coroutine. Cancelling its task ends it, and keeps what was written.

        Example:
            >>> wanted = {device: [40004]}
            >>> recording = await client.record(wanted, "house.sqlite", every=300, until=timedelta(seconds=1))
        """
        from nibe_uplink._record import arecord

        return await arecord(self.watch(wanted, every), into, until, on_written)

    async def write_points(
        self,
        device_id: str,
        values: Mapping[str, int | float | str] | Mapping[int, int | float | str],
        *,
        verify: bool = False,
        within: float = 90.0,
        every: float = 10.0,
    ) -> dict[str, Written]:
        """As `Client.write_points`; a coroutine.

        Example:
            >>> written = await client.write_points(device, {47011: -1})
        """
        return read(await self._begin_write(device_id, values, (within, every) if verify else None))

    async def card(self, system_id: str) -> Card:  # type: ignore[override]  # ids are texts
        """As `Client.card`; a coroutine.

        Example:
            >>> card = await client.card(system_id)
        """
        from nibe_uplink._card import adraw
        from nibe_uplink.myuplink._card import of_system

        return await adraw(self, of_system(system_id))
