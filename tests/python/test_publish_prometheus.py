"""`nibe-uplink publish` scraped by a real Prometheus."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from test_publish import METRICS, PROGRAM, get, metrics_at, until

PROMETHEUS = shutil.which("prometheus")
PROMTOOL = shutil.which("promtool")
OUTDOOR = 'nibe_temperature_celsius{name="outdoor_temp_bt1",device="06512018000101"}'
pytestmark = pytest.mark.skipif(not (PROMETHEUS and PROMTOOL), reason="prometheus is not installed")


@pytest.fixture
def pace() -> str:
    """Whether the service keeps its pace, unless a test says so."""
    return "off"


@pytest.fixture
def service(pace: str) -> Iterator[dict[str, Any]]:
    process = subprocess.Popen(
        [PROGRAM, "--api", "myuplink", "simulate", "--admin-port", "0", "--pace", pace],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout
    yield json.loads(process.stdout.readline())
    process.kill()
    process.communicate()


@pytest.fixture
def metrics(tmp_path: Path, service: dict[str, Any], pace: str) -> Iterator[str]:
    """The address of the metrics of a program that reads the service."""
    path = tmp_path / "publish.toml"
    every, more = ("30s", []) if pace == "spec" else ("1s", ["--no-pace"])
    path.write_text(f'[source]\napi = "myuplink"\nevery = "{every}"\n{METRICS}')
    environment = os.environ | {
        "MYUPLINK_BASE_URL": service["base_url"], "MYUPLINK_CLIENT_ID": service["client_id"],
        "MYUPLINK_CLIENT_SECRET": service["client_secret"], "XDG_STATE_HOME": str(tmp_path),
    }  # fmt: skip
    process = subprocess.Popen(
        [PROGRAM, "publish", "--config", str(path), "--client-credentials", *more],
        env=environment, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    yield metrics_at(process)
    process.kill()
    process.communicate()


@pytest.fixture
def prometheus(tmp_path: Path, metrics: str) -> Iterator[str]:
    """The address of a Prometheus that scrapes every second."""
    assert PROMETHEUS
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    target = urllib.parse.urlparse(metrics).netloc
    config = tmp_path / "prometheus.yml"
    config.write_text(
        "global: {scrape_interval: 1s, scrape_timeout: 1s}\n"
        f"scrape_configs:\n  - job_name: heat-pump\n    static_configs:\n      - targets: ['{target}']\n"
    )
    process = subprocess.Popen(
        [
            PROMETHEUS, f"--config.file={config}", f"--storage.tsdb.path={tmp_path / 'data'}",
            f"--web.listen-address=127.0.0.1:{port}",
        ],
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    yield f"http://127.0.0.1:{port}"
    process.terminate()
    process.wait(30)


def ask(prometheus: str, query: str) -> list[tuple[dict[str, str], float]]:
    """What a query gives now: labels and values; nothing while Prometheus starts."""
    try:
        with urllib.request.urlopen(
            f"{prometheus}/api/v1/query?query={urllib.parse.quote(query)}", timeout=20
        ) as answer:
            result = json.load(answer)["data"]["result"]
    except OSError:
        return []
    return [(found["metric"], float(found["value"][1])) for found in result]


def trouble(service: dict[str, Any], kind: str, **more: bool) -> None:
    """Begins a trouble of the first machine, or ends it."""
    body = json.dumps({"system": service["systems"][0], "kind": kind, **more}).encode()
    urllib.request.urlopen(urllib.request.Request(f"{service['admin_url']}/troubles", data=body), timeout=20).close()


def test_series_end_when_a_sensor_goes_and_come_back_with_it(service: dict[str, Any], prometheus: str) -> None:
    [(labels, value)] = until(lambda: ask(prometheus, OUTDOOR))
    assert (labels["point"], labels["job"]) == ("40004", "heat-pump")
    assert -40 < value < 40
    until(lambda: [up for _, up in ask(prometheus, "nibe_up")] == [1] * 4)
    assert ask(prometheus, 'min by (__name__) ({__name__=~"nibe_.+_total"} < 0)') == []
    trouble(service, "sensor")
    # Well before the five minutes in which Prometheus repeats what was not marked as stale.
    until(lambda: not ask(prometheus, OUTDOOR))
    assert ask(prometheus, 'nibe_up{device="06512018000101"}')[0][1] == 1
    trouble(service, "sensor", ends=True)
    until(lambda: ask(prometheus, OUTDOOR))


@pytest.mark.parametrize("pace", ["spec"])
def test_what_is_left_of_the_limit_is_told(metrics: str) -> None:
    left = until(lambda: [line for line in get(metrics)[2].splitlines() if line.startswith("nibe_api_requests")])
    name, number = left[0].split()
    assert name == "nibe_api_requests_remaining"
    assert 0 <= int(number) < 25


def test_promtool_finds_nothing_to_say(metrics: str) -> None:
    assert PROMTOOL
    text = get(metrics)[2]
    checked = subprocess.run([PROMTOOL, "check", "metrics"], input=text, capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")
