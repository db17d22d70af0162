"""The client nibeuplink, which collects requests for one parameter each; without its wait between requests."""

from __future__ import annotations

import asyncio

import nibeuplink
import work


async def main():
    _, address, system, count = work.arguments()
    token = {"access_token": "made-up", "scope": "READSYSTEM"}
    session = nibeuplink.UplinkSession("client", "", "http://127.0.0.1/", access_data=token, base=address)
    async with session, nibeuplink.Uplink(session, base=address, throttle=0) as uplink:

        async def parameters():
            return await asyncio.gather(*(uplink.get_parameter(system, number) for number in work.IDS))

        await work.arepeat(parameters, count)


asyncio.run(main())
