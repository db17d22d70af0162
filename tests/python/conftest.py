"""What the hand-written tests stand on: a local service, and a server that never answers."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import heard
import pytest
from apis import APIS
from postgres import authority as authority
from postgres import database as database
from support import Service

import nibe_uplink

Script = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture(scope="session", autouse=True)
def noted() -> Iterator[None]:
    """What tests hear and do not show is noted for the sweep of the whole run."""
    with pytest.MonkeyPatch.context() as patch:
        heard.install(patch)
        yield


@pytest.fixture(autouse=True)
def state_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the usual token file; each test has its own, and nobody's is touched."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path / "state"


@pytest.fixture(scope="session")
def generator() -> Path:
    """The program that makes packages out of specs."""
    root = Path(__file__).resolve().parents[2]
    subprocess.run(["cargo", "build", "--quiet", "-p", "nibe-uplink-codegen"], cwd=root, check=True)
    target = os.environ.get("CARGO_TARGET_DIR", root / "target")
    return Path(target) / "debug" / "nibe-uplink-codegen"


@pytest.fixture(scope="module")
def service(request: pytest.FixtureRequest) -> Iterator[Service]:
    """What generated tests talk to: a service that answers from the examples of the spec of their API."""
    _, _, folder = request.path.parent.name.partition("generated_")
    [api] = [api for api in APIS if api.folder == folder]
    with api.package.Simulator(spec=api.spec) as simulator:
        yield Service(simulator)


@pytest.fixture
def sim() -> Iterator[nibe_uplink.Simulator]:
    """A service with the demo machines."""
    with nibe_uplink.Simulator() as simulator:
        yield simulator


class Silent:
    """A server that reads one request, never answers, and notes when the client hangs up."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.base_url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self.asked = threading.Event()
        self.hung_up = threading.Event()
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        try:
            connection, _ = self._listener.accept()
        except OSError:
            return
        with connection:
            while connection.recv(65536):
                self.asked.set()
            self.hung_up.set()

    def close(self) -> None:
        """Ends the server."""
        self._listener.close()


@pytest.fixture
def silent() -> Iterator[Silent]:
    """A server that never answers."""
    server = Silent()
    yield server
    server.close()


@pytest.fixture
def script() -> Iterator[Script]:
    """Starts a Python program; what still runs at the end of the test is killed."""
    running: list[subprocess.Popen[str]] = []

    def start(text: str, *, base_url: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", text],
            env=os.environ | {"BASE_URL": base_url},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            # Forked children end with it.
            start_new_session=True,
        )
        running.append(process)
        return process

    yield start
    for process in running:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
