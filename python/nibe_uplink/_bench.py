"""What the local service says of itself; part of `simulator`."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

from . import _core

Trouble = Literal[
    "sensor",
    "low_pressure",
    "filter",
    "offline",
    "power_cut",
    "firmware_update",
    "clock",
    "replaced_controller",
]

Fault = Literal[
    "status",
    "html",
    "truncate",
    "body",
    "add_field",
    "null_field",
    "wrap",
    "drop_items",
    "hang_up",
    "delay",
    "drip",
    "endless",
    "token_answer",
    "deny",
    "fewer_scopes",
]

MALFORMED: tuple[str, ...]
"""The forms of `token_answer` that hold no access token one could use."""
ODD: tuple[str, ...]
"""The forms of `token_answer` that are odd but hold a token."""
MALFORMED, ODD = (tuple(forms) for forms in _core.token_forms())


class SeenRequest(NamedTuple):
    """A request that the service saw.

    Attributes:
        method: The HTTP method.
        path: Path and query.
        function: The function of the API, or None when there is none of this path.
        status: The HTTP status of the answer; 0 when the service hung up.
        body: The body of the request.
    """

    method: str
    path: str
    function: str | None
    status: int
    body: str


class SeenOAuthRequest(NamedTuple):
    """A request to the authorization server. It holds no code, state, token or secret.

    Attributes:
        endpoint: `authorize`, `token`, `revoke`, `introspect` or `metadata`.
        method: The HTTP method.
        client_id: The application, where the request names it outside of a header.
        grant: `grant_type` or `response_type`.
        user_agent: The program that asked, as it calls itself.
        status: The HTTP status of the answer; 0 when the service hung up.
        error: The error that the answer names.
        fault: The fault that altered the answer.
    """

    endpoint: str
    method: str
    client_id: str | None
    grant: str | None
    user_agent: str | None
    status: int
    error: str | None
    fault: str | None


class Tally(NamedTuple):
    """How often the token endpoint did what.

    Attributes:
        token_calls: Requests to the token endpoint, those that were refused among them.
        codes: Codes that were exchanged for tokens.
        refreshes: Refresh tokens that were exchanged for tokens.
        reuses: Refresh tokens that came again after they were spent.
        code_reuses: Codes that came again after they were used.
    """

    token_calls: int
    codes: int
    refreshes: int
    reuses: int
    code_reuses: int


class Application:
    """A registered application.

    Attributes:
        client_id: Its key.
        client_secret: Its secret, good for this service only; empty for a public application.
        redirect_uri: Its callback URL.
    """

    def __init__(self, client_id: str, client_secret: str, redirect_uri: str) -> None:
        self.client_id = client_id
        self.client_secret = client_secret
        self.redirect_uri = redirect_uri

    def __repr__(self) -> str:
        return f"<Application {self.client_id} with the callback {self.redirect_uri}>"

    def __reduce__(self) -> tuple[Any, ...]:
        raise TypeError(
            "an Application cannot be pickled, because it holds a secret; "
            "hand over its client_id, client_secret and redirect_uri yourself"
        )
