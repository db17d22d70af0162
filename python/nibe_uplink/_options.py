"""What clients of all APIs and of both kinds have in common: how they are set up."""

from __future__ import annotations

import os

from . import _core
from .errors import SetupError
from .stores import CallbackStore, FileStore, MemoryStore, PostgresStore

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
    from datetime import timedelta
    from typing import Any, ClassVar, Literal, Self, TypedDict, Unpack, overload

    from ._response import RequestSent, ResponseReceived
    from .stores import TokenStore

    class CallOptions(TypedDict, total=False):
        """What every function of a client takes beside its arguments.

        `timeout` is the time for the whole call, its waits included; a wait that is known to be longer fails at once.
        `max_age` lets a read answer from what was read before, when that is no older; a read after a write of this
        client never answers from before it. Both in seconds or as a timedelta. `extra_headers` are sent with each
        request of the call.
        """

        timeout: float | timedelta | None
        max_age: float | timedelta | None
        extra_headers: Mapping[str, str] | None

    class MoreOptions(TypedDict, total=False):
        """Settings of a client that `login` takes beside those that it names; `Client` explains them."""

        retries: int
        owner: str | None
        client_auth: Literal["body", "basic_raw", "basic_encoded"] | None
        pkce: bool | None
        root_certificate: str | os.PathLike[str] | None
        unknown: Literal["warn", "error", "ignore"]
        on_request: Callable[[RequestSent], object] | None
        on_response: Callable[[ResponseReceived], object] | None

    class OptionsButScopes(MoreOptions, total=False):
        """Settings of a client, for functions that name the scopes."""

        base_url: str | None
        client_id: str | None
        client_secret: str | _core.Secret | None
        redirect_uri: str | None
        token_store: TokenStore | None
        timeout: float | timedelta | None
        keep_pace: bool

    class ClientOptions(OptionsButScopes, total=False):
        """All settings of a client."""

        scopes: Iterable[str] | None
else:
    from ._typed import overload

# What the program takes for yes and no.
ON = frozenset(("on", "yes", "true", "1", "y", "t"))
OFF = frozenset(("off", "no", "false", "0", "n", "f"))
# The client identifier of a client that was given a token and never logs in.
NO_CLIENT = "none"


class Configured:
    """A client with its settings."""

    # Its name among those that the extension knows, what its variables begin with, and its scopes.
    _api: ClassVar[str]
    _environment: ClassVar[str]
    _every_scope: ClassVar[tuple[str, ...]] = ()
    # What calls are made with unless they say otherwise, and whether they give a Response.
    _call_options: CallOptions | None = None
    _gives_response = False
    # Where tokens come from when no user logs in: by the client itself, or of a function of the program.
    _for_itself = False
    # The one certificate that the server may have.
    _pin: str | None = None
    # Whether the base URL may be plain http into a home network.
    _insecure_http = False
    # Keys and passwords by their names in the spec, and a token that needs no login.
    _credentials: Sequence[tuple[str, str | None, _core.Secret]] = ()
    _token: _core.Secret | None = None
    # Whether users log in.
    _logs_in: ClassVar[bool] = True
    _provider: Callable[[], object] | None = None

    def __init__(
        self,
        base_url: str | None = None,
        client_id: str | None = None,
        client_secret: str | _core.Secret | None = None,
        redirect_uri: str | None = None,
        scopes: Iterable[str] | None = None,
        token_store: TokenStore | None = None,
        *,
        timeout: float | timedelta | None = 30.0,
        retries: int = 2,
        keep_pace: bool = True,
        owner: str | None = None,
        client_auth: Literal["body", "basic_raw", "basic_encoded"] | None = None,
        pkce: bool | None = None,
        root_certificate: str | os.PathLike[str] | None = None,
        on_request: Callable[[RequestSent], object] | None = None,
        on_response: Callable[[ResponseReceived], object] | None = None,
    ) -> None:
        """Sets the client up; nothing is sent. The clients of each API explain their settings."""
        client_secret = hidden(client_secret)
        if not client_id and self._logs_in and not self._credentials:
            raise SetupError(
                "the client needs client_id, the identifier of the registered application; Client.from_env() takes it "
                f"from {self._environment}_CLIENT_ID"
            )
        if not isinstance(token_store, MemoryStore | FileStore | CallbackStore | PostgresStore | None):
            raise SetupError(
                "token_store has to be a MemoryStore(), a FileStore(path), a PostgresStore(dsn) or a "
                "CallbackStore(load, save)"
            )
        if not 0 <= retries < 2**32:
            raise SetupError("retries has to be 0 or more")
        self._scopes = None if scopes is None else scope_list(scopes)
        self._store = token_store or MemoryStore()
        self._core = _core.Core(
            api=self._api,
            base_url=base_url,
            client_id=client_id or None,
            client_secret=client_secret,
            token=self._token,
            credentials=self._credentials,
            redirect_uri=redirect_uri or "http://127.0.0.1:8976/callback",
            client_auth=client_auth,
            pkce=pkce,
            owner=owner,
            client_credentials=self._asked() if self._for_itself else None,
            provider=None if self._provider is None else (self._provider, self._scopes),
            store=self._store._store,
            timeout=timeout,
            retries=retries,
            keep_pace=keep_pace,
            root_certificate=None if root_certificate is None else os.fspath(root_certificate),
            pinned_certificate=self._pin,
            insecure_http=self._insecure_http,
            on_request=on_request,
            on_response=on_response,
        )

    @classmethod
    def client_credentials(cls, *, scopes: Iterable[str] | None = None, **options: Unpack[OptionsButScopes]) -> Self:
        """A client that asks for tokens by itself, by the client credentials grant: there is no user and no login.

        Args:
            scopes: What to ask for; None for everything.
            options: Go to the constructor.

        Raises:
            SetupError: The API has no such grant.

        Example:
            >>> client = Client.client_credentials(client_id="my id", client_secret="my secret")
        """
        options = hidden_secret(options)
        made: Self = cls._with(_for_itself=True)(scopes=scopes, **options)
        return made

    @classmethod
    def from_token(
        cls, token: str | _core.Secret, *, scopes: Iterable[str] | None = None, **options: Unpack[OptionsButScopes]
    ) -> Self:
        """A client with an access token that was obtained elsewhere.

        Args:
            token: The access token. It is not refreshed.
            scopes: The scopes it carries; None for all.
            options: Go to the constructor.

        Example:
            >>> client = Client.from_token("an access token", scopes=["READSYSTEM"])
        """
        token, options = hidden(token), hidden_secret(options)
        given: dict[str, Any] = {"client_id": NO_CLIENT, "scopes": scopes, **options}
        client = cls(**given)
        client._core.keep(token, None, None, client._asked())
        return client

    @classmethod
    def from_tokens(
        cls,
        access_token: str | _core.Secret,
        refresh_token: str | _core.Secret,
        expires_in: float | None = None,
        *,
        scopes: Iterable[str] | None = None,
        **options: Unpack[OptionsButScopes],
    ) -> Self:
        """A client with the tokens of a login that another program carried out; it renews them.

        Args:
            access_token: The access token.
            refresh_token: The refresh token. Nobody else may use it from now on: most servers take each one once.
            expires_in: Seconds until the access token ends, counted from now; None when that is not known.
            scopes: The scopes it carries; None for all.
            options: Go to the constructor: `client_id` and `client_secret` of the application that the login was for,
                and a `token_store` that keeps what follows.

        Raises:
            SetupError: `client_id` is missing.

        Example:
            >>> application = {"client_id": "my id", "client_secret": "my secret"}
            >>> client = Client.from_tokens("access token", "refresh token", 300, **application)
        """
        access_token, refresh_token = hidden(access_token), hidden(refresh_token)
        options = hidden_secret(options)
        given: dict[str, Any] = {"scopes": scopes, **options}
        client = cls(**given)
        client._core.keep(access_token, refresh_token, expires_in, client._asked())
        return client

    @classmethod
    def from_token_provider(
        cls,
        access_token: Callable[[], str | _core.Secret | Awaitable[str | _core.Secret]],
        *,
        scopes: Iterable[str] | None = None,
        **options: Unpack[OptionsButScopes],
    ) -> Self:
        """A client whose access tokens come from the program around it, which renews them itself.

        Home Assistant is such a host: `AsyncClient.from_token_provider(auth.async_get_access_token)`.

        Args:
            access_token: Gives a token that is good now; it is called before each request, and once more when the
                server refused what it gave. A plain function is called in a thread of its own. A client for asyncio
                also takes `async def`, which is awaited in the event loop that awaits the call.
            scopes: The scopes it carries; None leaves that to the server.
            options: Go to the constructor. With a `client_id` clients that share it share the API's pace.

        Raises:
            SetupError: A blocking client was given a coroutine function.

        Example:
            >>> client = Client.from_token_provider(lambda: "a token that is good now")
        """
        options = hidden_secret(options)
        if not callable(access_token):
            raise SetupError("access_token has to be a function that gives the token; from_token takes a token itself")
        cls._check_provider(access_token)
        given: dict[str, Any] = {"client_id": NO_CLIENT, "scopes": scopes, **options}
        made: Self = cls._with(_provider=access_token)(**given)
        return made

    @classmethod
    def _check_provider(cls, provider: Callable[[], object]) -> None:
        """Refuses functions that this kind of client cannot call."""

    @classmethod
    def _with(cls, **attributes: Any) -> Callable[..., Any]:
        """What makes clients of this class that have these attributes before they are set up."""

        def make(**options: Any) -> Any:
            client: Any = cls.__new__(cls)
            vars(client).update(attributes)
            client.__init__(**options)
            return client

        return make

    def with_options(self, **options: Unpack[CallOptions]) -> Self:
        """The same client, whose functions take these options unless they are given others.

        Connections, tokens and pace are shared.

        Args:
            options: `timeout`: seconds, or a timedelta, for a whole call with its waits; a wait for the pace that is
                known to be longer raises at once, and its `retry_after` says how long it is. `max_age`: seconds, or a
                timedelta; a read answers from what was read before when that is no older. `extra_headers`: a mapping
                of headers that are sent with each request.

        Raises:
            SetupError: An option cannot work.

        Example:
            >>> patient = client.with_options(timeout=120, max_age=60)
        """
        _core.check_options(dict(options))
        return self._copy(_call_options={**(self._call_options or {}), **options})

    def with_response(self) -> Any:
        """The same client, whose functions give a `Response`: their value with status, headers and the time it took.

        Of a list that takes several requests it gives what came, and `failures` says which parts failed; the call
        raises when all of them did.

        Example:
            >>> response = client.with_response().system(80101)
            >>> response.status
            200
        """
        return self._copy(_gives_response=True)

    def _copy(self, **changes: Any) -> Self:
        copy = object.__new__(type(self))
        vars(copy).update(vars(self), **changes)
        return copy

    def _with_defaults(self, options: CallOptions) -> CallOptions:
        return options if self._call_options is None else {**self._call_options, **options}

    def _asked(self) -> list[str]:
        """The scopes that a login asks for."""
        return list(self._every_scope) if self._scopes is None else self._scopes

    @property
    def base_url(self) -> str:
        """Where the API is."""
        return self._core.base_url

    @property
    def token_store(self) -> TokenStore:
        """Where the tokens are kept."""
        return self._store

    def __repr__(self) -> str:
        if not hasattr(self, "_core"):
            # In the traceback of an option that cannot work.
            return f"<{type(self).__name__} that was not made>"
        return f"{type(self).__name__}(base_url={self.base_url!r}, client_id={self._core.client_id!r})"

    def __reduce__(self) -> tuple[Any, ...]:
        raise TypeError(
            f"a {type(self).__name__} cannot be pickled, because it holds secrets; "
            "give the other process a FileStore and let it make its own"
        )


@overload
def hidden(secret: str | _core.Secret) -> _core.Secret: ...
@overload
def hidden(secret: str | _core.Secret | None) -> _core.Secret | None: ...
def hidden(secret: str | _core.Secret | None) -> _core.Secret | None:
    """A secret that tracebacks do not show, as they do variables. To be the first thing that a function does."""
    return _core.Secret(secret) if isinstance(secret, str) else secret


def hidden_secret(options: Any) -> Any:
    """Options of a client, whose secret tracebacks do not show."""
    return {name: hidden(value) if name == "client_secret" else value for name, value in options.items()}


def settings(prefix: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """The settings that were given or else stand in the environment; tokens are in a file unless something is said."""
    found: dict[str, Any] = _environment(prefix) | {name: value for name, value in given.items() if value is not None}
    if not found.get("client_id"):
        raise SetupError(
            f"the environment variable {prefix}_CLIENT_ID is missing; set it to the identifier of the registered "
            "application, or give client_id"
        )
    if "token_store" not in found:
        found["token_store"] = FileStore()
    return found


def _environment(prefix: str) -> dict[str, Any]:
    names = {option: f"{prefix}_{option.upper()}" for option in ("base_url", "client_id", "redirect_uri")}
    found: dict[str, Any] = {option: os.environ[name] for option, name in names.items() if os.environ.get(name)}
    if os.environ.get(f"{prefix}_CLIENT_SECRET"):
        found["client_secret"] = hidden(os.environ[f"{prefix}_CLIENT_SECRET"])
    if path := os.environ.get(f"{prefix}_TOKEN_FILE"):
        found["token_store"] = FileStore(path)
    return found | of_login(prefix)


def of_login(prefix: str) -> dict[str, Any]:
    """How the environment says that the server wants its logins."""
    found: dict[str, Any] = {}
    if client_auth := os.environ.get(f"{prefix}_CLIENT_AUTH"):
        found["client_auth"] = client_auth
    if pkce := os.environ.get(f"{prefix}_PKCE"):
        if pkce.lower() not in ON | OFF:
            raise SetupError(f"the environment variable {prefix}_PKCE has to be on or off")
        found["pkce"] = pkce.lower() in ON
    return found


def scope_list(scopes: Iterable[str]) -> list[str]:
    """Scopes as a list; one text may hold several, separated by blanks or commas."""
    return scopes.replace(",", " ").split() if isinstance(scopes, str) else list(scopes)
