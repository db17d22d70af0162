"""What packages stand on that `nibe-uplink-codegen generate --target python-package` makes of other APIs' specs."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypedDict, TypeVar

from nibe_uplink import _core
from nibe_uplink._options import Configured, of_login
from nibe_uplink._options import hidden as hidden
from nibe_uplink.errors import SetupError
from nibe_uplink.simulator import BaseSimulator
from nibe_uplink.stores import FileStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import datetime, timedelta
    from typing import Literal

    from nibe_uplink._response import RequestSent, ResponseReceived

C = TypeVar("C")
A = TypeVar("A")


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


def describe(name: str, package: str, spec: str | os.PathLike[str]) -> None:
    """Makes the API of a spec file known to the extension, which reads the file when a client is made."""
    _core.describe_api(name, package, spec)


def program(name: str, environment: str) -> int:
    """Runs the program of an API with the arguments of this process, and gives its exit code.

    It calls functions, logs in, and runs the local service. What the environment says is read from variables that begin
    with `environment`.
    """
    called = Path(sys.argv[0]).name
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

    _leave_out: ClassVar[Mapping[str, tuple[str, str]]] = {}
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


class DescribedSimulator(BaseSimulator[C, A]):
    """A service on this machine that answers from the examples of the spec. A context manager.

    Args:
        auto_approve: Whether consent is given at once; otherwise a page asks for it.
        scopes: The scopes that consent grants at most; None for all.
        pace: Whether the service enforces the API's pace: `"spec"`, or `"off"` and False.
        speed: Simulated seconds for each real second; 0 stops the clock.
        at: The simulated time at the start; None for now.
        port: The port on 127.0.0.1; 0 lets the system choose.
        profile: How strict the authorization server is; `"strict"` as RFC 9700 asks, None for one that takes much.
        redirect_uri: The callback URL of the application that is registered from the start.
        state: A file for what survives a restart: applications and tokens.

    Raises:
        SetupError: The port is taken, or options do not go together.
    """

    def __init__(
        self,
        *,
        auto_approve: bool = True,
        scopes: Iterable[str] | None = None,
        pace: Literal["spec", "off"] | bool = False,
        speed: float = 1.0,
        at: datetime | str | None = None,
        port: int = 0,
        profile: Literal["strict"] | None = None,
        redirect_uri: str | None = None,
        state: str | os.PathLike[str] | None = None,
    ) -> None:
        super().__init__(
            auto_approve=auto_approve,
            scopes=scopes,
            pace=pace,
            speed=speed,
            at=at,
            port=port,
            profile=profile,
            redirect_uri=redirect_uri,
            state=state,
        )

    def _logged_in(self, kind: Any, scopes: Iterable[str] | None, **options: Any) -> Any:
        for name, username, secret in self._service.credentials():
            names = kind._options[name]
            options |= dict(zip(names, [secret] if username is None else [username, secret], strict=True))
        if kind._logs_in:
            return super()._logged_in(kind, scopes, **options)
        if scopes is not None and list(scopes):
            raise SetupError("this API has no login, so nobody grants scopes")
        if kind._takes_token:
            # The service takes any, since nobody gives them.
            options |= {"token": _core.Secret("any")}
        return kind(base_url=self.base_url, **options)
