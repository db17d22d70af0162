"""Threats that show at the whole: servers that lie, clients that are blocked, scopes that are missing, pickles."""

from __future__ import annotations

import copy
import http.server
import multiprocessing
import os
import pickle
import subprocess
import sys
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from logins import REDIRECT, application, browse, ends_at

import nibe_uplink
from nibe_uplink import errors
from nibe_uplink._generated import SCOPES
from nibe_uplink.simulator import MALFORMED, ODD

CALLBACK = "http://127.0.0.1:9/callback"


def status(url: str, method: str = "GET", data: bytes | None = None) -> tuple[int, str | None]:
    request = urllib.request.Request(url, data=data, method=method)

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_: Any) -> None:
            return None

    try:
        with urllib.request.build_opener(Stay).open(request, timeout=10) as answer:
            return answer.status, answer.headers["Location"]
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers["Location"]


def test_t10_an_unregistered_callback_is_never_redirected_to() -> None:
    registered = "http://127.0.0.1:9/callback"
    with nibe_uplink.Simulator(profile="strict", redirect_uri=registered) as sim:
        login = nibe_uplink.Login.begin(nibe_uplink.Client(**application(sim, registered)))
        assert status(login.url)[0] in (302, 303)
        for other in (
            "http://127.0.0.1:9/callback/",
            "http://127.0.0.1:9/Callback",
            "http://127.0.0.1:9/callback?x=1",
            "http://127.0.0.1:9/callback#x",
            "http://127.0.0.1:9/callback%2f",
            "http://127.0.0.1:9/callback/../callback",
            "http://127.0.0.1:9//callback",
            "http://127.0.0.1:9/",
            "http://127.0.0.1:9",
            "http://127.0.0.1:9/callback;x",
            "http://127.0.0.1:9/callback%00",
            "http://127.0.0.2:9/callback",
            "http://localhost:9/callback",
            "http://[::1]:9/callback",
            "https://127.0.0.1:9/callback",
            "http://127.0.0.1:9@evil.example/callback",
            "http://evil.example/callback",
            "http://evil.example:9/callback",
            "http://127.0.0.1.evil.example:9/callback",
            "//evil.example/callback",
            "javascript:alert(1)",
            "data:text/html,x",
            "http://127.0.0.1:9/callback\\@evil.example",
            "http://127.0.0.1:9/callback\r\nX-Evil: 1",
            "",
        ):
            link = login.url.replace(urllib.parse.quote(registered, safe=""), urllib.parse.quote(other, safe=""))
            assert link != login.url
            assert status(link) == (400, None), other


class Recorder(http.server.BaseHTTPRequestHandler):
    """Notes what comes, and redirects it."""

    def answer(self) -> None:
        self.server.seen.append((self.path, dict(self.headers)))  # type: ignore[attr-defined]
        self.send_response(self.server.status)  # type: ignore[attr-defined]
        self.send_header("Location", self.server.location)  # type: ignore[attr-defined]
        self.send_header("WWW-Authenticate", self.server.challenge)  # type: ignore[attr-defined]
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_GET(self) -> None:
        self.answer()

    def do_PUT(self) -> None:
        self.answer()

    def log_message(self, *_: Any) -> None:
        """Says nothing."""


class Redirecting(http.server.ThreadingHTTPServer):
    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Recorder)
        self.seen: list[tuple[str, dict[str, str]]] = []
        self.status, self.location, self.challenge = 307, "", "Bearer"
        self.url = f"http://127.0.0.1:{self.server_address[1]}"
        threading.Thread(target=self.serve_forever, daemon=True).start()


@pytest.fixture
def redirecting() -> Iterator[tuple[Redirecting, Redirecting]]:
    """A server that redirects, and one that it could redirect to."""
    servers = Redirecting(), Redirecting()
    yield servers
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_t28_a_redirect_of_the_api_carries_no_token_along(
    redirecting: tuple[Redirecting, Redirecting], code: int
) -> None:
    api, other = redirecting
    client = nibe_uplink.Client.from_token("CANARYtoken", base_url=api.url, retries=0, keep_pace=False)
    places = [
        other.url + "/x",
        other.url.removeprefix("http:") + "/x",
        other.url.replace("http://", "https://") + "/x",
        other.url.replace("127.0.0.1", "localhost") + "/x",
        api.url.replace("http://", "http://user:pw@") + "/x",
    ]
    for place in places:
        api.status, api.location = code, place
        with pytest.raises(errors.ApiError) as info:
            client.system(1)
        assert info.value.status == code
    assert len(api.seen) == len(places)
    # Within its own origin a read goes on, a few times; a write never does.
    api.location = api.url + "/elsewhere"
    for call in (lambda: client.system(1), lambda: client.set_parameters(1, {47011: 1})):
        with pytest.raises(errors.ApiError) as info:
            call()
        assert info.value.status == code
    assert len(api.seen) == len(places) + 4 + 1
    assert other.seen == []
    assert "CANARY" not in str(info.value)


def test_t44_an_endless_401_is_one_renewal_and_one_retry(sim: nibe_uplink.Simulator) -> None:
    client = sim.client(retries=5)
    for write in (False, True):
        sim.fault("status", status=401, times=10)
        before, seen = sim.tally.refreshes, len(sim.requests())
        with pytest.raises(errors.Unauthorized):
            client.set_parameters(sim.systems[0], {47011: 1}) if write else client.system(sim.systems[0])
        assert sim.tally.refreshes == before + 1
        assert len(sim.requests()) == seen + 2
        sim.clear_faults()


def test_t44_a_write_whose_answer_was_lost_is_not_sent_twice(sim: nibe_uplink.Simulator) -> None:
    client = sim.client(retries=5)
    sim.fault("hang_up")
    with pytest.raises(errors.TransportError):
        client.set_parameters(sim.systems[0], {47011: 1})
    assert len(sim.requests()) == 1


def test_t47_no_write_is_sent_without_its_scope(sim: nibe_uplink.Simulator) -> None:
    client = sim.client(scopes=["READSYSTEM"])
    system = sim.systems[0]
    writes = (
        lambda: client.set_parameters(system, {47011: 1}),
        lambda: client.set_smarthome_mode(system, "VACATION"),
        lambda: client.set_thermostat(system, 1, "x"),
    )
    for write in writes:
        with pytest.raises(errors.MissingScope) as info:
            write()
        assert (info.value.needs, info.value.granted) == (["WRITESYSTEM"], ["READSYSTEM"])
    assert sim.requests() == []
    assert sorted(SCOPES) == ["READSYSTEM", "WRITESYSTEM"]


def test_t47_the_server_may_know_of_fewer_scopes(redirecting: tuple[Redirecting, Redirecting]) -> None:
    api, _ = redirecting
    api.status, api.challenge = 403, 'Bearer realm="x", error="insufficient_scope"'
    client = nibe_uplink.Client.from_token("CANARYtoken", base_url=api.url, retries=0, keep_pace=False)
    with pytest.raises(errors.MissingScope) as info:
        client.system(1)
    assert info.value.needs == ["READSYSTEM"]
    assert len(api.seen) == 1


@pytest.mark.parametrize("form", MALFORMED)
def test_t23_t24_a_malformed_answer_is_typed_and_costs_nothing(sim: nibe_uplink.Simulator, form: str) -> None:
    login = nibe_uplink.Login.begin(client := nibe_uplink.Client(**application(sim, CALLBACK)))
    sim.fault("token_answer", on="token", form=form)
    # One of them says plainly that it is a passing error.
    kind = errors.Temporary if form == "error_inside" else errors.BadTokenAnswer
    with pytest.raises(kind) as info:
        login.finish(ends_at(login.url)).wait()
    assert "\n" not in str(info.value)
    assert client.scopes is None
    # And on a renewal: whatever the spoilt answer held for a refresh token, the next one works.
    client = sim.client()
    sim.expire_tokens()
    sim.fault("token_answer", on="token", form=form)
    with pytest.raises(kind):
        client.system(sim.systems[0])
    assert client.scopes == list(SCOPES)


@pytest.mark.parametrize("form", ODD)
def test_t25_an_odd_answer_is_taken(sim: nibe_uplink.Simulator, form: str) -> None:
    client = sim.client()
    sim.expire_tokens()
    sim.fault("token_answer", on="token", form=form)
    assert client.system(sim.systems[0]).system_id == sim.systems[0]
    assert sim.oauth_requests()[-1].fault == form


def test_t36_a_blocked_client_keeps_its_login(sim: nibe_uplink.Simulator, tmp_path: Path) -> None:
    path = tmp_path / "tokens.json"
    settings = application(sim) | {"token_store": nibe_uplink.FileStore(path), "keep_pace": False}
    client = nibe_uplink.login(open_browser=browse, timeout=20, **settings)
    sim.block()
    sim.expire_tokens()
    before, calls = path.read_bytes(), sim.tally.token_calls
    for _ in range(100):
        with pytest.raises(errors.ClientRejected, match="client identifier and secret"):
            client.system(sim.systems[0])
    assert sim.tally.token_calls == calls + 1
    assert path.read_bytes() == before
    sim.unblock()
    assert nibe_uplink.Client(**settings).system(sim.systems[0]).system_id == sim.systems[0]


def test_t43_a_passing_failure_opens_no_browser(sim: nibe_uplink.Simulator) -> None:
    client = sim.client()
    sim.expire_tokens()
    sim.fault("status", on="token", status=503, retry_after=7)
    with pytest.raises(errors.Temporary) as info:
        client.system(sim.systems[0])
    assert 6 < info.value.retry_after <= 7
    assert [seen for seen in sim.oauth_requests() if seen.endpoint == "authorize"] == []


def test_t05_a_denial_changes_nothing(sim: nibe_uplink.Simulator, tmp_path: Path) -> None:
    path = tmp_path / "tokens.json"
    settings = application(sim) | {"token_store": nibe_uplink.FileStore(path), "keep_pace": False}
    nibe_uplink.login(open_browser=browse, timeout=20, **settings)
    before, calls = path.read_bytes(), sim.tally.token_calls
    sim.fault("deny", on="authorize")
    with pytest.raises(errors.LoginDenied):
        nibe_uplink.login(open_browser=browse, timeout=20, again=True, **settings)
    assert path.read_bytes() == before
    assert sim.tally.token_calls == calls


def ask_for_systems(settings: dict[str, Any], path: str, answers: Any) -> None:
    client = nibe_uplink.Client(keep_pace=False, token_store=nibe_uplink.FileStore(path), **settings)
    answers.put(len(client.systems().collect()))


def test_t62_secrets_are_not_pickled_and_workers_open_the_store(sim: nibe_uplink.Simulator, tmp_path: Path) -> None:
    path = tmp_path / "tokens.json"
    store = nibe_uplink.FileStore(path)
    client = nibe_uplink.login(open_browser=browse, timeout=20, token_store=store, **application(sim))
    callbacks = nibe_uplink.CallbackStore(lambda _: None, lambda *_: None)
    login = nibe_uplink.Login.begin(client)
    secret = nibe_uplink._core.Secret("CANARY")
    assert "CANARY" not in repr(secret) + str(secret)
    application_ = sim.register("Another", REDIRECT)
    for thing in (client, client._core, nibe_uplink.MemoryStore(), callbacks, login, secret, application_):
        for work in (pickle.dumps, copy.copy, copy.deepcopy):
            with pytest.raises(TypeError):
                work(thing)
    context = multiprocessing.get_context("spawn")
    answers = context.Queue()
    workers = [context.Process(target=ask_for_systems, args=(application(sim), str(path), answers)) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [answers.get(timeout=5) for _ in workers] == [3] * 4


def test_t64_the_secret_is_no_argument(sim: nibe_uplink.Simulator) -> None:
    program = [sys.executable, "-m", "nibe_uplink"]
    done = subprocess.run([*program, "login", "--client-secret", "CANARY"], capture_output=True, text=True)
    assert done.returncode == 2
    assert "CANARY" not in done.stdout + done.stderr
    settings = os.environ | {"NIBE_UPLINK_CLIENT_SECRET": sim.client_secret, "NIBE_UPLINK_CLIENT_ID": sim.client_id}
    for arguments in (["--help"], ["login", "--help"], ["login", "--no-such"]):
        done = subprocess.run([*program, *arguments], capture_output=True, text=True, env=settings)
        assert sim.client_secret not in done.stdout + done.stderr


def test_errors_have_the_names_of_rust() -> None:
    for name in [
        "LoginRequired",
        "LoginDenied",
        "StateMismatch",
        "MissingScope",
        "ClientRejected",
        "Temporary",
        "BadTokenAnswer",
        "StoreError",
        "PortBusy",
        "Cancelled",
        "BadCallback",
        "Deadline",
    ]:
        kind = getattr(errors, name)
        assert issubclass(kind, errors.UplinkError)
        assert kind.__doc__.strip()


TLS = """
import os, nibe_uplink
client = nibe_uplink.Client.from_token("CANARYtoken", base_url=os.environ["BASE_URL"], retries=0)
try:
    client.system(1)
except nibe_uplink.UplinkError as error:
    print(type(error).__name__, getattr(error, "status", ""), error)
"""


def test_t30_certificates_are_checked(tmp_path: Path) -> None:
    import datetime
    import ssl

    trustme = pytest.importorskip("trustme", reason="the PyPI package trustme is not installed")
    authority, stranger = trustme.CA(), trustme.CA()
    bundle = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(bundle))
    now = datetime.datetime.now(datetime.UTC)
    day = datetime.timedelta(days=1)
    self_signed = trustme.CA()
    cases = {
        "good": (authority.issue_cert("127.0.0.1"), "NotFound 404"),
        "another name": (authority.issue_cert("evil.example"), "TransportError"),
        "expired": (authority.issue_cert("127.0.0.1", not_before=now - 9 * day, not_after=now - day), "TransportError"),
        "not yet valid": (
            authority.issue_cert("127.0.0.1", not_before=now + day, not_after=now + 9 * day),
            "TransportError",
        ),
        "of a stranger": (stranger.issue_cert("127.0.0.1"), "TransportError"),
        "of itself": (self_signed, "TransportError"),
    }
    for name, (certificate, expected) in cases.items():
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Quiet)
        server.seen = []  # type: ignore[attr-defined]
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        chain = tmp_path / "chain.pem"
        if certificate is self_signed:
            chain.write_bytes(certificate.private_key_pem.bytes() + certificate.cert_pem.bytes())
        else:
            chain.write_bytes(certificate.private_key_and_cert_chain_pem.bytes())
        context.load_cert_chain(chain)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        done = subprocess.run(
            [sys.executable, "-c", TLS],
            env=os.environ
            | {"BASE_URL": f"https://127.0.0.1:{server.server_address[1]}", "SSL_CERT_FILE": str(bundle)},
            capture_output=True,
            text=True,
            timeout=60,
        )
        server.shutdown()
        server.server_close()
        assert done.stdout.startswith(expected), f"{name}: {done.stdout} {done.stderr}"
        assert "CANARY" not in done.stdout + done.stderr
        assert len(server.seen) == (name == "good"), name  # type: ignore[attr-defined]
        if expected == "TransportError":
            assert "certificate" in done.stdout, f"{name}: {done.stdout}"


class Quiet(Recorder):
    """Knows nothing."""

    def do_GET(self) -> None:
        self.server.seen.append((self.path, dict(self.headers)))  # type: ignore[attr-defined]
        self.send_response(404)
        self.send_header("Content-Length", "0")
        self.end_headers()


def test_t01_a_used_login_and_another_ones_answer(sim: nibe_uplink.Simulator) -> None:
    one, two = (nibe_uplink.Login.begin(nibe_uplink.Client(**application(sim, CALLBACK))) for _ in range(2))
    answers = ends_at(one.url), ends_at(two.url)
    for login, answer in ((one, answers[1]), (two, answers[0])):
        with pytest.raises(errors.StateMismatch):
            login.finish(answer).wait()
    assert sim.tally.token_calls == 0


def test_t14_the_port_is_held_before_the_browser_opens(sim: nibe_uplink.Simulator) -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as taken:
        opened: list[str] = []
        redirect = REDIRECT.replace(":0/", f":{taken.getsockname()[1]}/")
        with pytest.raises(errors.PortBusy, match="paste"):
            nibe_uplink.login(open_browser=opened.append, timeout=5, **application(sim, redirect))
        assert opened == []
