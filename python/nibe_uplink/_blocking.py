"""What blocking clients stand on."""

from __future__ import annotations

from ._options import Configured
from ._pages import AnyPages
from .errors import SetupError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import TracebackType
    from typing import Any, Self, TypeVar

    from ._login import OpenBrowser
    from ._options import CallOptions

    T = TypeVar("T")
else:
    from ._typed import T


class Pages(AnyPages[T]):
    """Items that come in pages. Iterating asks for the next page when it is needed; each iteration begins anew."""

    def __iter__(self) -> Iterator[T]:
        walk = self._walk()
        while (page := walk.next().wait()) is not None:
            yield from page

    def collect(self) -> list[T]:
        """All items.

        Example:
            >>> systems = client.systems().collect()
        """
        return list(self)

    def __repr__(self) -> str:
        return f"<Pages of {self._function}; iterate, or call .collect()>"


class BlockingClient(Configured):
    """A blocking client, without the functions of an API."""

    # What is declared where it is called is what the extension gives: mypy --strict then has nothing to say.
    def _call(self, function: str, arguments: dict[str, Any], options: CallOptions) -> T:  # type: ignore[type-var]
        answer: T = self._core.call(function, arguments, self._with_defaults(options), self._gives_response).wait()
        return answer

    def _pages(self, function: str, arguments: dict[str, Any], options: CallOptions) -> Pages[Any]:
        return Pages(self, function, arguments, options)

    def login(
        self,
        *,
        open_browser: OpenBrowser = True,
        paste: bool | None = None,
        timeout: float = 300.0,
        again: bool = False,
    ) -> Self:
        """Logs the user in, unless a good login is stored, and returns the client.

        The arguments are those of `login` that say how.

        Example:
            >>> client = Client.from_env(scopes=["READSYSTEM"]).login()
        """
        from ._login import log_in
        from ._steps import Blocking, at_once

        at_once(log_in(self, Blocking(), open_browser=open_browser, paste=paste, timeout=timeout, again=again))
        return self

    @property
    def scopes(self) -> list[str] | None:
        """The scopes that the user granted; None before the login, or when only the server knows them."""
        return self.granted()

    def granted(self) -> list[str] | None:
        """The scopes that the user granted; None before the login, or when only the server knows them.

        Raises:
            StoreError: The store cannot be read.

        Example:
            >>> scopes = client.granted()
        """
        return self._core.granted().wait()

    def logout(self) -> None:
        """Forgets the tokens here. The server has no function to forget them there.

        Example:
            >>> client.logout()
        """
        self._core.forget().wait()

    @classmethod
    def _check_provider(cls, provider: Callable[[], object]) -> None:
        from inspect import iscoroutinefunction

        if iscoroutinefunction(provider):
            raise SetupError(f"a blocking {cls.__name__} takes a plain function; AsyncClient takes coroutines too")

    def close(self) -> None:
        """Closes the connections, those of copies by `with_options` too. Calls are refused from then on.

        Example:
            >>> client.close()
        """
        self._core.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()
