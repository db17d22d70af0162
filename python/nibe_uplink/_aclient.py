"""What the asynchronous client stands on."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Mapping
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from nibe_uplink._core import Core
from nibe_uplink._options import Configured, encode

T = TypeVar("T")


class AsyncPages(Generic[T]):
    """Items that come in pages. `async for` asks for the next page when it is needed; each begins anew."""

    def __init__(self, core: Core, function: str, arguments: str, read: Callable[[Any], T]) -> None:
        self._core = core
        self._function = function
        self._arguments = arguments
        self._read = read

    async def __aiter__(self) -> AsyncIterator[T]:
        walk = self._core.walk(self._function, self._arguments)
        while (page := await walk.anext()) is not None:
            for item in json.loads(page):
                yield self._read(item)

    async def collect(self) -> list[T]:
        """All items."""
        return [item async for item in self]

    def __repr__(self) -> str:
        return f"<AsyncPages of {self._function}; use async for, or await .collect()>"


class BaseAsyncClient(Configured):
    """An asynchronous client, without the functions of the API."""

    async def _call(self, function: str, arguments: Mapping[str, Any]) -> Any:
        return json.loads(await self._core.acall(function, encode(function, arguments)))

    def _pages(self, function: str, arguments: Mapping[str, Any], read: Callable[[Any], T]) -> AsyncPages[T]:
        return AsyncPages(self._core, function, encode(function, arguments), read)

    async def login(self, **options: Any) -> Self:
        """Logs the user in and returns the client; `options` are those of `nibe_uplink.login` that say how."""
        import asyncio

        from nibe_uplink._login import log_in

        await asyncio.to_thread(log_in, self, **options)
        return self

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        return None
