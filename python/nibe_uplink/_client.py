"""What the blocking client stands on."""

from __future__ import annotations

from nibe_uplink._api import OfNibeUplink
from nibe_uplink._blocking import BlockingClient
from nibe_uplink._blocking import Pages as Pages
from nibe_uplink.errors import BadRequest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime, timedelta
    from os import PathLike
    from typing import Any, TypeVar

    from nibe_uplink._card import Card
    from nibe_uplink._generated.models import Reading
    from nibe_uplink._options import CallOptions as CallOptions
    from nibe_uplink._record import OnWritten, Recording
    from nibe_uplink._watch import Watch

    T = TypeVar("T")


class BaseClient(OfNibeUplink, BlockingClient):
    """A blocking client of NIBE Uplink, without its functions."""

    # As that of the blocking client.
    def _call(self, function: str, arguments: dict[str, Any], options: CallOptions) -> T:  # type: ignore[type-var]
        wanted = self._wanted(function, arguments) if function in self._leave_out else None
        try:
            answer: T = super()._call(function, arguments, options)
        except BadRequest as error:
            self._hint(error, function, arguments)
            raise
        if wanted is not None:
            self._tell_unknown(wanted, answer)
        return answer

    def watch(
        self,
        wanted: Mapping[int, Iterable[int | str]],
        every: float | timedelta = 300.0,
        *,
        system_unit_id: int | None = None,
    ) -> Watch[Reading]:
        """Reads parameters of systems again and again, and tells the readings as they come.

        The requests, one for each 15 parameters of a system, are spread over the period, so that the first round takes
        one, and go before nobody else's. What fails is told and tried again less and less often, while the others go
        on. After a pause in which nobody asked the schedule goes on from where it stood. It has no end: leave the
        loop, call `close`, or press Ctrl-C.

        Needs the scope `READSYSTEM`.

        Args:
            wanted: Ids or aliases of parameters, by the system's id.
            every: How often each is read: seconds, from 1 on, or a timedelta.
            system_unit_id: The unit of the systems; 0, the main unit, unless given.

        Raises:
            SetupError: The pace of the API does not allow so many reads in that time; the sentence names the shortest
                time that it allows.
            LoginRequired: Raised by the loop, when the login is over.
            MissingScope: Raised by the loop, when the user did not grant the scope.

        Example:
            >>> with client.watch({80101: [40004, "hot_water_temperature"]}, every=300) as watch:
            ...     event = next(watch)
        """
        from nibe_uplink._watch import Watch, of_systems

        return Watch(self, "parameters", of_systems(wanted, system_unit_id), every)

    def record(
        self,
        wanted: Mapping[int, Iterable[int | str]],
        into: str | PathLike[str],
        *,
        every: float | timedelta = 300.0,
        until: datetime | timedelta | None = None,
        on_written: OnWritten | None = None,
    ) -> Recording:
        """Records parameters of systems into a file until a time comes, or Ctrl-C.

        Reads as `watch` does, and goes on where an earlier recording into the file ended. What was written stays, also
        when the program is killed. A machine that does not answer is told to the logger `nibe_uplink.record`.

        A file that ends with `.sqlite` has a view `readings` with the columns of `table`. For one that ends with
        `.parquet` (needs pyarrow) or `.duckdb` (needs duckdb too) readings are kept in a database beside it, called
        the same with `.sqlite` after it, and exported at the end; after a kill the next recording does that.

        Needs the scope `READSYSTEM`.

        Args:
            wanted: Ids or aliases of parameters, by the system's id.
            into: The file.
            every: How often each is read: seconds, from 1 on, or a timedelta.
            until: When to end: a datetime with a time zone, a timedelta from now, or None for never.
            on_written: Is given the rows that are safely in the file, each time there are more.

        Raises:
            SetupError: The file is something else, what it needs is not installed, or the pace does not allow so many
                reads.
            UplinkError: The login is over, or the scope was not granted; what was written stays.

        Example:
            >>> recording = client.record({80101: [40004]}, "house.sqlite", every=300, until=timedelta(seconds=1))
        """
        from nibe_uplink._record import record

        return record(self.watch(wanted, every), into, until, on_written)

    def card(self, system_id: int) -> Card:
        """What a heat pump does now: name, state, alarms and the main readings; a notebook shows it as a card.

        Needs the scope `READSYSTEM`; takes three requests.

        Args:
            system_id: The system's id, as `systems` gives it.

        Raises:
            UplinkError: As of `system`, `parameters` and `notifications`.

        Example:
            >>> card = client.card(80101)
        """
        from nibe_uplink._card import draw, of_system

        return draw(self, of_system(system_id))
