"""`nibe-uplink publish` at a broker that knows of earlier runs and of other programs."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from test_local_trouble import Program
from test_publish_mqtt import MOSQUITTO, Broker
from test_publish_mqtt import broker as broker

from nibe_uplink import myuplink

pytestmark = pytest.mark.skipif(MOSQUITTO is None, reason="mosquitto is not installed")
Start = Callable[..., Program]


@pytest.fixture
def cloud() -> Iterator[myuplink.Simulator]:
    with myuplink.Simulator(speed=0) as simulator:
        yield simulator


@pytest.fixture
def start(cloud: myuplink.Simulator, broker: Broker, tmp_path: Path) -> Iterator[Start]:
    """Starts the program under a name, with more of its file."""
    started = []

    def run(name: str, more: str = "", every: str = "1s") -> Program:
        folder = tmp_path / f"{name}{len(started)}"
        folder.mkdir()
        config = folder / "publish.toml"
        config.write_text(
            f'[source]\napi = "myuplink"\nevery = "{every}"\n[mqtt]\nbroker = "mqtt://127.0.0.1:{broker.port}"\n'
            f'client_id = "{name}"\n{more}'
        )
        account = {
            "MYUPLINK_BASE_URL": cloud.base_url, "MYUPLINK_CLIENT_ID": cloud.client_id,
            "MYUPLINK_CLIENT_SECRET": cloud.client_secret, "XDG_STATE_HOME": str(folder),
        }  # fmt: skip
        words = ("publish", "--config", str(config), "--no-pace", "--client-credentials")
        program = Program(folder, *words, **account)
        started.append(program)
        return program

    yield run
    for program in started:
        if program.process.poll() is None:
            program.stop()


def machines(seen: dict[str, str]) -> dict[str, str]:
    """What is said of machines, by serial number, when all four are said to be there or not."""
    found = {topic.split("/")[1]: said for topic, said in seen.items() if topic.count("/") == 2}
    known = {serial: said for serial, said in found.items() if f"nibe/{serial}/available" in seen}
    return {serial: seen[f"nibe/{serial}/available"] for serial in known} if len(known) >= 4 else {}


def test_a_machine_that_went_while_nobody_published_is_offline(
    start: Start, cloud: myuplink.Simulator, broker: Broker
) -> None:
    before = start("house")
    broker.wait(lambda seen: set(machines(seen).values()) == {"online"})
    old = sorted(machines(broker.seen))
    # Without a word of its own.
    before.process.send_signal(signal.SIGKILL)
    before.process.wait(20)
    cloud.trouble(cloud.systems[1], "replaced_controller")
    again = start("house")
    again.until("was published before and is not among the machines any more; it is offline now")
    broker.wait(lambda seen: len(machines(seen)) == 5 and list(machines(seen).values()).count("online") == 4)
    [(gone, _)] = [one for one in machines(broker.seen).items() if one[1] == "offline"]
    assert gone in old
    broker.wait(lambda seen: seen[f"nibe/{gone}/publisher"] == "")
    assert again.stop() == 0
    # It is said once, and not at each start.
    assert sum(gone in line for line in again.said) == 1
    once_more = start("house")
    broker.wait(lambda seen: seen["nibe/bridge/house/available"] == "online")
    said = len(broker.said)
    broker.wait(lambda _: sum(topic.endswith("/available") for topic, _ in broker.said[said:]) >= 4)
    assert once_more.stop() == 0
    assert not any("any more" in line for line in once_more.said)


def test_two_programs_below_one_prefix(start: Start, broker: Broker) -> None:
    one = start("house")
    broker.wait(lambda seen: set(machines(seen).values()) == {"online"})
    machine = min(machines(broker.seen))
    other = start("garage")
    for program, name in ((one, "garage"), (other, "house")):
        program.until("another program publishes the same machines below nibe: ")
        assert any(f" by {name}" in line for line in program.said), program.said
    # Each says for itself whether it is there.
    other.process.send_signal(signal.SIGKILL)
    other.process.wait(20)
    broker.wait(lambda seen: seen["nibe/bridge/garage/available"] == "offline")
    one.until("no machine is published by another program any more")
    broker.wait(lambda seen: seen[f"nibe/{machine}/publisher"] == "house")
    assert broker.seen["nibe/bridge/house/available"] == "online"
    assert set(machines(broker.seen).values()) == {"online"}
    assert one.stop() == 0
    assert sum("another program publishes" in line for line in one.said) == 1
    assert sum("by another program any more" in line for line in one.said) == 1
    # With prefixes of their own they have nothing to do with each other.
    apart = start("house"), start("garage", 'prefix = "garage"\n')
    broker.wait(lambda seen: seen.get("garage/bridge/garage/available") == "online")
    broker.wait(lambda seen: f"garage/{machine}/publisher" in seen)
    assert [program.stop() for program in apart] == [0, 0]
    assert not any("another program" in line for program in apart for line in program.said)


@pytest.mark.parametrize("protocol", ["5", "3.1.1"])
def test_two_programs_of_one_name_are_told_so(start: Start, broker: Broker, protocol: str) -> None:
    more = f'protocol = "{protocol}"\n'
    one = start("house", more)
    broker.wait(lambda seen: set(machines(seen).values()) == {"online"})
    other = start("house", more)
    one.until('if another program has client_id = "house", give one of the two another one')
    assert [one.stop(), other.stop()] == [0, 0]
    # They do not throw each other out as fast as they can.
    assert sum("is away" in line for line in [*one.said, *other.said]) < 12
