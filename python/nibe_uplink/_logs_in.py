"""The function `login` of each package."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Generic, TypeVar

from nibe_uplink import _core
from nibe_uplink._login import OpenBrowser, logged_in
from nibe_uplink._options import hidden

if TYPE_CHECKING:
    from typing import Unpack

    from nibe_uplink._blocking import BlockingClient
    from nibe_uplink._generated import Scope
    from nibe_uplink._generated.client import Client
    from nibe_uplink._options import MoreOptions
    from nibe_uplink.stores import TokenStore

C = TypeVar("C", bound="BlockingClient")
# The scopes of an API, as literals.
S = TypeVar("S", bound=str)


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
