"""Reads and changes what heat pumps do, through myUplink's HTTP API.

The same as `nibe_uplink` for the cloud that succeeded NIBE Uplink: `Client` waits for its answers, `AsyncClient` has
the same functions as coroutines, `login` logs a user in, and `Simulator` is a local service to try it all without an
account. `merge` gathers the points of one id, and `Client.write_points` sees to it that
what is written arrives. Errors, token stores and pages are those of `nibe_uplink`.

This project is not affiliated with the provider of myUplink.
"""

# Type checkers take it for true. `typing` itself is most of what an import would cost.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from nibe_uplink._table import table as table
    from nibe_uplink.myuplink._aclient import AsyncPages as AsyncPages
    from nibe_uplink.myuplink._client import Pages as Pages
    from nibe_uplink.myuplink._computed import Limits as Limits
    from nibe_uplink.myuplink._generated.aio import AsyncClient as AsyncClient
    from nibe_uplink.myuplink._generated.client import Client as Client
    from nibe_uplink.myuplink._generated.enums import *  # noqa: F403 (whatever enums the spec has)
    from nibe_uplink.myuplink._generated.models import *  # noqa: F403 (whatever structs the spec has)
    from nibe_uplink.myuplink._login import login as login
    from nibe_uplink.myuplink._merge import Merged as Merged
    from nibe_uplink.myuplink._merge import merge as merge
    from nibe_uplink.myuplink._simulator import Simulator as Simulator
    from nibe_uplink.myuplink._write import Written as Written

# Where each name comes from. Loaded at first use, so that importing the package is quick.
_HOMES = {
    "AsyncClient": "_generated.aio",
    "AsyncPages": "_aclient",
    "Client": "_generated.client",
    "Limits": "_computed",
    "Merged": "_merge",
    "Pages": "_client",
    "Simulator": "_simulator",
    "Written": "_write",
    "table": "._table",
    "login": "_login",
    "merge": "_merge",
}
__all__ = [*_HOMES]

if not TYPE_CHECKING:
    # Type checkers read the imports above, and so find names that do not exist.
    from nibe_uplink import _lazily

    __getattr__, __dir__ = _lazily(globals(), _HOMES)
