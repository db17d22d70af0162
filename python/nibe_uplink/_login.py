"""Logging a user in. The program never sees the user's password: the user consents on the server's own pages."""

from __future__ import annotations

import html
import sys
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar

from nibe_uplink import _core
from nibe_uplink._options import Configured, environment, hidden
from nibe_uplink.errors import BadCallback, Cancelled, StateMismatch

if TYPE_CHECKING:
    from nibe_uplink._client import BaseClient
    from nibe_uplink._generated.client import Client
    from nibe_uplink.stores import TokenStore

C = TypeVar("C", bound="BaseClient")

OpenBrowser = bool | Callable[[str], object]


def login(
    *,
    scopes: Iterable[str] | None = None,
    open_browser: OpenBrowser = True,
    paste: bool | None = None,
    timeout: float = 300.0,
    base_url: str | None = None,
    client_id: str | None = None,
    client_secret: str | _core.Secret | None = None,
    redirect_uri: str | None = None,
    token_store: TokenStore | None = None,
    keep_pace: bool = True,
    **options: Any,
) -> Client:
    """Logs a user in and returns a client. Settings that are not given come from the environment.

    Args:
        scopes: What to ask the user for; None for everything.
        open_browser: Whether to open the browser, or a function that is given the link. The link is also printed, on a
            line of its own.
        paste: Whether the user pastes the address that the browser ends at, for machines that the browser cannot
            reach. What is pasted is not shown, and may be of any length. None: in notebooks, and at terminals without
            a browser, for instance over ssh.
        timeout: Seconds to wait for the user.
        base_url: Where the API is; None for the cloud.
        client_id: The key of the registered application.
        client_secret: Its secret.
        redirect_uri: Its callback URL.
        token_store: Where tokens are kept; None for memory.
        keep_pace: Whether to keep the API's pace; a local service sets none unless told to.
        options: Further options of `Client`.

    Raises:
        LoginDenied: The user refused.
        PortBusy: Another program listens at the redirect URI; use `paste=True`.
        LoginError: Any other failure, with what to do.
    """
    client_secret = hidden(client_secret)
    from nibe_uplink._generated.client import Client

    return logged_in(
        Client,
        {
            "base_url": base_url,
            "client_id": client_id,
            "client_secret": client_secret,
            "redirect_uri": redirect_uri,
            "token_store": token_store,
        },
        {"scopes": scopes, "keep_pace": keep_pace} | options,
        {"open_browser": open_browser, "paste": paste, "timeout": timeout},
    )


def logged_in(kind: type[C], given: dict[str, Any], options: dict[str, Any], how: dict[str, Any]) -> C:
    """A client of a kind, with what was given or else stands in the environment, after its login."""
    settings = environment(kind._environment) | {name: value for name, value in given.items() if value is not None}
    return kind(**options, **settings).login(**how)


def log_in(
    client: Configured,
    *,
    open_browser: OpenBrowser = True,
    paste: bool | None = None,
    timeout: float = 300.0,
) -> None:
    """Carries out one login for a client."""
    asked = client._asked()
    if paste is None:
        paste = not callable(open_browser) and (_in_notebook() or (open_browser and _elsewhere()))
    if paste:
        granted = _pasted(_core.Login.begin(client, asked), timeout)
    else:
        attempt = _core.Login.listening(client._core, asked)
        # Listening first: a quick answer must not come before anybody is there.
        attempt.listen(timeout)
        with _Link(attempt, open_browser, "Open this link and allow access:") as link:
            granted = attempt.wait()
            link.granted = granted
    for sentence in client._core.missing(asked, granted):
        print(f"note: {sentence}", file=sys.stderr)


def _in_notebook() -> bool:
    return "ipykernel" in sys.modules


def _elsewhere() -> bool:
    """Whether somebody sits at a terminal whose browser is on another machine."""
    return sys.stdin is not None and sys.stdin.isatty() and not _core.browser_is_here()


class _Link:
    """Shows the link as long as it is good for anything: in a notebook what is shown is saved, and it holds a state."""

    def __init__(self, attempt: _core.Login, open_browser: OpenBrowser, what: str) -> None:
        self.granted: list[str] | None = None
        self._handle: Any = None
        if callable(open_browser):
            open_browser(attempt.url)
            return
        if open_browser and _core.open_browser(attempt):
            what = f"The login page should be open in your browser. If not: {what[0].lower()}{what[1:]}"
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


def _pasted(attempt: _core.Login, timeout: float) -> list[str]:
    """Completes a login with what the user pastes, which never is a variable: tracebacks show variables."""
    what = "Open this link, allow access, and paste the address that the browser ends at:"
    with _Link(attempt, open_browser=False, what=what) as link:
        if _in_notebook():
            from getpass import getpass

            link.granted = attempt.finish(getpass("address: "))
        elif sys.stdin is sys.__stdin__ and sys.stdin is not None and sys.stdin.isatty():
            link.granted = _typed(attempt, timeout)
        else:
            link.granted = attempt.finish(sys.stdin.readline())
    return link.granted


def _typed(attempt: _core.Login, timeout: float) -> list[str]:
    """Lets the user try again after a slip."""
    while True:
        line = _core.read_pasted("(it is not shown; end with Enter)", timeout)
        if line is None:
            raise Cancelled("no address was pasted; start the login again")
        try:
            attempt.check(line[0])
        except (BadCallback, StateMismatch) as problem:
            print(f"error: {problem}", file=sys.stderr)
            continue
        return attempt.finish(line[0])
