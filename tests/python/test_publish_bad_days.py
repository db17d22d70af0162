"""Bad days of `nibe-uplink publish`: each is said once, in a sentence, and that it is over."""

from __future__ import annotations

import re
import resource
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from test_clocks import library as library
from test_local_trouble import Program
from test_publish import get
from test_publish_mqtt import MOSQUITTO, Broker

from nibe_uplink import FileStore, errors, myuplink

Start = Callable[..., Program]


@pytest.fixture
def cloud() -> Iterator[myuplink.Simulator]:
    with myuplink.Simulator(speed=0) as simulator:
        yield simulator


@pytest.fixture
def start(cloud: myuplink.Simulator, tmp_path: Path) -> Iterator[Start]:
    """Starts the program with more of its file, and more variables."""
    started = []

    def run(*arguments: str, more: str = "", **variables: str) -> Program:
        config = tmp_path / "publish.toml"
        config.write_text(
            '[source]\napi = "myuplink"\nevery = "1s"\n[prometheus]\nlisten = "127.0.0.1:0"\n'
            f'[influx]\nfile = "{tmp_path / "lines"}"\n{more}'
        )
        account = {
            "MYUPLINK_BASE_URL": cloud.base_url, "MYUPLINK_CLIENT_ID": cloud.client_id,
            "MYUPLINK_CLIENT_SECRET": cloud.client_secret, "XDG_STATE_HOME": str(tmp_path),
        }  # fmt: skip
        program = Program(tmp_path, "publish", "--config", str(config), "--no-pace", *arguments, **account | variables)
        started.append(program)
        return program

    yield run
    for program in started:
        if program.process.poll() is None:
            program.stop()


def metrics(program: Program, path: str = "/metrics") -> str:
    program.until("metrics at")
    url = next(line for line in program.said if "metrics at" in line).split()[-1]
    return get(url.replace("/metrics", path))[2]


def machines(program: Program) -> int:
    """How many machines are read now, as its metrics say."""
    return sum(line.startswith("nibe_up{") and line.endswith(" 1") for line in metrics(program).splitlines())


def once(program: Program, *words: str) -> None:
    """Nothing else was said than these, each in a line of its own."""
    said = [line for line in program.said if "metrics at" not in line]
    assert [sum(word in line for line in said) for word in words] == [1] * len(words), said
    assert len(said) == len(words), said


def refuses_points(cloud: myuplink.Simulator) -> None:
    """A fault is there: without it the waits for what it does would be long."""
    client = cloud.client(retries=0)
    device = client.systems().collect()[0].devices[0].id
    cloud.fault("status", on="points", status=503, times=1000)
    with pytest.raises(errors.UplinkError):
        client.points(device)


def test_a_cloud_that_is_down_is_said_once_for_each_machine_and_so_is_its_return(
    start: Start, cloud: myuplink.Simulator
) -> None:
    publish = start("--client-credentials")
    publish.when(lambda: machines(publish) == 4)
    refuses_points(cloud)
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


def test_a_cloud_that_is_away_at_the_start_is_waited_for(start: Start, cloud: myuplink.Simulator) -> None:
    cloud.fault("status", on="systems", status=503, times=1000)
    with pytest.raises(errors.UplinkError):
        cloud.client(retries=0).systems().collect()
    publish = start("--client-credentials")
    publish.until("the machines cannot be listed yet")
    seen = len(cloud.requests())
    publish.when(lambda: len(cloud.requests()) > seen + 1)
    assert "cannot be listed yet" in metrics(publish, "/health")
    cloud.clear_faults()
    publish.when(lambda: machines(publish) == 4)
    assert publish.stop() == 0
    once(publish, "cannot be listed yet", "the machines are listed")


def test_a_lost_login_is_said_once_and_the_next_one_is_taken(
    start: Start, cloud: myuplink.Simulator, tmp_path: Path
) -> None:
    store = FileStore(tmp_path / "nibe-uplink" / "tokens.json")
    cloud.client(token_store=store)
    publish = start()
    publish.when(lambda: machines(publish) == 4)
    other = cloud.client(retries=0)
    cloud.fault("status", on="token", status=400, body='{"error": "invalid_grant"}', times=1000)
    cloud.expire_tokens()
    with pytest.raises(errors.LoginRequired):
        other.systems().collect()
    publish.until("nothing can be read")
    publish.when(lambda: machines(publish) == 0)
    assert "nothing can be read" in metrics(publish, "/health")
    cloud.clear_faults()
    cloud.client(token_store=store)
    publish.when(lambda: machines(publish) == 4)
    assert "nothing can be read" not in metrics(publish, "/health")
    assert publish.stop() == 0
    once(publish, "log in first", "the login is good again")


@pytest.mark.skipif(MOSQUITTO is None, reason="mosquitto is not installed")
def test_other_software_and_another_machine_are_said(start: Start, cloud: myuplink.Simulator, tmp_path: Path) -> None:
    broker = Broker(tmp_path)
    publish = start("--client-credentials", more=f'[mqtt]\nbroker = "mqtt://127.0.0.1:{broker.port}"\n')
    publish.when(lambda: machines(publish) == 4)
    cloud.trouble(cloud.systems[0], "firmware_update")
    publish.until("are not told any more")
    [gone] = [line for line in publish.said if "are not told any more" in line]
    machine, point = re.findall(r"Z: (\d+): \d+ points .*?\((\d+)\)", gone)[0]
    state = f"nibe/{machine}/{point}/state"
    broker.wait(lambda seen: seen.get(state) == "None")
    assert f'point="{point}"' not in "".join(line for line in metrics(publish).splitlines() if machine in line)
    cloud.end_trouble(cloud.systems[0], "firmware_update")
    publish.until("points more are told")
    publish.until("its software is")
    broker.wait(lambda seen: seen[state] != "None")

    cloud.trouble(cloud.systems[1], "replaced_controller")
    publish.until("is not among the machines any more")
    [old] = [re.findall(r"(\d+) is not among", line)[0] for line in publish.said if "not among" in line]
    [new] = [re.findall(r"(\d+) is new", line)[0] for line in publish.said if "is new" in line]
    broker.wait(lambda seen: seen[f"nibe/{old}/available"] == "offline")
    broker.wait(lambda seen: seen.get(f"nibe/{new}/available") == "online")
    publish.when(lambda: machines(publish) == 4)
    assert publish.stop() == 0
    broker.stop()
    # Whether the old counters were looked at once more before it was known.
    publish.said[:] = [line for line in publish.said if "counters begin anew" not in line]
    once(publish, "not told any more", "points more are told", "its software is", "is not among", "is new: ")


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="the system sets no limits of another process")
def test_a_full_disk_is_said_once_and_loses_no_line(start: Start, cloud: myuplink.Simulator, tmp_path: Path) -> None:
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    publish = start("--client-credentials")
    signal.signal(signal.SIGXFSZ, before)
    publish.when(lambda: machines(publish) == 4)
    lines = tmp_path / "lines"
    publish.when(lambda: lines.stat().st_size > 0)
    # It may not grow, as on a full disk.
    unlimited = resource.RLIM_INFINITY
    resource.prlimit(publish.process.pid, resource.RLIMIT_FSIZE, (lines.stat().st_size, unlimited))
    cloud.advance(120)
    publish.until("readings cannot be written")
    asked = len(cloud.requests())
    publish.when(lambda: len(cloud.requests()) > asked + 16)
    full = lines.read_text()
    resource.prlimit(publish.process.pid, resource.RLIMIT_FSIZE, (unlimited, unlimited))
    cloud.advance(120)
    publish.until("readings are written again")
    assert publish.stop() == 0
    once(publish, "readings cannot be written, they wait in memory", "readings are written again")
    assert lines.read_text().startswith(full[: full.rfind("\n") + 1])
    times = [line.rsplit(" ", 1)[1] for line in lines.read_text().splitlines() if "outdoor_temp" in line]
    assert len(set(times)) == 3, "before, meanwhile and after"


def test_a_clock_that_is_set_is_said_and_ends_no_series(
    start: Start, cloud: myuplink.Simulator, tmp_path: Path, library: Path
) -> None:
    clock = tmp_path / "clock"
    clock.write_text("+0\n")
    faked = {
        "LD_PRELOAD": str(library), "FAKETIME_TIMESTAMP_FILE": str(clock), "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }  # fmt: skip
    publish = start("--client-credentials", **faked)
    publish.when(lambda: machines(publish) == 4)

    def temperatures() -> int:
        return sum(line.startswith("nibe_temperature_celsius{") for line in metrics(publish).splitlines())

    publish.when(lambda: temperatures() > 20)
    for offset, words in ((7200, "went 2h ahead"), (-7200, "was set back by 4h")):
        before = temperatures()
        # What is known stays known, before anything is read anew and after it.
        cloud.fault("delay", on="points", seconds=1, times=4)
        clock.write_text(f"{offset:+d}\n")
        assert temperatures() == before
        publish.until(words)
        assert temperatures() == before
    # What goes then is old in its time, and not hours later.
    cloud.clear_faults()
    refuses_points(cloud)
    publish.when(lambda: temperatures() == 0, 30)
    assert publish.stop() == 0
    publish.said[:] = [line for line in publish.said if "tries again" not in line]
    once(publish, "went 2h ahead", "was set back by 4h")
