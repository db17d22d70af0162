"""`nibe-uplink publish`: one reader, whose points programs of others take."""

from __future__ import annotations

import json
import os
import re
import resource
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families as open_metrics
from prometheus_client.parser import text_string_to_metric_families as text_metrics

PROGRAM = str(Path(sys.executable).parent / "nibe-uplink")
SIMULATE = '[source]\napi = "simulate"\nevery = "1s"\n'
METRICS = '[prometheus]\nlisten = "127.0.0.1:0"\n'
Publish = Callable[[str], subprocess.Popen[str]]


@pytest.fixture
def publish(tmp_path: Path) -> Iterator[Publish]:
    """Starts the program with the text of its file."""
    started = []

    def start(text: str) -> subprocess.Popen[str]:
        path = tmp_path / "publish.toml"
        path.write_text(text)
        environment = os.environ | {"XDG_STATE_HOME": str(tmp_path / "state")}
        process = subprocess.Popen(
            [PROGRAM, "publish", "--config", str(path)], env=environment, stderr=subprocess.PIPE, text=True
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def said(process: subprocess.Popen[str], words: str) -> str:
    """The first line on stderr that has these words."""
    assert process.stderr
    for line in process.stderr:
        if words in line:
            return line
    raise AssertionError(f"{words!r} was not said")


def until(found: Callable[[], Any]) -> Any:
    """What is found within a minute."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        result = found()
        if result:
            return result
        time.sleep(0.05)
    raise AssertionError("nothing came within a minute")


def get(url: str, **headers: str) -> tuple[int, str, str]:
    """Status, content type and text."""
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=20) as answer:
            return answer.status, answer.headers["content-type"], answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.headers["content-type"], refused.read().decode()


def metrics_at(process: subprocess.Popen[str]) -> str:
    """The address that the program says, when machines are read."""
    url = said(process, "metrics at").split()[-1]
    until(lambda: get(url.replace("/metrics", "/health"))[0] == 200)
    return url


def test_prometheus_reads_the_metrics(publish: Publish) -> None:
    url = metrics_at(publish(SIMULATE + METRICS))
    until(lambda: len(re.findall(r"^nibe_up\{[^}]*\} 1$", get(url)[2], re.MULTILINE)) == 4)
    _, kind, text = get(url)
    assert kind == "text/plain; version=0.0.4; charset=utf-8"
    families = {family.name: family for family in text_metrics(text)}
    _, kind, text = get(url, Accept="application/openmetrics-text;version=1.0.0,text/plain;q=0.5")
    assert kind == "application/openmetrics-text; version=1.0.0; charset=utf-8"
    opened = {family.name: family for family in open_metrics(text)}
    for kind, names in {
        "gauge": ["nibe_temperature_celsius", "nibe_degree_seconds", "nibe_share_ratio", "nibe_up"],
        "counter": ["nibe_energy_joules", "nibe_running_seconds", "nibe_starts"],
        "stateset": ["nibe_state"],
        "info": ["nibe_device"],
    }.items():
        assert [opened[name].type for name in names] == [kind] * len(names)
        assert all(opened[name].samples for name in names)
    # Of each state exactly one is.
    states: dict[tuple[str, str], float] = {}
    for sample in opened["nibe_state"].samples:
        point = sample.labels["device"], sample.labels["point"]
        states[point] = states.get(point, 0) + sample.value
    assert states and set(states.values()) == {1}
    # Numbers that stand for one word are one series: Prometheus takes none twice.
    series = [line.rsplit(" ", 1)[0] for line in get(url)[2].splitlines() if not line.startswith("#")]
    assert len(series) == len(set(series))
    assert 'point="49993"' in "".join(series)
    outdoor = [s for s in families["nibe_temperature_celsius"].samples if s.labels["name"] == "outdoor_temp_bt1"]
    assert {s.labels["point"] for s in outdoor} == {"40004"}
    assert get(url.replace("/metrics", "/"))[0] == 404
    status, _, page = get(url.replace("/metrics", "/health"))
    assert (status, page.splitlines()[0]) == (200, "fine")
    assert len(re.findall(r"^06512018000101 answers, was read \d+ s ago$", page, re.MULTILINE)) == 1


def test_another_machine_needs_a_token(publish: Publish, tmp_path: Path) -> None:
    secret = tmp_path / "token"
    secret.write_text("open-sesame\n")
    process = publish(f'{SIMULATE}{METRICS}token_file = "{secret}"\n')
    url = said(process, "metrics at").split()[-1]
    assert get(url)[0] == 401
    assert get(url, Authorization="Bearer open")[0] == 401
    assert get(url, Authorization="Bearer open-sesame")[0] == 200


class Influx(ThreadingHTTPServer):
    """A server that takes lines, or does not."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, str]] = []
        self.rows: dict[tuple[str, str], str] = {}
        self.status = 204
        super().__init__(("127.0.0.1", 0), Lines)
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()


class Lines(BaseHTTPRequestHandler):
    """Reads the line protocol: a row is its measurement, tags and time."""

    server: Influx

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.server.seen.append((self.path, self.headers.get("Authorization", "")))
        status = self.server.status
        if status == 204:
            for line in body.splitlines():
                series, fields, at = re.fullmatch(
                    r'((?:[^ \\]|\\.)+) ((?:value=-?[\d.]+)|(?:text="(?:[^"\\]|\\.)*")) (\d+)', line
                ).groups()  # type: ignore[union-attr]
                self.server.rows[series, at] = fields
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Nothing is told."""


@pytest.fixture
def influx() -> Iterator[Influx]:
    server = Influx()
    yield server
    server.shutdown()
    server.server_close()


def test_lines_wait_while_the_server_is_away(publish: Publish, influx: Influx, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INFLUX_TOKEN", "CANARY")
    text = SIMULATE + f'[influx]\nurl = "http://127.0.0.1:{influx.server_port}/base"\nbucket = "home"\norg = "us"\n'
    influx.status = 503
    process = publish(text)
    assert "they wait: 503" in said(process, "InfluxDB does not take readings")
    until(lambda: len(influx.seen) > 1)
    assert influx.seen[0] == ("/base/api/v2/write?bucket=home&precision=s&org=us", "Token CANARY")
    # Killed in between: what was read before is not lost.
    process.send_signal(signal.SIGKILL)
    process.wait()
    influx.status = 204
    process = publish(text)
    until(lambda: len({series for series, _ in influx.rows}) > 250)
    process.send_signal(signal.SIGTERM)
    assert process.wait(20) == 0


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="the system sets no limits of another process")
def test_lines_wait_in_memory_while_the_disk_is_full(publish: Publish, influx: Influx) -> None:
    text = SIMULATE + METRICS + f'[influx]\nurl = "http://127.0.0.1:{influx.server_port}"\nbucket = "home"\n'
    influx.status = 503
    # A file that may not grow takes as little as a full disk; the signal that goes with it is ignored by who starts us.
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    process = publish(text)
    signal.signal(signal.SIGXFSZ, before)
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
    url = said(process, "metrics at").split()[-1]
    said(process, "readings cannot be written, they wait in memory: File too large")
    health = url.replace("/metrics", "/health")
    assert "readings cannot be written, they wait in memory: File too large" in get(health)[2]
    # Those of the round that met the full disk first, from memory.
    influx.status = 204
    rows = until(lambda: len({series for series, _ in influx.rows}) > 250 and dict(influx.rows))
    influx.status = 503
    said(process, "InfluxDB does not take readings, they wait: 503")
    resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    said(process, "readings are written again")
    assert "readings cannot" not in get(health)[2]
    process.send_signal(signal.SIGKILL)
    process.wait()
    influx.status = 204
    publish(text)
    until(lambda: len(influx.rows) > len(rows))


def test_lines_go_into_a_file(publish: Publish, tmp_path: Path) -> None:
    path = tmp_path / "pump.lp"
    url = metrics_at(publish(f'{SIMULATE}{METRICS}[influx]\nfile = "{path}"\n'))
    until(lambda: path.exists() and path.read_text().count("\n") > 300)
    # Two rounds more, of which most say nothing new.
    read = r"^nibe_last_success_timestamp_seconds\{.*\} (\d+)$"
    end = int(time.time()) + 2
    until(lambda: min(map(int, re.findall(read, get(url)[2], re.MULTILINE)), default=0) > end)
    lines = path.read_text().splitlines()[:-1]
    assert all(line.startswith("nibe_point,api=myuplink,device=") for line in lines)
    # A point that says the same as before is not written again.
    keys = [(line.rsplit(" ", 2)[0], line.rsplit(" ", 1)[1]) for line in lines]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('[source]\napi = "simulate"\n', "nothing is published: add [mqtt], [prometheus], [influx], [postgres] or [parquet]"),
        (SIMULATE + '[prometheus]\nlisten = "0.0.0.0:1"\n', "is open to other machines: give token_file"),
        (SIMULATE + "[promethus]\n", "unknown field `promethus`, expected one of"),
        ('[source]\napi = "myuplink"\n' + METRICS, "the client identifier is missing; give --client-id or set MYUPLINK_CLIENT_ID"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_the_file_is_said(tmp_path: Path, text: str, sentence: str) -> None:
    path = tmp_path / "publish.toml"
    path.write_text(text)
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("NIBE_", "MYUPLINK_"))}
    ended = subprocess.run(
        [PROGRAM, "publish", "--config", str(path), "--json"],
        env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (ended.returncode, json.loads(ended.stderr)["error"]["kind"]) == (2, "usage"), ended.stderr
    assert sentence in json.loads(ended.stderr)["error"]["message"]


def test_a_file_is_checked_without_reading(tmp_path: Path) -> None:
    path = tmp_path / "publish.toml"
    path.write_text('[source]\napi = "myuplink"\nevery = "1m"\n[prometheus]\n')
    command = [PROGRAM, "publish", "--config", str(path), "--check"]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (ended.returncode, ended.stdout) == (
        0,
        f"{path} is right: reads myUplink every 1m; metrics at http://127.0.0.1:9876/metrics\n",
    )


def test_a_check_knows_the_pace_of_the_api(tmp_path: Path) -> None:
    path = tmp_path / "publish.toml"
    path.write_text('[source]\napi = "nibe-uplink"\nevery = "5s"\n[prometheus]\n')
    command = [PROGRAM, "publish", "--config", str(path), "--check"]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode != 0, ended.stdout
    sentence = "every 5 s is too often: each round takes 2 requests, and NIBE Uplink allows 1 request in 4 s"
    assert sentence in ended.stderr
    ended = subprocess.run([*command, "--no-pace"], capture_output=True, text=True, timeout=60, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")


def test_the_file_of_the_documentation_is_right(tmp_path: Path) -> None:
    page = (Path(__file__).resolve().parents[2] / "docs/publish.md").read_text()
    path = tmp_path / "publish.toml"
    path.write_text(page.split("```toml\n")[1].split("```")[0])
    command = [PROGRAM, "publish", "--config", str(path), "--check"]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")
