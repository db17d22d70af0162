//! Its logins.

use super::Package;

impl Package<'_> {
    pub(super) fn login(&self) -> String {
        let runtime = self.runtime.module;
        let (name, api) = (self.name, &self.model.api.name);
        let prefix = self.name.to_uppercase();
        let (scope, import) = match self.model.scopes[..] {
            [] => ("str", String::new()),
            _ => ("Scope", format!("\n    from {name}._generated import Scope\n")),
        };
        format!(
            r#""""Logging a user in. The program never sees the user's password: the user consents on the server's own pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from {runtime}._described import hidden
from {runtime}._login import OpenBrowser, logged_in

from {name}._generated.client import Client

if TYPE_CHECKING:
    from collections.abc import Iterable

    from {runtime}._core import Secret
    from {runtime}.stores import TokenStore
{import}

def login(
    *,
    scopes: Iterable[{scope}] | None = None,
    open_browser: OpenBrowser = True,
    paste: bool | None = None,
    timeout: float = 300.0,
    again: bool = False,
    base_url: str | None = None,
    client_id: str | None = None,
    client_secret: str | Secret | None = None,
    redirect_uri: str | None = None,
    token_store: TokenStore | None = None,
    **options: Any,
) -> Client:
    """Logs a user of {api} in, unless a good login is stored, and returns a client.

    Settings that are not given come from the environment: `{prefix}_CLIENT_ID` and so on.

    Args:
        scopes: What to ask the user for; None for everything.
        open_browser: Whether to open the browser, or a function that is given the link. The link is also printed.
        paste: Whether the user pastes the address that the browser ends at. None: in notebooks, and at terminals
            without a browser.
        timeout: Seconds to wait for the user.
        again: Whether to ask although a good login is stored.
        base_url: Where the API is; None for the address in its spec.
        client_id: The identifier of the registered application.
        client_secret: Its secret.
        redirect_uri: Its callback URL, exactly as it was registered.
        token_store: Where tokens are kept; None for the file `FileStore()`.
        options: Further options of `Client`.

    Raises:
        SetupError: The client identifier is missing, or nobody is there who could paste the address.
        LoginDenied: The user refused.
        PortBusy: Another program listens at the redirect URI; use `paste=True`.
        LoginError: Any other failure, with what to do.
    """
    client_secret = hidden(client_secret)
    given = {{
        "base_url": base_url,
        "client_id": client_id,
        "client_secret": client_secret,
        "redirect_uri": redirect_uri,
        "token_store": token_store,
    }}
    how = {{"open_browser": open_browser, "paste": paste, "timeout": timeout, "again": again}}
    return logged_in(Client, given, {{"scopes": scopes}} | options, how)
"#
        )
    }
}
