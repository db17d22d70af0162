"""`nibe-uplink publish` at a broker with TLS and a login."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import trustme
from paho.mqtt import client as paho
from test_publish_mqtt import BRIDGE, MOSQUITTO, PROGRAM, Broker, configs

pytestmark = pytest.mark.skipif(MOSQUITTO is None, reason="mosquitto is not installed")

USER, PASSWORD = "publisher", "CANARY-right"
Start = Callable[..., subprocess.Popen[str]]


class Protected(Broker):
    """mosquitto with a certificate that no machine trusts; it lets one user in."""

    def __init__(self, folder: Path) -> None:
        authority = trustme.CA()
        certificate = authority.issue_cert("127.0.0.1")
        self.authority, chain, key = (folder / name for name in ("authority.pem", "chain.pem", "key.pem"))
        authority.cert_pem.write_to_path(str(self.authority))
        chain.write_bytes(b"".join(part.bytes() for part in certificate.cert_chain_pems))
        certificate.private_key_pem.write_to_path(str(key))
        users = folder / "users"
        subprocess.run(["mosquitto_passwd", "-b", "-c", str(users), USER, PASSWORD], check=True, capture_output=True)
        # Started by root it would become somebody who may not read these files.
        files = f"certfile {chain}\nkeyfile {key}\npassword_file {users}\nuser root\n"
        super().__init__(folder, f"allow_anonymous false\n{files}")

    def listener(self) -> paho.Client:
        client = super().listener()
        client.tls_set(ca_certs=str(self.authority))
        client.username_pw_set(USER, PASSWORD)
        return client


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Protected]:
    running = Protected(tmp_path)
    yield running
    running.stop()


@pytest.fixture
def start(broker: Protected, tmp_path: Path) -> Iterator[Start]:
    """Starts the program with a version, a password, and an authority that it trusts."""
    started = []

    def run(protocol: str, password: str, authority: Path) -> subprocess.Popen[str]:
        secret = tmp_path / "password"
        secret.write_text(password)
        secret.chmod(0o600)
        path = tmp_path / "publish.toml"
        path.write_text(
            f'[source]\napi = "simulate"\nevery = "1s"\n[mqtt]\nbroker = "mqtts://127.0.0.1:{broker.port}"\n'
            f'username = "{USER}"\npassword_file = "{secret}"\nprotocol = "{protocol}"\n'
        )
        environment = os.environ | {"XDG_STATE_HOME": str(tmp_path), "SSL_CERT_FILE": str(authority)}
        command = [PROGRAM, "publish", "--config", str(path)]
        started.append(subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True))
        return started[-1]

    yield run
    for process in started:
        process.kill()
        process.communicate()


def trouble(process: subprocess.Popen[str]) -> str:
    """What the program says of the broker first."""
    assert process.stderr
    return next(line for line in process.stderr if "MQTT" in line)


@pytest.mark.parametrize("protocol", ["5", "3.1.1"])
def test_a_protected_broker_has_all_and_has_it_again_after_a_restart(
    broker: Protected, start: Start, protocol: str
) -> None:
    process = start(protocol, PASSWORD, broker.authority)
    broker.wait(configs)
    broker.stop()
    broker.start()
    broker.wait(configs)
    process.send_signal(signal.SIGTERM)
    assert process.wait(20) == 0
    broker.wait(lambda seen: seen[BRIDGE] == "offline")
    assert process.stderr
    said = process.stderr.read()
    assert "the MQTT broker is back" in said
    assert "CANARY" not in said


@pytest.mark.parametrize("protocol", ["5", "3.1.1"])
def test_a_wrong_password_is_named(broker: Protected, start: Start, protocol: str) -> None:
    said = trouble(start(protocol, "CANARY-wrong", broker.authority))
    assert "`NotAuthorized`; look at username and password_file in [mqtt]" in said
    assert "CANARY" not in said


@pytest.mark.parametrize("protocol", ["5", "3.1.1"])
def test_a_certificate_of_a_stranger_is_named_and_gets_no_password(
    broker: Protected, start: Start, protocol: str, tmp_path: Path
) -> None:
    stranger = tmp_path / "stranger.pem"
    trustme.CA().cert_pem.write_to_path(str(stranger))
    assert "invalid peer certificate: UnknownIssuer" in trouble(start(protocol, PASSWORD, stranger))
