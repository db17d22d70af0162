"""Machines that something happens to."""

from __future__ import annotations

import pytest

from nibe_uplink import Simulator, errors, myuplink


def test_a_trouble_begins_and_ends() -> None:
    with Simulator(speed=0, at="2024-01-15T12:00:00Z") as sim:
        client, lake = sim.client(), sim.systems[0]
        assert client.parameters(lake, [40004])[0].value is not None
        sim.trouble(lake, "sensor")
        sim.advance(3600)
        assert client.parameters(lake, [40004])[0].value is None
        assert client.system(lake).has_alarmed
        sim.end_trouble(lake, "sensor")
        sim.end_trouble(lake, "sensor")
        assert client.parameters(lake, [40004])[0].value is not None
        assert not client.system(lake).has_alarmed
        with pytest.raises(errors.SetupError, match="there is no trouble `flood`"):
            sim.trouble(lake, "flood")  # type: ignore[arg-type]
        with pytest.raises(errors.SetupError, match="there is no system 1; there are 80101"):
            sim.trouble(1, "sensor")


def test_the_other_cloud_tells_of_it_too() -> None:
    with myuplink.Simulator(speed=0, at="2024-01-15T12:00:00Z") as sim:
        client = sim.client()
        (device,) = next(s for s in client.systems() if s.name == "Lake house").devices
        system = next(s for s in client.systems() if s.name == "Lake house").system_id
        before = client.points(device.id, parameter_ids=[40008])[0].value
        sim.trouble(system, "power_cut")
        sim.advance(6 * 3600)
        assert client.points(device.id, parameter_ids=[40008])[0].value == before
        assert client.device(device.id).connection_state == "Disconnected"
        sim.end_trouble(system, "power_cut")
        assert client.device(device.id).connection_state == "Connected"
        assert client.points(device.id, parameter_ids=[40008])[0].value != before


def test_a_week_of_readings_is_that_of_a_heat_pump() -> None:
    """Degree minutes are the integral of supply less calculated supply, a set point takes hours, and winter is not summer."""

    def week(at: str) -> tuple[float, int]:
        with Simulator(speed=0, at=at) as sim:
            client, lake = sim.client(retries=0), sim.systems[0]

            def read(*ids: int) -> list[float]:
                return [float(reading.value) for reading in client.parameters(lake, list(ids))]  # type: ignore[arg-type]

            heat, starts = read(44308, 43416)
            sim.advance(7 * 86_400)
            later, more = read(44308, 43416)
            return later - heat, int(more - starts)

    (january, winter_starts), (july, summer_starts) = week("2024-01-08T00:00:00Z"), week("2024-07-08T00:00:00Z")
    assert january > 5 * july > 0
    assert 0 <= winter_starts < 100 and 0 < summer_starts < 150
