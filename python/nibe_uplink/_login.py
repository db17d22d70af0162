"""Logging a user in. The program never sees the user's password: the user consents on the server's own pages."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

from nibe_uplink import _core
from nibe_uplink._options import environment

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
    paste: bool = False,
    timeout: float = 300.0,
    base_url: str | None = None,
    client_id: str | None = None,
    client_secret: str | None = None,
    redirect_uri: str | None = None,
    token_store: TokenStore | None = None,
    keep_pace: bool = True,
) -> Client:
    """Logs a user in and returns a client. Settings that are not given come from the environment.

    Args:
        scopes: What to ask the user for; None for everything.
        open_browser: Whether to open the browser, or a function that is given the link. Without a browser the link is
            printed on a line of its own.
        paste: Whether the user pastes the address that the browser ends at, for machines that the browser cannot
            reach. What is typed is not shown.
        timeout: Seconds to wait for the user.
        base_url: Where the API is; None for the cloud.
        client_id: The key of the registered application.
        client_secret: Its secret.
        redirect_uri: Its callback URL.
        token_store: Where tokens are kept; None for memory.
        keep_pace: Whether to keep the API's pace; a local service sets none unless told to.

    Raises:
        LoginDenied: The user refused.
        PortBusy: Another program listens at the redirect URI; use `paste=True`.
        LoginError: Any other failure, with what to do.
    """
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
        {"scopes": scopes, "keep_pace": keep_pace},
        {"open_browser": open_browser, "paste": paste, "timeout": timeout},
    )


def logged_in(kind: type[C], given: dict[str, Any], options: dict[str, Any], how: dict[str, Any]) -> C:
    """A client of a kind, with what was given or else stands in the environment, after its login."""
    settings = environment(kind._environment) | {name: value for name, value in given.items() if value is not None}
    return kind(**options, **settings).login(**how)


def log_in(
    core: _core.Core,
    scopes: list[str],
    *,
    open_browser: OpenBrowser = True,
    paste: bool = False,
    timeout: float = 300.0,
) -> None:
    """Carries out one login for a client."""
    attempt = _core.Login(core, scopes, listen=not paste)
    if paste:
        print("Open this link, allow access, and paste the address that the browser ends at:", file=sys.stderr)
        print(attempt.url, flush=True)
        attempt.finish(_read_hidden())
        return
    # Listening first: a quick answer must not come before anybody is there.
    attempt.listen(timeout)
    if not _show(attempt.url, open_browser):
        print("Open this link and allow access:", file=sys.stderr)
        print(attempt.url, flush=True)
    attempt.wait()


def _show(url: str, open_browser: OpenBrowser) -> bool:
    """Whether somebody was shown the link."""
    if callable(open_browser):
        open_browser(url)
        return True
    if not open_browser:
        return False
    import webbrowser

    return webbrowser.open(url)


def _read_hidden() -> str:
    """A line of any length, not shown on a terminal: terminals cut lines at 4095 bytes unless told otherwise."""
    if not sys.stdin.isatty():
        if "ipykernel" in sys.modules:
            from getpass import getpass

            return getpass("address: ")
        return sys.stdin.readline()
    try:
        import termios
    except ImportError:
        from getpass import getpass

        return getpass("address: ")
    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)
    quiet = termios.tcgetattr(descriptor)
    quiet[3] &= ~(termios.ECHO | termios.ICANON)
    try:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, quiet)
        text = ""
        while not text.endswith(("\n", "\r")):
            piece = sys.stdin.read(1)
            if not piece:
                break
            text = text[:-1] if piece in "\x7f\b" else text + piece
        return text
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)
        print(file=sys.stderr)
