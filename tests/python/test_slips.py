"""Slips are told: names that a machine does not know, clients that are closed, addresses with a version."""

from __future__ import annotations

import asyncio
import warnings
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

import nibe_uplink
from nibe_uplink import errors, myuplink

V1 = [40004, "outdoor_temprature", 99999, 40025]


def test_a_name_that_the_machine_does_not_know_is_told(sim: nibe_uplink.Simulator) -> None:
    client = sim.client()
    with pytest.warns(errors.UnknownParameterWarning) as told:
        answer = client.parameters(sim.systems[0], V1)
    assert 40004 in [reading.parameter_id for reading in answer]
    [warning] = told
    assert str(warning.message).startswith(f"system {sim.systems[0]} knows no parameter 'outdoor_temprature', 99999")
    assert "did you mean outdoor_temperature?" in str(warning.message)
    assert Path(warning.filename) == Path(__file__), "the line of the program"


def test_who_asks_for_it_gets_an_error(sim: nibe_uplink.Simulator) -> None:
    client = sim.client(unknown="error")
    assert client.parameters(sim.systems[0], ["outdoor_temperature", 40004, "40008"])
    with pytest.raises(nibe_uplink.UnknownParameter, match="did you mean") as info:
        client.parameters(sim.systems[0], iter(V1))
    assert info.value.unknown[:2] == ["outdoor_temprature", 99999]
    with pytest.raises(nibe_uplink.UnknownParameter):
        client.with_response().parameters(sim.systems[0], [99999])
    with pytest.raises(nibe_uplink.UnknownParameter), client.watch({sim.systems[0]: [40004, 99999]}) as watch:
        next(watch)
    with pytest.raises(errors.SetupError, match="unknown has to be"):
        sim.client(unknown="no")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert sim.client(unknown="ignore").parameters(sim.systems[0], [99999]) == []


def test_asynchronous_clients_tell_it_too(sim: nibe_uplink.Simulator) -> None:
    async def main() -> None:
        client = sim.async_client(unknown="error")
        assert await client.parameters(sim.systems[0], [40004])
        with pytest.raises(nibe_uplink.UnknownParameter):
            await client.parameters(sim.systems[0], [99999])
        quiet = sim.async_client()
        with pytest.warns(errors.UnknownParameterWarning, match="99999") as told:
            await quiet.parameters(sim.systems[0], [99999])
        assert Path(told[0].filename) == Path(__file__)

    asyncio.run(main())


def test_a_write_under_a_wrong_name_says_what_it_may_have_meant(sim: nibe_uplink.Simulator) -> None:
    settings = {"hot_water_bost": 1, "hot_water_boost": 1, "47011": 1, "qqqq": 1}
    with pytest.raises(errors.BadRequest, match="hot_water_bost") as info:
        sim.client().set_parameters(sim.systems[0], settings)
    assert info.value.__notes__ == ["hot_water_bost: did you mean hot_water_boost?"]
    with pytest.raises(errors.BadRequest, match="out of range") as info:
        sim.client().set_parameters(sim.systems[0], {"hot_water_boost": 99})
    assert not hasattr(info.value, "__notes__"), "the name is right"

    async def main() -> None:
        with pytest.raises(errors.BadRequest) as info:
            await sim.async_client().set_parameters(sim.systems[0], settings)
        assert info.value.__notes__ == ["hot_water_bost: did you mean hot_water_boost?"]

    asyncio.run(main())


def test_points_of_myuplink_too() -> None:
    with myuplink.Simulator() as sim:
        client = sim.client(unknown="error")
        device = next(iter(client.systems())).devices[0].id
        assert client.points(device, parameter_ids=[40004])
        assert client.points(device)
        with pytest.raises(nibe_uplink.UnknownParameter, match=f"device {device} knows no parameter 'outdoor'"):
            client.points(device, parameter_ids=[40004, "outdoor"])


@pytest.mark.parametrize(("package", "version"), [(nibe_uplink, "/api/v1"), (myuplink, "/v2"), (myuplink, "/v3/")])
def test_an_address_may_end_with_the_version(package: Any, version: str) -> None:
    with package.Simulator() as sim:
        client = package.Client.from_token(sim.access_token(), base_url=sim.base_url + version, keep_pace=False)
        assert client.base_url == sim.base_url
        assert client.systems().collect()


def test_what_is_closed_says_so(sim: nibe_uplink.Simulator) -> None:
    with sim.client() as client:
        assert client.system(sim.systems[0])
    with pytest.raises(errors.SetupError, match="closed"):
        client.system(sim.systems[0])
    client.close()

    async def main() -> None:
        async with sim.async_client() as client:
            assert await client.system(sim.systems[0])
        with pytest.raises(errors.SetupError, match="closed"):
            await client.system(sim.systems[0])
        other = sim.async_client()
        await other.aclose()
        with pytest.raises(errors.SetupError, match="closed"):
            other.with_options(timeout=3).systems()

    asyncio.run(main())


def test_times_may_be_without_end(sim: nibe_uplink.Simulator) -> None:
    for timeout in (None, timedelta(seconds=20), 20):
        assert sim.client(timeout=timeout).system(sim.systems[0])
    for wrong in (0, timedelta(0), -1, "long"):
        with pytest.raises(errors.SetupError, match="timeout has to be"):
            sim.client(timeout=wrong)


def test_everything_is_at_the_top() -> None:
    kinds = [name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, Exception)]
    assert len(kinds) > 25
    for name in kinds:
        assert getattr(nibe_uplink, name) is getattr(errors, name)
        assert name in dir(nibe_uplink)
    assert nibe_uplink.myuplink is myuplink


def test_help_shows_the_settings() -> None:
    import inspect

    settings = inspect.signature(nibe_uplink.Client).parameters
    shown = inspect.getdoc(nibe_uplink.Client.__init__) or ""
    assert {"unknown", "timeout", "token_store"} <= set(settings)
    for name in settings:
        assert f"\n    {name}: " in shown, name
        assert not name.startswith("_")
