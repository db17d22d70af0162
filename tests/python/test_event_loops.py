"""Kinds of event loops: those that listen to sockets, and those that have to be told by a thread."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

import nibe_uplink


class Deaf(asyncio.SelectorEventLoop):
    """Has no readers, like the usual loop of Windows."""

    def add_reader(self, *_: object) -> None:
        raise NotImplementedError


LOOPS = [asyncio.SelectorEventLoop, Deaf]


@pytest.fixture(params=LOOPS)
def event_loop(request: pytest.FixtureRequest) -> type[asyncio.SelectorEventLoop]:
    kind: type[asyncio.SelectorEventLoop] = request.param
    return kind


async def read_all(client: nibe_uplink.AsyncClient, systems: list[int]) -> list[int]:
    found = await asyncio.gather(*(client.system(one) for one in systems))
    return [system.system_id for system in found]


def test_calls_come_back_in_each_of_two_loops(
    sim: nibe_uplink.Simulator, event_loop: type[asyncio.SelectorEventLoop]
) -> None:
    client, systems = sim.async_client(), sim.systems * 10
    for _ in range(2):
        with asyncio.Runner(loop_factory=event_loop) as runner:
            # One that has rested goes on.
            for _ in range(2):
                assert runner.run(read_all(client, systems)) == systems


def test_two_loops_in_two_threads(sim: nibe_uplink.Simulator, event_loop: type[asyncio.SelectorEventLoop]) -> None:
    client, systems = sim.async_client(), sim.systems * 5

    def run() -> list[int]:
        with asyncio.Runner(loop_factory=event_loop) as runner:
            return runner.run(read_all(client, systems))

    async def both() -> list[list[int]]:
        return await asyncio.gather(*(asyncio.to_thread(run) for _ in range(4)))

    assert asyncio.run(both()) == [systems] * 4


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="this system has no /proc")
def test_loops_that_are_gone_leave_no_sockets(sim: nibe_uplink.Simulator) -> None:
    client = sim.async_client()

    def opened() -> int:
        asyncio.run(read_all(client, sim.systems))
        return len(os.listdir("/proc/self/fd"))

    before = opened()
    # A connection more or less is the client's.
    assert max(opened() for _ in range(20)) < before + 20
