"""What docs/how-to/proxies-and-certificates.md says of proxies."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading

import pytest

import nibe_uplink

PROGRAM = """
import sys, nibe_uplink
client = nibe_uplink.Client.from_token("t", base_url=sys.argv[1], retries=0, keep_pace=False, timeout=20)
try:
    client.system(1)
except nibe_uplink.UplinkError as error:
    print(type(error).__name__)
"""


@pytest.mark.parametrize(
    ("name", "without", "takes"),
    [("HTTPS_PROXY", "", True), ("ALL_PROXY", "", True), ("HTTPS_PROXY", "cloud.invalid", False)],
)
def test_the_environment_names_the_proxy_of_the_cloud(name: str, without: str, takes: bool) -> None:
    asked: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as proxy:

        def refuse() -> None:
            connection, _ = proxy.accept()
            with connection:
                asked.append(connection.recv(4096))
                connection.sendall(b"HTTP/1.1 502 no\r\n\r\n")

        threading.Thread(target=refuse, daemon=True).start()
        said = run("https://cloud.invalid", {name: f"http://127.0.0.1:{proxy.getsockname()[1]}", "NO_PROXY": without})
    assert said == "TransportError\n"
    assert [head.splitlines()[0] for head in asked] == ([b"CONNECT cloud.invalid:443 HTTP/1.1"] if takes else [])


def test_this_machine_is_reached_without_one(sim: nibe_uplink.Simulator) -> None:
    with socket.create_server(("127.0.0.1", 0)) as proxy:
        proxy.settimeout(0.1)
        address = f"http://127.0.0.1:{proxy.getsockname()[1]}"
        assert (
            run(sim.base_url, {"HTTP_PROXY": address, "http_proxy": address, "ALL_PROXY": address}) == "LoginRequired\n"
        )
        with pytest.raises(TimeoutError):
            proxy.accept()


def run(base_url: str, environment: dict[str, str]) -> str:
    """What a client in an environment comes to."""
    bare = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    command = [sys.executable, "-c", PROGRAM, base_url]
    return subprocess.run(command, env=bare | environment, capture_output=True, text=True, check=True).stdout
