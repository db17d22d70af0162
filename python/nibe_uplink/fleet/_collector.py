"""Reads the systems of a fleet, each when its turn comes."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter, OrderedDict
from contextlib import AsyncExitStack, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from nibe_uplink._rows import rows as rows_of
from nibe_uplink.errors import LoginRequired, StoreError, UplinkError
from nibe_uplink.fleet._metrics import Figure, of_fleet, served
from nibe_uplink.fleet._systems import Job, Systems, connected

if TYPE_CHECKING:
    from nibe_uplink.fleet._config import Config
    from nibe_uplink.fleet._lake import Lake
    from nibe_uplink.stores import PostgresStore

LOG = logging.getLogger("nibe_uplink.fleet")
# Longer than a reading takes with all its waits.
LEASE = 600.0
# Clients that are kept for their next turn; each holds a connection.
MOST_CLIENTS = 64
# For a database that is away.
PAUSE = 2.0
DATABASE = "the database does not answer, and nothing is lost"
LAKE = "the lake takes no rows, which wait in the database"
LOGINS = "logins cannot be taken from the database, and their systems are tried again"


class Collector:
    """One process of a fleet. Several may run, on several machines; they share what is in the database.

    Args:
        config: What the fleet is set up with.
        lake: Where readings go; None leaves them in the outbox for a process that has one.
        metrics: The port on 127.0.0.1 where Prometheus finds figures at /metrics; 0 lets the system choose, None has
            no such port.
        options: Go to each client.
    """

    def __init__(self, config: Config, lake: Lake | None = None, metrics: int | None = None, **options: Any) -> None:
        self.config: Config = config
        self.metrics: int | None = metrics
        self.lake: Lake | None = lake
        self.store: PostgresStore = config.store()
        self.outcomes: Counter[str] = Counter()
        self._options = options
        self._clients: OrderedDict[str, Any] = OrderedDict()
        self._in_use: Counter[str] = Counter()
        self._ended = asyncio.Event()
        self._asking = asyncio.Lock()
        # What is away, so that it is told once.
        self._away: set[str] = set()
        # When the lake took no rows for the first time, while it is away.
        self._lake_failed = datetime.now(UTC)

    def end(self) -> None:
        """Takes no more turns; `run` ends when those are over that were taken."""
        self._ended.set()

    async def run(self) -> None:
        """Reads until `end` is called."""
        pool = await connected(self.config.dsn(), min(self.config.at_once, 8) + 2)
        try:
            systems = Systems(pool)
            async with AsyncExitStack() as stack:
                if self.metrics is not None:
                    port = await stack.enter_async_context(served(self.metrics, lambda: self._figures(pool)))
                    LOG.info("metrics are at http://127.0.0.1:%d/metrics", port)
                over = asyncio.Event()
                writer = await stack.enter_async_context(asyncio.TaskGroup())
                if self.lake is not None:
                    writer.create_task(self._write(pool, self.lake, over))
                # What was under way at the end is written, too.
                stack.callback(over.set)
                group = await stack.enter_async_context(asyncio.TaskGroup())
                for _ in range(self.config.at_once):
                    group.create_task(self._work(systems))
        finally:
            await pool.close()
            for client in self._clients.values():
                await client.aclose()

    async def _figures(self, pool: Any) -> list[Figure]:
        outcomes = {name: float(number) for name, number in self.outcomes.items()}
        turns = Figure("turns_total", "counter", "Turns of this process, by what came of them.", outcomes, "outcome")
        return [turns, *await of_fleet(pool)]

    async def _work(self, systems: Systems) -> None:
        while not self._ended.is_set():
            # One task asks for all of them; others would wake up for the same turn.
            async with self._asking:
                job = await self._next(systems)
            if job is not None:
                await self._read(systems, job)

    async def _next(self, systems: Systems) -> Job | None:
        """Waits for a turn; None when there is to be none."""
        from psycopg import Error

        while not self._ended.is_set():
            try:
                job = await systems.take(LEASE)
                self._tell_back(DATABASE)
                if job is not None:
                    return job
                await self._pause(await systems.wait())
            except Error as error:
                self._tell_away(DATABASE, error)
                await self._pause(PAUSE)
        return None

    async def _read(self, systems: Systems, job: Job) -> None:
        from psycopg import Error

        rows, error, stop = None, None, None
        try:
            client = self._client(job.owner)
            self._in_use[job.owner] += 1
            try:
                rows = [
                    [row.id, row.time.isoformat() if row.time else None, row.value, row.unit]
                    for row in rows_of(await read(self.config.api, client, job.system))
                    if row.id is not None
                ]
            finally:
                self._in_use[job.owner] -= 1
            self.outcomes["read"] += 1
            self._tell_back(LOGINS)
        except LoginRequired as failed:
            stop = error = f"login {failed.why}"
            self.outcomes["login"] += 1
            LOG.warning("the owner %s has to log in again: %s", job.owner, failed)
        except StoreError as failed:
            # Another key, a database that is away: it is the same for all of them.
            error = type(failed).__name__
            self.outcomes[error] += 1
            self._tell_away(LOGINS, failed)
        except UplinkError as failed:
            error = type(failed).__name__
            self.outcomes[error] += 1
            LOG.warning("%s of %s could not be read: %s", job.system, job.owner, failed)
        was_away = False
        while True:
            try:
                finished = await systems.finish(job, rows, error, stop)
                self._tell_back(DATABASE)
                break
            except Error as away:
                # What was read is kept until the database is back; by then it may be somebody else's turn.
                self._tell_away(DATABASE, away)
                was_away = True
                await asyncio.sleep(PAUSE)
        # After a commit whose answer was lost it was this process itself.
        if not finished and not was_away:
            self.outcomes["late"] += 1
            LOG.warning("%s was read too late; somebody else has done it", job.system)

    def _client(self, owner: str) -> Any:
        client = self._clients.pop(owner, None)
        if client is None:
            client = made(self.config, self.store, owner, **self._options)
        self._clients[owner] = client
        # What goes closes its connections by itself.
        for old in [name for name in self._clients if not self._in_use[name]][: len(self._clients) - MOST_CLIENTS]:
            if old != owner:
                del self._clients[old]
        return client

    async def _write(self, pool: Any, lake: Lake, over: asyncio.Event) -> None:
        from psycopg import Error

        while True:
            is_last, others_write = over.is_set(), False
            try:
                wrote = await lake.write(pool)
                if LAKE in self._away:
                    # What waited then may be written by others.
                    others_write = not wrote and await lake.waits(pool, self._lake_failed)
                    if not others_write:
                        self._tell_back(LAKE)
            except Error as error:
                self._tell_away(DATABASE, error)
            except Exception as error:
                # A disk that is full, a folder that is away: rows wait in the outbox.
                if LAKE not in self._away:
                    self._lake_failed = datetime.now(UTC)
                self._tell_away(LAKE, error)
            if is_last and not others_write:
                return
            if is_last:
                await asyncio.sleep(PAUSE)
                continue
            with suppress(TimeoutError):
                await asyncio.wait_for(over.wait(), self.config.flush)

    async def _pause(self, duration: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._ended.wait(), duration)

    def _tell_away(self, what: str, error: Exception) -> None:
        """Says once that something does not work, until it does again."""
        if what not in self._away:
            self._away.add(what)
            LOG.warning("%s: %s", what, " ".join(str(error).split()))

    def _tell_back(self, what: str) -> None:
        if what in self._away:
            self._away.discard(what)
            LOG.warning("%s: that is over", what)


def made(config: Config, store: Any, owner: str, *, blocking: bool = False, **options: Any) -> Any:
    """A client for the login of an owner."""
    if config.api == "myuplink":
        from nibe_uplink import myuplink as api
    else:
        import nibe_uplink as api  # type: ignore[no-redef]
    kind: Any = api.Client if blocking else api.AsyncClient
    if config.base_url is not None:
        options.setdefault("base_url", config.base_url)
    return kind.from_env(**{"token_store": store, "owner": owner, "unknown": "ignore"} | options)


async def read(api: str, client: Any, system: str) -> list[Any]:
    """All readings of a system, in one request."""
    if api == "myuplink":
        return list(await client.points(system))
    return list(await client.categories(int(system), parameters=True))


def found(api: str, client: Any) -> list[str]:
    """The systems of an owner, or the devices of myUplink, by a client that blocks."""
    if api == "myuplink":
        return [device.id for system in client.systems() for device in system.devices or ()]
    return [str(system.system_id) for system in client.systems()]
