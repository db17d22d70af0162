"""What the pages of both clients have in common."""

from __future__ import annotations

from .errors import SetupError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Generic, TypeVar

    from ._core import PageCursor
    from ._options import CallOptions, Configured

    T = TypeVar("T")
else:
    from ._typed import Generic, T


class AnyPages(Generic[T]):
    """Items that come in pages, in whichever way they are waited for."""

    def __init__(self, client: Configured, function: str, arguments: dict[str, Any], options: CallOptions) -> None:
        self._function = function
        if client._gives_response:
            raise SetupError(f"{function} comes in pages, which have no one response; call it without with_response()")
        self._core = core = client._core
        # What cannot be sent is refused before anybody asks for a page, and an iterator is good for one look.
        self._first: PageCursor[T] = core.walk(function, arguments, client._with_defaults(options))

    def _walk(self) -> PageCursor[T]:
        return self._first.anew(self._core)
