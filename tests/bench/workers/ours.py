"""Our clients, blocking and asynchronous."""

from __future__ import annotations

import itertools

import work


def main():
    name, address, system, count = work.arguments()
    kind, _, name = name.rpartition("-")
    options = {"base_url": address, "keep_pace": False, "scopes": ["READSYSTEM"]}
    if kind == "async":
        import asyncio

        asyncio.run(asynchronous(name, system, count, options))
        return
    from nibe_uplink import Client

    client = Client.from_token("made-up", **options)
    calls = {
        "parameters": lambda: client.parameters(system, work.IDS),
        "categories": lambda: client.categories(system, parameters=True),
        "fields": lambda: work.read_all(client.categories(system, parameters=True)),
    }
    work.repeat(calls[name], count)


async def asynchronous(name, system, count, options):
    from nibe_uplink import AsyncClient

    client = AsyncClient.from_token("made-up", **options)
    if name == "parameters64":
        # Each of a unit of its own: readers of the same would share a request.
        units = itertools.count()
        await work.arepeat(
            lambda: client.parameters(system, work.IDS, system_unit_id=next(units)), count, work.IN_FLIGHT
        )
    else:
        await work.arepeat(lambda: client.parameters(system, work.IDS), count)


main()
