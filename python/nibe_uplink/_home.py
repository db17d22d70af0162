"""One heat pump, asked through whichever of its APIs is at hand: at its own address first, through a cloud else."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from nibe_uplink import catalogue
from nibe_uplink.errors import ArgumentError, SetupError, UnknownParameter, UplinkError
from nibe_uplink.local._reading import Limits, Reading, Written

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    from nibe_uplink import myuplink
    from nibe_uplink._generated.aio import AsyncClient
    from nibe_uplink._generated.client import Client
    from nibe_uplink.local._generated.aio import AsyncClient as LocalAsyncClient
    from nibe_uplink.local._generated.client import Client as LocalClient

T = TypeVar("T")
# What is asked of a client: the client, the name of a function and its arguments; the answer comes back, or is raised.
Steps = Generator[tuple[Any, str, dict[str, Any]], Any, T]
Values = Mapping[int, float | str]


class _Way:
    """A client with what it calls the machine."""

    def __init__(self, client: Any) -> None:
        self.client = client
        self.source: str = client._api
        # Known when the machine was found.
        self.place: Any = None
        self.failure: UplinkError | None = None
        self.rests_until = 0.0


class _Home:
    """What both have in common: the steps of what they do."""

    def __init__(self, *clients: Any, serial_number: str | None = None, again: float = 60.0) -> None:
        """Sets it up; nothing is sent.

        Args:
            clients: A client of each API that knows the machine. Those of pumps at their own address come first,
                the others in this order.
            serial_number: Which machine; None for the only one that there is.
            again: Seconds in which an API that did not answer is not asked again, while another one does.

        Raises:
            SetupError: There is no client.
        """
        if not clients:
            raise SetupError("a home needs a client, such as Home(local.Client.paired(), myuplink.Client.from_env())")
        self._ways = sorted(map(_Way, clients), key=lambda way: way.source != "local")
        self._serial = serial_number
        self._again = again
        self._answered: str | None = None

    @property
    def answered(self) -> str | None:
        """Which API answered last: `"local"`, `"myuplink"` or `"nibe-uplink"`; None before the first answer."""
        return self._answered

    @property
    def failures(self) -> dict[str, UplinkError]:
        """Why an API did not answer when it was asked last, by its name."""
        return {way.source: way.failure for way in self._ways if way.failure is not None}

    def _read(self, ids: Iterable[int | str] | None, language: str | None) -> Steps[list[Reading]]:
        wanted = None if ids is None else [int(one) for one in ids]
        readings: list[Reading]
        _, readings = yield from self._first(lambda way: _READ[way.source](way, wanted, language))
        return readings

    def _write(
        self, values: Mapping[int, float | str] | Mapping[str, float | str], verify: bool
    ) -> Steps[dict[int, Written]]:
        wanted = {int(one): value for one, value in values.items()}
        # Who answers a read takes the write: what may have been carried out is not sent another way.
        way, _ = yield from self._first(lambda way: _READ[way.source](way, list(wanted), None))
        done: dict[int, Written] = yield from _WRITE[way.source](way, wanted, verify)
        return done

    def _first(self, steps: Any) -> Steps[tuple[_Way, Any]]:
        now = time.monotonic()
        ready = [way for way in self._ways if way.rests_until <= now]
        last: UplinkError | None = None
        for way in ready or self._ways:
            try:
                if way.place is None:
                    way.place = yield from self._find(way)
                result = yield from steps(way)
            except (ArgumentError, UnknownParameter):
                raise
            except UplinkError as error:
                way.failure, way.rests_until = error, now + self._again
                for other in () if last is None else (last,):
                    error.add_note(f"before it: {other}")
                last = error
                continue
            way.failure, self._answered = None, way.source
            return way, result
        assert last is not None
        raise last

    def _find(self, way: _Way) -> Steps[Any]:
        """The machine, as an API calls it; all of them have its serial number."""
        places: dict[str, Any] = yield from _FIND[way.source](way)
        if self._serial is None and len(places) == 1:
            self._serial = next(iter(places))
        if self._serial in places:
            return places[self._serial]
        there = ", ".join(places) or "none"
        if self._serial is None:
            raise SetupError(f"{way.source} has several machines; give the serial_number of one: {there}")
        raise SetupError(f"{way.source} has no machine with the serial number {self._serial}; there are {there}")


def _find_local(way: _Way) -> Steps[dict[str, Any]]:
    found = yield way.client, "devices", {}
    return {device.product.serial_number: device.device_index for device in found.devices}


def _find_myuplink(way: _Way) -> Steps[dict[str, Any]]:
    systems = yield way.client, "systems", {}
    devices = [device for system in systems for device in system.devices or ()]
    return {(device.product and device.product.serial_number) or device.id: device.id for device in devices}


def _find_nibe_uplink(way: _Way) -> Steps[dict[str, Any]]:
    systems = yield way.client, "systems", {}
    return {system.serial_number: system.system_id for system in systems}


def _read_local(way: _Way, ids: list[int] | None, language: str | None) -> Steps[list[Reading]]:
    readings: list[Reading] = yield way.client, "points", {"ids": ids, "device": way.place, "language": language}
    return readings


def _read_myuplink(way: _Way, ids: list[int] | None, language: str | None) -> Steps[list[Reading]]:
    asked = {"device_id": way.place, "parameter_ids": ids, "language": language}
    points = yield way.client, "points", {name: value for name, value in asked.items() if value is not None}
    return _of_points(points)


def _of_points(points: Any) -> list[Reading]:
    from nibe_uplink.myuplink._merge import merge

    return [_of_point(merged.point) for id_, merged in merge(points).items() if id_.isdecimal()]


def _of_point(point: Any) -> Reading:
    limits = Limits(point.limits.min, point.limits.max)
    value, words, unit = _number(point.value, point.words), dict(point.words), point.parameter_unit or None
    seen = point.timestamp or datetime.now(UTC)
    return Reading(
        int(point.parameter_id), point.title, value, unit, limits, words, bool(point.writable), seen, "myuplink"
    )


def _read_nibe_uplink(way: _Way, ids: list[int] | None, language: str | None) -> Steps[list[Reading]]:
    options = {} if language is None else {"headers": {"Accept-Language": language}}
    if ids is None:
        found = yield way.client, "categories", {"system_id": way.place, "parameters": True, **options}
        readings = [reading for category in found for reading in category.parameters or ()]
    else:
        readings = yield way.client, "parameters", {"system_id": way.place, "parameter_ids": ids, **options}
    by_id = {reading.parameter_id: reading for reading in readings if reading.parameter_id}
    return [_of_parameter(reading) for reading in by_id.values()]


def _of_parameter(reading: Any) -> Reading:
    known = catalogue.get(reading.parameter_id)
    values: Any = known.values if known else {}
    words: dict[float | int, str] = dict(values)
    limits = Limits(known.min, known.max) if known else Limits(None, None)
    title = " ".join((reading.title or "").strip(" :").split()) or None
    value, unit, now = _number(reading.value, words), reading.unit or None, datetime.now(UTC)
    writable = bool(known and known.writable)
    return Reading(reading.parameter_id, title, value, unit, limits, words, writable, now, "nibe-uplink")


def _number(value: Any, words: Mapping[float | int, str]) -> Any:
    """The number that a word stands for; of a word that several have, the word."""
    numbers = [number for number, word in words.items() if word == value]
    return numbers[0] if len(numbers) == 1 else value


def _write_local(way: _Way, values: Values, verify: bool) -> Steps[dict[int, Written]]:
    done: dict[int, Written] = yield (
        way.client,
        "write_points",
        {"values": values, "verify": verify, "device": way.place},
    )
    return done


def _write_myuplink(way: _Way, values: Values, verify: bool) -> Steps[dict[int, Written]]:
    asked = {"device_id": way.place, "values": values, "verify": verify}
    done = yield way.client, "write_points", asked
    shown = {id_: None if one.point is None else _of_point(one.point) for id_, one in done.items()}
    return {int(id_): Written(one.state, one.said, shown[id_]) for id_, one in done.items()}


def _write_nibe_uplink(way: _Way, values: Values, verify: bool) -> Steps[dict[int, Written]]:
    if verify:
        raise ArgumentError("write: NIBE Uplink shows a new value after half a minute only; read it then")
    done = yield way.client, "set_parameters", {"system_id": way.place, "settings": values}
    readings = [(one, _of_parameter(one.parameter)) for one in done]
    return {reading.id: Written("accepted", str(one.status), reading) for one, reading in readings}


_FIND: dict[str, Any] = {"local": _find_local, "myuplink": _find_myuplink, "nibe-uplink": _find_nibe_uplink}
_READ: dict[str, Any] = {"local": _read_local, "myuplink": _read_myuplink, "nibe-uplink": _read_nibe_uplink}
_WRITE: dict[str, Any] = {"local": _write_local, "myuplink": _write_myuplink, "nibe-uplink": _write_nibe_uplink}


class Home(_Home):
    """One heat pump, read in one form from whichever of its APIs is at hand; each reading says from which.

    `Home(local.Client.paired(), myuplink.Client.from_env())` asks the pump itself, and the cloud when the pump does not
    answer. Ids are the same for both; of F-series machines they are those of myUplink and NIBE Uplink. The clients stay
    open unless the home is closed.
    """

    if TYPE_CHECKING:

        def __init__(
            self,
            *clients: LocalClient | myuplink.Client | Client,
            serial_number: str | None = None,
            again: float = 60.0,
        ) -> None: ...

    def read(self, ids: Iterable[int | str] | None = None, *, language: str | None = None) -> list[Reading]:
        """Reads values; those that are not there are left out.

        Args:
            ids: Ids of the values; None for all.
            language: Language of titles and words, such as `sv`.

        Raises:
            ArgumentError: An id is none.
            UplinkError: No API answered: the failure of the last one, with those before it as notes.

        Example:
            >>> readings = home.read([40004, 43005])
        """
        return _done(self._read(ids, language))

    def write(
        self, values: Mapping[int, float | str] | Mapping[str, float | str], *, verify: bool = False
    ) -> dict[int, Written]:
        """Writes values as they are shown, through the API that answers a read of them.

        A write whose answer is lost may have been carried out; it is not sent another way.

        Args:
            values: Values by id.
            verify: Whether to read them until they show what was written.

        Raises:
            ArgumentError: A value cannot be meant.
            UplinkError: Any other failure.

        Example:
            >>> written = home.write({47011: -1})
        """
        return _done(self._write(values, verify))

    def close(self) -> None:
        """Closes its clients.

        Example:
            >>> home.close()
        """
        for way in self._ways:
            way.client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class AsyncHome(_Home):
    """As `Home`, over asynchronous clients."""

    if TYPE_CHECKING:

        def __init__(
            self,
            *clients: LocalAsyncClient | myuplink.AsyncClient | AsyncClient,
            serial_number: str | None = None,
            again: float = 60.0,
        ) -> None: ...

    async def read(self, ids: Iterable[int | str] | None = None, *, language: str | None = None) -> list[Reading]:
        """As `Home.read`; a coroutine.

        Example:
            >>> readings = await home.read([40004, 43005])
        """
        return await _adone(self._read(ids, language))

    async def write(
        self, values: Mapping[int, float | str] | Mapping[str, float | str], *, verify: bool = False
    ) -> dict[int, Written]:
        """As `Home.write`; a coroutine.

        Example:
            >>> written = await home.write({47011: -1})
        """
        return await _adone(self._write(values, verify))

    async def aclose(self) -> None:
        """Closes its clients.

        Example:
            >>> await home.aclose()
        """
        for way in self._ways:
            await way.client.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()


def _asked(step: tuple[Any, str, dict[str, Any]]) -> Any:
    client, function, arguments = step
    answer = getattr(client, function)(**arguments)
    return answer.collect() if hasattr(answer, "collect") else answer


def _done(steps: Steps[T]) -> T:
    """Asks blocking clients."""
    try:
        step = next(steps)
        while True:
            try:
                answer = _asked(step)
            except UplinkError as error:
                step = steps.throw(error)
            else:
                step = steps.send(answer)
    except StopIteration as end:
        value: T = end.value
        return value


async def _adone(steps: Steps[T]) -> T:
    """Asks asynchronous clients."""
    try:
        step = next(steps)
        while True:
            try:
                answer = await _asked(step)
            except UplinkError as error:
                step = steps.throw(error)
            else:
                step = steps.send(answer)
    except StopIteration as end:
        value: T = end.value
        return value
