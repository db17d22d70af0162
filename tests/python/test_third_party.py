"""A program that nobody here wrote, made for the cloud, against the local service: only its base URL is changed."""

from __future__ import annotations

import asyncio
import urllib.error
import urllib.request
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

import nibe_uplink

nibeuplink = pytest.importorskip("nibeuplink", reason="the PyPI package nibeuplink is not installed")

# The other program's own ways; they are not ours to change.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

ALIASES = ["outdoor_temperature", "indoor_temperature", "hot_water_temperature", "hot_water_boost"]


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """Stops at the redirect, as a program does that reads the callback by itself."""

    def redirect_request(self, *_: Any) -> None:
        """Follows nothing."""


def callback_of(link: str) -> str:
    """Where the consent of the user leads."""
    with pytest.raises(urllib.error.HTTPError) as redirect:
        urllib.request.build_opener(NoRedirect).open(link)
    redirect.value.close()
    return redirect.value.headers["Location"]


def with_uplink(work: Callable[[Any, Any, nibe_uplink.Simulator], Awaitable[None]]) -> None:
    """Logs the other program in and lets it work."""

    async def run() -> None:
        with nibe_uplink.Simulator() as sim:
            session = nibeuplink.UplinkSession(
                client_id=sim.client_id,
                client_secret=sim.client_secret,
                redirect_uri="https://home.example/auth/callback",
                base=sim.base_url,
                scope=["READSYSTEM", "WRITESYSTEM"],
            )
            async with session:
                callback = callback_of(session.get_authorize_url())
                await session.get_access_token(session.get_code_from_url(callback))
                async with nibeuplink.Uplink(session, base=sim.base_url, throttle=0.0) as uplink:
                    await work(uplink, session, sim)

    asyncio.run(run())


def test_it_reads_everything() -> None:
    async def work(uplink: Any, session: Any, sim: nibe_uplink.Simulator) -> None:
        systems = await uplink.get_systems()
        assert [system["systemId"] for system in systems] == sim.systems
        for system in sim.systems:
            assert (await uplink.get_system(system))["systemId"] == system
            assert await uplink.get_system_software(system)
            assert isinstance(await uplink.get_status(system), list)
            assert isinstance(await uplink.get_notifications(system), list)
            for unit in await uplink.get_units(system):
                number = unit["systemUnitId"]
                assert isinstance(await uplink.get_unit_status(system, number), list)
                categories = await uplink.get_categories(system, True, number)
                assert all(category["parameters"] for category in categories)

    with_uplink(work)


def test_it_gathers_150_parameters_by_id_and_by_alias() -> None:
    async def work(uplink: Any, session: Any, sim: nibe_uplink.Simulator) -> None:
        system = sim.systems[0]
        ids = [p for p in nibe_uplink.catalogue.ids() if 40000 <= p < 44000][:146]
        found = await asyncio.gather(*(uplink.get_parameter(system, p) for p in [*ids, *ALIASES]))
        assert len(found) == 150
        aliases = dict(zip(ALIASES, found[146:], strict=True))
        assert all(aliases[alias]["name"] == alias for alias in ALIASES)
        assert isinstance(aliases["outdoor_temperature"]["value"], float)
        requests = [r for r in sim.requests() if r.function == "parameters"]
        assert len(requests) == 10

    with_uplink(work)


def test_it_writes_and_reads_back() -> None:
    async def work(uplink: Any, session: Any, sim: nibe_uplink.Simulator) -> None:
        system = sim.systems[0]
        assert await uplink.put_parameter(system, "47011", -2) == "DONE"
        assert (await uplink.get_parameter(system, "47011"))["rawValue"] == -2
        await uplink.put_smarthome_mode(system, "AWAY_FROM_HOME")
        assert await uplink.get_smarthome_mode(system) == "AWAY_FROM_HOME"
        thermostat = {"externalId": 1, "name": "Hall", "actualTemp": 215, "targetTemp": 220, "climateSystems": [1]}
        await uplink.post_smarthome_thermostats(system, thermostat)
        assert [t["name"] for t in await uplink.get_smarthome_thermostats(system)] == ["Hall"]

    with_uplink(work)


def test_it_refreshes_a_dead_token() -> None:
    async def work(uplink: Any, session: Any, sim: nibe_uplink.Simulator) -> None:
        before = session.access_data["access_token"]
        sim.expire_tokens()
        assert await uplink.get_systems()
        assert session.access_data["access_token"] != before

    with_uplink(work)
