"""Processes of a fleet that are killed, while they read, write the table and renew logins."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path

import postgres
import pytest
from fleets import CALLBACK, Fleet
from logins import loops
from postgres import Database

from nibe_uplink import myuplink

WHOLE = loops(100) == 100
# The two or three systems that a process had when it was killed rest for ten minutes, so that half of so many rest in the end.
OWNERS, PROCESSES, KILLS = 120, 3, loops(90)
# Renewals that a kill waits for, at most.
MOST = 10
# Seconds from one kill to the next.
BETWEEN = 20.0 if WHOLE else 0.0
# Of another process no renewal takes that long.
CUT_OFF = "select key from uplink_login where renewing_since < clock_timestamp() - interval '1 second'"


@pytest.fixture
def fleet(database: Database, tmp_path: Path) -> Iterator[Fleet]:
    with myuplink.Simulator(owners=OWNERS, profile="strict", redirect_uri=CALLBACK) as sim:
        made = Fleet(sim, database, tmp_path)
        # A process renews one login at a time, so that a kill strikes one.
        made.configure(at_once=1, every=2)
        yield made
        for process in made.started:
            process.kill()
            process.communicate()


@postgres.needed
def test_t55_a_kill_costs_one_login_at_most_and_no_reading(fleet: Fleet) -> None:
    chance, ask = random.Random(18), fleet.database.ask
    fleet.run("init")
    fleet.add(*(f"owner-{number:05}" for number in range(1, OWNERS + 1)), known=True)
    fleet.count()
    workers = [fleet.start("run") for _ in range(PROCESSES)]
    struck: list[set[str]] = []
    said = ""
    for _ in range(KILLS):
        fleet.until_kept(MOST)
        began = time.monotonic()
        before = fleet.sim.tally.refreshes
        fleet.sim.expire_tokens()
        wanted = chance.randrange(1, MOST)
        while fleet.sim.tally.refreshes < before + wanted:
            assert time.monotonic() < began + 60, fleet.run("status")
        victim = chance.randrange(PROCESSES)
        workers[victim].kill()
        said += "".join(workers[victim].communicate())
        workers[victim] = fleet.start("run")
        if not WHOLE:
            # Nobody waits for the leases of the dead.
            ask("update fleet_system set lease_until = '-infinity' where lease_until > clock_timestamp()")
            ask("update fleet_lake set lease_until = '-infinity'")
        time.sleep(max(1.5, began + BETWEEN - time.monotonic()))
        struck.append(set(ask(CUT_OFF).split()).difference(*struck))
    assert max(map(len, struck)) <= 1, struck
    fleet.database.control("restart")
    fleet.until_kept(MOST)
    assert all(worker.poll() is None for worker in workers)
    for worker in workers:
        worker.terminate()
        said += "".join(worker.communicate(timeout=60))
    ask("update fleet_lake set lease_until = '-infinity'")
    fleet.run("run", "--for", "1.5")
    assert fleet.is_whole()
    lost = set(ask("select key from uplink_login where refused_since is not null").split())
    print(
        f"{KILLS} kills, {sum(map(len, struck))} struck a renewal, {len(lost)} logins lost, {fleet.kept()} turns kept"
    )
    assert lost <= set().union(*struck)
    assert fleet.sim.tally.reuses <= len(lost)
    for key in lost:
        assert f"{key.rpartition('|')[2]}" in said, said
