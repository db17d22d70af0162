"""A local service that imitates myUplink, for trying things out and for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nibe_uplink.myuplink._generated import SCOPES
from nibe_uplink.simulator import BaseSimulator

if TYPE_CHECKING:
    from nibe_uplink.myuplink._generated.aio import AsyncClient
    from nibe_uplink.myuplink._generated.client import Client


class Simulator(BaseSimulator["Client", "AsyncClient"]):
    """A service on this machine that answers like myUplink: four systems, of two families of machines.

    What is written arrives 25 simulated seconds later; `advance` makes that quick.
    """

    _api = "myuplink"
    _every_scope = SCOPES

    @property
    def systems(self) -> list[str]:
        """The ids of the systems."""
        return self._service.systems

    def _kinds(self) -> tuple[type[Client], type[AsyncClient]]:
        from nibe_uplink.myuplink._generated.aio import AsyncClient
        from nibe_uplink.myuplink._generated.client import Client

        return Client, AsyncClient
