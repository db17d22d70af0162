"""What the asynchronous client stands on."""

from __future__ import annotations

from nibe_uplink import _core
from nibe_uplink._options import OF_SYSTEMS, Configured
from nibe_uplink._pages import AnyPages

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Iterable, Mapping
    from datetime import datetime, timedelta
    from os import PathLike
    from types import TracebackType
    from typing import Any, Self, TypeVar

    from nibe_uplink._card import Card
    from nibe_uplink._core import Pending
    from nibe_uplink._generated.models import Reading
    from nibe_uplink._login import OpenBrowser
    from nibe_uplink._options import CallOptions as CallOptions
    from nibe_uplink._record import OnWritten, Recording
    from nibe_uplink._watch import AsyncWatch

    T = TypeVar("T")
else:
    from nibe_uplink._typed import T


class AsyncPages(AnyPages[T]):
    """Items that come in pages. `async for` asks for the next page when it is needed; each begins anew."""

    async def __aiter__(self) -> AsyncIterator[T]:
        walk = self._walk()
        while (page := await walk.next()) is not None:
            for item in page:
                yield item

    async def collect(self) -> list[T]:
        """All items.

        Example:
            >>> systems = await client.systems().collect()
        """
        return [item async for item in self]

    def __repr__(self) -> str:
        return f"<AsyncPages of {self._function}; use async for, or await .collect()>"


class CoroutineClient(Configured):
    """An asynchronous client, without the functions of an API."""

    # As that of the blocking client.
    def _call(self, function: str, arguments: dict[str, Any], options: CallOptions) -> Awaitable[T]:
        wanted = self._wanted(function, arguments) if function in self._leave_out else None
        work = self._core.call(function, arguments, self._with_defaults(options), self._gives_response)
        return work if wanted is None else self._told(work, wanted)

    async def _told(self, work: Pending[Any], wanted: tuple[str, list[Any]]) -> Any:
        return self._tell_unknown(wanted, await work)

    def _pages(self, function: str, arguments: dict[str, Any], options: CallOptions) -> AsyncPages[Any]:
        return AsyncPages(self, function, arguments, options)

    async def login(
        self,
        *,
        open_browser: OpenBrowser = True,
        paste: bool | None = None,
        timeout: float = 300.0,
        again: bool = False,
    ) -> Self:
        """As `Client.login`; a coroutine. Cancelling its task ends the login and frees its port.

        Example:
            >>> client = await nibe_uplink.AsyncClient.from_env(scopes=["READSYSTEM"]).login()
        """
        from nibe_uplink._login import log_in
        from nibe_uplink._steps import OnLoop

        # Before anything is shown.
        _core.need_asyncio()
        await log_in(self, OnLoop(), open_browser=open_browser, paste=paste, timeout=timeout, again=again)
        return self

    async def granted(self) -> list[str] | None:
        """As `Client.granted`; a coroutine, because the store may have to be read.

        Example:
            >>> scopes = await client.granted()
        """
        return await self._core.granted()

    async def logout(self) -> None:
        """As `Client.logout`; a coroutine.

        Example:
            >>> await client.logout()
        """
        await self._core.forget()

    async def aclose(self) -> None:
        """Closes the connections, those of copies by `with_options` too. Calls are refused from then on.

        Example:
            >>> await client.aclose()
        """
        self._core.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.aclose()


class BaseAsyncClient(CoroutineClient):
    """An asynchronous client of NIBE Uplink, without its functions."""

    _leave_out = OF_SYSTEMS

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
