"""A certificate authority of one's own, named by a path."""

from __future__ import annotations

import http.server
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

import nibe_uplink
from nibe_uplink import errors, myuplink

TOKENS = b'{"access_token":"A1","token_type":"bearer","expires_in":300,"refresh_token":"R1"}'


class Server(http.server.ThreadingHTTPServer):
    """A server with a certificate that no machine trusts; it gives tokens, and knows nothing else."""

    def __init__(self, certificate: trustme.LeafCert, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.seen: list[str] = []
        chain = folder / "chain.pem"
        chain.write_bytes(certificate.private_key_and_cert_chain_pem.bytes())
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(chain)
        self.socket = context.wrap_socket(self.socket, server_side=True)
        self.url = f"https://127.0.0.1:{self.server_address[1]}"
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Handler(http.server.BaseHTTPRequestHandler):
    server: Server

    def answer(self, status: int, body: bytes) -> None:
        self.server.seen.append(f"{self.command} {self.path.split('?')[0]} {self.headers['Authorization']}")
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        self.answer(404, b"")

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.answer(200, TOKENS)

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def server(authority: trustme.CA, tmp_path: Path) -> Iterator[Server]:
    with Server(authority.issue_cert("127.0.0.1"), tmp_path) as server:
        yield server
        server.shutdown()


def pem(authority: trustme.CA, path: Path) -> Path:
    authority.cert_pem.write_to_path(str(path))
    return path


def client(server: Server, root_certificate: Path | None) -> nibe_uplink.Client:
    made = nibe_uplink.Client(
        server.url, "client", "secret", scopes=["READSYSTEM"], retries=0, root_certificate=root_certificate
    )
    made._core.keep("A0", "R0", 0.0, ["READSYSTEM"])
    return made


def test_t30_an_authority_that_is_named_is_trusted_for_the_api_and_for_tokens(
    server: Server, authority: trustme.CA, tmp_path: Path
) -> None:
    trusting = client(server, pem(authority, tmp_path / "ca.pem"))
    with pytest.raises(errors.NotFound):
        trusting.system(1)
    assert server.seen == ["POST /oauth/token None", "GET /api/v1/systems/1 Bearer A1"]
    token = nibe_uplink.Client.from_token("A9", base_url=server.url, root_certificate=tmp_path / "ca.pem")
    with pytest.raises(errors.NotFound):
        token.system(2)
    other = myuplink.Client.from_token("A8", base_url=server.url, root_certificate=str(tmp_path / "ca.pem"))
    with pytest.raises(errors.NotFound):
        other.systems().collect()
    assert server.seen[-1].endswith("Bearer A8")


def test_t30_without_it_or_with_another_one_nothing_is_sent(server: Server, tmp_path: Path) -> None:
    stranger = pem(trustme.CA(), tmp_path / "stranger.pem")
    for named in (None, stranger):
        with pytest.raises(errors.Temporary, match="certificate"):
            client(server, named).system(1)
        token = nibe_uplink.Client.from_token("A9", base_url=server.url, retries=0, root_certificate=named)
        with pytest.raises(errors.TransportError, match="certificate"):
            token.system(1)
    assert server.seen == []


def test_t30_an_authority_that_is_none_is_said_at_once(authority: trustme.CA, tmp_path: Path) -> None:
    text = pem(authority, tmp_path / "ca.pem").read_text()
    lines = text.splitlines()
    for name, content, why in (
        ("empty.pem", "", "holds no certificate"),
        ("key.pem", authority.private_key_pem.bytes().decode(), "holds no certificate"),
        ("cut.pem", "\n".join(lines[:4]), "damaged"),
        ("odd.pem", "\n".join([lines[0], *lines[2:]]), "damaged"),
        ("missing.pem", None, "cannot be read"),
    ):
        path = tmp_path / name
        if content is not None:
            path.write_text(content)
        with pytest.raises(errors.SetupError, match=why) as said:
            nibe_uplink.Client.from_token("A9", base_url="https://api.example", root_certificate=path)
        assert str(path) in str(said.value)
