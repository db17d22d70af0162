"""Reads the systems of a fleet, each when its turn comes."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter, OrderedDict
from contextlib import AsyncExitStack, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from nibe_uplink._core import nibe
from nibe_uplink.errors import LoginRequired, StoreError, UplinkError
from nibe_uplink.fleet._away import DATABASE, LAKE, LOGINS, Away
from nibe_uplink.fleet._metrics import Figure, of_fleet, served
from nibe_uplink.fleet._systems import Done, Job, Systems, connected
from nibe_uplink.fleet._turns import PAUSE, Turns

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from nibe_uplink.fleet._config import Config
    from nibe_uplink.fleet._lake import Lake
    from nibe_uplink.stores import PostgresStore

LOG = logging.getLogger("nibe_uplink.fleet")
# Clients that are kept for their next turn; each holds a connection.
MOST_CLIENTS = 64
# One for turns, one for the lake, one for figures.
CONNECTIONS = 3


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
        self._turns: Turns | None = None
        self._is_ended = False
        self._away = Away()
        # When the lake took no rows for the first time, while it is away.
        self._lake_failed = datetime.now(UTC)

    def end(self) -> None:
        """Takes no more turns; `run` ends when those are over that were begun."""
        self._is_ended = True
        if self._turns is not None:
            self._turns.end()

    async def run(self) -> None:
        """Reads until `end` is called."""
        pool = await connected(self.config.dsn(), CONNECTIONS)
        try:
            self._turns = Turns(Systems(pool, self.config.api), self.config.at_once, self._read, self._late, self._away)
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
                if not self._is_ended:
                    await self._turns.run()
        finally:
            await pool.close()
            for client in self._clients.values():
                await client.aclose()

    async def _figures(self, pool: Any) -> list[Figure]:
        outcomes = {name: float(number) for name, number in self.outcomes.items()}
        turns = Figure("turns_total", "counter", "Turns of this process, by what came of them.", outcomes, "outcome")
        return [turns, *await of_fleet(pool)]

    async def _read(self, job: Job) -> Done:
        """Reads a system."""
        try:
            client = self._client(job.owner)
            self._in_use[job.owner] += 1
            try:
                rows = await read(self.config.api, client, job.system)
            finally:
                self._in_use[job.owner] -= 1
        except LoginRequired as failed:
            self.outcomes["login"] += 1
            LOG.warning("the owner %s has to log in again: %s", job.owner, failed)
            why = f"login {failed.why}"
            return Done(job, error=why, stop=why)
        except UplinkError as failed:
            error = type(failed).__name__
            self.outcomes[error] += 1
            if isinstance(failed, StoreError):
                # Another key, a database that is away: it is the same for all of them.
                self._away.tell(LOGINS, failed)
            else:
                LOG.warning("%s of %s could not be read: %s", job.system, job.owner, failed)
            return Done(job, error=error)
        self.outcomes["read"] += 1
        self._away.tell_back(LOGINS)
        return Done(job, rows)

    def _late(self, job: Job) -> None:
        self.outcomes["late"] += 1
        LOG.warning("%s was read too late; somebody else has done it", job.system)

    def _client(self, owner: str) -> Any:
        client = self._clients.pop(owner, None)
        if client is None:
            client = made(self.config, self.store, owner, **self._options)
        self._clients[owner] = client
        if len(self._clients) > MOST_CLIENTS:
            idle = (name for name in self._clients if not self._in_use[name] and name != owner)
            # What goes closes its connections by itself.
            self._clients.pop(next(idle, ""), None)
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
                        self._away.tell_back(LAKE)
            except Error as error:
                self._away.tell(DATABASE, error)
            except Exception as error:
                # A disk that is full, a folder that is away: rows wait in the outbox.
                if LAKE not in self._away:
                    self._lake_failed = datetime.now(UTC)
                self._away.tell(LAKE, error)
            if is_last and not others_write:
                return
            if is_last:
                await asyncio.sleep(PAUSE)
                continue
            with suppress(TimeoutError):
                await asyncio.wait_for(over.wait(), self.config.flush)


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


def read(api: str, client: Any, system: str) -> Awaitable[str]:
    """All readings of a system in one request: JSON with point, time, value and unit of each."""
    if api == "myuplink":
        return nibe.point_rows(client._core, system)
    return nibe.reading_rows(client._core, int(system))


def found(api: str, client: Any) -> list[str]:
    """The systems of an owner, or the devices of myUplink, by a client that blocks."""
    if api == "myuplink":
        return [device.id for system in client.systems() for device in system.devices or ()]
    return [str(system.system_id) for system in client.systems()]
