"""What the pages of both clients have in common."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Generic, TypeVar

    from nibe_uplink._core import Core, PageCursor

    T = TypeVar("T")
else:
    from nibe_uplink._typed import Generic, T


class AnyPages(Generic[T]):
    """Items that come in pages, in whichever way they are waited for."""

    def __init__(self, core: Core, function: str, arguments: dict[str, Any]) -> None:
        self._core = core
        self._function = function
        # What cannot be sent is refused before anybody asks for a page, and an iterator is good for one look.
        self._first: PageCursor[T] = core.walk(function, arguments)

    def _walk(self) -> PageCursor[T]:
        return self._first.anew(self._core)
