"""What clients stand on of packages that `nibe-uplink-codegen generate --target python-package` makes."""

from __future__ import annotations

import os
import sys

from . import _core
from ._options import Configured, of_login
from ._options import hidden as hidden
from .stores import FileStore

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import timedelta
    from typing import Any, ClassVar, Literal, Self, TypedDict

    from ._response import RequestSent, ResponseReceived

    class Settings(TypedDict, total=False):
        """Settings of every client; see `Described`."""

        timeout: float | timedelta | None
        retries: int
        keep_pace: bool
        root_certificate: str | os.PathLike[str] | None
        insecure_http: bool
        client_auth: Literal["body", "basic_raw", "basic_encoded"] | None
        pkce: bool | None
        on_request: Callable[[RequestSent], object] | None
        on_response: Callable[[ResponseReceived], object] | None


def program(name: str, environment: str) -> int:
    """Runs the program of an API with the arguments of this process, and gives its exit code.

    It calls functions, logs in, and runs the local service. What the environment says is read from variables that begin
    with `environment`.
    """
    called = os.path.basename(sys.argv[0])
    if called == "__main__.py":
        called = f"python -m {name}"
    return _core.program_of(name, environment, called, [called, *sys.argv[1:]])


def credentials(
    *given: tuple[str, str | None, _core.Secret | None],
) -> Sequence[tuple[str, str | None, _core.Secret]]:
    """Those of the keys and passwords that were given: the name in the spec, the user name, the secret."""
    return [(name, username, secret) for name, username, secret in given if secret is not None]


class Described(Configured):
    """A client of an API that its package describes.

    Args:
        timeout: Seconds to wait for an answer, or a timedelta, unless the function needs longer; None waits without
            end.
        retries: How often a read that failed for a passing reason is sent again. Writes never are.
        keep_pace: Whether to keep the API's pace.
        root_certificate: A PEM file of a certificate authority to trust beside those of the machine.
        client_auth: How the secret is shown to the server at a login: in the `body`, or by HTTP Basic as it is
            (`basic_raw`) or percent-encoded first (`basic_encoded`); None for what the spec says.
        pkce: Whether logins use PKCE; None for what the spec says.
        insecure_http: Whether the base URL may be `http://` into a home network, of an API that is spoken there without
            TLS. Whoever is in that network can read keys and values.
        on_request: Called with a `RequestSent` for each request, for metrics.
        on_response: Called with a `ResponseReceived` for what became of each request.
    """

    # The options that hold each key (one) or user name and password (two), by its name in the spec.
    _options: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    # Whether a token is an option.
    _takes_token: ClassVar[bool] = False

    def __init__(self, *positional: Any, insecure_http: bool = False, **settings: Any) -> None:
        self._insecure_http = insecure_http
        super().__init__(*positional, **settings)

    @classmethod
    def from_env(cls, **options: Any) -> Self:
        """A client from the environment; `options` go to the constructor and win.

        Each text option is read from a variable: the name of the package, an underscore and the name of the option, in
        capitals, such as `KETTLE_API_KEY`. Tokens of a login are in the file of `KETTLE_TOKEN_FILE`, or else in
        `FileStore()`. How the server wants logins is said by `KETTLE_CLIENT_AUTH` and `KETTLE_PKCE` (`on` or `off`).

        Raises:
            SetupError: What a client needs is missing.
        """
        texts = ["base_url"]
        secrets = [name for names in cls._options.values() for name in names]
        if cls._logs_in:
            texts += ["client_id", "redirect_uri"]
            secrets.append("client_secret")
        if cls._takes_token:
            secrets.append("token")
        found: dict[str, Any] = {}
        for name in [*texts, *secrets]:
            if text := os.environ.get(f"{cls._environment}_{name.upper()}"):
                found[name] = text if name in texts or name.endswith("username") else hidden(text)
        if cls._logs_in:
            path = os.environ.get(f"{cls._environment}_TOKEN_FILE")
            found["token_store"] = FileStore(path) if path else FileStore()
            found |= of_login(cls._environment)
        given = {
            name: hidden(value) if name in secrets and isinstance(value, str) else value
            for name, value in options.items()
        }
        return cls(**(found | given))
