"""Logging a user in. The program never sees the user's password: the user consents on the server's own pages."""

from __future__ import annotations

import html
import sys
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar

from . import _core
from ._options import Configured, settings
from ._steps import Blocking, GivenUp, OnLoop
from .errors import BadCallback, Cancelled, SetupError, StateMismatch

if TYPE_CHECKING:
    from ._blocking import BlockingClient

C = TypeVar("C", bound="BlockingClient")

OpenBrowser = bool | Callable[[str], object]


def logged_in(kind: type[C], given: dict[str, Any], options: dict[str, Any], how: dict[str, Any]) -> C:
    """A client of a kind, with what was given or else stands in the environment, after its login."""
    return kind(**options, **settings(kind._environment, given)).login(**how)


async def log_in(
    client: Configured,
    steps: Blocking | OnLoop,
    *,
    open_browser: OpenBrowser = True,
    paste: bool | None = None,
    timeout: float = 300.0,
    again: bool = False,
) -> None:
    """Carries out one login for a client, if it needs one."""
    if client._for_itself or client._provider is not None:
        raise SetupError("nobody logs in to this client: it gets its tokens by itself, or from the program")
    if not again and await steps.wait(client._core.stored(client._scopes or [])) is not None:
        return
    asked = client._asked()
    if paste is None:
        paste = not callable(open_browser) and (_in_notebook() or (open_browser and _elsewhere()))
    if paste:
        granted = await _pasted(client, asked, steps, timeout)
    else:
        attempt = _core.Login.listening(client._core, asked)
        try:
            granted = await _listened(attempt, steps, open_browser, timeout)
        finally:
            # Now, and not when the last traceback is gone that holds it: the next login may need the port.
            attempt.close()
    for sentence in client._core.missing(asked, granted):
        print(f"note: {sentence}", file=sys.stderr)


def _in_notebook() -> bool:
    # A program may have loaded IPython without running in it.
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    return hasattr(shell, "kernel")


def _elsewhere() -> bool:
    """Whether somebody sits at a terminal whose browser is on another machine."""
    return sys.stdin is not None and sys.stdin.isatty() and not _core.browser_is_here()


class _Link:
    """Shows the link as long as it is good for anything: in a notebook what is shown is saved, and it holds a state."""

    def __init__(self, attempt: _core.Login, what: str) -> None:
        self.granted: list[str] | None = None
        self._handle: Any = None
        if _in_notebook():
            show: Any = import_module("IPython.display")
            self._handle = show.display(
                show.HTML(
                    f'<p>{html.escape(what)} <a href="{html.escape(attempt.url)}" target="_blank" '
                    'rel="noopener noreferrer">log in</a></p>'
                ),
                display_id=True,
            )
            return
        print(what, file=sys.stderr)
        print(attempt.url, flush=True)

    def __enter__(self) -> _Link:
        return self

    def __exit__(self, *_: object) -> None:
        if self._handle is not None:
            show: Any = import_module("IPython.display")
            end = "The login did not succeed." if self.granted is None else f"Granted: {' '.join(self.granted)}"
            self._handle.update(show.HTML(f"<p>{html.escape(end)}</p>"))


async def _listened(
    attempt: _core.Login, steps: Blocking | OnLoop, open_browser: OpenBrowser, timeout: float
) -> list[str]:
    """Completes a login with the answer that the browser brings."""
    # Listening first: a quick answer must not come before anybody is there.
    attempt.listen(timeout)
    if callable(open_browser):
        shown = open_browser
        await steps.aside(lambda _: shown(attempt.url))
        return await steps.wait(attempt.wait())
    what = "Open this link and allow access:"
    if open_browser and await steps.aside(lambda _: _core.open_browser(attempt)):
        what = f"The login page should be open in your browser. If not: {what[0].lower()}{what[1:]}"
    with _Link(attempt, what) as link:
        link.granted = await steps.wait(attempt.wait())
    return link.granted


async def _pasted(client: Configured, asked: list[str], steps: Blocking | OnLoop, timeout: float) -> list[str]:
    """Completes a login with what the user pastes, and lets the user try again after a slip at the terminal."""
    attempt, ways = _core.Login.begin(client, asked), client._core.login_ways
    what = (
        "Open this link, allow access, and paste the address that the browser ends at. Its page there is likely an "
        "error, because nobody listens; the address is what counts:"
    )
    with _Link(attempt, what) as link:
        while (pasted := await steps.aside(lambda given_up: _line(steps, timeout, ways, given_up))) is not None:
            address, terminal = pasted
            try:
                attempt.check(address)
            except (BadCallback, StateMismatch) as problem:
                if not terminal:
                    raise
                print(f"error: {problem}", file=sys.stderr)
                continue
            link.granted = await steps.wait(attempt.finish(address))
            return link.granted
    raise Cancelled("no address was pasted; start the login again")


def _line(steps: Blocking | OnLoop, timeout: float, ways: str, given_up: GivenUp) -> tuple[_core.Secret, bool] | None:
    """The pasted line, never as text in a variable, and whether a person is there who can be asked again."""
    try:
        if _in_notebook():
            from getpass import getpass

            # Empty is how somebody gives up who has no Ctrl-C.
            typed = _core.Secret(getpass("address: "))
            return (typed, True) if typed else None
        # What reads from the system directly, unlike `readline`, can be given up. Of a pipe the program may have read
        # already, and then the line is in Python's buffer.
        direct = sys.stdin is sys.__stdin__ and sys.stdin is not None and (steps.on_loop or sys.stdin.isatty())
        if direct:
            pasted = _core.read_pasted("(it is not shown; end with Enter)", timeout, given_up)
            if pasted or sys.stdin.isatty():
                return pasted
        elif sys.stdin is not None and (line := _core.Secret(sys.stdin.readline())):
            return line, False
    except (NotImplementedError, OSError):
        # IPython says the first where nobody sits at the notebook.
        pass
    raise SetupError(
        f"there is no keyboard here to paste the address with; log in once where there is one, with {ways}, which keep "
        "the login in FileStore(), and let this program take it from there"
    )
