"""What a peer's program does: `PROGRAM WORK ADDRESS SYSTEM COUNT` prints the CPU nanoseconds of one call.

A program gives `synchronous` or `asynchronous` a client for each work that it knows.
"""

from __future__ import annotations

import sys
import time

IDS = list(range(40004, 40019))
IN_FLIGHT = 64


def arguments():
    """Work, address, system and count, as the command line says them."""
    work, address, system, count = sys.argv[1:]
    return work, address, int(system), int(count)


def repeat(call, count):
    """Prints what one call takes, after a few that do not count."""
    for _ in range(count // 10 + 1):
        call()
    start = time.process_time_ns()
    for _ in range(count):
        call()
    print((time.process_time_ns() - start) // count)


async def arepeat(call, count, tasks=1):
    """The same for coroutines, of which `tasks` run at a time."""
    import asyncio

    async def some(left):
        while left:
            left.pop()
            await call()

    async def all_of(count):
        left = [None] * count
        if tasks == 1:
            await some(left)
        else:
            await asyncio.gather(*(some(left) for _ in range(tasks)))

    await all_of(count // 10 + 1)
    start = time.process_time_ns()
    await all_of(count)
    print((time.process_time_ns() - start) // count)


def read_all(categories):
    """Reads every field of every reading of typed categories."""
    for category in categories:
        _ = category.category_id, category.name
        for reading in category.parameters:
            _ = (
                reading.parameter_id,
                reading.name,
                reading.title,
                reading.designation,
                reading.unit,
                reading.display_value,
                reading.raw_value,
            )
