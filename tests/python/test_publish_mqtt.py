"""`nibe-uplink publish` at a real broker, by the rules of Home Assistant."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import pytest
from paho.mqtt import client as paho

PROGRAM = str(Path(sys.executable).parent / "nibe-uplink")
MOSQUITTO = shutil.which("mosquitto") or shutil.which("mosquitto", path="/usr/sbin")
# Whether the program is there, under the name that it has at the broker.
BRIDGE = "nibe/bridge/nibe_uplink_publish/available"
pytestmark = pytest.mark.skipif(MOSQUITTO is None, reason="mosquitto is not installed")

# Units that a sensor of a class may have; Home Assistant makes no entity of another pair.
UNITS = {
    "temperature": {"°C", "°F", "K"},
    "frequency": {"Hz", "kHz", "MHz", "GHz"},
    "volume_flow_rate": {"m³/h", "m³/min", "m³/s", "ft³/min", "L/h", "L/min", "L/s", "gal/min", "mL/s"},
    "volume": {"L", "mL", "gal", "fl. oz.", "m³", "ft³", "CCF", "MCF"},
    "energy": {"J", "kJ", "MJ", "GJ", "mWh", "Wh", "kWh", "MWh", "GWh", "TWh"},
    "power": {"mW", "W", "kW", "MW", "GW", "TW"},
    "current": {"A", "mA"},
    "voltage": {"V", "mV", "µV", "kV", "MV"},
    "pressure": {"Pa", "hPa", "kPa", "bar", "cbar", "mbar", "mmHg", "inHg", "psi"},
    "duration": {"d", "h", "min", "s", "ms", "µs"},
}
# State classes that a class may have; those that are not named take all.
STATE_CLASSES = {"energy": {"total", "total_increasing"}, "enum": set[str]()}
WRITTEN = {"number": {"min", "max", "step", "mode"}, "select": set[str](), "switch": {
    "payload_on", "payload_off", "state_on", "state_off",
}}  # fmt: skip
KEYS = {
    "platform", "unique_id", "default_entity_id", "name", "state_topic", "unit_of_measurement", "device_class",
    "state_class", "options", "enabled_by_default", "entity_category", "availability", "availability_mode",
}  # fmt: skip


def refused(component: dict[str, Any]) -> list[str]:
    """Why Home Assistant would make no entity of a sensor."""
    kind, unit, state = (component.get(key) for key in ("device_class", "unit_of_measurement", "state_class"))
    platform = component.get("platform", "sensor")
    own = WRITTEN[platform] | {"command_topic"} if platform in WRITTEN else set[str]()
    reasons = [f"the option {key} is dropped without a word" for key in component.keys() - KEYS - own]
    if platform in WRITTEN:
        reasons += [f"{key} is missing" for key in own - component.keys()]
        if "state_class" in component or kind == "enum":
            reasons.append(f"a {platform} has no statistics")
        if (platform == "select") != ("options" in component):
            reasons.append("options go with select, and select with options")
        if kind in UNITS and unit not in UNITS[kind]:
            reasons.append(f"{unit} is no unit of {kind}")
        return reasons
    if kind in UNITS and unit not in UNITS[kind]:
        reasons.append(f"{unit} is no unit of {kind}")
    if kind not in UNITS and kind not in (None, "enum"):
        reasons.append(f"no class {kind}")
    if state is not None and state not in STATE_CLASSES.get(kind or "", {state}):
        reasons.append(f"{state} is no state class of {kind}")
    if (kind == "enum") != ("options" in component):
        reasons.append("options go with enum, and enum with options")
    if "options" in component and (
        not component["options"] or unit or len(set(component["options"])) != len(component["options"])
    ):
        reasons.append("the options are none, have a unit, or are there twice")
    if component.get("entity_category") not in (None, "diagnostic"):
        reasons.append("a sensor is no setting")
    if not re.fullmatch(r"sensor\.[a-z0-9_]+", component["default_entity_id"]):
        reasons.append("no id of an entity")
    return reasons


def test_the_rules_refuse_what_others_send() -> None:
    right = {"default_entity_id": "sensor.x", "device_class": "volume_flow_rate", "unit_of_measurement": "L/min"}
    assert refused(right) == []
    for wrong in (
        {"unit_of_measurement": "l/min"}, {"object_id": "x"}, {"device_class": "enum", "options": ["a"]},
        {"state_class": "measurement", "device_class": "energy", "unit_of_measurement": "kWh"},
    ):  # fmt: skip
        assert refused(right | wrong), wrong


class Broker:
    """mosquitto on a port of its own, and what is retained there, as one who subscribes to all of it sees it."""

    def __init__(self, folder: Path, more: str = "allow_anonymous true\n") -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.config = folder / "mosquitto.conf"
        self.config.write_text(f"listener {self.port} 127.0.0.1\nmax_queued_messages 10000\n{more}")
        self.seen: dict[str, str] = {}
        self.said: list[tuple[str, str]] = []
        self.heard = threading.Condition()
        self.start()

    def start(self) -> None:
        """Starts with nothing retained."""
        self.process = self.run()
        self.client = self.listener()
        self.client.on_message = self.message
        self.client.on_connect = lambda client, *_: client.subscribe("#", qos=1)
        until(self.connect)
        self.client.loop_start()

    def listener(self) -> paho.Client:
        """Who subscribes to all of it."""
        return paho.Client(paho.CallbackAPIVersion.VERSION2)

    def run(self) -> subprocess.Popen[bytes]:
        """Runs the program."""
        assert MOSQUITTO
        return subprocess.Popen([MOSQUITTO, "-c", str(self.config)], stderr=subprocess.DEVNULL)

    def connect(self) -> bool:
        """Whether it listens."""
        try:
            self.client.connect("127.0.0.1", self.port)
        except ConnectionRefusedError:
            return False
        return True

    def message(self, _client: object, _data: object, message: paho.MQTTMessage) -> None:
        """Notes what is said."""
        with self.heard:
            self.seen[message.topic] = message.payload.decode()
            self.said.append((message.topic, message.payload.decode()))
            self.heard.notify_all()

    def wait(self, found: Callable[[dict[str, str]], Any]) -> Any:
        """Waits until something is seen."""
        with self.heard:
            assert self.heard.wait_for(lambda: found(self.seen), 60), sorted(self.seen)[:20]
            return found(self.seen)

    def stop(self) -> None:
        """Ends it, and forgets what was seen."""
        self.client.loop_stop()
        self.process.terminate()
        self.process.wait(20)
        self.seen.clear()


def until(found: Callable[[], Any]) -> None:
    """Waits until something is so."""
    end = time.monotonic() + 60
    while not found():
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Broker]:
    running = Broker(tmp_path)
    yield running
    running.stop()


def start(folder: Path, port: int, more: str = "") -> subprocess.Popen[str]:
    """Starts the program with a broker."""
    path = folder / "publish.toml"
    path.write_text(f'[source]\napi = "simulate"\nevery = "1s"\n[mqtt]\nbroker = "mqtt://127.0.0.1:{port}"\n{more}')
    environment = os.environ | {"XDG_STATE_HOME": str(folder)}
    command = [PROGRAM, "publish", "--config", str(path)]
    return subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)


@pytest.fixture
def program(tmp_path: Path, broker: Broker) -> Iterator[subprocess.Popen[str]]:
    process = start(tmp_path, broker.port)
    yield process
    process.kill()
    process.communicate()


def components_of(config: dict[str, Any]) -> dict[str, Any]:
    """All components of a machine, by id: its own and those of its sub-units."""
    found = dict(config["components"])
    for child in config.get("child_devices", []):
        assert child["identifiers"][0] not in config["device"]["identifiers"]
        assert child["name"]
        assert child["components"].keys().isdisjoint(found)
        found |= child["components"]
    return found


def configs(seen: dict[str, str]) -> list[dict[str, Any]]:
    """What machines announced, when all four have."""
    found = [json.loads(text) for topic, text in seen.items() if topic.endswith("/config")]
    full = [
        config for config in found
        if all(c["state_topic"] in seen for c in components_of(config).values())
        and all(place["topic"] in seen for place in config["availability"])
    ]  # fmt: skip
    return full if len(full) == 4 else []


def test_machines_announce_what_home_assistant_takes(broker: Broker, program: subprocess.Popen[str]) -> None:
    announced = broker.wait(configs)
    ids = []
    for config in announced:
        assert {"device", "origin", "availability", "components"} <= config.keys()
        assert config["origin"]["name"] and config["device"]["identifiers"]
        assert [broker.seen[place["topic"]] for place in config["availability"]] == ["online", "online"]
        components = components_of(config)
        assert len(components) > 75
        wrong = {key: refused(component) for key, component in components.items() if refused(component)}
        assert wrong == {}
        ids += [component["unique_id"] for component in components.values()]
        # People see the ones that most look at.
        shown = [key for key, component in components.items() if component.get("enabled_by_default", True)]
        assert 10 <= len(shown) <= 40, shown
        for component in components.values():
            said = broker.seen[component["state_topic"]]
            if component.get("device_class") == "enum":
                assert said in [*component["options"], "None"]
            elif "state_class" in component and said != "None":
                float(said)
    assert len(set(ids)) == len(ids)
    assert any("child_devices" in config for config in announced)
    assert all(
        re.fullmatch(r"homeassistant/device/[a-zA-Z0-9_-]+/config|nibe/[a-z0-9_/]+", topic) for topic in broker.seen
    )


def test_all_is_said_again_when_home_assistant_starts(broker: Broker, program: subprocess.Popen[str]) -> None:
    broker.wait(configs)
    before = len(broker.said)
    broker.client.publish("homeassistant/status", "online")
    broker.wait(lambda _: len(broker.said) > before + 300)


def test_a_broker_that_lost_everything_gets_it_again(broker: Broker, program: subprocess.Popen[str]) -> None:
    broker.wait(configs)
    broker.stop()
    broker.start()
    broker.wait(configs)
    program.send_signal(signal.SIGTERM)
    assert program.wait(20) == 0
    assert program.stderr
    said = [line.split(": ", 1)[1] for line in program.stderr if "broker" in line]
    assert said[-1] == "the MQTT broker is back\n" and len(said) <= 4, said


def test_a_bridge_that_is_gone_is_offline(broker: Broker, program: subprocess.Popen[str]) -> None:
    broker.wait(configs)
    program.kill()
    broker.wait(lambda seen: seen[BRIDGE] == "offline")


@pytest.fixture
def protocol() -> str:
    """The version of MQTT, unless a test names another."""
    return "5"


@pytest.fixture
def commanded(tmp_path: Path, broker: Broker, protocol: str) -> Iterator[subprocess.Popen[str]]:
    """The program over a local service that is fast, with commands."""
    yield from commanding(tmp_path, broker, protocol)


def commanding(folder: Path, broker: Broker, protocol: str, *more: str) -> Iterator[subprocess.Popen[str]]:
    """The program over a service of its own."""
    service = subprocess.Popen(
        [PROGRAM, "--api", "myuplink", "simulate", "--speed", "60", *more], stdout=subprocess.PIPE, text=True
    )
    assert service.stdout
    ready = json.loads(service.stdout.readline())
    path = folder / "commands.toml"
    path.write_text(
        '[source]\napi = "myuplink"\nevery = "3s"\n'
        f'[mqtt]\nbroker = "mqtt://127.0.0.1:{broker.port}"\ncommands = true\n'
        f'protocol = "{protocol}"\n'
    )
    environment = os.environ | {
        "MYUPLINK_BASE_URL": ready["base_url"], "MYUPLINK_CLIENT_ID": ready["client_id"],
        "MYUPLINK_CLIENT_SECRET": ready["client_secret"], "XDG_STATE_HOME": str(folder),
    }  # fmt: skip
    process = subprocess.Popen(
        [PROGRAM, "publish", "--config", str(path), "--client-credentials", "--no-pace"],
        env=environment, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    yield process
    for started in (process, service):
        started.kill()
        started.communicate()


def sg_ready(activated: int) -> list[dict[str, Any]]:
    """The points of SG Ready as an S-series machine has them."""

    def made(number: int, name: str, writable: bool, value: int, words: dict[str, str], most: int) -> dict[str, Any]:
        return {
            "category": "S1255-6", "parameterId": str(number), "parameterName": name, "parameterUnit": "",
            "writable": writable, "timestamp": "2026-02-03T04:05:06Z", "value": value,
            "strVal": words.get(str(value), str(value)), "smartHomeCategories": [], "minValue": 0, "maxValue": most,
            "stepValue": 1, "enumValues": [{"value": k, "text": v, "icon": ""} for k, v in words.items()],
            "scaleValue": "1", "zoneId": None,
        }  # fmt: skip

    return [
        made(10613, "Activate SG Ready via API", True, activated, {"0": "off", "1": "on"}, 1),
        made(10614, "Req. op. mode (SG Ready)", True, 1, {}, 3),
    ]


def test_evcc_asks_for_sg_ready_in_three_words(broker: Broker, tmp_path: Path) -> None:
    machine = tmp_path / "s1255.json"
    machine.write_text(json.dumps(sg_ready(1)))
    program = commanding(tmp_path, broker, "5", "--machine", str(machine))
    process = next(program)
    topic = next(t for t in broker.wait(lambda seen: [t for t in seen if t.endswith("/sg_ready/state")]))
    asked = topic.replace("sg_ready", "10614")
    broker.wait(lambda seen: (seen[topic], seen.get(asked)) == ("2", "1"))
    for wish, written in (("3", "3"), ("1", "0"), ("2", "1")):
        broker.client.publish(topic.replace("/state", "/set"), wish)
        broker.wait(lambda seen, told=(wish, written): (seen[topic], seen[asked]) == told)
    broker.client.publish(topic.replace("/state", "/set"), "4")
    assert process.stderr
    said = next(line for line in process.stderr if "written" in line)
    assert "is not written: it is none of 1 (spare power), 2 (normal) and 3 (take what there is)" in said
    # Switched off in the machine, it takes no wish.
    broker.client.publish(topic.replace("sg_ready/state", "10613/set"), "off")
    broker.wait(lambda seen: seen[topic.replace("sg_ready", "10613")] == "off")
    broker.client.publish(topic.replace("/state", "/set"), "3")
    assert "switch on point 10613" in next(line for line in process.stderr if "written" in line)
    assert broker.seen[asked] == "1"
    next(program, None)


@pytest.mark.parametrize("protocol", ["5", "3.1.1"])
def test_commands_are_read_back_or_refused(broker: Broker, commanded: subprocess.Popen[str]) -> None:
    announced = broker.wait(configs)
    components = {c["unique_id"]: c for config in announced for c in components_of(config).values()}
    assert {key: refused(component) for key, component in components.items() if refused(component)} == {}
    assert {c["platform"] for c in components.values()} == {"sensor", "number", "select", "switch"}
    room = components["nibe_06512018000101_47398"]
    assert (room["min"], room["max"], room["step"]) == (5, 35, 0.5)
    broker.client.publish(room["command_topic"], "22.5")
    broker.wait(lambda seen: seen[room["state_topic"]] == "22.5")
    before = len(broker.said)
    broker.client.publish(room["command_topic"], "90")
    broker.wait(lambda _: (room["state_topic"], "22.5") in broker.said[before:])
    assert commanded.stderr
    assert "90 of nibe/06512018000101/47398/state is not written: it is no number from 5 to 35" in next(
        line for line in commanded.stderr if "not written" in line
    )


def thrown_out(broker: Broker) -> None:
    """The program loses its connection and comes back."""
    before = len(broker.said)
    thief = paho.Client(paho.CallbackAPIVersion.VERSION2, client_id="nibe-uplink-publish")
    thief.connect("127.0.0.1", broker.port)
    thief.loop_start()
    broker.wait(lambda _: (BRIDGE, "offline") in broker.said[before:])
    thief.disconnect()
    thief.loop_stop()
    broker.wait(lambda seen: seen[BRIDGE] == "online")


@pytest.mark.parametrize("protocol", ["3.1.1"])
def test_a_command_of_yesterday_is_not_obeyed(broker: Broker, commanded: subprocess.Popen[str]) -> None:
    broker.wait(configs)
    lowest, room = ("nibe/06512018000101/" + point for point in ("47015", "47398"))
    # The broker keeps the first one, which counts when it comes, and not when it comes again.
    broker.client.publish(f"{lowest}/set", "30", retain=True)
    broker.wait(lambda seen: seen[f"{lowest}/state"] == "30")
    broker.client.publish(f"{lowest}/set", "25")
    broker.wait(lambda seen: seen[f"{lowest}/state"] == "25")
    before = len(broker.said)
    thrown_out(broker)
    broker.client.publish(f"{room}/set", "23")
    broker.wait(lambda seen: seen[f"{room}/state"] == "23")
    assert (f"{lowest}/state", "30") not in broker.said[before:]


def test_a_retained_command_is_refused_when_it_comes(broker: Broker, commanded: subprocess.Popen[str]) -> None:
    broker.wait(configs)
    lowest, room = ("nibe/06512018000101/" + point for point in ("47015", "47398"))
    broker.client.publish(f"{lowest}/set", "30", retain=True)
    broker.client.publish(f"{room}/set", "23")
    broker.wait(lambda seen: seen[f"{room}/state"] == "23")
    thrown_out(broker)
    broker.client.publish(f"{room}/set", "22")
    broker.wait(lambda seen: seen[f"{room}/state"] == "22")
    assert (f"{lowest}/state", "30") not in broker.said
    # To take it away is no command.
    broker.client.publish(f"{lowest}/set", "", retain=True).wait_for_publish(20)
    commanded.send_signal(signal.SIGTERM)
    assert commanded.stderr
    refusals = [line for line in commanded.stderr if "carried out" in line or "written" in line]
    assert len(refusals) == 1
    assert f"30 for {lowest}/set is not carried out: commands that the broker retains" in refusals[0]


@pytest.mark.parametrize("answer", [b"", b"\x20\x02\x00\x01"], ids=["hangs up", "refuses"])
def test_a_broker_that_does_not_know_the_version_is_named(tmp_path: Path, answer: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as old:
        process = start(tmp_path, old.getsockname()[1])
        connection, _ = old.accept()
        connection.recv(1000)
        connection.sendall(answer)
        connection.close()
        assert process.stderr
        said = next(line for line in process.stderr if "MQTT" in line)
        process.kill()
        process.communicate()
    assert 'one that does not know MQTT 5 needs protocol = "3.1.1"' in said


def test_a_broker_that_lets_nobody_subscribe_is_named(tmp_path: Path) -> None:
    for protocol, welcome, refusal in (
        ("5", b"\x20\x03\x00\x00\x00", b"\x90\x04%b\x00\x87"),
        ("3.1.1", b"\x20\x02\x00\x00", b"\x90\x03%b\x80"),
    ):
        with socket.create_server(("127.0.0.1", 0)) as strict:
            process = start(tmp_path, strict.getsockname()[1], f'protocol = "{protocol}"\n')
            connection, _ = strict.accept()
            with connection, connection.makefile("rb") as sent:
                packet(sent)
                connection.sendall(welcome)
                while (subscribe := packet(sent))[0] != 0x82:
                    pass
                connection.sendall(refusal % subscribe[1][:2])
                assert process.stderr
                said = next(line for line in process.stderr if "MQTT" in line)
                process.kill()
                process.communicate()
        assert "does not let this program subscribe" in said


def packet(sent: BinaryIO) -> tuple[int, bytes]:
    """A packet of MQTT: its first byte and what is in it."""
    kind, length, at = sent.read(1)[0], 0, 0
    while True:
        byte = sent.read(1)[0]
        length |= (byte & 127) << at
        at += 7
        if byte < 128:
            return kind, sent.read(length)
