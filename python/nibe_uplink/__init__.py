"""Reads and changes what NIBE heat pumps do, through NIBE Uplink's HTTP API.

`Client` waits for its answers, `AsyncClient` has the same functions as coroutines, `login` logs a user in, and
`Simulator` is a local service to try it all without an account.

NIBE Uplink's cloud closed in September 2024; its successor is myUplink. This project is not affiliated with NIBE.
"""

# Type checkers take it for true. `typing` itself is most of what an import would cost.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from types import ModuleType

    from nibe_uplink import analysis as analysis
    from nibe_uplink import catalogue as catalogue
    from nibe_uplink import errors as errors
    from nibe_uplink import local as local
    from nibe_uplink import myuplink as myuplink
    from nibe_uplink import stores as stores
    from nibe_uplink._aclient import AsyncPages as AsyncPages
    from nibe_uplink._card import Card as Card
    from nibe_uplink._client import Pages as Pages
    from nibe_uplink._core import ImplicitLogin as ImplicitLogin
    from nibe_uplink._core import Login as Login
    from nibe_uplink._generated.aio import AsyncClient as AsyncClient
    from nibe_uplink._generated.client import Client as Client
    from nibe_uplink._generated.enums import *  # noqa: F403 (whatever enums the spec has)
    from nibe_uplink._generated.models import *  # noqa: F403 (whatever structs the spec has)
    from nibe_uplink._home import AsyncHome as AsyncHome
    from nibe_uplink._home import Home as Home
    from nibe_uplink._logs_in import login as login
    from nibe_uplink._plot import plot as plot
    from nibe_uplink._record import Recording as Recording
    from nibe_uplink._response import PartFailure as PartFailure
    from nibe_uplink._response import RequestSent as RequestSent
    from nibe_uplink._response import Response as Response
    from nibe_uplink._response import ResponseReceived as ResponseReceived
    from nibe_uplink._table import table as table
    from nibe_uplink._watch import AsyncWatch as AsyncWatch
    from nibe_uplink._watch import Watch as Watch
    from nibe_uplink._watch import WatchEvent as WatchEvent
    from nibe_uplink.catalogue import Parameter as Parameter
    from nibe_uplink.errors import ApiError as ApiError
    from nibe_uplink.errors import ArgumentError as ArgumentError
    from nibe_uplink.errors import BadCallback as BadCallback
    from nibe_uplink.errors import BadRequest as BadRequest
    from nibe_uplink.errors import BadTokenAnswer as BadTokenAnswer
    from nibe_uplink.errors import Cancelled as Cancelled
    from nibe_uplink.errors import ClientRejected as ClientRejected
    from nibe_uplink.errors import Deadline as Deadline
    from nibe_uplink.errors import DecodeError as DecodeError
    from nibe_uplink.errors import Forbidden as Forbidden
    from nibe_uplink.errors import LoginDenied as LoginDenied
    from nibe_uplink.errors import LoginError as LoginError
    from nibe_uplink.errors import LoginRequired as LoginRequired
    from nibe_uplink.errors import MissingScope as MissingScope
    from nibe_uplink.errors import NotFound as NotFound
    from nibe_uplink.errors import OddAnswerWarning as OddAnswerWarning
    from nibe_uplink.errors import PortBusy as PortBusy
    from nibe_uplink.errors import RateLimited as RateLimited
    from nibe_uplink.errors import RequestTimeout as RequestTimeout
    from nibe_uplink.errors import ServerError as ServerError
    from nibe_uplink.errors import SetupError as SetupError
    from nibe_uplink.errors import StateMismatch as StateMismatch
    from nibe_uplink.errors import StoreError as StoreError
    from nibe_uplink.errors import Temporary as Temporary
    from nibe_uplink.errors import TransportError as TransportError
    from nibe_uplink.errors import Unauthorized as Unauthorized
    from nibe_uplink.errors import UnknownParameter as UnknownParameter
    from nibe_uplink.errors import UnknownParameterWarning as UnknownParameterWarning
    from nibe_uplink.errors import UplinkError as UplinkError
    from nibe_uplink.simulator import Simulator as Simulator
    from nibe_uplink.stores import CallbackStore as CallbackStore
    from nibe_uplink.stores import FileStore as FileStore
    from nibe_uplink.stores import KeyringStore as KeyringStore
    from nibe_uplink.stores import MemoryStore as MemoryStore
    from nibe_uplink.stores import PostgresStore as PostgresStore

    __version__: str

_ERRORS = (
    "ApiError",
    "ArgumentError",
    "BadCallback",
    "BadRequest",
    "BadTokenAnswer",
    "Cancelled",
    "ClientRejected",
    "Deadline",
    "DecodeError",
    "Forbidden",
    "LoginDenied",
    "LoginError",
    "LoginRequired",
    "MissingScope",
    "NotFound",
    "OddAnswerWarning",
    "PortBusy",
    "RateLimited",
    "RequestTimeout",
    "ServerError",
    "SetupError",
    "StateMismatch",
    "StoreError",
    "Temporary",
    "TransportError",
    "Unauthorized",
    "UnknownParameter",
    "UnknownParameterWarning",
    "UplinkError",
)
# Where each name comes from. Loaded at first use, so that importing the package is quick.
_HOMES = {
    "AsyncClient": "_generated.aio",
    "AsyncPages": "_aclient",
    "Client": "_generated.client",
    "Pages": "_client",
    "Simulator": "simulator",
    "ImplicitLogin": "_core",
    "Login": "_core",
    "CallbackStore": "stores",
    "FileStore": "stores",
    "KeyringStore": "stores",
    "MemoryStore": "stores",
    "PostgresStore": "stores",
    "Parameter": "catalogue",
    **dict.fromkeys(["PartFailure", "RequestSent", "Response", "ResponseReceived"], "_response"),
    "Card": "_card",
    **dict.fromkeys(["AsyncHome", "Home"], "_home"),
    "Recording": "_record",
    "login": "_logs_in",
    "plot": "_plot",
    "table": "_table",
    **dict.fromkeys(["AsyncWatch", "Watch", "WatchEvent"], "_watch"),
    **dict.fromkeys(_ERRORS, "errors"),
}
_MODULES = ("analysis", "catalogue", "errors", "local", "myuplink", "stores")

__all__ = [*_HOMES, *_MODULES]


def _lazily(
    package: "dict[str, object]", homes: "Mapping[str, str]", modules: "Sequence[str]" = ()
) -> "tuple[Callable[[str], object], Callable[[], list[str]]]":
    """The `__getattr__` and the `__dir__` of the package of an API, which loads names at their first use.

    It stands here, because a module of its own would take longer to load than all that it is for.

    Args:
        package: Its `globals()`.
        homes: The module that each name comes from, relative to the package.
        modules: Modules that are names, too.
    """
    name = str(package["__name__"])
    # Where the types of an API are, by their own names.
    types = ("_generated.enums", "_generated.models")

    def module(home: str) -> "ModuleType":
        from importlib import import_module

        return import_module(f".{home}", name)

    def get(wanted: str) -> object:
        if wanted in modules:
            return module(wanted)
        # Python asks here for modules too before it imports them, and those must not load all types.
        found = (homes[wanted],) if wanted in homes else types if wanted[:1].isupper() else ()
        for home in found:
            value: object = getattr(module(home), wanted, None)
            if value is not None:
                package[wanted] = value
                return value
        raise AttributeError(f"module {name!r} has no attribute {wanted!r}")

    def names() -> "list[str]":
        of_types = (one for home in types for one in vars(module(home))["__all__"])
        return sorted({*package, *homes, *modules, *of_types})

    return get, names


if not TYPE_CHECKING:
    # Type checkers read the imports above, and so find names that do not exist.
    __getattr__, __dir__ = _lazily(globals(), {**_HOMES, "__version__": "_version"}, _MODULES)
