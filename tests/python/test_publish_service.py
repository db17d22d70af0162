"""`nibe-uplink publish` as a service: another configuration while it runs, what systemd hears, and its unit."""

from __future__ import annotations

import os
import re
import resource
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_publish import METRICS, PROGRAM, SIMULATE, Influx, get, metrics_at, said, until

UNIT = Path(__file__).resolve().parents[2] / "docs/service/nibe-uplink-publish.service"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "publish.toml"


@pytest.fixture
def systemd(tmp_path: Path) -> Iterator[socket.socket]:
    """The socket of a systemd."""
    heard = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    heard.bind(str(tmp_path / "notify"))
    heard.settimeout(60)
    yield heard
    heard.close()


@pytest.fixture
def process(tmp_path: Path, file: Path, systemd: socket.socket) -> Iterator[subprocess.Popen[str]]:
    file.write_text(SIMULATE + METRICS)
    environment = os.environ | {
        "XDG_STATE_HOME": str(tmp_path), "NOTIFY_SOCKET": str(tmp_path / "notify"), "WATCHDOG_USEC": "200000",
    }  # fmt: skip
    started = subprocess.Popen(
        [PROGRAM, "publish", "--config", str(file)], env=environment, stderr=subprocess.PIPE, text=True
    )
    yield started
    started.kill()
    started.communicate()


def told(systemd: socket.socket, word: str) -> list[str]:
    """What systemd hears until it hears a word."""
    heard = []
    while word not in heard:
        heard.append(systemd.recv(100).decode())
    return heard


def test_systemd_hears_that_it_begins_goes_on_and_ends(
    process: subprocess.Popen[str], systemd: socket.socket, file: Path
) -> None:
    assert "WATCHDOG=1" in told(systemd, "READY=1")
    # Faster than it has to be.
    for _ in range(3):
        told(systemd, "WATCHDOG=1")
    process.send_signal(signal.SIGHUP)
    told(systemd, "RELOADING=1")
    told(systemd, "READY=1")
    file.write_text("[source")
    process.send_signal(signal.SIGHUP)
    told(systemd, "RELOADING=1")
    told(systemd, "READY=1")
    process.send_signal(signal.SIGTERM)
    told(systemd, "STOPPING=1")
    assert process.wait(20) == 0


def test_a_name_of_linux_own_is_a_socket_too(tmp_path: Path, file: Path) -> None:
    file.write_text(SIMULATE + METRICS)
    name = f"nibe-uplink-{os.getpid()}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        try:
            systemd.bind("\0" + name)
        except OSError:
            pytest.skip("the system has no sockets without a file")
        systemd.settimeout(60)
        # A watchdog of another process is none.
        environment = os.environ | {
            "XDG_STATE_HOME": str(tmp_path), "NOTIFY_SOCKET": f"@{name}", "WATCHDOG_USEC": "1000", "WATCHDOG_PID": "1",
        }  # fmt: skip
        started = subprocess.Popen(
            [PROGRAM, "publish", "--config", str(file)], env=environment, stderr=subprocess.DEVNULL
        )
        try:
            assert told(systemd, "READY=1") == ["READY=1"]
        finally:
            started.kill()
            started.wait()


def test_another_configuration_is_taken_and_a_wrong_one_is_not(
    process: subprocess.Popen[str], file: Path, tmp_path: Path
) -> None:
    url = metrics_at(process)
    until(lambda: len(re.findall(r"^nibe_up\{[^}]*\} 1$", get(url)[2], re.MULTILINE)) == 4)
    secret = tmp_path / "token"
    for wrong, why in (
        ("[source", "the new configuration is wrong, the old one stays: "),
        (SIMULATE.replace("simulate", "myuplink") + METRICS, "has another api, which needs a restart"),
        (SIMULATE.replace("1s", "1ms") + METRICS, "is wrong, the old one stays: "),
        (SIMULATE + METRICS + f'token_file = "{secret}"\n', "cannot be used, the old one stays: token_file"),
    ):
        file.write_text(wrong)
        process.send_signal(signal.SIGHUP)
        assert why in said(process, "the new configuration")
        assert get(url)[0] == 200
    secret.write_text("open-sesame")
    lines = tmp_path / "pump.lp"
    file.write_text(SIMULATE + METRICS + f'token_file = "{secret}"\n[influx]\nfile = "{lines}"\n')
    process.send_signal(signal.SIGHUP)
    assert f"lines to {lines}" in said(process, "reloaded")
    # The same port, now with a token, and what was known of the machines is still known.
    assert get(url)[0] == 401
    status, _, text = get(url, Authorization="Bearer open-sesame")
    assert (status, len(re.findall(r"^nibe_up\{[^}]*\} 1$", text, re.MULTILINE))) == (200, 4)
    until(lambda: lines.exists() and lines.read_text().count("\n") > 10)


def test_lines_that_wait_stay_over_another_configuration(
    process: subprocess.Popen[str], file: Path, tmp_path: Path
) -> None:
    influx = Influx()
    influx.status = 503
    sink = f'[influx]\nurl = "http://127.0.0.1:{influx.server_port}"\nbucket = "home"\n'
    metrics_at(process)
    file.write_text(SIMULATE + sink)
    process.send_signal(signal.SIGHUP)
    said(process, "InfluxDB does not take readings")
    spool = tmp_path / "nibe-uplink/influx.lines"
    until(lambda: spool.read_text().count("\n") > 100)
    before = set(re.findall(r"^(\S+) .* (\d+)$", spool.read_text(), re.MULTILINE))
    file.write_text(SIMULATE + sink.replace("home", "house"))
    process.send_signal(signal.SIGHUP)
    said(process, "reloaded")
    influx.status = 204
    until(lambda: before <= influx.rows.keys())
    assert influx.seen[-1][0].startswith("/api/v2/write?bucket=house")
    influx.shutdown()
    influx.server_close()


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="the system sets no limits of another process")
def test_lines_that_wait_in_memory_stay_over_another_configuration(tmp_path: Path, file: Path) -> None:
    """The disk has nothing of them, so another configuration that opened their file anew would lose them."""
    influx = Influx()
    influx.status = 503
    sink = f'[influx]\nurl = "http://127.0.0.1:{influx.server_port}"\nbucket = "home"\n'
    file.write_text(SIMULATE + METRICS + sink)
    # A file that may not grow takes as little as a full disk; the signal that goes with it is ignored by who starts us.
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    environment = os.environ | {"XDG_STATE_HOME": str(tmp_path)}
    command = [PROGRAM, "publish", "--config", str(file)]
    process = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
    signal.signal(signal.SIGXFSZ, before)
    try:
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
        url = metrics_at(process)
        said(process, "readings cannot be written, they wait in memory")
        # Of a machine that is not read yet, nothing waits.
        until(lambda: len(re.findall(r"^nibe_up\{[^}]*\} 1$", get(url)[2], re.MULTILINE)) == 4)
        # Machines report once a minute, and what they said before is not said again.
        minute = int(time.time()) // 60 * 60
        file.write_text(SIMULATE + METRICS + sink.replace("home", "house"))
        process.send_signal(signal.SIGHUP)
        said(process, "reloaded")
        influx.status = 204
        until(lambda: len({series for series, at in list(influx.rows) if int(at) <= minute}) > 300)
        assert influx.seen[-1][0].startswith("/api/v2/write?bucket=house")
    finally:
        process.kill()
        process.communicate()
        influx.shutdown()
        influx.server_close()


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")
def test_systemd_takes_the_unit_and_finds_it_hard(tmp_path: Path) -> None:
    text = UNIT.read_text()
    assert "/usr/local/bin/nibe-uplink publish --config" in text
    unit = tmp_path / UNIT.name
    unit.write_text(text.replace("/usr/local/bin/nibe-uplink", PROGRAM))
    checked = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, check=False)
    own = [line for line in checked.stderr.splitlines() if UNIT.name in line]
    assert (checked.returncode, own) == (0, [])
    # From 0, nothing can be reached, to 100.
    command = ["systemd-analyze", "security", "--offline=yes", "--threshold=15", str(unit)]
    hard = subprocess.run(command, capture_output=True, text=True, check=False)
    assert hard.returncode == 0, hard.stdout[-400:]
