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
from typing import Any

import pytest
from paho.mqtt import client as paho

PROGRAM = str(Path(sys.executable).parent / "nibe-uplink")
MOSQUITTO = shutil.which("mosquitto") or shutil.which("mosquitto", path="/usr/sbin")
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
KEYS = {
    "platform", "unique_id", "default_entity_id", "name", "state_topic", "unit_of_measurement", "device_class",
    "state_class", "options", "enabled_by_default", "entity_category",
}  # fmt: skip


def refused(component: dict[str, Any]) -> list[str]:
    """Why Home Assistant would make no entity of a sensor."""
    kind, unit, state = (component.get(key) for key in ("device_class", "unit_of_measurement", "state_class"))
    reasons = [f"the option {key} is dropped without a word" for key in component.keys() - KEYS]
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

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.config = folder / "mosquitto.conf"
        self.config.write_text(f"listener {self.port} 127.0.0.1\nallow_anonymous true\nmax_queued_messages 10000\n")
        self.seen: dict[str, str] = {}
        self.count = 0
        self.heard = threading.Condition()
        self.start()

    def start(self) -> None:
        """Starts with nothing retained."""
        assert MOSQUITTO
        self.process = subprocess.Popen([MOSQUITTO, "-c", str(self.config)], stderr=subprocess.DEVNULL)
        self.client = paho.Client(paho.CallbackAPIVersion.VERSION2)
        self.client.on_message = self.message
        self.client.on_connect = lambda client, *_: client.subscribe("#", qos=1)
        until(self.connect)
        self.client.loop_start()

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
            self.count += 1
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


@pytest.fixture
def program(tmp_path: Path, broker: Broker) -> Iterator[subprocess.Popen[str]]:
    path = tmp_path / "publish.toml"
    path.write_text(f'[source]\napi = "simulate"\nevery = "1s"\n[mqtt]\nbroker = "mqtt://127.0.0.1:{broker.port}"\n')
    environment = os.environ | {"XDG_STATE_HOME": str(tmp_path)}
    process = subprocess.Popen(
        [PROGRAM, "publish", "--config", str(path)], env=environment, stderr=subprocess.PIPE, text=True
    )
    yield process
    process.kill()
    process.communicate()


def configs(seen: dict[str, str]) -> list[dict[str, Any]]:
    """What machines announced, when all four have."""
    found = [json.loads(text) for topic, text in seen.items() if topic.endswith("/config")]
    full = [config for config in found if all(c["state_topic"] in seen for c in config["components"].values())]
    return full if len(full) == 4 else []


def test_machines_announce_what_home_assistant_takes(broker: Broker, program: subprocess.Popen[str]) -> None:
    announced = broker.wait(configs)
    ids = []
    for config in announced:
        assert {"device", "origin", "availability", "components"} <= config.keys()
        assert config["origin"]["name"] and config["device"]["identifiers"]
        assert [broker.seen[place["topic"]] for place in config["availability"]] == ["online", "online"]
        components = config["components"]
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
    assert all(
        re.fullmatch(r"homeassistant/device/[a-zA-Z0-9_-]+/config|nibe/[a-z0-9_/]+", topic) for topic in broker.seen
    )


def test_all_is_said_again_when_home_assistant_starts(broker: Broker, program: subprocess.Popen[str]) -> None:
    broker.wait(configs)
    before = broker.count
    broker.client.publish("homeassistant/status", "online")
    broker.wait(lambda _: broker.count > before + 300)


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
    broker.wait(lambda seen: seen["nibe/bridge/available"] == "offline")
