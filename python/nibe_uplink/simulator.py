"""A local service that imitates the cloud, for trying things out and for tests."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from nibe_uplink._bench import MALFORMED as MALFORMED
from nibe_uplink._bench import ODD as ODD
from nibe_uplink._bench import Application as Application
from nibe_uplink._bench import Fault as Fault
from nibe_uplink._bench import SeenOAuthRequest as SeenOAuthRequest
from nibe_uplink._bench import SeenRequest as SeenRequest
from nibe_uplink._bench import Tally as Tally
from nibe_uplink._bench import Trouble as Trouble
from nibe_uplink._generated import SCOPES
from nibe_uplink._simulator import BaseSimulator as BaseSimulator
from nibe_uplink.errors import SetupError

if TYPE_CHECKING:
    from datetime import datetime

    from nibe_uplink._generated.aio import AsyncClient
    from nibe_uplink._generated.client import Client
    from nibe_uplink._table import Table


class Simulator(BaseSimulator["Client", "AsyncClient"]):
    """A service on this machine that answers like NIBE Uplink; `nibe_uplink.myuplink` has one for myUplink."""

    _api = "nibe-uplink"
    _every_scope = SCOPES

    @property
    def systems(self) -> list[int]:
        """The ids of the systems."""
        return [int(system) for system in self._service.systems]

    def _kinds(self) -> tuple[type[Client], type[AsyncClient]]:
        from nibe_uplink._generated.aio import AsyncClient
        from nibe_uplink._generated.client import Client

        return Client, AsyncClient

    def recorded(
        self,
        system: int,
        parameters: Iterable[int | str],
        *,
        every: float | timedelta = 300.0,
        until: datetime | timedelta = timedelta(days=1),
    ) -> Table:
        """Lets simulated time pass, and gives what a recording of it would hold.

        Args:
            system: The system.
            parameters: Ids or aliases of parameters.
            every: How often they are read: seconds, or a timedelta.
            until: When to end, in simulated time: a datetime with a time zone, or a timedelta from now.

        Raises:
            SetupError: The clock goes by itself; begin the service with `speed=0`.

        Example:
            >>> table = sim.recorded(80101, [40004, 43005], every=600, until=timedelta(days=1))
        """
        from nibe_uplink._table import Table
        from nibe_uplink._watch import WatchEvent

        step = every if isinstance(every, timedelta) else timedelta(seconds=every)
        now = self.now
        end = now + until if isinstance(until, timedelta) else until
        if step <= timedelta(0) or end.tzinfo is None:
            raise SetupError("`every` has to be more than nothing, and `until` needs a time zone or is a timedelta")
        wanted, events = list(parameters), list[WatchEvent[Any]]()
        with self.client() as client:
            while now < end:
                readings = client.parameters(system, wanted)
                if self.now != now:
                    raise SetupError("time passes by itself in this service; begin it with speed=0")
                events += (WatchEvent("reading", system, now, reading) for reading in readings)
                self.advance(step.total_seconds())
                now += step
        return Table(events)
