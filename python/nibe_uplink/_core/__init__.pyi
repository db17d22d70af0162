"""The bridge to Rust; private. Values go in and out, Rust errors arrive as the classes of `errors`."""

from collections.abc import Callable, Generator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from os import PathLike
from typing import Any, Generic, TypeVar, final

from .._options import CallOptions
from .._response import RequestSent, ResponseReceived

__all__ = [
    "APPLICATION",
    "DISTRIBUTION",
    "TOKEN_KEY",
    "Core",
    "ImplicitLogin",
    "Login",
    "PageCursor",
    "Pending",
    "Secret",
    "Simulator",
    "Store",
    "Watch",
    "browser_is_here",
    "check_options",
    "default_token_file",
    "describe_api",
    "known_apis",
    "model_from_json",
    "need_asyncio",
    "open_browser",
    "program_of",
    "read_pasted",
    "stop_waking",
    "token_forms",
]

_T = TypeVar("_T")

APPLICATION: str
DISTRIBUTION: str
TOKEN_KEY: str

def default_token_file() -> str: ...
def stop_waking() -> None: ...
def token_forms() -> tuple[list[str], list[str]]: ...
def program_of(name: str, environment: str, program: str, arguments: Sequence[str]) -> int: ...

@final
class Pending(Generic[_T]):
    """One piece of work, which starts when it is waited for or awaited. One that is dropped never starts."""

    def wait(self) -> _T: ...
    def __await__(self) -> Generator[Any, None, _T]: ...

@final
class Store:
    @staticmethod
    def memory() -> Store: ...
    @staticmethod
    def file(path: str | PathLike[str]) -> Store: ...
    @staticmethod
    def postgres(
        dsn: str | Secret,
        key: str | Secret,
        insecure: bool,
        limits: Sequence[str],
        share: float,
        pace: tuple[int, float] | None,
    ) -> Store: ...
    @staticmethod
    def callbacks(
        load: Callable[[str], str | None],
        save: Callable[[str, str | None], object],
        lock: Callable[[str], AbstractContextManager[object]] | None,
    ) -> Store: ...
    def place(self) -> str: ...
    def migrate(self) -> None: ...

@final
class PageCursor(Generic[_T]):
    def next(self) -> Pending[list[_T] | None]: ...
    def anew(self, core: Core) -> PageCursor[_T]: ...

@final
class Watch:
    def next(self) -> Pending[tuple[str, int, datetime, Any, list[str]] | None]: ...
    def close(self) -> None: ...

def known_apis() -> list[tuple[str, str, str, str, bool]]: ...
def describe_api(name: str, package: str, spec: str | PathLike[str]) -> None: ...

@final
class Core:
    def __new__(
        cls,
        *,
        api: str,
        base_url: str | None,
        client_id: str | None,
        client_secret: Secret | None,
        token: Secret | None,
        credentials: Sequence[tuple[str, str | None, Secret]],
        redirect_uri: str,
        client_auth: str | None,
        pkce: bool | None,
        owner: str | None,
        client_credentials: Sequence[str] | None,
        provider: tuple[Callable[[], object], Sequence[str] | None] | None,
        store: Store,
        timeout: float | timedelta | None,
        retries: int,
        keep_pace: bool,
        root_certificate: str | None,
        pinned_certificate: str | None,
        insecure_http: bool,
        on_request: Callable[[RequestSent], object] | None,
        on_response: Callable[[ResponseReceived], object] | None,
    ) -> Core: ...
    @property
    def base_url(self) -> str: ...
    @property
    def client_id(self) -> str | None: ...
    @property
    def login_ways(self) -> str: ...
    @property
    def redirect_uri(self) -> str | None: ...
    def call(
        self,
        function: str,
        arguments: dict[str, Any],
        options: CallOptions | None = None,
        with_response: bool = False,
    ) -> Pending[Any]: ...
    def walk(self, function: str, arguments: dict[str, Any], options: CallOptions | None = None) -> PageCursor[Any]: ...
    def watch(
        self,
        function: str,
        arguments: list[dict[str, Any]],
        every: float | timedelta,
        options: CallOptions | None = None,
    ) -> Watch: ...
    def granted(self) -> Pending[list[str] | None]: ...
    def stored(self, needs: Sequence[str]) -> Pending[list[str] | None]: ...
    def missing(self, asked: Sequence[str], granted: Sequence[str]) -> list[str]: ...
    def keep(
        self,
        access_token: str | Secret,
        refresh_token: str | Secret | None,
        expires_in: float | None,
        scopes: Sequence[str],
    ) -> None: ...
    def close(self) -> None: ...
    def forget(self) -> Pending[None]: ...

def model_from_json(class_: type[_T], text: bytes, /) -> _T: ...
def check_options(given: dict[str, Any]) -> None: ...
def need_asyncio() -> None: ...

@final
class Secret:
    def __new__(cls, text: str) -> Secret: ...
    def __bool__(self) -> bool: ...

def read_pasted(prompt: str, timeout: float, given_up: Callable[[], bool]) -> tuple[Secret, bool] | None: ...
def open_browser(login: Login) -> bool: ...
def browser_is_here() -> bool: ...

@final
class Login:
    """One attempt to log in: a link, and one use of the answer.

    For programs with a web server of their own: send the user to `url`, and give `finish` the address that comes back:
    `login.finish(address).wait()`, or `await login.finish(address)` in a coroutine.
    """

    @staticmethod
    def begin(client: object, scopes: Sequence[str] | None = None) -> Login: ...
    @staticmethod
    def listening(core: Core, scopes: Sequence[str]) -> Login: ...
    @property
    def url(self) -> str: ...
    def check(self, callback_url: str | Secret) -> None: ...
    def finish(self, callback_url: str | Secret) -> Pending[list[str]]: ...
    def listen(self, timeout: float) -> None: ...
    def wait(self) -> Pending[list[str]]: ...
    def close(self) -> None: ...

@final
class ImplicitLogin:
    """One attempt to log in by implicit grant: the access token comes in the address itself, and nothing renews it."""

    @staticmethod
    def begin(client: object, scopes: Sequence[str] | None = None) -> ImplicitLogin: ...
    @property
    def url(self) -> str: ...
    def finish(self, callback_url: str | Secret) -> Pending[list[str]]: ...

@final
class Simulator:
    def __new__(
        cls,
        *,
        api: str,
        auto_approve: bool,
        scopes: Sequence[str] | None,
        machines: Sequence[str | PathLike[str]],
        pace: bool,
        speed: float,
        at: str | None,
        port: int,
        spec: str | PathLike[str] | None,
        seed: int | None,
        owners: int | None,
        limits: Sequence[str],
        rate: tuple[int, float] | None,
        profile: str | None,
        rotation: str | None,
        grace: float | None,
        pkce: str | None,
        basic: str | None,
        redirect_uri: str | None,
        state: str | PathLike[str] | None,
        read_only: bool,
        whole_points: bool,
        bears_overlap: bool,
        firmware: str | None,
        update_at: str | None,
    ) -> Simulator: ...
    @property
    def fingerprint(self) -> str | None: ...
    @property
    def password(self) -> str | None: ...
    @property
    def base_url(self) -> str: ...
    @property
    def client_id(self) -> str: ...
    @property
    def client_secret(self) -> str: ...
    @property
    def redirect_uri(self) -> str: ...
    @property
    def systems(self) -> list[str]: ...
    def credentials(self) -> list[tuple[str, str | None, Secret]]: ...
    @property
    def now(self) -> str: ...
    def requests(self) -> list[tuple[str, str, str | None, int, str]]: ...
    def advance(self, seconds: float) -> None: ...
    def issue(self, scopes: Sequence[str]) -> tuple[str, str | None, int, list[str]]: ...
    def register(self, name: str, redirect_uri: str, public: bool) -> tuple[str, str, str]: ...
    @property
    def tally(self) -> tuple[int, int, int, int, int]: ...
    def expire_tokens(self) -> None: ...
    def fault(self, fault: str) -> None: ...
    def clear_faults(self) -> None: ...
    def trouble(self, system: str, kind: str, begins: bool) -> None: ...
    def block(self, client_id: str, blocked: bool) -> None: ...
    def oauth_requests(
        self,
    ) -> list[tuple[str, str, str | None, str | None, str | None, int, str | None, str | None]]: ...
    def stop(self) -> Pending[None]: ...
