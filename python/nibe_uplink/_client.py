"""What the blocking client stands on."""

from __future__ import annotations

from nibe_uplink._options import Configured
from nibe_uplink._pages import AnyPages

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType
    from typing import Any, Self, TypeVar

    from nibe_uplink._options import CallOptions as CallOptions

    T = TypeVar("T")
else:
    from nibe_uplink._typed import T


class Pages(AnyPages[T]):
    """Items that come in pages. Iterating asks for the next page when it is needed; each iteration begins anew."""

    def __iter__(self) -> Iterator[T]:
        walk = self._walk()
        while (page := walk.next().wait()) is not None:
            yield from page

    def collect(self) -> list[T]:
        """All items."""
        return list(self)

    def __repr__(self) -> str:
        return f"<Pages of {self._function}; iterate, or call .collect()>"


class BaseClient(Configured):
    """A blocking client, without the functions of the API."""

    def _call(self, function: str, arguments: dict[str, Any], options: CallOptions) -> Any:
        return self._core.call(function, arguments, self._with_defaults(options), self._gives_response).wait()

    def _pages(self, function: str, arguments: dict[str, Any], options: CallOptions) -> Pages[Any]:
        return Pages(self, function, arguments, options)

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
