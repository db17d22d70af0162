"""Reads and changes what a NIBE heat pump of the S-series does, at its own address: no cloud and no account.

`pair` looks at the pump's certificate once and keeps its fingerprint with the password; `Client.paired()` speaks to
that pump and to no other. `client.points()` reads what the pump sends, and `client.write_points` tells for each value
what became of it. `AsyncClient` has the same functions as coroutines, and `Simulator` is a pump on this machine.

This project is not affiliated with NIBE.
"""

# Type checkers take it for true. `typing` itself is most of what an import would cost.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from nibe_uplink.local._generated.aio import AsyncClient as AsyncClient
    from nibe_uplink.local._generated.client import Client as Client
    from nibe_uplink.local._generated.enums import *  # noqa: F403 (whatever enums the spec has)
    from nibe_uplink.local._generated.models import *  # noqa: F403 (whatever structs the spec has)
    from nibe_uplink.local._pair import Pairing as Pairing
    from nibe_uplink.local._pair import apair as apair
    from nibe_uplink.local._pair import pair as pair
    from nibe_uplink.local._reading import Limits as Limits
    from nibe_uplink.local._reading import Reading as Reading
    from nibe_uplink.local._reading import Written as Written
    from nibe_uplink.local._simulator import Simulator as Simulator

# Where each name comes from. Loaded at first use, so that importing the package is quick.
_HOMES = {
    "AsyncClient": "_generated.aio",
    "Client": "_generated.client",
    "Limits": "_reading",
    "Pairing": "_pair",
    "Reading": "_reading",
    "Simulator": "_simulator",
    "Written": "_reading",
    "apair": "_pair",
    "pair": "_pair",
}
__all__ = [*_HOMES]
_TYPES = ("_generated.enums", "_generated.models")


def _module(home: str) -> object:
    from importlib import import_module

    return import_module(f"{__name__}.{home}")


def _get(name: str) -> object:
    # Python asks here for modules too before it imports them, and those must not load all types.
    homes = [_HOMES[name]] if name in _HOMES else _TYPES if name[:1].isupper() else []
    for home in homes:
        value: object = getattr(_module(home), name, None)
        if value is not None:
            globals()[name] = value
            return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


if not TYPE_CHECKING:
    # Type checkers read the imports above, and so find names that do not exist.
    __getattr__ = _get


def __dir__() -> list[str]:
    types = (name for home in _TYPES for name in vars(_module(home))["__all__"])
    return sorted({*globals(), *__all__, *types})
