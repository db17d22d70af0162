"""A pump at its own address in trouble: old certificates and old TLS, the program's sentences, a watch over an update."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from nibe_uplink import errors
from nibe_uplink.local import Client, Simulator, pair

PROGRAM = str(Path(sys.executable).parent / "nibe-uplink")

openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
# Old versions of TLS are what these tests are about.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


def program(tmp_path: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [PROGRAM, *arguments], env=environment(tmp_path) | variables, capture_output=True, text=True, timeout=60
    )


def environment(tmp_path: Path) -> dict[str, str]:
    mine = {name: value for name, value in os.environ.items() if not name.startswith("NIBE_")}
    return mine | {"NIBE_LOCAL_PIN_FILE": str(tmp_path / "local.json")}


def paired(pump: Simulator, tmp_path: Path) -> None:
    pair(pump.base_url, pump.username, pump.password, file=tmp_path / "local.json")


def certificate(folder: Path, *key: str, version: int = 3) -> Path:
    """A PEM file with a key and a certificate that it signed itself, made by openssl."""
    path = folder / "server.pem"

    def run(*arguments: str | Path) -> None:
        subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)

    run(
        "req", "-new", "-newkey", *key, "-nodes", "-subj", "/CN=nibe", "-keyout", folder / "key", "-out", folder / "csr"
    )
    # Without extensions openssl makes version 1.
    more: tuple[str | Path, ...] = ()
    if version == 3:
        (folder / "v3").write_text("subjectAltName=DNS:something.else")
        more = ("-extfile", folder / "v3")
    # It ended long ago: of a pinned certificate that says nothing.
    run("x509", "-req", "-in", folder / "csr", "-signkey", folder / "key", "-days", "1", *more, "-out", folder / "crt")
    path.write_text((folder / "key").read_text() + (folder / "crt").read_text())
    return path


@contextlib.contextmanager
def server(
    pem: Path, ciphers: str = "DEFAULT@SECLEVEL=0", newest: ssl.TLSVersion = ssl.TLSVersion.TLSv1_2
) -> Iterator[str]:
    """A server that answers every request with a list of devices, over TLS as it is told; its address."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers(ciphers)
    context.minimum_version = ssl.TLSVersion.TLSv1
    context.maximum_version = newest
    context.load_cert_chain(pem)
    listener = socket.create_server(("127.0.0.1", 0))
    body = b'{"devices":[]}'
    answer = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: %d\r\n\r\n%s"

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with contextlib.suppress(OSError), context.wrap_socket(connection, server_side=True) as stream:
                if stream.recv(65536):
                    stream.sendall(answer % (len(body), body))

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"https://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        # Closing alone does not wake the thread.
        with contextlib.suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(timeout=10)


def fingerprint(pem: Path) -> str:
    said = subprocess.run(
        ["openssl", "x509", "-in", str(pem), "-noout", "-fingerprint", "-sha256"],
        check=True,
        capture_output=True,
        text=True,
    )
    return said.stdout.strip().split("=")[1]


@openssl
@pytest.mark.parametrize("key", [("rsa:2048",), ("ec", "-pkeyopt", "ec_paramgen_curve:P-256")])
def test_a_pinned_certificate_is_taken_whatever_name_and_time_it_has(tmp_path, key):
    pem = certificate(tmp_path, *key)
    with server(pem) as address, Client(address, "owner", "secret", fingerprint(pem)) as client:
        assert client.devices().devices == []


@openssl
@pytest.mark.parametrize(
    ("key", "version", "says"),
    [(("rsa:2048",), 1, "X.509 version 1"), (("rsa:1024",), 3, "RSA with less than 2048 bits")],
)
def test_old_kinds_of_certificates_are_told_in_a_sentence(tmp_path, key, version, says):
    pem = certificate(tmp_path, *key, version=version)
    with server(pem) as address:
        with pytest.raises(errors.UplinkError, match=says) as caught:
            Client(address, "owner", "secret", fingerprint(pem)).devices()
        assert "update its software, or put a proxy before it" in str(caught.value)
        with pytest.raises(errors.UplinkError, match=says):
            pair(address, "owner", "secret", file=tmp_path / "local.json")
    assert not (tmp_path / "local.json").exists()


@openssl
@pytest.mark.parametrize(
    ("ciphers", "newest"),
    [("DEFAULT@SECLEVEL=0", ssl.TLSVersion.TLSv1_1), ("AES128-SHA256:@SECLEVEL=0", ssl.TLSVersion.TLSv1_2)],
)
def test_a_tls_that_is_too_old_is_told_in_a_sentence(tmp_path, ciphers, newest):
    pem = certificate(tmp_path, "rsa:2048")
    with server(pem, ciphers, newest) as address:
        for begin in (
            lambda: Client(address, "owner", "secret", fingerprint(pem), retries=0).devices(),
            lambda: pair(address, "owner", "secret", file=tmp_path / "local.json"),
        ):
            with pytest.raises(errors.UplinkError, match="its TLS seems to be too old") as caught:
                begin()
            assert "put a proxy before it" in str(caught.value) and "menu" not in str(caught.value)


def test_the_program_says_what_to_do(tmp_path):
    with Simulator(read_only=True) as pump:
        paired(pump, tmp_path)
        address = {"NIBE_LOCAL_BASE_URL": pump.base_url, "NIBE_LOCAL_USERNAME": pump.username}
        given = address | {"NIBE_LOCAL_PASSWORD": pump.password, "NIBE_LOCAL_FINGERPRINT": pump.fingerprint}
        local = ("--api", "local")
        wrong = program(tmp_path, *local, "read", "4", **given | {"NIBE_LOCAL_PASSWORD": "wrong"})
        assert wrong.returncode == 3 and "nibe-uplink pair ADDRESS" in wrong.stderr and "login" not in wrong.stderr
        refused = program(tmp_path, *local, "set", "3671=1")
        assert refused.returncode == 1 and "turn `read only` off in its menu 7.5.15" in refused.stderr
        elsewhere = program(tmp_path, *local, "read", "4", "--device", "7")
        assert elsewhere.returncode == 1 and "`nibe-uplink --api local devices` shows" in elsewhere.stderr
        pump.fault("html", on="point")
        page = program(tmp_path, *local, "read", "4")
        assert page.returncode == 1 and "HTML" in page.stderr
        pump.fault("delay", on="point", seconds=5, times=3)
        hangs = program(tmp_path, *local, "read", "4", "--timeout", "0.3")
        assert hangs.returncode == 1 and "did not answer within" in hangs.stderr
        assert "--base-url" not in hangs.stderr and "menu 7.5.15" in hangs.stderr
        pump.new_certificate()
        changed = program(tmp_path, *local, "read", "4")
        assert changed.returncode == 1 and pump.fingerprint in changed.stderr
        assert changed.stderr.strip().endswith(f"`nibe-uplink pair {pump.base_url.partition('//')[2]}` pairs again")
        again = program(tmp_path, "pair", pump.base_url, "--username", pump.username, NIBE_LOCAL_PASSWORD=pump.password)
        assert again.returncode == 2 and f"--fingerprint {pump.fingerprint}" in again.stderr
        for answer in (wrong, refused, elsewhere, page, hangs, changed, again):
            # One sentence, and nothing else.
            assert len(answer.stderr.strip().splitlines()) == 1, answer.stderr
            assert pump.password not in answer.stderr + answer.stdout


def test_modes_are_set_by_the_program_and_in_python(tmp_path):
    with Simulator() as pump, pump.client() as client:
        paired(pump, tmp_path)
        done = program(tmp_path, "--api", "local", "mode", "--aid", "on", "--smart", "away")
        assert done.stdout == "aid mode: on\nsmart mode: away\n", done.stderr
        assert (client.device(0).aid_mode, client.device(0).smart_mode) == ("on", "away")
        pump.fault("status", on="set_aid_mode", status=400, times=1)
        client.write_modes(aid="off", smart="normal")
        assert (client.device(0).aid_mode, client.device(0).smart_mode) == ("off", "normal")
        assert '{"aidMode":"off"}' in [request.body for request in pump.requests()]
        assert program(tmp_path, "--api", "local", "mode").returncode == 2


class Program:
    """The program while it runs, with the lines that it says on stderr."""

    def __init__(self, tmp_path: Path, *arguments: str, **variables: str) -> None:
        self.out = tmp_path / "out.txt"
        with self.out.open("w") as out:
            self.process = subprocess.Popen(
                [PROGRAM, *arguments],
                env=environment(tmp_path) | variables,
                stdout=out,
                stderr=subprocess.PIPE,
                text=True,
            )
        self.said: list[str] = []
        self.listener = threading.Thread(target=self._listen, daemon=True)
        self.listener.start()

    def _listen(self) -> None:
        assert self.process.stderr
        with self.process.stderr as said:
            self.said.extend(said)

    def alive(self) -> None:
        assert self.process.poll() is None, self.said

    def when(self, holds: Callable[[], bool], seconds: float = 120) -> None:
        """Waits until something holds."""
        end = time.monotonic() + seconds
        while not holds():
            self.alive()
            assert time.monotonic() < end, self.said
            time.sleep(0.02)

    def until(self, words: str, times: int = 1) -> None:
        """Waits until it has said something, so many times."""
        self.when(lambda: sum(words in line for line in self.said) >= times)

    def lines(self) -> list[str]:
        return self.out.read_text().splitlines()

    def more_lines(self) -> None:
        """Waits until it has read once more."""
        before = len(self.lines())
        self.when(lambda: len(self.lines()) > before)

    def stop(self) -> int:
        self.process.terminate()
        code = self.process.wait(timeout=30)
        self.listener.join(timeout=30)
        return code


def test_a_watch_goes_on_over_an_update_and_tells_each_event_once(tmp_path):
    with Simulator(firmware="4.5.7") as pump:
        paired(pump, tmp_path)
        watch = Program(tmp_path, "--api", "local", "watch", "4", "2509", "56150", "--every", "1s", "--json")
        try:
            watch.until("not there now")
            watch.more_lines()
            pump.restart()
            watch.more_lines()
            pump.update()
            pump.advance(31)
            watch.until("will not speak to")
            pair(
                pump.base_url, pump.username, pump.password, fingerprint=pump.fingerprint, file=tmp_path / "local.json"
            )
            watch.until("was paired again")
            watch.until("the pump answers again")
            pump.advance(61)
            watch.until("there now: 56150")
            watch.more_lines()
        finally:
            code = watch.stop()
        assert code == 0, watch.said
        values = [json.loads(line) for line in watch.lines()]
        assert {one["unit"] for one in values if one["id"] == 4} == {"°C"}
        assert {one["value"] for one in values if one["id"] == 2509} == {1029, 1037}
        for words in (
            "not there now",
            "was paired again",
            "answers again",
            "software of the pump is 4.13",
            "there now: 56",
        ):
            assert sum(words in line for line in watch.said) == 1, (words, watch.said)
        assert sum("will not speak to" in line for line in watch.said) == 1, watch.said


def test_a_pump_is_published_and_goes_on_when_it_is_paired_again(tmp_path):
    with Simulator() as pump:
        paired(pump, tmp_path)
        lines = tmp_path / "pump.lp"
        config = tmp_path / "publish.toml"
        config.write_text(f'[source]\napi = "local"\nevery = "1s"\n\n[influx]\nfile = "{lines}"\n')
        publish = Program(tmp_path, "publish", "--config", str(config))
        try:
            end = time.monotonic() + 60
            while not (lines.exists() and "outdoor_temp" in lines.read_text()):
                assert publish.process.poll() is None and time.monotonic() < end, publish.said
                time.sleep(0.05)
            pump.new_certificate()
            publish.until("cannot be listed again")
            pair(
                pump.base_url, pump.username, pump.password, fingerprint=pump.fingerprint, file=tmp_path / "local.json"
            )
            publish.until("can be listed again")
            publish.until("is back")
        finally:
            code = publish.stop()
        assert code == 0, publish.said
        text = lines.read_text()
        assert f"{pump.devices[0]}" in text and "Auto" in text
        for words in ("tries again", "cannot be listed again", "can be listed again", "is back"):
            assert sum(words in line for line in publish.said) == 1, (words, publish.said)
