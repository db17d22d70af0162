"""Clocks that somebody sets: a client in a process whose wall clock jumps, by libfaketime."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import nibe_uplink

HOUR, DAY = 3600, 86_400
CALLS = 20

# Says what its clock shows, and calls as often as it is told.
WORKER = """
import os, sys, time, nibe_uplink
client = nibe_uplink.Client(base_url=os.environ["BASE_URL"], client_id=os.environ["CLIENT_ID"],
    client_secret=os.environ["CLIENT_SECRET"], token_store=nibe_uplink.FileStore(sys.argv[1]), keep_pace=False)
for line in sys.stdin:
    for _ in range(int(line)):
        client.system(int(sys.argv[2]))
    print(time.time(), flush=True)
"""


@pytest.fixture
def library() -> Path:
    for found in Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"):
        return found
    pytest.skip("libfaketime is not installed")


@pytest.fixture
def sim(tmp_path: Path) -> Iterator[nibe_uplink.Simulator]:
    """A strict service, with a login in the file `tokens.json`."""
    with nibe_uplink.Simulator(profile="strict") as simulator:
        simulator.client(token_store=nibe_uplink.FileStore(tmp_path / "tokens.json"))
        yield simulator


class Worker:
    """A process whose clock can be set."""

    def __init__(self, library: Path, sim: nibe_uplink.Simulator, folder: Path, offset: int) -> None:
        self.sim, self.clock = sim, folder / "clock"
        self.set_clock(offset)
        faked = {
            "LD_PRELOAD": str(library),
            "FAKETIME_TIMESTAMP_FILE": str(self.clock),
            "FAKETIME_NO_CACHE": "1",
            # The clock that nobody can set goes on as it did.
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }
        settings = {"BASE_URL": sim.base_url, "CLIENT_ID": sim.client_id, "CLIENT_SECRET": sim.client_secret}
        self.process = subprocess.Popen(
            [sys.executable, "-c", WORKER, str(folder / "tokens.json"), str(sim.systems[0])],
            env=os.environ | settings | faked,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def set_clock(self, offset: int) -> None:
        self.offset = offset
        self.clock.write_text(f"{offset:+d}\n")

    def refreshes(self, calls: int = CALLS) -> int:
        """How many refreshes some calls cost."""
        before = self.sim.tally.refreshes
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(f"{calls}\n")
        self.process.stdin.flush()
        shown = float(self.process.stdout.readline())
        assert abs(shown - time.time() - self.offset) < 60, "the clock is set"
        return self.sim.tally.refreshes - before


@contextmanager
def worker(library: Path, sim: nibe_uplink.Simulator, folder: Path, offset: int = 0) -> Iterator[Worker]:
    started = Worker(library, sim, folder, offset)
    try:
        yield started
    finally:
        started.process.kill()
        started.process.communicate()


def test_t45_a_clock_that_is_set_costs_a_running_program_nothing(
    library: Path, sim: nibe_uplink.Simulator, tmp_path: Path
) -> None:
    with worker(library, sim, tmp_path) as running:
        assert running.refreshes() == 0
        for offset in (DAY, -DAY, HOUR, -HOUR, 0):
            running.set_clock(offset)
            assert running.refreshes() == 0, offset
            # A token that really ends, for instance while the machine sleeps: the server says so.
            sim.expire_tokens()
            assert running.refreshes() == 1, offset
        assert sim.tally.reuses == 0


def test_t45_programs_that_start_with_another_clock_renew_once_at_most(
    library: Path, sim: nibe_uplink.Simulator, tmp_path: Path
) -> None:
    for offset in (DAY, -DAY, HOUR, 0, -HOUR, DAY):
        with worker(library, sim, tmp_path, offset) as started:
            assert started.refreshes() <= 1, offset
            assert started.refreshes() == 0, offset
    assert sim.tally.reuses == 0
