"""Writing to a cloud that says yes before anything has happened."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from nibe_uplink import errors, myuplink

Write = Callable[..., dict[str, myuplink.Written]]


@pytest.fixture(params=["blocking", "asynchronous"])
def write(request: pytest.FixtureRequest) -> Write:
    """`write_points` of either client."""

    def blocking(cloud: myuplink.Simulator, *given: Any, **options: Any) -> dict[str, myuplink.Written]:
        return cloud.client(retries=0).write_points(*given, **options)

    def asynchronous(cloud: myuplink.Simulator, *given: Any, **options: Any) -> dict[str, myuplink.Written]:
        async def run() -> dict[str, myuplink.Written]:
            return await cloud.async_client(retries=0).write_points(*given, **options)

        return asyncio.run(run())

    return blocking if request.param == "blocking" else asynchronous


def device_of(cloud: myuplink.Simulator, name: str) -> str:
    """The device of a system."""
    system = next(system for system in cloud.client().systems() if system.name == name)
    assert system.devices
    return system.devices[0].id


def sent(cloud: myuplink.Simulator) -> list[tuple[str | None, str]]:
    """The writes that the service saw."""
    return [(seen.function, seen.body) for seen in cloud.requests() if seen.method == "PATCH"]


def states(written: Mapping[str, myuplink.Written]) -> dict[str, str]:
    """How far each value has come."""
    return {id_: entry.state for id_, entry in written.items()}


def test_verified_values_are_told_apart_by_id(write: Write) -> None:
    # The 25 seconds until a value arrives take an eighth of one.
    with myuplink.Simulator(speed=200) as cloud:
        values = {47011: -2, 47398: "22.5", 40004: 1}
        written = write(cloud, device_of(cloud, "Lake house"), values, verify=True, within=20, every=0.05)
    assert states(written) == {"47011": "applied", "47398": "applied", "40004": "refused"}
    assert written["40004"].said == "error: read only value"
    room = written["47398"].point
    assert room
    assert (room.value, written["47398"].said) == (22.5, "modified")


def test_what_was_not_seen_in_time_is_only_accepted(write: Write) -> None:
    with myuplink.Simulator(speed=0) as cloud:
        device = device_of(cloud, "Lake house")
        written = write(cloud, device, {47011: -2}, verify=True, within=0.1, every=0.02)
        assert states(written) == {"47011": "accepted"}
        assert written["47011"].point
        assert written["47011"].point.value == 0
        assert len([seen for seen in cloud.requests() if seen.function == "points"]) > 2


def test_without_verifying_nothing_is_waited_for(write: Write) -> None:
    with myuplink.Simulator(speed=0) as cloud:
        assert states(write(cloud, device_of(cloud, "Lake house"), {47011: 0})) == {"47011": "accepted"}
        assert [seen.function for seen in cloud.requests()][-2:] == ["points", "set_points"]


def test_set_points_of_zones_go_through_their_zone(write: Write) -> None:
    with myuplink.Simulator(speed=200) as cloud:
        values = {"4564": 1, "47751": "23"}
        written = write(cloud, device_of(cloud, "Hill house"), values, verify=True, within=20, every=0.05)
        assert sent(cloud) == [("set_points", '{"4564":1}'), ("set_zone", '{"setpointHeat":23.0}')]
    assert states(written) == {"4564": "applied", "47751": "applied"}
    assert (written["4564"].zone_id, written["47751"].zone_id) == (None, "1")


def test_a_refused_part_does_not_hide_what_was_taken(write: Write) -> None:
    with myuplink.Simulator(speed=0) as cloud:
        written = write(cloud, device_of(cloud, "Hill house"), {4: 1, 47751: 23})
        assert states(written) == {"4": "refused", "47751": "accepted"}
        assert "read only" in written["4"].said


def test_what_is_refused_altogether_is_an_error(write: Write) -> None:
    with myuplink.Simulator(speed=0) as cloud:
        lake = device_of(cloud, "Lake house")
        with pytest.raises(errors.BadRequest) as range_:
            write(cloud, lake, {47398: 220}, verify=True)
        assert range_.value.name == "OUT_OF_RANGE"
        with pytest.raises(errors.Forbidden) as unpaid:
            write(cloud, device_of(cloud, "Town flat"), {47011: 1}, verify=True)
        assert unpaid.value.name == "PREMIUM_REQUIRED"
        cloud.fault("hang_up", on="set_points", carried_out=False)
        with pytest.raises(errors.TransportError):
            write(cloud, lake, {47011: 1}, verify=True, within=0.2, every=0.1)


@pytest.mark.parametrize("values", [{}, {47011: None}, {47011: [1]}, {47011: float("nan")}, 7], ids=repr)
def test_nothing_wrong_is_written(write: Write, values: Any) -> None:
    with myuplink.Simulator(speed=0) as cloud:
        device = device_of(cloud, "Lake house")
        with pytest.raises(errors.ArgumentError):
            write(cloud, device, values)
        with pytest.raises(errors.ArgumentError, match="within"):
            write(cloud, device, {47011: 1}, verify=True, within=-1)
        assert not sent(cloud)


def test_without_both_scopes_nothing_is_sent() -> None:
    with myuplink.Simulator(speed=0) as cloud:
        device = device_of(cloud, "Lake house")
        for scope in ("READSYSTEM", "WRITESYSTEM"):
            with pytest.raises(errors.MissingScope):
                cloud.client([scope]).write_points(device, {47011: 1})
        assert {seen.function for seen in cloud.requests()} == {"systems"}


def test_a_look_that_fails_has_seen_nothing() -> None:
    async def run() -> None:
        async with myuplink.Simulator(speed=0) as cloud, cloud.async_client(retries=0) as client:
            device = await asyncio.to_thread(device_of, cloud, "Lake house")
            task = asyncio.create_task(client.write_points(device, {47011: -1}, verify=True, within=5, every=0.02))
            while not (sent(cloud) or task.done()):
                await asyncio.sleep(0.01)
            cloud.fault("status", on="points", status=502, times=3)
            while [seen.status for seen in cloud.requests()].count(502) < 3 and not task.done():
                await asyncio.sleep(0.01)
            cloud.advance(30)
            assert states(await task) == {"47011": "applied"}

    asyncio.run(run())


def test_a_cancelled_write_looks_no_longer() -> None:
    async def run() -> None:
        async with myuplink.Simulator(speed=0) as cloud, cloud.async_client() as client:
            device = await asyncio.to_thread(device_of, cloud, "Lake house")
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.3):
                    await client.write_points(device, {47011: -1}, verify=True, every=0.02)
            seen = len(cloud.requests())
            await client.ping()
            await client.ping()
            assert len(cloud.requests()) <= seen + 3, "one look may have been under way"

    asyncio.run(run())
