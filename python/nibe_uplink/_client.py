"""What the blocking client stands on."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from nibe_uplink._core import Core
from nibe_uplink._options import Configured, encode

T = TypeVar("T")


class Pages(Generic[T]):
    """Items that come in pages. Iterating asks for the next page when it is needed; each iteration begins anew."""

    def __init__(self, core: Core, function: str, arguments: str, read: Callable[[Any], T]) -> None:
        self._core = core
        self._function = function
        self._arguments = arguments
        self._read = read

    def __iter__(self) -> Iterator[T]:
        walk = self._core.walk(self._function, self._arguments)
        while (page := walk.next()) is not None:
            for item in json.loads(page):
                yield self._read(item)

    def collect(self) -> list[T]:
        """All items."""
        return list(self)

    def __repr__(self) -> str:
        return f"<Pages of {self._function}; iterate, or call .collect()>"


class BaseClient(Configured):
    """A blocking client, without the functions of the API."""

    def _call(self, function: str, arguments: Mapping[str, Any]) -> Any:
        return json.loads(self._core.call(function, encode(function, arguments)))

    def _pages(self, function: str, arguments: Mapping[str, Any], read: Callable[[Any], T]) -> Pages[T]:
        return Pages(self._core, function, encode(function, arguments), read)

    def login(self, **options: Any) -> Self:
        """Logs the user in and returns the client; `options` are those of `nibe_uplink.login` that say how."""
        from nibe_uplink._login import log_in

        log_in(self, **options)
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        return None
