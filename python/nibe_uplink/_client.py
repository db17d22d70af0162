"""What the blocking client stands on."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from types import TracebackType
from typing import Any, Self, TypeVar

from nibe_uplink._calls import AnyPages, Calling

T = TypeVar("T")


class Pages(AnyPages[T]):
    """Items that come in pages. Iterating asks for the next page when it is needed; each iteration begins anew."""

    def __iter__(self) -> Iterator[T]:
        walk = self._walk()
        while (page := walk.next().wait()) is not None:
            yield from self._items(page)

    def collect(self) -> list[T]:
        """All items."""
        return list(self)

    def __repr__(self) -> str:
        return f"<Pages of {self._function}; iterate, or call .collect()>"


class BaseClient(Calling):
    """A blocking client, without the functions of the API."""

    def _call(self, function: str, arguments: Mapping[str, Any]) -> Any:
        return json.loads(self._begin(function, arguments).wait())

    def _pages(self, function: str, arguments: Mapping[str, Any], read: Callable[[Any], T]) -> Pages[T]:
        return Pages(self._core, function, arguments, read)

    def login(self, **options: Any) -> Self:
        """Logs the user in and returns the client; `options` are those of `nibe_uplink.login` that say how."""
        from nibe_uplink._login import log_in
        from nibe_uplink._steps import Blocking, at_once

        at_once(log_in(self, Blocking(), **options))
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        return None
