"""A bad day of `nibe-uplink publish`: it is said once, in a sentence, and that it is over."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from test_local_trouble import Program
from test_publish import get

from nibe_uplink import myuplink


@pytest.fixture
def cloud() -> Iterator[myuplink.Simulator]:
    with myuplink.Simulator(speed=0) as simulator:
        yield simulator


@pytest.fixture
def publish(cloud: myuplink.Simulator, tmp_path: Path) -> Iterator[Program]:
    config = tmp_path / "publish.toml"
    config.write_text(
        '[source]\napi = "myuplink"\nevery = "1s"\n[prometheus]\nlisten = "127.0.0.1:0"\n'
        f'[influx]\nfile = "{tmp_path / "lines"}"\n'
    )
    account = {
        "MYUPLINK_BASE_URL": cloud.base_url, "MYUPLINK_CLIENT_ID": cloud.client_id,
        "MYUPLINK_CLIENT_SECRET": cloud.client_secret, "XDG_STATE_HOME": str(tmp_path),
    }  # fmt: skip
    arguments = ["publish", "--config", str(config), "--client-credentials", "--no-pace"]
    program = Program(tmp_path, *arguments, **account)
    yield program
    if program.process.poll() is None:
        program.stop()


def machines(program: Program) -> int:
    """How many machines are read now, as its metrics say."""
    program.until("metrics at")
    url = next(line for line in program.said if "metrics at" in line).split()[-1]
    return sum(line.startswith("nibe_up{") and line.endswith(" 1") for line in get(url)[2].splitlines())


def test_a_cloud_that_is_down_is_said_once_for_each_machine_and_so_is_its_return(
    publish: Program, cloud: myuplink.Simulator
) -> None:
    publish.when(lambda: machines(publish) == 4)
    cloud.fault("status", on="points", status=503, times=1000)
    # Some seconds, mostly; without the fault it never comes.
    publish.when(lambda: machines(publish) == 0, 30)
    # It goes on for a day of the machines' time.
    asked = len(cloud.requests())
    cloud.advance(86_400)
    publish.when(lambda: len(cloud.requests()) > asked + 12)
    cloud.clear_faults()
    publish.when(lambda: machines(publish) == 4)
    for words in ("tries again", "is back"):
        publish.until(words, 4)
    assert publish.stop() == 0
    for words in ("tries again", "is back"):
        assert sum(words in line for line in publish.said) == 4, publish.said
