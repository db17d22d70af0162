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

if not TYPE_CHECKING:
    # Type checkers read the imports above, and so find names that do not exist.
    from nibe_uplink import _lazily

    __getattr__, __dir__ = _lazily(globals(), _HOMES)
