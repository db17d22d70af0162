"""The turns of one process of a fleet, over a real database."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from datetime import UTC, datetime
from typing import Any

import postgres
import pytest
from postgres import Database

from nibe_uplink.fleet import Systems
from nibe_uplink.fleet._away import Away
from nibe_uplink.fleet._systems import Done, Job, connected
from nibe_uplink.fleet._turns import Turns

ROWS = '[[40004, null, 1.5, "°C"]]'
TAKEN = "select count(*) from fleet_system where lease_until > clock_timestamp()"


class Counted(Systems):
    """Counts what goes to the database."""

    def __init__(self, pool: Any) -> None:
        super().__init__(pool)
        self.asked: Counter[str] = Counter()

    async def take(self, lease: float, most: int = 1, ahead: float = 0.0) -> list[Job]:
        self.asked["take"] += 1
        return await super().take(lease, most, ahead)

    async def finish(self, turns: Iterable[Done]) -> set[Job]:
        self.asked["finish"] += 1
        return await super().finish(turns)


def worked(
    database: Database, names: list[str], work: Callable[[Counted], Awaitable[None]], every: float = 3600.0
) -> None:
    """Works with the systems of an owner, which are all due."""

    async def all_of_it() -> None:
        pool = await connected(database.url, 2)
        try:
            systems = Counted(pool)
            await systems.migrate()
            await systems.add("myuplink", "anna", names, every)
            database.ask("update fleet_system set due = clock_timestamp()")
            await work(systems)
        finally:
            await pool.close()

    asyncio.run(all_of_it())


def turns(systems: Systems, read: Callable[[Job], Awaitable[Done]], at_once: int = 4) -> Turns:
    def late(job: Job) -> None:
        raise AssertionError(job)

    return Turns(systems, at_once, read, late, Away())


@postgres.needed
def test_many_turns_go_with_one_statement_and_none_before_its_time(database: Database) -> None:
    read: list[Job] = []
    early: list[Job] = []
    under_way = most = 0

    async def work(systems: Counted) -> None:
        # 50 in a second, evenly spread, as they are in a fleet.
        database.ask(
            "update fleet_system set every = 1, phase = system::float8 / 50, "
            "due = to_timestamp(ceil(extract(epoch from clock_timestamp())) + system::float8 / 50)"
        )

        async def look(job: Job) -> Done:
            nonlocal under_way, most
            read.append(job)
            if datetime.now(UTC) < job.slot:
                early.append(job)
            under_way += 1
            most = max(most, under_way)
            await asyncio.sleep(0.01)
            under_way -= 1
            return Done(job, ROWS)

        some = turns(systems, look)
        asyncio.get_running_loop().call_later(4, some.end)
        await some.run()
        assert max(systems.asked.values()) < len(read) / 3, systems.asked

    worked(database, [str(number) for number in range(50)], work)
    assert not early
    assert most <= 4
    assert len(read) > 100
    slots = database.ask("select system, slot from fleet_outbox").splitlines()
    assert len(set(slots)) == len(slots) == len(read)


@postgres.needed
def test_no_more_is_taken_ahead_than_is_soon_begun(database: Database) -> None:
    async def work(systems: Counted) -> None:
        waits = asyncio.Event()

        async def look(job: Job) -> Done:
            await waits.wait()
            return Done(job, ROWS)

        some = turns(systems, look)
        run = asyncio.create_task(some.run())
        while not systems.asked["take"]:
            await asyncio.sleep(0.01)
        # Who waits for the pace holds no more than it reads at the same time.
        await asyncio.sleep(1)
        assert database.ask(TAKEN) == "4"
        waits.set()
        while not systems.asked["finish"]:
            await asyncio.sleep(0.01)
        some.end()
        await run

    worked(database, [str(number) for number in range(50)], work)
    assert int(database.ask("select count(*) from fleet_outbox")) >= 4
    assert database.ask(TAKEN) == "0"


@postgres.needed
def test_what_has_not_begun_is_given_back_at_the_end(database: Database) -> None:
    read: list[str] = []

    async def work(systems: Counted) -> None:
        database.ask("update fleet_system set due = due + interval '0.9 seconds' where system > '0'")
        began = asyncio.Event()

        async def look(job: Job) -> Done:
            read.append(job.system)
            began.set()
            await asyncio.sleep(0.2)
            return Done(job, ROWS)

        some = turns(systems, look)
        run = asyncio.create_task(some.run())
        await began.wait()
        assert database.ask(TAKEN) == "3", "two of them ahead"
        some.end()
        await run

    worked(database, ["0", "1", "2"], work)
    assert read == ["0"]
    assert database.ask(TAKEN) == "0"
    assert database.ask("select system from fleet_outbox") == "0", "what was begun is kept"
    assert database.ask("select count(*) from fleet_system where last_ok is null") == "2"


@postgres.needed
def test_what_no_database_takes_keeps_nobody_from_theirs(database: Database, caplog: pytest.LogCaptureFixture) -> None:
    async def work(systems: Counted) -> None:
        async def look(job: Job) -> Done:
            return Done(job, ROWS.replace("°C", "\\u0000") if job.system == "1" else ROWS)

        some = turns(systems, look)
        asyncio.get_running_loop().call_later(1, some.end)
        with caplog.at_level(logging.WARNING, "nibe_uplink.fleet"):
            await asyncio.wait_for(some.run(), 20)

    worked(database, ["0", "1", "2"], work)
    assert database.ask("select system from fleet_outbox order by system").split() == ["0", "2"]
    assert database.ask("select system || ' ' || last_error from fleet_system where last_error is not null").startswith(
        "1 "
    )
    told = [record.getMessage() for record in caplog.records if record.name == "nibe_uplink.fleet"]
    assert told == ["1 of anna cannot be kept: unsupported Unicode escape sequence"]


@postgres.needed
def test_a_turn_that_is_over_before_its_time_is_followed_by_the_next_slot(database: Database) -> None:
    async def work(systems: Counted) -> None:
        await systems.add("myuplink", "anna", ["0"], 3600)
        for _ in range(3):
            [job] = await systems.take(600, 1, 3 * 86_400)
            assert job.wait > 0
            assert await systems.finish([Done(job, ROWS)]) == {job}

    worked(database, ["0"], work)
    apart = "select distinct slot - lag(slot) over (order by slot) from fleet_outbox order by 1"
    assert database.ask(apart) == "01:00:00", "each slot once"


@postgres.needed
def test_a_login_that_has_ended_stops_all_of_its_owner_also_one_that_was_just_read(database: Database) -> None:
    async def work(systems: Counted) -> None:
        await systems.add("myuplink", "bo", ["3"], 3600)
        database.ask("update fleet_system set due = clock_timestamp()")
        jobs = await systems.take(600, 4)
        ended = [Done(job, error="login revoked", stop="login revoked") for job in jobs if job.system in "02"]
        read = [Done(job, ROWS) for job in jobs if job.system in "13"]
        assert await systems.finish([*ended, *read]) == set(jobs)
        # One that comes too late has no say.
        assert not await systems.finish([Done(job, stop="late") for job in jobs])

    worked(database, ["0", "1", "2"], work)
    assert database.ask("select system from fleet_outbox order by system").split() == ["1", "3"]
    assert database.ask("select owner, stopped, count(*) from fleet_system group by 1, 2 order by 1").split() == [
        "anna|login", "revoked|3", "bo||1",
    ]  # fmt: skip
