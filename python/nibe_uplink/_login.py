"""Logging a user in. The program never sees the user's password: the user consents on the server's own pages."""

from __future__ import annotations

import html
import sys
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from nibe_uplink import _core
from nibe_uplink._options import Configured, hidden, settings
from nibe_uplink._steps import Blocking, GivenUp, OnLoop
from nibe_uplink.errors import BadCallback, Cancelled, SetupError, StateMismatch

if TYPE_CHECKING:
    from typing import Unpack

    from nibe_uplink._client import BlockingClient
    from nibe_uplink._generated import Scope
    from nibe_uplink._generated.client import Client
    from nibe_uplink._options import MoreOptions
    from nibe_uplink.stores import TokenStore

C = TypeVar("C", bound="BlockingClient")
# The scopes of an API, as literals.
S = TypeVar("S", bound=str)

OpenBrowser = bool | Callable[[str], object]


class LogsIn(Generic[C, S]):
    """Logs a user in with scopes of an API and gives a client of a package; called as a function."""

    def __init__(self, package: str) -> None:
        self._package = package
        self.__name__ = "login"
        self.__doc__ = type(self).__call__.__doc__

    def __call__(
        self,
        *,
        scopes: Iterable[S] | None = None,
        open_browser: OpenBrowser = True,
        paste: bool | None = None,
        timeout: float = 300.0,
        base_url: str | None = None,
        client_id: str | None = None,
        client_secret: str | _core.Secret | None = None,
        redirect_uri: str | None = None,
        token_store: TokenStore | None = None,
        keep_pace: bool = True,
        again: bool = False,
        **options: Unpack[MoreOptions],
    ) -> C:
        """A client that is logged in: with the login that is stored, or else by asking the user.

        Settings that are not given come from the environment, `NIBE_UPLINK_CLIENT_ID` or `MYUPLINK_CLIENT_ID` and so
        on. A stored login is renewed if need be, and good enough when it has all `scopes`.

        Args:
            scopes: What the program needs, and the user is asked for. None: everything at a login, and whatever a
                stored one has. At myUplink a login without `offline_access` ends after an hour.
            open_browser: Whether to open the browser, or a function that is given the link. The link is also printed,
                on a line of its own.
            paste: Whether the user pastes the address that the browser ends at, for machines that the browser cannot
                reach. What is pasted is not shown, and may be of any length. None: in notebooks, and at terminals
                without a browser, for instance over ssh.
            timeout: Seconds to wait for the user.
            base_url: Where the API is; None for the cloud.
            client_id: The identifier of the registered application.
            client_secret: Its secret.
            redirect_uri: Its callback URL, exactly as it was registered.
            token_store: Where tokens are kept; None for the file of the program `nibe-uplink`, `FileStore()`.
            keep_pace: Whether to keep the API's pace; a local service sets none unless told to.
            again: Whether to ask the user in any case.
            options: Further settings of `Client`, such as `unknown` or `root_certificate`.

        Raises:
            SetupError: The client identifier is missing, or nobody is there who could paste the address.
            LoginDenied: The user refused.
            PortBusy: Another program listens at the redirect URI; use `paste=True`.
            LoginError: Any other failure, with what to do.

        Example:
            >>> client = nibe_uplink.login(scopes=["READSYSTEM"])
        """
        client_secret = hidden(client_secret)
        kind: type[C] = import_module(f"{self._package}._generated.client").Client
        return logged_in(
            kind,
            {
                "base_url": base_url,
                "client_id": client_id,
                "client_secret": client_secret,
                "redirect_uri": redirect_uri,
                "token_store": token_store,
            },
            {"scopes": scopes, "keep_pace": keep_pace, **options},
            {"open_browser": open_browser, "paste": paste, "timeout": timeout, "again": again},
        )

    def __repr__(self) -> str:
        return f"<{self._package}.login>"


login: LogsIn[Client, Scope] = LogsIn("nibe_uplink")


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
