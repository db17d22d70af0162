"""Adapters for ioBroker that nobody here wrote, against the local service.

Of those for the clouds only the address is changed; the one for pumps at their own address is told it, as its users do.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import Any

import pytest
from test_interop import NODE, SCRIPTS

import nibe_uplink
from nibe_uplink import local, myuplink

CALLBACK = "http://localhost:8976/callback"


def run(adapter: str, sim: nibe_uplink.Simulator | myuplink.Simulator, target: str) -> Any:
    """Lets an adapter read and write, and gives what it found."""
    return run_script("iobroker.cjs", adapter, sim.base_url, sim.client_id, sim.client_secret, CALLBACK, target)


def run_script(script: str, adapter: str, *arguments: str) -> Any:
    """What a script of tests/node finds that stands in for ioBroker."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    if not (NODE / "node_modules" / adapter).exists():
        pytest.skip("the npm packages of tests/node are not installed")
    shutil.copy(SCRIPTS / script, NODE)
    command = [node, str(NODE / script), adapter, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_the_adapter_of_the_older_cloud_reads_and_writes() -> None:
    with nibe_uplink.Simulator(redirect_uri=CALLBACK) as sim:
        found = run("iobroker.nibeuplink", sim, str(sim.systems[0]))
        assert sim.tally.codes == 1
    assert found["units"] == ["F1255-6 R PC"]
    assert found["rows"] > 50
    assert found["managed"] == ["47011", "47398", "hot_water_boost"]
    assert (found["written"], found["problems"]) == (-2, [])


def test_the_adapter_of_myuplink_reads_and_writes() -> None:
    with myuplink.Simulator(redirect_uri=CALLBACK) as cloud:
        devices = [device.id for system in cloud.client().systems() for device in system.devices or []]
        found = run("iobroker.myuplink", cloud, devices[0])
        cloud.advance(60)
        assert cloud.client().points(devices[0], parameter_ids=[47011])[0].value == -2
    assert found["points"] > 250
    assert found["values"] > found["points"]
    assert (found["offset"], found["failed"], found["refused"], found["kept"]) == (-2, None, None, True)
    # It asks for no refresh token and notes that it gets none.
    assert found["problems"] == ["Receive Access Token without Refresh Token."]


@pytest.mark.parametrize("whole_points", [False, True])
def test_the_adapter_of_pumps_at_their_own_address_reads_and_writes(whole_points: bool) -> None:
    with local.Simulator(whole_points=whole_points) as pump:
        # The order of its stand-in follows the adapter's: it asks for one thing after the other.
        found = run_script("nibe-rest-api.cjs", "iobroker.nibe-rest-api", pump.base_url, pump.username, pump.password)
        with pump.client() as client:
            (outdoor, offset), device = client.points([4, 3671]), client.device(0)
            everything = client.points()
    assert found["found"] == len(everything) == found["points"]
    assert (found["outdoor"]["value"], found["outdoor"]["unit"]) == (outdoor.value, "°C")
    assert (found["offset"]["value"], found["written"], offset.value) == (0, -2, -2)
    assert found["modes"] == [device.aid_mode, device.smart_mode] == ["on", "away"]
    assert found["problems"] == []
