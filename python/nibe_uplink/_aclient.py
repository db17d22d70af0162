"""What the asynchronous client stands on."""

from __future__ import annotations

from nibe_uplink._api import OfNibeUplink
from nibe_uplink._coroutines import AsyncPages as AsyncPages
from nibe_uplink._coroutines import CoroutineClient
from nibe_uplink.errors import BadRequest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Iterable, Mapping
    from datetime import datetime, timedelta
    from os import PathLike
    from typing import Any, TypeVar

    from nibe_uplink._card import Card
    from nibe_uplink._generated.models import Reading
    from nibe_uplink._options import CallOptions as CallOptions
    from nibe_uplink._record import OnWritten, Recording
    from nibe_uplink._watch import AsyncWatch

    T = TypeVar("T")


class BaseAsyncClient(OfNibeUplink, CoroutineClient):
    """An asynchronous client of NIBE Uplink, without its functions."""

    def _call(self, function: str, arguments: dict[str, Any], options: CallOptions) -> Awaitable[T]:
        wanted = self._wanted(function, arguments) if function in self._leave_out else None
        work: Awaitable[T] = super()._call(function, arguments, options)
        if function in self._writes:
            return self._hinted(work, function, arguments)
        return work if wanted is None else self._told(work, wanted)

    async def _told(self, work: Awaitable[Any], wanted: tuple[str, list[Any]]) -> Any:
        return self._tell_unknown(wanted, await work)

    async def _hinted(self, work: Awaitable[Any], function: str, arguments: dict[str, Any]) -> Any:
        try:
            return await work
        except BadRequest as error:
            self._hint(error, function, arguments)
            raise

    def watch(
        self,
        wanted: Mapping[int, Iterable[int | str]],
        every: float | timedelta = 300.0,
        *,
        system_unit_id: int | None = None,
    ) -> AsyncWatch[Reading]:
        """As `Client.watch`, for `async for`; cancelling the task that waits ends its request.

        Example:
            >>> async with client.watch({80101: [40004, "hot_water_temperature"]}, every=300) as watch:
            ...     event = await anext(watch)
        """
        from nibe_uplink._watch import AsyncWatch, of_systems

        return AsyncWatch(self, "parameters", of_systems(wanted, system_unit_id), every)

    async def record(
        self,
        wanted: Mapping[int, Iterable[int | str]],
        into: str | PathLike[str],
        *,
        every: float | timedelta = 300.0,
        until: datetime | timedelta | None = None,
        on_written: OnWritten | None = None,
    ) -> Recording:
        """As `Client.record`; a coroutine. Cancelling its task ends it, and keeps what was written.

        Example:
            >>> wanted = {80101: [40004]}
            >>> recording = await client.record(wanted, "house.sqlite", every=300, until=timedelta(seconds=1))
        """
        from nibe_uplink._record import arecord

        return await arecord(self.watch(wanted, every), into, until, on_written)

    async def card(self, system_id: int) -> Card:
        """As `Client.card`; a coroutine.

        Example:
            >>> card = await client.card(80101)
        """
        from nibe_uplink._card import adraw, of_system

        return await adraw(self, of_system(system_id))
