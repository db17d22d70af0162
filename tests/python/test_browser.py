"""Logins in a real browser: what it shows, what it remembers, and what other pages can make it do."""

from __future__ import annotations

import tempfile
import threading
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from browser import CHROMIUM, history, visit
from logins import application, parameter

import nibe_uplink

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium is installed")
# What the page says that a login ends at.
ARRIVED = "The answer has arrived."


@pytest.fixture
def profile() -> Iterator[Path]:
    """The folder of a user's browser; it is not left behind, because browsers remember codes."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        yield Path(folder)


def test_t11_what_a_browser_keeps_of_a_code_is_spent(sim: nibe_uplink.Simulator, profile: Path) -> None:
    settings = application(sim)
    pages: list[str] = []
    nibe_uplink.login(open_browser=lambda url: pages.append(visit(url, profile).page), timeout=60, **settings)
    assert ARRIVED in pages[0]
    *before, last = history(profile)
    assert last.endswith("/login-done"), "the page that stays has neither code nor state in its address"
    (kept,) = [url for url in before if "code=" in url]
    own = {name: settings[name] for name in ("client_id", "client_secret")}
    form = {"grant_type": "authorization_code", "code": parameter(kept, "code"), "redirect_uri": kept.split("?")[0]}
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(sim.base_url + "/oauth/token", urllib.parse.urlencode(own | form).encode(), timeout=10)
    with refused.value as answer:
        assert answer.code == 400


def test_t12_t16_pages_of_others_reach_nothing(sim: nibe_uplink.Simulator, profile: Path) -> None:
    pages: dict[str, str] = {}

    def browser(url: str) -> None:
        callback, state = parameter(url, "redirect_uri"), parameter(url, "state")
        script = urllib.parse.urlencode({"error": "<script>document.title = 'taken'</script>", "state": "x"})
        pages["script"] = visit(f"{callback}?{script}", profile).page
        pages["plain"] = visit(f"{callback}?error=access_denied&state=x", profile).page
        # A page of evil.example, whose name now means this machine, knows even the state.
        rebound = callback.replace("127.0.0.1", "evil.example")
        pages["rebound"] = visit(f"{rebound}?code=x&state={state}", profile, hosts="MAP evil.example 127.0.0.1").page
        pages["end"] = visit(url, profile).page

    client = nibe_uplink.login(open_browser=browser, timeout=60, **application(sim))
    assert client.scopes == ["READSYSTEM", "WRITESYSTEM"]
    assert pages["script"] == pages["plain"] != pages["end"]
    assert "<script" not in pages["script"]
    assert ARRIVED in pages["end"] and ARRIVED not in pages["rebound"]


class Framing(BaseHTTPRequestHandler):
    """A page that shows another one in a frame."""

    target = ""

    def do_GET(self) -> None:
        page = f'<html><body><iframe src="{self.target}"></iframe></body></html>'.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def framing() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Framing)
    threading.Thread(target=server.serve_forever).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


def test_t67_t69_consent_asks_for_no_password_and_stays_out_of_frames(profile: Path, framing: str) -> None:
    with nibe_uplink.Simulator(auto_approve=False) as sim:
        asked = {"response_type": "code", "client_id": sim.client_id, "redirect_uri": "http://127.0.0.1:1/callback"}
        link = f"{sim.base_url}/oauth/authorize?" + urllib.parse.urlencode(
            asked | {"scope": "READSYSTEM", "state": "0123456789abcdef"}
        )
        Framing.target = link
        alone, framed = visit(link, profile), visit(framing, profile)
        assert 'type="password"' not in alone.page
        assert "<button" in alone.page
        assert "frame-ancestors" not in alone.console
        assert "frame-ancestors" in framed.console
