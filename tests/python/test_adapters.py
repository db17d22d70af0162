"""Two adapters for ioBroker that nobody here wrote, against the local service: only the address of the cloud is changed."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import Any

import pytest
from test_interop import NODE, SCRIPTS

import nibe_uplink
from nibe_uplink import myuplink

CALLBACK = "http://localhost:8976/callback"


def run(adapter: str, sim: nibe_uplink.Simulator | myuplink.Simulator, target: str) -> Any:
    """Lets an adapter read and write, and gives what it found."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    if not (NODE / "node_modules" / adapter).exists():
        pytest.skip("the npm packages of tests/node are not installed")
    shutil.copy(SCRIPTS / "iobroker.cjs", NODE)
    command = [node, str(NODE / "iobroker.cjs"), adapter, sim.base_url, sim.client_id, sim.client_secret, CALLBACK]
    done = subprocess.run([*command, target], capture_output=True, text=True, timeout=60, check=False)
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
