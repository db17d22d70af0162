"""What all machines of all APIs announce, held against the schemas of Home Assistant itself."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from test_local_trouble import Program, paired
from test_publish_mqtt import MOSQUITTO, Broker, components_of, refused

import nibe_uplink
from nibe_uplink import FileStore, local, myuplink

PYTHON = os.environ.get("HOMEASSISTANT_PYTHON")
APIS = ("nibe-uplink", "myuplink", "local")
PROGRAM = Path(__file__).resolve().parents[1] / "home_assistant.py"
pytestmark = pytest.mark.skipif(MOSQUITTO is None, reason="mosquitto is not installed")


@contextmanager
def published(api: str, broker: Broker, folder: Path, more: str) -> Iterator[int]:
    """The program over a service of an API; gives how many machines there are."""
    environment = {"XDG_STATE_HOME": str(folder)}
    words: tuple[str, ...] = ("--no-pace",)
    config = folder / "publish.toml"
    config.write_text(
        f'[source]\napi = "{api}"\nevery = "1s"\n[mqtt]\nbroker = "mqtt://127.0.0.1:{broker.port}"\n{more}'
    )
    if api == "local":
        with local.Simulator(speed=0) as pump:
            paired(pump, folder)
            program = Program(folder, "publish", "--config", str(config), *words)
            yield 1
            assert program.stop() == 0
        return
    kind = myuplink.Simulator if api == "myuplink" else nibe_uplink.Simulator
    with kind(speed=0) as cloud:
        prefix = api.upper().replace("-", "_")
        store = FileStore(folder / "tokens.json")
        scopes = ["READSYSTEM", "WRITESYSTEM", *(["offline_access"] if api == "myuplink" else [])]
        machines = cloud.client(scopes=scopes, token_store=store).systems().collect()
        environment |= {
            f"{prefix}_BASE_URL": cloud.base_url, f"{prefix}_CLIENT_ID": cloud.client_id,
            f"{prefix}_CLIENT_SECRET": cloud.client_secret, f"{prefix}_TOKEN_FILE": str(folder / "tokens.json"),
        }  # fmt: skip
        program = Program(folder, "publish", "--config", str(config), *words, **environment)
        yield len(machines)
        assert program.stop() == 0


def complete(seen: dict[str, str], machines: int) -> list[tuple[str, dict[str, Any]]]:
    """What the machines announced, when each has and every value was said."""
    found = [(topic, json.loads(text)) for topic, text in seen.items() if topic.endswith("/config")]
    said = all(c["state_topic"] in seen for _, config in found for c in components_of(config).values())
    return found if len(found) == machines and said else []


@pytest.fixture(scope="module", params=[(api, commands) for api in APIS for commands in (False, True)], ids=str)
def announced(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[bool, list[tuple[str, dict[str, Any]]]]:
    """Whether points can be written, and what the machines of an API announced."""
    api, commands = request.param
    # NIBE Uplink lists no settings in its categories.
    expected = commands and api != "nibe-uplink"
    folder = tmp_path_factory.mktemp(api)
    broker = Broker(folder)
    try:
        with published(api, broker, folder, f"commands = {str(commands).lower()}\n") as machines:
            return expected, broker.wait(lambda seen: complete(seen, machines))
    finally:
        broker.stop()


def test_machines_of_all_apis_announce_what_the_rules_allow(announced: tuple[bool, list[tuple[str, Any]]]) -> None:
    commands, messages = announced
    for _, config in messages:
        parts = components_of(config).values()
        assert len(parts) > 30
        assert len({part["default_entity_id"] for part in parts}) == len(parts), "else they are numbered as they come"
        assert {part["unique_id"]: why for part in parts if (why := refused(part))} == {}
    assert any('"command_topic"' in json.dumps(config) for _, config in messages) == commands


@pytest.mark.skipif(PYTHON is None, reason="HOMEASSISTANT_PYTHON is not set")
def test_home_assistant_itself_takes_them(announced: tuple[bool, list[tuple[str, Any]]]) -> None:
    assert PYTHON
    _, messages = announced
    lines = "".join(json.dumps(message) + "\n" for message in messages)
    asked = subprocess.run([PYTHON, PROGRAM], input=lines, stdout=subprocess.PIPE, text=True, timeout=300, check=True)
    answers = [json.loads(line) for line in asked.stdout.splitlines()]
    assert [wrong for _, wrong in answers] == [[]] * len(messages)
    assert [count for count, _ in answers] == [len(components_of(config)) for _, config in messages]
