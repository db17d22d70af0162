"""Readings that come again and again."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Generic, Literal, Self, TypeVar

from nibe_uplink.errors import SetupError, UplinkError

if TYPE_CHECKING:
    from types import TracebackType

    from nibe_uplink._api import OfNibeUplink

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class WatchEvent(Generic[T]):
    """What a watch has to tell: mostly a reading.

    Attributes:
        kind: `reading`; `failed`, when a read failed, told once until it is answered again or fails in another way;
            `offline`, when nothing of the system is answered any more, told once; `back`, when it answers again.
        system: The system that it is about, as it was given; of myUplink, the device.
        time: When the answer arrived or the read failed, in UTC.
        reading: What was read; None of the other kinds.
        error: Why it failed, not raised; None of the other kinds.
    """

    kind: Literal["reading", "failed", "offline", "back"]
    system: Any
    time: datetime
    reading: T | None = None
    error: UplinkError | None = None


class AnyWatch(Generic[T]):
    """Readings that come again and again, in whichever way they are waited for."""

    def __init__(
        self,
        client: OfNibeUplink,
        function: str,
        reads: Iterable[tuple[Any, dict[str, Any]]],
        every: float | timedelta,
    ) -> None:
        reads = list(reads)
        # First, since tracebacks show it.
        self._systems = [system for system, _ in reads]
        if client._gives_response:
            raise SetupError("a watch has no one response; begin it without with_response()")
        arguments = [arguments for _, arguments in reads]
        self._client = client
        # What the first round of each is compared with.
        asked = ((target, client._wanted(function, one)) for target, one in enumerate(arguments))
        self._unsaid = {target: wanted for target, wanted in asked if wanted is not None}
        self._inner = client._core.watch(function, arguments, every, client._with_defaults({}))
        self._waiting: deque[WatchEvent[T]] = deque()

    def _take(self, told: tuple[Any, int, datetime, Any, list[str]]) -> None:
        kind, target, time, value, items = told
        system = self._systems[target]
        if kind == "reading":
            # First, since what is told may be raised.
            self._waiting.extend(WatchEvent(kind, system, time, reading) for reading in value)
            if target in self._unsaid:
                self._tell_unknown(target, set(items), value)
        else:
            self._waiting.append(WatchEvent(kind, system, time, error=value))

    def _tell_unknown(self, target: int, items: set[str], readings: Any) -> None:
        """Says what the first answer to one of the requests of a target lacks; a long list takes several."""
        machine, wanted = self._unsaid.pop(target)
        asked = [one for one in wanted if str(one) in items]
        if left := [one for one in wanted if str(one) not in items]:
            self._unsaid[target] = machine, left
        self._client._tell_unknown((machine, asked), readings)

    def _drain(self) -> list[WatchEvent[T]]:
        """What came with the event that was told last."""
        waiting = list(self._waiting)
        self._waiting.clear()
        return waiting

    def close(self) -> None:
        """Ends the watch, also for whoever waits for its next event.

        Example:
            >>> watch = client.watch({80101: [40004]})
            >>> watch.close()
        """
        self._waiting.clear()
        self._inner.close()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {', '.join(map(str, self._systems))}>"


class Watch(AnyWatch[T]):
    """Events one after another. Nothing is read while nobody asks for the next; dropping the watch ends it."""

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> WatchEvent[T]:
        while not self._waiting:
            told = self._inner.next().wait()
            if told is None:
                raise StopIteration
            self._take(told)
        return self._waiting.popleft()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


class AsyncWatch(AnyWatch[T]):
    """Events one after another, for `async for`. Nothing is read while nobody awaits the next; dropping it ends it."""

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> WatchEvent[T]:
        while not self._waiting:
            told = await self._inner.next()
            if told is None:
                raise StopAsyncIteration
            self._take(told)
        return self._waiting.popleft()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()


def of_systems(
    wanted: Mapping[int, Iterable[int | str]], system_unit_id: int | None
) -> list[tuple[int, dict[str, Any]]]:
    """The reads of parameters of systems."""
    return [
        (system, {"system_id": system, "parameter_ids": _listed(parameters), "system_unit_id": system_unit_id})
        for system, parameters in _items(wanted)
    ]


def of_devices(
    wanted: Mapping[str, Iterable[int | str] | None], language: str | None
) -> list[tuple[str, dict[str, Any]]]:
    """The reads of points of devices."""
    return [
        (
            device,
            {
                "device_id": device,
                "parameter_ids": None if points is None else _listed(points),
                "language": language,
            },
        )
        for device, points in _items(wanted)
    ]


def _items(wanted: Mapping[Any, Any]) -> list[tuple[Any, Any]]:
    if not isinstance(wanted, Mapping):
        raise SetupError("say what to watch as {system: [parameters]}")
    return list(wanted.items())


def _listed(wanted: Iterable[int | str]) -> list[int | str]:
    # A text is a list of its letters, which nobody means.
    return [wanted] if isinstance(wanted, str) else list(wanted)
