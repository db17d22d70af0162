"""Recording what a watch tells."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any

from nibe_uplink._recorder import Recorder, check_target, export
from nibe_uplink._rows import Row, rows
from nibe_uplink.errors import SetupError

if TYPE_CHECKING:
    from nibe_uplink._watch import AsyncWatch, Watch, WatchEvent

LOG = logging.getLogger("nibe_uplink.record")
OnWritten = Callable[[list[Row]], object]
Target = str | PathLike[str]
Until = datetime | timedelta | None


@dataclass(frozen=True, slots=True)
class Recording:
    """What became of a recording.

    Attributes:
        path: The file.
        new: How many readings were new this time.
        readings: How many there are in all.
    """

    path: Path
    new: int
    readings: int


class _Session:
    """One run: rows go to the database at once, and to another kind of file at the end."""

    def __init__(self, into: Target, until: Until, on_written: OnWritten | None) -> None:
        # First, since tracebacks show it.
        self.path = Path(into)
        check_target(self.path)
        self.left = _seconds(until)
        self._on_written = on_written
        self._new = 0
        kept = kept_in(self.path)
        self._exported = kept != self.path
        self._recorder = Recorder(kept)
        self._bar = _bar(self.path.name, self.left)

    def keep(self, events: Iterable[WatchEvent[Any]]) -> list[Row]:
        """Writes what came; gives it when it is durable."""
        events = list(events)
        for event in events:
            if event.kind != "reading":
                LOG.warning("%s is %s%s", event.system, event.kind, f": {event.error}" if event.error else "")
        told = list(rows(event for event in events if event.kind == "reading"))
        self._new += self._recorder.write(told)
        if self._bar is not None:
            _show(self._bar, self._new)
        return told

    def tell(self, told: list[Row]) -> None:
        """Says what is written now."""
        if self._on_written is not None and told:
            self._on_written(told)

    def end(self) -> Recording:
        """Exports what was recorded, and closes the file."""
        try:
            if self._exported:
                export(self._recorder, self.path)
            return Recording(self.path, self._new, self._recorder.count())
        finally:
            self._recorder.close()
            if self._bar is not None:
                self._bar.close()


def kept_in(path: Path) -> Path:
    """The database that a recording into a file goes to."""
    return path if path.suffix in (".sqlite", ".db") else path.with_name(f"{path.name}.sqlite")


def _bar(name: str, left: float | None) -> Any:
    """A bar of the time that is left, where tqdm is installed and somebody looks: at a terminal, or in a notebook."""
    try:
        from tqdm.auto import tqdm

        form = "{desc} [{elapsed}]" if left is None else "{desc} {percentage:3.0f}%|{bar}| [{elapsed}<{remaining}]"
        return tqdm(total=left, desc=f"{name}: 0 readings", bar_format=form, disable=None)
    except ImportError:
        # It raises that too for a notebook without widgets.
        return None


def _show(bar: Any, new: int) -> None:
    if not bar.disable:
        bar.set_description_str(f"{bar.desc.rpartition(': ')[0]}: {new} readings", refresh=False)
        elapsed = bar.format_dict["elapsed"]
        bar.n = elapsed if bar.total is None else min(elapsed, bar.total)
        bar.refresh()


def record(watch: Watch[Any], into: Target, until: Until, on_written: OnWritten | None) -> Recording:
    """Records until a watch ends, or a time comes."""
    from threading import Timer

    session = _Session(into, until, on_written)
    timer = None
    if session.left is not None:
        timer = Timer(session.left, watch.close)
        timer.daemon = True
        timer.start()
    try:
        for event in watch:
            session.tell(session.keep([event, *watch._drain()]))
    finally:
        if timer is not None:
            timer.cancel()
        watch.close()
        recording = session.end()
    return recording


async def arecord(watch: AsyncWatch[Any], into: Target, until: Until, on_written: OnWritten | None) -> Recording:
    """The same while the event loop goes on: the file is written by another thread."""
    from asyncio import ensure_future, get_running_loop, shield, to_thread, wait

    session = await to_thread(_Session, into, until, on_written)
    timer = None if session.left is None else get_running_loop().call_later(session.left, watch.close)
    kept = None
    try:
        async for event in watch:
            kept = ensure_future(to_thread(session.keep, [event, *watch._drain()]))
            session.tell(await shield(kept))
    finally:
        if timer is not None:
            timer.cancel()
        watch.close()
        # Whoever cancels ends the wait and not the thread, under which the file would be closed.
        if kept is not None:
            await wait([kept])
        recording = await shield(to_thread(session.end))
    return recording


def _seconds(until: Until) -> float | None:
    if until is None:
        return None
    if isinstance(until, datetime):
        if until.tzinfo is None:
            raise SetupError("until needs a time zone, such as datetime(..., tzinfo=UTC); or give a timedelta from now")
        until -= datetime.now(UTC)
    elif not isinstance(until, timedelta):
        raise SetupError("until has to be a datetime with a time zone, a timedelta from now, or None")
    return max(until.total_seconds(), 0.0)
