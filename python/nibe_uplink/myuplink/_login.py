"""Logging a user in at myUplink."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from nibe_uplink import _core
from nibe_uplink._login import OpenBrowser, logged_in
from nibe_uplink._options import hidden

if TYPE_CHECKING:
    from typing import Unpack

    from nibe_uplink._options import MoreOptions
    from nibe_uplink.myuplink._generated.client import Client
    from nibe_uplink.stores import TokenStore


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
    again: bool = False,
    **options: Unpack[MoreOptions],
) -> Client:
    """A client that is logged in: with the login that is stored, or else by asking the user.

    Settings that are not given come from the environment: `MYUPLINK_CLIENT_ID` and so on. A stored login is renewed if
    need be, and good enough when it has all `scopes`.

    Args:
        scopes: What the program needs, and the user is asked for. None: everything at a login, and whatever a stored
            one has. Without `offline_access` a login ends after an hour.
        open_browser: Whether to open the browser, or a function that is given the link. The link is also printed, on a
            line of its own.
        paste: Whether the user pastes the address that the browser ends at, for machines that the browser cannot
            reach. What is pasted is not shown, and may be of any length. None: in notebooks, and at terminals without
            a browser, for instance over ssh.
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
    """
    client_secret = hidden(client_secret)
    from nibe_uplink.myuplink._generated.client import Client

    return logged_in(
        Client,
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
