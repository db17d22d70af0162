"""What both clients have in common: how they call."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Generic, TypeVar

from nibe_uplink._core import Core, Pending, Walk
from nibe_uplink._options import Configured, encode

T = TypeVar("T")


class Calling(Configured):
    """A client that calls functions, in whichever way it waits for them."""

    def _begin(self, function: str, arguments: Mapping[str, Any]) -> Pending[str]:
        """A call that has not started; gives JSON text."""
        return self._core.call(function, encode(function, arguments))


class AnyPages(Generic[T]):
    """Items that come in pages, in whichever way they are waited for."""

    def __init__(self, core: Core, function: str, arguments: Mapping[str, Any], read: Callable[[Any], T]) -> None:
        self._core = core
        self._function = function
        self._arguments = encode(function, arguments)
        self._read = read

    def _walk(self) -> Walk:
        return self._core.walk(self._function, self._arguments)

    def _items(self, page: str) -> Iterator[T]:
        return map(self._read, json.loads(page))
