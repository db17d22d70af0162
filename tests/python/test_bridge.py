"""`nibe-uplink bridge`: programs made for NIBE Uplink, ours and those of others, over the local service of myUplink."""

from __future__ import annotations

import asyncio
import contextlib
import html
import json
import os
import re
import shutil
import signal
import subprocess
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from test_interop import NODE, SCRIPTS
from test_publish import PROGRAM

import nibe_uplink
from nibe_uplink import errors, local, myuplink

CALLBACK = "http://localhost:8976/callback"
BOTH = ["READSYSTEM", "WRITESYSTEM"]


class Bridge:
    """A bridge over a cloud, which it asks as an application with credentials of its own."""

    def __init__(self, cloud: myuplink.Simulator, state: Path, *options: str) -> None:
        environment = os.environ | {
            "XDG_STATE_HOME": str(state),
            "MYUPLINK_BASE_URL": cloud.base_url,
            "MYUPLINK_CLIENT_ID": cloud.client_id,
            "MYUPLINK_CLIENT_SECRET": cloud.client_secret,
        }
        command = [PROGRAM, "bridge", "--upstream", "myuplink", "--listen", "127.0.0.1:0", *options]
        self.begin(command, environment)

    def begin(self, command: list[str], environment: dict[str, str]) -> None:
        """Starts the program and waits for its line."""
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, env=environment, stdout=pipe, stderr=pipe, text=True)
        assert self.process.stdout
        line = self.process.stdout.readline()
        self.said: dict[str, Any] = json.loads(line) if line else {}

    def end(self) -> tuple[int, str]:
        """Its exit code, and what it said at last."""
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(signal.SIGTERM)
        _, complaint = self.process.communicate(timeout=20)
        return self.process.returncode, complaint

    def register(self, name: str) -> tuple[str, str]:
        """Registers a program on the page, as a person does."""
        url = self.said["base_url"] + "/applications"
        with urllib.request.urlopen(url) as page:
            word = re.findall(r'name="page" value="([^"]*)"', page.read().decode())[0]
        form = {"page": word, "name": name, "callback": CALLBACK, "kind": "confidential"}
        with posted(url, form) as answer:
            text = answer.read().decode()
        identifier, _, secret = (html.unescape(said) for said in re.findall(r"<dd><code>([^<]*)</code>", text))
        return identifier, secret

    def client(self, name: str, scopes: list[str] = BOTH) -> nibe_uplink.Client:
        """A program that is registered and logged in."""
        identifier, secret = self.register(name)
        client = nibe_uplink.Client(
            base_url=self.said["base_url"],
            client_id=identifier,
            client_secret=secret,
            redirect_uri=CALLBACK,
            token_store=nibe_uplink.MemoryStore(),
            keep_pace=False,
        )
        login = nibe_uplink.Login.begin(client, scopes)
        login.finish(consent(login.url, scopes)).wait()
        return client


class Stay(urllib.request.HTTPRedirectHandler):
    """Follows nothing."""

    def redirect_request(self, *_: Any) -> None:
        """Stays."""


def posted(url: str, form: object) -> Any:
    data = urllib.parse.urlencode(form, doseq=True).encode()  # type: ignore[arg-type]
    origin = "{0.scheme}://{0.netloc}".format(urllib.parse.urlsplit(url))
    request = urllib.request.Request(url, data=data, headers={"origin": origin})
    return urllib.request.build_opener(Stay).open(request, timeout=20)


def consent(link: str, scopes: list[str]) -> str:
    """Where the consent of the user leads."""
    with urllib.request.urlopen(link, timeout=20) as page:
        text = page.read().decode()
    found = dict(re.findall(r'name="(page|owner)" value="([^"]*)"', text))
    with pytest.raises(urllib.error.HTTPError) as redirect:
        posted(link, found | {"scope": scopes, "decision": "allow"})
    with redirect.value as answer:
        return str(answer.headers["location"])


def first_device(cloud: myuplink.Simulator) -> str:
    devices = cloud.client().systems().collect()[0].devices
    assert devices
    return devices[0].id


@pytest.fixture
def cloud() -> Iterator[myuplink.Simulator]:
    with myuplink.Simulator() as simulator:
        yield simulator


@pytest.fixture
def bridge(cloud: myuplink.Simulator, tmp_path: Path) -> Iterator[Bridge]:
    started = Bridge(cloud, tmp_path, "--client-credentials", "--no-pace")
    yield started
    started.end()


def test_our_client_reads_and_writes(bridge: Bridge, cloud: myuplink.Simulator) -> None:
    client = bridge.client("Ours")
    systems = client.systems().collect()
    assert [system.system_id for system in systems] == bridge.said["systems"]
    house = systems[0]
    assert (house.name, house.product_name, house.serial_number) == ("Lake house", "NIBE F1255", "06512018000101")
    device = first_device(cloud)
    points = {point.parameter_id: point for point in cloud.client().points(device, parameter_ids=[40004, 40940])}
    outdoor, minutes = client.parameters(house.system_id, [40004, 43005])
    assert (outdoor.value, outdoor.unit) == (points["40004"].value, "°C")
    assert minutes.value == points["40940"].value
    written = client.set_parameters(house.system_id, {47011: -2})
    assert [(one.status, one.parameter.raw_value) for one in written] == [("SENDING", -2)]
    cloud.advance(60)
    assert client.parameters(house.system_id, [47011])[0].value == -2
    client.set_smarthome_mode(house.system_id, mode="VACATION")
    mode = cloud.client().smarthome_mode(cloud.systems[0])
    assert mode.smart_home_mode == "Vacation"


def test_each_program_has_scopes_and_tokens_of_its_own(bridge: Bridge, cloud: myuplink.Simulator) -> None:
    reader, writer = bridge.client("Reader", ["READSYSTEM"]), bridge.client("Writer")
    system = bridge.said["systems"][0]
    with pytest.raises(errors.MissingScope):
        reader.set_parameters(system, {47011: 1})
    assert writer.set_parameters(system, {47011: 1})
    assert len(cloud.requests()) < 12


def test_it_says_that_a_login_is_missing(cloud: myuplink.Simulator, tmp_path: Path) -> None:
    code, complaint = Bridge(cloud, tmp_path).end()
    assert code == 3
    assert "run `nibe-uplink --api myuplink login`" in complaint


def test_programs_and_systems_are_there_after_a_restart(cloud: myuplink.Simulator, tmp_path: Path) -> None:
    options = ("--client-credentials", "--state", str(tmp_path / "bridge.json"))
    before = Bridge(cloud, tmp_path, *options)
    identifier, secret = before.register("Program")
    assert before.end() == (0, "")
    after = Bridge(cloud, tmp_path, *options)
    try:
        for word in ("client_id", "client_secret", "systems"):
            assert after.said[word] == before.said[word]
        form = {"grant_type": "refresh_token", "refresh_token": "x", "client_id": identifier, "client_secret": secret}
        with pytest.raises(urllib.error.HTTPError) as refused:
            posted(after.said["base_url"] + "/oauth/token", form)
        with refused.value as answer:
            assert json.load(answer) == {"error": "invalid_request"}, "the program is known, its token is not"
    finally:
        after.end()


def test_a_cloud_that_is_away_at_the_start_is_waited_for(tmp_path: Path) -> None:
    state = tmp_path / "service.json"
    with myuplink.Simulator(state=state) as cloud:
        port = int(cloud.base_url.rsplit(":", 1)[1])
        environment = os.environ | {
            "XDG_STATE_HOME": str(tmp_path),
            "MYUPLINK_BASE_URL": cloud.base_url,
            "MYUPLINK_CLIENT_ID": cloud.client_id,
            "MYUPLINK_CLIENT_SECRET": cloud.client_secret,
        }
    command = [PROGRAM, "bridge", "--upstream", "myuplink", "--listen", "127.0.0.1:0", "--client-credentials"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, env=environment, stdout=pipe, stderr=pipe, text=True) as process:
        assert process.stderr and process.stdout
        try:
            assert "waits for what is behind the bridge" in process.stderr.readline()
            with myuplink.Simulator(state=state, port=port):
                assert json.loads(process.stdout.readline())["systems"]
        finally:
            process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0
        assert process.stderr.read() == "", "it is said once"


class PumpBridge(Bridge):
    """A bridge over a paired pump."""

    def __init__(self, folder: Path, file: Path) -> None:
        environment = os.environ | {"XDG_STATE_HOME": str(folder), "NIBE_LOCAL_PIN_FILE": str(file)}
        self.begin([PROGRAM, "bridge", "--upstream", "local", "--listen", "127.0.0.1:0"], environment)


@pytest.fixture
def pump() -> Iterator[local.Simulator]:
    with local.Simulator() as simulator:
        yield simulator


@pytest.fixture
def over_pump(pump: local.Simulator, tmp_path: Path) -> Iterator[PumpBridge]:
    local.pair(pump.base_url, pump.username, pump.password, file=tmp_path / "local.json")
    started = PumpBridge(tmp_path, tmp_path / "local.json")
    yield started
    started.end()


def test_a_pump_at_its_own_address_goes_on_when_it_is_paired_again(
    pump: local.Simulator, over_pump: PumpBridge, tmp_path: Path
) -> None:
    client = over_pump.client("Ours")
    [system] = over_pump.said["systems"]
    assert client.set_parameters(system, {47011: 1})
    pump.new_certificate()
    with pytest.raises(errors.UplinkError, match="has to be paired again"):
        client.set_parameters(system, {47011: 2})
    file = tmp_path / "local.json"
    early = PumpBridge(tmp_path, file)
    code, complaint = early.end()
    assert code == 1 and pump.fingerprint in complaint and "has to be paired again" in complaint
    local.pair(pump.base_url, pump.username, pump.password, fingerprint=pump.fingerprint, file=file)
    assert over_pump.process.stderr and "was paired again" in over_pump.process.stderr.readline()
    assert client.set_parameters(system, {47011: 3})
    with pump.client() as own:
        assert own.points([3671])[0].value == 3
    assert over_pump.end() == (0, "")


def with_uplink(bridge: Bridge, work: Callable[[Any], Any]) -> None:
    """Logs the PyPI package nibeuplink in and lets it work."""
    nibeuplink = pytest.importorskip("nibeuplink", reason="the PyPI package nibeuplink is not installed")
    identifier, secret = bridge.register("nibeuplink")
    base = bridge.said["base_url"]

    async def run() -> None:
        async with nibeuplink.UplinkSession(
            client_id=identifier, client_secret=secret, redirect_uri=CALLBACK, base=base, scope=BOTH
        ) as session:
            callback = await asyncio.to_thread(consent, session.get_authorize_url(), BOTH)
            await session.get_access_token(session.get_code_from_url(callback))
            async with nibeuplink.Uplink(session, base=base, throttle=0.0) as uplink:
                await work(uplink)

    asyncio.run(run())


async def reads_and_writes(uplink: Any, bridge: Bridge) -> None:
    """All that the package has functions for."""
    systems = await uplink.get_systems()
    assert [system["systemId"] for system in systems] == bridge.said["systems"]
    for system in bridge.said["systems"]:
        assert (await uplink.get_system(system))["systemId"] == system
        assert await uplink.get_system_software(system)
        assert isinstance(await uplink.get_status(system), list)
        assert isinstance(await uplink.get_notifications(system), list)
        for unit in await uplink.get_units(system):
            number = unit["systemUnitId"]
            assert isinstance(await uplink.get_unit_status(system, number), list)
            categories = await uplink.get_categories(system, True, number)
            assert categories
            assert all(category["parameters"] for category in categories)
    first = bridge.said["systems"][0]
    ids = [p for p in nibe_uplink.catalogue.ids() if 40000 <= p < 44000][:146]
    found = await asyncio.gather(*(uplink.get_parameter(first, p) for p in [*ids, "outdoor_temperature"]))
    assert found[-1]["name"] == "outdoor_temperature"
    assert isinstance(found[-1]["value"], float)
    assert await uplink.put_parameter(first, "47011", -2) == "SENDING"
    await uplink.put_smarthome_mode(first, "AWAY_FROM_HOME")
    assert await uplink.get_smarthome_mode(first) == "AWAY_FROM_HOME"
    thermostat = {"externalId": 1, "name": "Hall", "targetTemp": 220, "climateSystems": [1]}
    await uplink.post_smarthome_thermostats(first, thermostat)
    assert [t["name"] for t in await uplink.get_smarthome_thermostats(first)] == ["Hall"]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_nibeuplink_reads_everything_and_writes(bridge: Bridge, cloud: myuplink.Simulator) -> None:
    with_uplink(bridge, lambda uplink: reads_and_writes(uplink, bridge))
    cloud.advance(60)
    points = cloud.client().points(first_device(cloud), parameter_ids=[47011, 47398])
    assert [point.value for point in points] == [-2, 22]


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_nibeuplink_reads_everything_of_a_pump_and_writes(over_pump: PumpBridge, pump: local.Simulator) -> None:
    with_uplink(over_pump, lambda uplink: reads_and_writes(uplink, over_pump))
    with pump.client() as own:
        assert [point.value for point in own.points([3671, 47751])] == [-2, 22]
        assert own.device(0).smart_mode == "away"


def with_iobroker(bridge: Bridge) -> dict[str, Any]:
    """What the adapter iobroker.nibeuplink found and did."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    if not (NODE / "node_modules" / "iobroker.nibeuplink").exists():
        pytest.skip("the npm packages of tests/node are not installed")
    shutil.copy(SCRIPTS / "iobroker.cjs", NODE)
    identifier, secret = bridge.register("iobroker.nibeuplink")
    program = [node, str(NODE / "iobroker.cjs"), "iobroker.nibeuplink", bridge.said["base_url"], identifier, secret]
    command = [*program, CALLBACK, str(bridge.said["systems"][0])]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    assert found["problems"] == []
    return found


def test_iobroker_nibeuplink_reads_and_writes(bridge: Bridge, cloud: myuplink.Simulator) -> None:
    found = with_iobroker(bridge)
    assert found["units"] == ["F1255-6 R PC"]
    assert found["rows"] > 40
    assert found["managed"] == ["47011", "47398", "hot_water_boost"]
    cloud.advance(60)
    assert cloud.client().points(first_device(cloud), parameter_ids=[47011])[0].value == -2


def test_iobroker_nibeuplink_reads_and_writes_a_pump(over_pump: PumpBridge, pump: local.Simulator) -> None:
    found = with_iobroker(over_pump)
    assert found["units"] == ["S1256-8"]
    assert found["rows"] > 15
    assert found["managed"] == ["47011", "47398", "hot_water_boost"]
    with pump.client() as own:
        assert own.points([3671])[0].value == -2
