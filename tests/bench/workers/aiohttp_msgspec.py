"""aiohttp with msgspec's structs."""

from __future__ import annotations

import asyncio
import itertools

import aiohttp
import work
from types_msgspec import CATEGORIES, READINGS


async def main():
    name, address, system, count = work.arguments()
    base = f"{address}/api/v1/systems/{system}"
    headers = {"Authorization": "Bearer made-up"}
    async with aiohttp.ClientSession(headers=headers) as session:

        async def parameters(unit=None):
            query = [("parameterIds", str(number)) for number in work.IDS]
            if unit is not None:
                query.append(("systemUnitId", str(unit)))
            async with session.get(f"{base}/parameters", params=query) as answer:
                answer.raise_for_status()
                return READINGS.decode(await answer.read())

        async def categories():
            query = {"parameters": "true"}
            async with session.get(f"{base}/serviceinfo/categories", params=query) as answer:
                answer.raise_for_status()
                return CATEGORIES.decode(await answer.read())

        if name == "parameters64":
            units = itertools.cycle(range(work.IN_FLIGHT))
            await work.arepeat(lambda: parameters(next(units)), count, work.IN_FLIGHT)
        else:
            await work.arepeat(categories if name == "categories" else parameters, count)


asyncio.run(main())
