"""What type checkers take for an argument, and what they refuse; `make check` reads this, nobody runs it."""

from __future__ import annotations

from collections.abc import Mapping

from nibe_uplink import AsyncClient, Client, Login, Reading, login, table
from nibe_uplink.myuplink import Client as OfMyUplink
from nibe_uplink.myuplink import Point


def settings(
    client: Client, named: dict[str, str], numbered: dict[int, float], either: Mapping[str, int | float | str]
) -> None:
    client.set_parameters(1, named)
    client.set_parameters(1, numbered)
    client.set_parameters(1, either)
    client.set_parameters(1, {"hot_water_boost": 1})
    client.set_parameters(1, {47041: "1"})
    client.set_parameters(1, {4.5: 1})  # type: ignore[arg-type]
    client.set_parameters(1, "47041=1")  # type: ignore[arg-type]


def points(client: OfMyUplink, named: dict[str, str], numbered: dict[int, int]) -> None:
    client.set_points("device", named)
    client.write_points("device", named)
    client.write_points("device", numbered)


async def watches(client: Client, asynchronous: AsyncClient, other: OfMyUplink) -> None:
    for event in client.watch({1: [40004, "outdoor_temperature"]}, every=300):
        reading: Reading | None = event.reading
        print(reading, event.error)
    async for each in asynchronous.watch({1: [40004]}):
        wrong: int | None = each.reading  # type: ignore[assignment]
        print(wrong)
    for event_of_device in other.watch({"device": None}):
        point: Point | None = event_of_device.reading
        print(point)


async def logins(client: AsyncClient, attempt: Login, address: str) -> None:
    waited: list[str] = attempt.finish(address).wait()
    awaited: list[str] = await attempt.finish(address)
    wrong: list[str] = attempt.finish(address)  # type: ignore[assignment]
    print(waited, awaited, wrong, await client.login(timeout=20))


def options(client: type[Client]) -> None:
    client.from_env(timeout=None, scopes=["READSYSTEM"])
    client.from_env(time_out=3)  # type: ignore[call-arg]
    client.from_token("token", unknown="eror")  # type: ignore[arg-type]
    login(unknown="error", retries=0)
    login(retry=0)  # type: ignore[call-arg]
    login(scopes=["READSYSTEM"])
    login(scopes=["READSYSTEMS"])  # type: ignore[list-item]
    table([]).to_polars()
