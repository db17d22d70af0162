"""What both clients have in common: how they call."""

from __future__ import annotations

from nibe_uplink._options import Configured

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Generic, TypeVar

    from nibe_uplink._core import Core, Pending, Walk

    T = TypeVar("T")
else:
    from nibe_uplink._typed import Generic, T


class Calling(Configured):
    """A client that calls functions, in whichever way it waits for them."""

    def _begin(self, function: str, arguments: dict[str, Any]) -> Pending[Any]:
        """A call that has not started."""
        return self._core.call(function, arguments)


class AnyPages(Generic[T]):
    """Items that come in pages, in whichever way they are waited for."""

    def __init__(self, core: Core, function: str, arguments: dict[str, Any]) -> None:
        self._core = core
        self._function = function
        self._arguments = arguments
        # What cannot be sent is refused before anybody asks for a page.
        self._walk()

    def _walk(self) -> Walk[T]:
        return self._core.walk(self._function, self._arguments)
