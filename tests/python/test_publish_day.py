"""A day of `nibe-uplink publish` at real brokers: both restart, Home Assistant starts, commands come once, twice and retained."""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from logins import loops
from test_interop import NODE, SCRIPTS
from test_publish_mqtt import MOSQUITTO, PROGRAM, Broker

from nibe_uplink import myuplink

MINUTES = 5
"""Of the machines' time from one look to the next: 288 of them are a day."""
RETAINED = 9
"""An offset that is only ever asked for by commands that the broker retains."""
OFFSET = "47011"
FIRST = "nibe/06512018000101"


class Aedes(Broker):
    """A broker of npm, which knows MQTT 3.1.1 alone."""

    def run(self) -> subprocess.Popen[bytes]:
        """Runs the program."""
        return subprocess.Popen(["node", str(NODE / "aedes.mjs"), str(self.port)], stderr=subprocess.DEVNULL)


def option(word: str) -> str:
    return re.sub("[^a-z0-9]+", "_", word.lower()).strip("_") or "other"


class Day:
    """Machines whose time is set forward, the program that reads them, and a broker."""

    def __init__(self, folder: Path, broker: Broker) -> None:
        self.broker, self.folder = broker, folder
        self.cloud = myuplink.Simulator(speed=0)
        self.reader = self.cloud.client()
        self.devices = [
            (device.id, device.product.serial_number)
            for system in self.reader.systems()
            for device in system.devices or []
        ]
        self.program = self.start()
        self.checked = 0

    def start(self) -> subprocess.Popen[bytes]:
        config = self.folder / "day.toml"
        config.write_text(
            '[source]\napi = "myuplink"\nevery = "1s"\n'
            f'[mqtt]\nbroker = "mqtt://127.0.0.1:{self.broker.port}"\ncommands = true\n'
            f'protocol = "{"3.1.1" if isinstance(self.broker, Aedes) else "5"}"\n'
        )
        environment = os.environ | {
            "MYUPLINK_BASE_URL": self.cloud.base_url, "MYUPLINK_CLIENT_ID": self.cloud.client_id,
            "MYUPLINK_CLIENT_SECRET": self.cloud.client_secret, "XDG_STATE_HOME": str(self.folder),
        }  # fmt: skip
        command = [PROGRAM, "publish", "--config", str(config), "--client-credentials", "--no-pace"]
        return subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)

    def right(self) -> dict[str, list[str | float]]:
        """What each state may say now: a machine tells some points several times."""
        states: dict[str, list[str | float]] = {}
        for device, serial in self.devices:
            for point in self.reader.points(device):
                value = point.value
                words = [option(value), value] if isinstance(value, str) else []
                said = words or ["None" if value is None else float(value)]
                states.setdefault(f"nibe/{serial}/{point.parameter_id}/state", []).extend(said)
        return states

    def wrong(self, right: dict[str, list[str | float]]) -> list[str]:
        """The states that the broker does not have, or has otherwise."""

        def agrees(said: str | None, may: list[str | float]) -> bool:
            if said is None:
                return False
            return said in may or any(isinstance(m, float) and number(said) == m for m in may)

        with self.broker.heard:
            return [f"{t}: {self.broker.seen.get(t)}, not {may}" for t, may in right.items()
                    if not agrees(self.broker.seen.get(t), may)]  # fmt: skip

    def look(self) -> None:
        """Sets the time forward; then all that the machines say has to be at the broker."""
        self.cloud.advance(MINUTES * 60)
        right = self.right()
        end = time.monotonic() + 30
        while (wrong := self.wrong(right)) and time.monotonic() < end:
            time.sleep(0.05)
        assert wrong == []
        self.checked += len(right)

    def written(self) -> list[str]:
        return [r.body for r in self.cloud.requests() if r.function == "set_points"]

    def command(self, value: int, times: int) -> None:
        """Commands that count: each is one write, and all of one value say the same."""
        before = len(self.written())
        for _ in range(times):
            self.broker.client.publish(f"{FIRST}/{OFFSET}/set", str(value), qos=1).wait_for_publish(20)
        end = time.monotonic() + 60
        while len(self.written()) == before:
            assert time.monotonic() < end, f"the command {value} was not carried out"
            time.sleep(0.02)

    def close(self) -> None:
        self.program.kill()
        self.program.wait()
        self.cloud.close()


def number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


@pytest.fixture(params=["mosquitto", "aedes"])
def day(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Day]:
    if request.param == "mosquitto" and MOSQUITTO is None:
        pytest.skip("mosquitto is not installed")
    if request.param == "aedes":
        if shutil.which("node") is None:
            pytest.skip("node is not installed")
        if not (NODE / "node_modules" / "aedes").exists():
            pytest.skip("the npm packages of tests/node are not installed")
        shutil.copy(SCRIPTS / "aedes.mjs", NODE)
    broker = (Broker if request.param == "mosquitto" else Aedes)(tmp_path)
    running = Day(tmp_path, broker)
    yield running
    running.close()
    broker.stop()


def test_a_day_with_restarts_and_commands_loses_nothing(day: Day) -> None:
    """A tenth of a day, and of the second broker less, unless more is asked for."""
    newest = not isinstance(day.broker, Aedes)
    looks, chance = loops(288) // (1 if newest or loops(100) == 100 else 3), random.Random(17)
    events: list[Any] = [
        "broker",
        "killed",
        "ended",
        "birth",
        "command",
        "twice",
        "restart with one retained",
        # By MQTT 3.1.1 a broker does not tell who is there already that a message is retained.
        *["retained"] * newest,
    ]
    every = 3 if newest else 1
    happens = dict(zip(range(2, 2 + every * len(events), every), events, strict=True))
    asked: list[int] = []
    day.look()
    for n in range(looks):
        event = happens.get(n) or (chance.choice(events) if n > max(happens) and chance.random() < 0.3 else None)
        match event:
            case "broker":
                day.broker.stop()
                day.broker.start()
            case "killed" | "ended" | "restart with one retained":
                day.program.terminate() if event == "ended" else day.program.kill()
                day.program.wait(20)
                if event == "restart with one retained":
                    retained = day.broker.client.publish(f"{FIRST}/{OFFSET}/set", str(RETAINED), retain=True, qos=1)
                    retained.wait_for_publish(20)
                day.program = day.start()
            case "birth":
                with day.broker.heard:
                    day.broker.said.clear()
                day.broker.client.publish("homeassistant/status", "online")
                day.broker.wait(lambda _: any(topic.endswith("/config") for topic, _ in day.broker.said))
            case "command" | "twice":
                asked.append(chance.choice([value for value in range(-5, 6) if value not in asked[-1:]]))
                day.command(asked[-1], 2 if event == "twice" else 1)
            case "retained":
                day.broker.client.publish(f"{FIRST}/{OFFSET}/set", str(RETAINED), retain=True, qos=1)
            case _:
                pass
        day.look()
        if asked and event in ("command", "twice"):
            assert day.broker.seen[f"{FIRST}/{OFFSET}/state"] == str(asked[-1])
    assert day.checked > 300 * looks
    assert len(asked) >= 2
    print(f"{looks} looks, {day.checked} states, {len(asked)} commands")
    assert [body for body in day.written() if str(RETAINED) in body.replace(OFFSET, "")] == []
