"""aiohttp with msgspec's structs."""

from __future__ import annotations

import asyncio

import aiohttp
import work
from types_msgspec import CATEGORIES, READINGS


async def main():
    name, address, system, count = work.arguments()
    base = f"{address}/api/v1/systems/{system}"
    headers = {"Authorization": "Bearer made-up"}
    async with aiohttp.ClientSession(headers=headers) as session:

        async def parameters():
            query = [("parameterIds", str(number)) for number in work.IDS]
            async with session.get(f"{base}/parameters", params=query) as answer:
                answer.raise_for_status()
                return READINGS.decode(await answer.read())

        async def categories():
            query = {"parameters": "true"}
            async with session.get(f"{base}/serviceinfo/categories", params=query) as answer:
                answer.raise_for_status()
                return CATEGORIES.decode(await answer.read())

        call = categories if name == "categories" else parameters
        await work.arepeat(call, count, work.IN_FLIGHT if name == "parameters64" else 1)


asyncio.run(main())
