"""A program in WebAssembly reads by the `fetch` of its host; here that is node."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from changed import ROOT, TARGET, run

import nibe_uplink

if TYPE_CHECKING:
    from conftest import Silent

pytestmark = pytest.mark.builds
TRIPLE = "wasm32-unknown-unknown"
# Tells in one line of JSON what the program read and how it failed.
SCRIPT = """
const { read, fails } = require("./wasm.js");
const [url, silent, nobody, elsewhere, token] = process.argv.slice(2);
const main = async () => [
    JSON.parse(await read(url, token, 80101)),
    await fails(url, "made-up", 80101, 5000),
    await fails(silent, token, 80101, 300),
    await fails(nobody, token, 80101, 5000),
    await fails(elsewhere, token, 80101, 5000),
];
main().then((said) => console.log(JSON.stringify(said)));
"""


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the program and what calls it from JavaScript."""
    libraries = subprocess.run(
        ["rustc", "--print", "target-libdir", "--target", TRIPLE], stdout=subprocess.PIPE, text=True, check=True
    ).stdout.strip()
    if not Path(libraries).is_dir():
        pytest.skip(f"{TRIPLE} is not installed")
    if shutil.which("node") is None:
        pytest.skip("node is not installed")
    if shutil.which("wasm-bindgen") is None:
        pytest.skip("wasm-bindgen is not installed")
    folder = tmp_path_factory.mktemp("wasm")
    shutil.copytree(ROOT / "tests" / "wasm", folder, dirs_exist_ok=True)
    manifest = folder / "Cargo.toml"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace("{root}", str(ROOT)), encoding="utf-8")
    # The versions of the workspace, so that nothing is downloaded.
    shutil.copy(ROOT / "Cargo.lock", folder / "Cargo.lock")
    run(["cargo", "build", "--offline", "--quiet", "--target", TRIPLE], folder)
    built = TARGET / TRIPLE / "debug" / "wasm.wasm"
    run(["wasm-bindgen", "--target", "nodejs", "--no-typescript", "--out-dir", str(folder), str(built)], folder)
    (folder / "main.js").write_text(SCRIPT, encoding="utf-8")
    return folder


@pytest.fixture
def elsewhere(sim: nibe_uplink.Simulator) -> Iterator[str]:
    """A server that sends each request on to the service, which is another origin."""

    class SendsOn(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(302)
            self.send_header("Location", sim.base_url + self.path)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), SendsOn) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_program_in_webassembly_reads_waits_and_fails(
    program: Path, sim: nibe_uplink.Simulator, silent: Silent, elsewhere: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        nobody = f"http://127.0.0.1:{gone.getsockname()[1]}"
    command = ["node", "main.js", sim.base_url, silent.base_url, nobody, elsewhere, sim.access_token()]
    said = subprocess.run(command, cwd=program, capture_output=True, text=True, timeout=60)
    assert said.returncode == 0, said.stderr
    values, refused, late, *unanswered = json.loads(said.stdout)
    assert values == {"alone": "outdoor temp.", "merged": ["room temperature", "degree minutes"], "watched": 2}
    assert (refused, late, unanswered) == ("login_required", "timeout", ["transport", "transport"])
    # The request that nobody waits for any more was broken off.
    assert silent.hung_up.wait(10)
    asked = [request.path for request in sim.requests() if "parameterIds=40033" in request.path]
    assert asked and all("43005" in path for path in asked), "two reads at once travel together"
