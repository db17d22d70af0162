"""Logging in through the real redirect, by pasting, and what can go wrong."""

from __future__ import annotations

import asyncio
import io
import socket
import stat
import sys
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path

import pytest
from logins import application, browse, ends_at

import nibe_uplink
from nibe_uplink import errors


def test_a_login_through_the_redirect(sim: nibe_uplink.Simulator) -> None:
    pages: list[str] = []
    client = nibe_uplink.login(
        scopes=["READSYSTEM"], open_browser=lambda url: pages.append(browse(url)), timeout=20, **application(sim)
    )
    assert client.scopes == ["READSYSTEM"]
    assert client.system(sim.systems[0]).system_id == sim.systems[0]
    assert len(pages) == 1
    client.logout()
    assert client.scopes is None
    with pytest.raises(errors.LoginRequired):
        client.system(sim.systems[0])


def test_an_asynchronous_login(sim: nibe_uplink.Simulator) -> None:
    async def log_in() -> None:
        async with nibe_uplink.AsyncClient(**application(sim)) as client:
            assert await client.login(open_browser=browse, timeout=20) is client
            assert await client.granted() == ["READSYSTEM", "WRITESYSTEM"]
            assert (await client.system(sim.systems[0])).system_id == sim.systems[0]

    asyncio.run(log_in())


def test_tokens_outlive_the_program(sim: nibe_uplink.Simulator, tmp_path: Path) -> None:
    path = tmp_path / "folder" / "tokens.json"
    store = nibe_uplink.FileStore(path)
    nibe_uplink.login(scopes=["READSYSTEM"], open_browser=browse, timeout=20, token_store=store, **application(sim))
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    again = nibe_uplink.Client(**application(sim), token_store=nibe_uplink.FileStore(path))
    assert again.scopes == ["READSYSTEM"]
    assert again.system(sim.systems[0]).system_id == sim.systems[0]
    other = nibe_uplink.Client(**(application(sim) | {"client_id": "other"}), token_store=nibe_uplink.FileStore(path))
    assert other.scopes is None


def test_a_login_by_pasting(
    sim: nibe_uplink.Simulator, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    class Browser(io.StringIO):
        """Reads the link off the screen and types the address that it leads to."""

        def readline(self, size: int = -1, /) -> str:
            self.link = capsys.readouterr().out
            return ends_at(self.link.strip()) + "\n"

    typed = Browser()
    monkeypatch.setattr(sys, "stdin", typed)
    client = nibe_uplink.login(
        scopes=["READSYSTEM"], paste=True, open_browser=False, **application(sim, "http://127.0.0.1:9/callback")
    )
    assert client.system(sim.systems[0]).system_id == sim.systems[0]
    # One line with the link and nothing else, so that it can be clicked and copied.
    assert typed.link.startswith(sim.base_url)
    assert typed.link.count("\n") == 1
    assert sim.client_secret not in typed.link


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("\n", errors.BadCallback),
        ("nonsense\n", errors.BadCallback),
        ("http://127.0.0.1:9/callback?code=c0de5ecret&state=wrong\n", errors.StateMismatch),
    ],
)
def test_a_pasted_text_that_is_no_answer(
    sim: nibe_uplink.Simulator, monkeypatch: pytest.MonkeyPatch, text: str, kind: type[errors.LoginError]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))
    with pytest.raises(kind) as info:
        nibe_uplink.login(paste=True, open_browser=False, **application(sim, "http://127.0.0.1:9/callback"))
    assert type(info.value) is kind
    assert "c0de5ecret" not in str(info.value)


def test_a_user_who_refuses() -> None:
    def refuse(url: str) -> None:
        query = urllib.parse.parse_qs(urllib.parse.urlsplit(url).query)
        callback = query["redirect_uri"][0]
        answer = urllib.parse.urlencode({"error": "access_denied", "state": query["state"][0]})
        browse(f"{callback}?{answer}")

    with nibe_uplink.Simulator(auto_approve=False) as sim, pytest.raises(errors.LoginDenied, match="access_denied"):
        nibe_uplink.login(open_browser=refuse, timeout=20, **application(sim))


def test_an_answer_to_another_login_is_not_taken(sim: nibe_uplink.Simulator) -> None:
    """It must not end the login either: anybody on this machine could send it."""

    def attack(url: str) -> None:
        query = urllib.parse.parse_qs(urllib.parse.urlsplit(url).query)
        with pytest.raises(urllib.error.HTTPError) as info:
            browse(f"{query['redirect_uri'][0]}?code=evil&state=evil")
        info.value.close()
        browse(url)

    client = nibe_uplink.login(scopes=["READSYSTEM"], open_browser=attack, timeout=20, **application(sim))
    assert client.scopes == ["READSYSTEM"]


def test_a_service_that_grants_less() -> None:
    with nibe_uplink.Simulator(scopes=["READSYSTEM"]) as sim:
        client = nibe_uplink.login(open_browser=browse, timeout=20, **application(sim))
        assert client.scopes == ["READSYSTEM"]
        with pytest.raises(errors.MissingScope):
            client.set_parameters(sim.systems[0], {47011: 1})


def test_nobody_answers(sim: nibe_uplink.Simulator) -> None:
    with pytest.raises(errors.LoginError, match="no login within"):
        nibe_uplink.login(open_browser=lambda _: None, timeout=0.2, **application(sim))


def test_the_port_is_taken(sim: nibe_uplink.Simulator) -> None:
    taken = sim.base_url + "/callback"
    with pytest.raises(errors.PortBusy, match=sim.base_url.rsplit(":", 1)[1]):
        nibe_uplink.login(open_browser=browse, timeout=5, **application(sim, taken))


def test_a_wrong_client_secret(sim: nibe_uplink.Simulator) -> None:
    settings = application(sim) | {"client_secret": "wrong-5ecret"}
    with pytest.raises(errors.ClientRejected) as info:
        nibe_uplink.login(open_browser=browse, timeout=20, **settings)
    assert "wrong-5ecret" not in str(info.value)


def test_an_unknown_scope_names_the_right_one(sim: nibe_uplink.Simulator) -> None:
    with pytest.raises(errors.SetupError, match="READSYSTEM"):
        nibe_uplink.login(scopes=["READSYSTEMS"], **application(sim))


def test_settings_come_from_the_environment(
    sim: nibe_uplink.Simulator, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for option, value in application(sim).items():
        monkeypatch.setenv(f"NIBE_UPLINK_{option.upper()}", value)
    monkeypatch.setenv("NIBE_UPLINK_TOKEN_FILE", str(tmp_path / "tokens.json"))
    nibe_uplink.login(scopes=["READSYSTEM"], open_browser=browse, timeout=20)
    client = nibe_uplink.Client.from_env()
    assert client.base_url.rstrip("/") == sim.base_url
    assert client.system(sim.systems[0]).system_id == sim.systems[0]


def test_a_client_without_settings_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NIBE_UPLINK_CLIENT_ID", raising=False)
    with pytest.raises(errors.SetupError, match="client_id"):
        nibe_uplink.Client.from_env()


def test_t21_a_login_that_failed_has_freed_its_port(sim: nibe_uplink.Simulator) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        redirect_uri = f"http://127.0.0.1:{free.getsockname()[1]}/callback"

    def broken(_: str) -> None:
        raise RuntimeError("the browser is broken")

    for _ in range(30):
        with pytest.raises(RuntimeError, match="browser is broken"):
            nibe_uplink.login(**application(sim, redirect_uri), open_browser=broken, timeout=20)
