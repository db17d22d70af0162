"""What asynchronous clients stand on."""

from __future__ import annotations

from . import _core
from ._options import Configured
from ._pages import AnyPages

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable
    from types import TracebackType
    from typing import Any, Self, TypeVar

    from ._login import OpenBrowser
    from ._options import CallOptions

    T = TypeVar("T")
else:
    from ._typed import T


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
        return self._core.call(function, arguments, self._with_defaults(options), self._gives_response)

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
            >>> client = await AsyncClient.from_env(scopes=["READSYSTEM"]).login()
        """
        from ._login import log_in
        from ._steps import OnLoop

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
