"""A program that nobody here wrote, made for myUplink's cloud, against the local service: only its host is changed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from nibe_uplink import myuplink

pajzo = pytest.importorskip("myuplink", reason="the PyPI package myuplink is not installed")
aiohttp = pytest.importorskip("aiohttp", reason="the PyPI package aiohttp is not installed")


class Tokens:
    """What the other program asks for a token, as its examples do: client credentials."""

    def __init__(self, cloud: myuplink.Simulator, session: Any) -> None:
        self.cloud = cloud
        self.session = session
        self.access_token = ""
        self.asked = 0

    def is_token_valid(self) -> bool:
        """Whether there is one."""
        return bool(self.access_token)

    async def fetch_access_token(self) -> None:
        """Gets one."""
        self.asked += 1
        form = {
            "grant_type": "client_credentials",
            "client_id": self.cloud.client_id,
            "client_secret": self.cloud.client_secret,
            "scope": "READSYSTEM WRITESYSTEM",
        }
        async with self.session.post(f"{self.cloud.base_url}/oauth/token", data=form) as answer:
            assert answer.status == 200
            tokens = await answer.json()
        assert tokens["scope"] == "READSYSTEM WRITESYSTEM"
        assert "refresh_token" not in tokens, "there is nothing to refresh: the program just asks again"
        self.access_token = tokens["access_token"]

    async def save_access_token(self) -> None:
        """Keeps it; here it is kept already."""


def with_api(work: Callable[[Any, myuplink.Simulator], Awaitable[None]]) -> None:
    """Lets the other program work."""

    async def run() -> None:
        with myuplink.Simulator() as cloud:
            async with aiohttp.ClientSession() as session:
                tokens = Tokens(cloud, session)
                await work(pajzo.MyUplinkAPI(pajzo.Auth(session, cloud.base_url, tokens)), cloud)
                assert tokens.asked == 1

    asyncio.run(run())


async def device_of(api: Any, name: str) -> Any:
    """The device of a system."""
    system = next(system for system in await api.async_get_systems() if system.name == name)
    return system.devices[0]


def test_it_reads_everything() -> None:
    async def work(api: Any, cloud: myuplink.Simulator) -> None:
        assert await api.async_ping()
        assert await api.async_ping_protected()
        systems = await api.async_get_systems()
        assert [system.id for system in systems] == cloud.systems
        for system in systems:
            assert (await api.async_get_smart_home_mode(system.id))["smartHomeMode"] == "Default"
            for short in system.devices:
                device = await api.async_get_device(short.deviceId)
                assert device.productName
                assert device.firmwareCurrent == short.raw["currentFwVersion"]
                points = await api.async_get_device_points(device.id)
                assert len(points) >= 7
                assert all(point.parameter_id and point.timestamp for point in points)
                assert await api.async_get_smart_home_categories(device.id)

    with_api(work)


def test_it_reads_some_points_with_their_words() -> None:
    async def work(api: Any, cloud: myuplink.Simulator) -> None:
        device = await device_of(api, "Lake house")
        points = await api.async_get_device_points(device.deviceId, points=["40004", "48132"])
        assert [point.parameter_id for point in points] == ["40004", "48132"]
        assert points[0].value == pytest.approx(float(points[0].raw["strVal"].rstrip("°C")), abs=0.06)
        assert [word.text for word in points[1].enum_values_list] == ["off", "3h", "6h", "12h", "one time"]

    with_api(work)


def test_it_pages_through_the_alarms() -> None:
    async def work(api: Any, cloud: myuplink.Simulator) -> None:
        system = cloud.systems[0]
        seen: list[str] = []
        page = 1
        while True:
            paging = await api.async_get_system_notifications(system, only_active=False, page=page, items_per_page=7)
            seen += [alarm.notificationId for alarm in paging.items]
            if page * 7 >= paging.total_items:
                break
            page += 1
        assert len(seen) == paging.total_items > 30
        assert len(set(seen)) == len(seen)
        active = await api.async_get_system_notifications(system)
        assert {alarm.notificationId for alarm in active.items} < set(seen)

    with_api(work)


def test_it_writes_and_reads_back() -> None:
    async def work(api: Any, cloud: myuplink.Simulator) -> None:
        device = await device_of(api, "Lake house")
        # Home Assistant sends the text of a float.
        answer = await api.async_set_device_points(device.deviceId, data={"47011": str(-2.0)})
        assert answer == {"47011": "modified"}
        cloud.advance(30)
        (point,) = await api.async_get_device_points(device.deviceId, points=["47011"])
        assert point.value == -2
        with pytest.raises(aiohttp.ClientResponseError) as refused:
            await api.async_set_device_points(device.deviceId, data={"47398": "220"})
        assert refused.value.status == 400

    with_api(work)
