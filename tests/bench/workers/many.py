"""Many calls of one asynchronous client at once: prints the sockets that it had at most, and the threads of the process."""

from __future__ import annotations

import asyncio
import os
import sys

import work


def sockets():
    """The sockets of this process."""
    links = []
    for name in os.listdir("/proc/self/fd"):
        try:
            links.append(os.readlink(f"/proc/self/fd/{name}"))
        except FileNotFoundError:
            continue  # That of the listing itself.
    return sum(link.startswith("socket:") for link in links)


async def main():
    from nibe_uplink import AsyncClient

    address, system, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    client = AsyncClient.from_token("made-up", base_url=address, keep_pace=False, scopes=["READSYSTEM"])
    before, most, threads = sockets(), 0, 0

    async def call(unit):
        nonlocal most, threads
        # Of units of their own, so that readers share nothing.
        await client.parameters(system, work.IDS, system_unit_id=unit)
        if unit % 10 == 0:
            most, threads = max(most, sockets() - before), max(threads, len(os.listdir("/proc/self/task")))

    await asyncio.gather(*(call(unit) for unit in range(count)))
    print(most, threads)


asyncio.run(main())
