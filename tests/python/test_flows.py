"""The flows that a program carries out by itself: begin and finish, implicit, stores of its own, pasting."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import os
import pty
import re
import select
import subprocess
import sys
import termios
import threading
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from logins import REDIRECT, application, browse, ends_at, parameter

import nibe_uplink
from nibe_uplink import errors

CALLBACK = "http://127.0.0.1:9/callback"


def begun(sim: nibe_uplink.Simulator, **options: Any) -> tuple[nibe_uplink.Client, nibe_uplink.Login]:
    client = nibe_uplink.Client(**application(sim, CALLBACK), **options)
    return client, nibe_uplink.Login.begin(client, ["READSYSTEM"])


def test_a_program_with_its_own_web_server(sim: nibe_uplink.Simulator) -> None:
    client, login = begun(sim)
    answer = ends_at(login.url)
    with pytest.raises(errors.StateMismatch):
        login.check(answer + "x")
    login.check(answer)
    assert login.finish(answer).wait() == ["READSYSTEM"]
    assert client.system(sim.systems[0]).system_id == sim.systems[0]
    with pytest.raises(errors.SetupError, match="has been used"):
        login.finish(answer).wait()


def test_the_same_for_coroutines(sim: nibe_uplink.Simulator) -> None:
    async def work() -> None:
        async with nibe_uplink.AsyncClient(**application(sim, CALLBACK)) as client:
            login = nibe_uplink.Login.begin(client)
            answer = await asyncio.to_thread(ends_at, login.url)
            assert await login.finish(answer) == ["READSYSTEM", "WRITESYSTEM"]
            assert (await client.system(sim.systems[0])).system_id == sim.systems[0]

    asyncio.run(work())


def test_implicit(sim: nibe_uplink.Simulator) -> None:
    client = nibe_uplink.Client(**application(sim, CALLBACK))
    login = nibe_uplink.ImplicitLogin.begin(client, ["READSYSTEM"])
    assert parameter(login.url, "response_type") == "token"
    answer = ends_at(login.url)
    assert login.finish(answer).wait() == ["READSYSTEM"]
    assert client.system(sim.systems[0]).system_id == sim.systems[0]
    sim.expire_tokens()
    with pytest.raises(errors.LoginRequired) as info:
        client.system(sim.systems[0])
    assert info.value.why == "revoked"
    with pytest.raises(errors.SetupError):
        login.finish(answer).wait()


def test_t09_a_token_in_the_address_is_refused(sim: nibe_uplink.Simulator) -> None:
    client, login = begun(sim)
    for odd in ("#access_token=EVIL&token_type=bearer", "&access_token=EVIL"):
        with pytest.raises(errors.BadCallback):
            login.finish(ends_at(login.url) + odd).wait()
        client, login = begun(sim)
    assert client.scopes is None
    assert sim.tally.token_calls == 0


def test_client_credentials_only_where_the_api_has_them(sim: nibe_uplink.Simulator) -> None:
    with pytest.raises(errors.SetupError, match="client_credentials"):
        nibe_uplink.Client.client_credentials(base_url=sim.base_url, client_id=sim.client_id, client_secret="s")


def test_client_credentials_ask_nobody(tmp_path: Path) -> None:
    from nibe_uplink import myuplink

    with myuplink.Simulator() as sim:
        client = myuplink.Client.client_credentials(
            scopes=["READSYSTEM"],
            base_url=sim.base_url,
            client_id=sim.client_id,
            client_secret=sim.client_secret,
            token_store=nibe_uplink.FileStore(tmp_path / "tokens.json"),
            keep_pace=False,
        )
        assert client.scopes is None
        for calls in (1, 2):
            client.protected_ping()
            client.protected_ping()
            assert client.scopes == ["READSYSTEM"]
            assert sim.tally.token_calls == calls
            sim.expire_tokens()


def test_t66_no_name_speaks_of_passwords() -> None:
    from nibe_uplink import _core

    names = [*dir(nibe_uplink), *dir(nibe_uplink.Client), *dir(nibe_uplink.Login), *dir(_core)]
    assert not [name for name in names if "password" in name.lower()]


def test_t66_every_page_of_the_login_is_fetched_by_the_browser(sim: nibe_uplink.Simulator) -> None:
    nibe_uplink.login(scopes=["READSYSTEM"], open_browser=browse, timeout=20, **application(sim))
    pages = [seen for seen in sim.oauth_requests() if seen.endpoint == "authorize"]
    assert pages
    assert all("Python-urllib" in (seen.user_agent or "") for seen in pages)


def test_a_store_of_the_program(sim: nibe_uplink.Simulator) -> None:
    kept: dict[str, str] = {}

    def save(key: str, text: str | None) -> None:
        kept.pop(key, None)
        if text is not None:
            kept[key] = text

    store = nibe_uplink.CallbackStore(kept.get, save)
    nibe_uplink.login(open_browser=browse, timeout=20, token_store=store, **application(sim))
    assert list(kept) == [f"{sim.base_url}|{sim.client_id}"]
    again = nibe_uplink.Client(token_store=nibe_uplink.CallbackStore(kept.get, save), **application(sim))
    sim.expire_tokens()
    before = dict(kept)
    assert again.system(sim.systems[0]).system_id == sim.systems[0]
    assert kept != before, "renewed and kept"
    again.logout()
    assert kept == {}


def test_a_store_of_the_program_that_fails(sim: nibe_uplink.Simulator) -> None:
    def load(key: str) -> str | None:
        raise OSError(errno.EIO, "CANARY of the database")

    client = nibe_uplink.Client(token_store=nibe_uplink.CallbackStore(load, lambda *_: None), **application(sim))
    with pytest.raises(errors.StoreError, match="raised OSError") as info:
        client.system(1)
    assert "CANARY" not in str(info.value)
    odd = nibe_uplink.CallbackStore(lambda _: "nonsense CANARY", lambda *_: None)
    client = nibe_uplink.Client(token_store=odd, **application(sim))
    with pytest.raises(errors.LoginRequired) as lost:
        client.system(1)
    assert lost.value.why == "store_unreadable"
    assert "CANARY" not in str(lost.value)


def test_users_are_kept_apart(sim: nibe_uplink.Simulator, tmp_path: Path) -> None:
    store = nibe_uplink.FileStore(tmp_path / "tokens.json")
    nibe_uplink.login(open_browser=browse, timeout=20, token_store=store, owner="anna", **application(sim))
    anna = nibe_uplink.Client(token_store=store, owner="anna", **application(sim))
    assert anna.scopes == ["READSYSTEM", "WRITESYSTEM"]
    for other in ({"owner": "bert"}, {}):
        assert nibe_uplink.Client(token_store=store, **other, **application(sim)).scopes is None


def test_t07_tokens_stay_with_their_server(sim: nibe_uplink.Simulator, tmp_path: Path) -> None:
    store = nibe_uplink.FileStore(tmp_path / "tokens.json")
    nibe_uplink.login(open_browser=browse, timeout=20, token_store=store, **application(sim))
    with nibe_uplink.Simulator() as other:
        elsewhere = application(sim) | {"base_url": other.base_url}
        with pytest.raises(errors.LoginRequired) as info:
            nibe_uplink.Client(token_store=store, **elsewhere).system(1)
        assert info.value.why == "never"
        assert other.requests() == []
        login = nibe_uplink.Login.begin(nibe_uplink.Client(**(elsewhere | {"redirect_uri": CALLBACK})))
        mine = nibe_uplink.Login.begin(nibe_uplink.Client(**application(sim, CALLBACK)))
        with pytest.raises(errors.StateMismatch):
            login.finish(ends_at(mine.url)).wait()
        assert other.tally.token_calls == 0


@pytest.mark.parametrize("auth", ["body", "basic_raw", "basic_encoded"])
def test_t31_ways_to_show_the_secret(sim: nibe_uplink.Simulator, auth: Any) -> None:
    settings = application(sim) | {"client_auth": auth}
    try:
        client = nibe_uplink.login(open_browser=browse, timeout=20, **settings)
    except errors.ClientRejected:
        # The secret is base64, and this server takes Basic as it comes.
        assert auth == "basic_encoded"
    else:
        assert client.system(sim.systems[0]).system_id == sim.systems[0]


def test_pkce_where_it_is_asked_for() -> None:
    with nibe_uplink.Simulator(profile="strict", redirect_uri=CALLBACK) as sim:
        public = sim.register("Notebook", CALLBACK, public=True)
        settings = {"base_url": sim.base_url, "client_id": public.client_id, "redirect_uri": CALLBACK}
        client = nibe_uplink.Client(pkce=True, **settings)
        login = nibe_uplink.Login.begin(client)
        assert parameter(login.url, "code_challenge_method") == "S256"
        login.finish(ends_at(login.url)).wait()
        assert client.system(sim.systems[0]).system_id == sim.systems[0]


PASTING = """
import os, signal, nibe_uplink
# Ignored where a shell started the tests in the background.
signal.signal(signal.SIGINT, signal.default_int_handler)
try:
    nibe_uplink.login(base_url=os.environ["BASE_URL"], client_id=os.environ["CLIENT_ID"],
        client_secret=os.environ["CLIENT_SECRET"], redirect_uri="http://127.0.0.1:9/callback", timeout=30)
except nibe_uplink.UplinkError as error:
    print(type(error).__name__, error)
else:
    print("logged in")
"""


class Terminal:
    """A program at a terminal, without a browser."""

    def __init__(self, sim: nibe_uplink.Simulator, *command: str) -> None:
        self.master, slave = pty.openpty()
        kept = {
            name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")
        }
        settings = {"BASE_URL": sim.base_url, "CLIENT_ID": sim.client_id, "CLIENT_SECRET": sim.client_secret}
        settings |= {f"NIBE_UPLINK_{name}": value for name, value in settings.items()}
        self.before = termios.tcgetattr(slave)
        self.process = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, env=kept | settings, start_new_session=True
        )
        self.slave = slave
        self.seen = ""

    def until(self, text: str, times: int = 1) -> None:
        """Reads the screen until it shows a text."""
        while self.seen.count(text) < times:
            ready, _, _ = select.select([self.master], [], [], 30)
            assert ready, self.seen
            self.seen += os.read(self.master, 65536).decode()

    def type(self, text: str) -> None:
        """Pastes."""
        data = text.encode()
        while data:
            data = data[os.write(self.master, data[:1024]) :]

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self.slave)
        os.close(self.master)


@pytest.mark.parametrize("length", [3_000, 5_000, 12_000])
def test_t41_a_long_paste_arrives_whole_and_unseen(sim: nibe_uplink.Simulator, length: int) -> None:
    with Terminal(sim, sys.executable, "-c", PASTING) as terminal:
        terminal.until("(it is not shown")
        (link,) = re.findall(r"^http\S+", terminal.seen, re.M)
        answer = ends_at(link)
        # Servers may add what they like; only its length matters here.
        terminal.type(answer + "&padding=" + "x" * length + "\n")
        terminal.until("logged in")
        assert "xxxx" not in terminal.seen
        assert parameter(answer, "code") not in terminal.seen
        # Where nobody echoes, the settings of the terminal must be as before.
        assert termios.tcgetattr(terminal.slave)[3] == terminal.before[3]
        assert terminal.process.wait(30) == 0


def test_t41_a_slip_can_be_mended_and_a_password_is_not_repeated(sim: nibe_uplink.Simulator) -> None:
    with Terminal(sim, sys.executable, "-c", PASTING) as terminal:
        terminal.until("(it is not shown")
        (link,) = re.findall(r"^http\S+", terminal.seen, re.M)
        answer = ends_at(link)
        terminal.type("user@example.com hunter2\n")
        terminal.until("(it is not shown", 2)
        terminal.type(answer[:40] + "\n")
        terminal.until("(it is not shown", 3)
        assert terminal.seen.count("error: ") == 2
        terminal.type(answer + "\n")
        terminal.until("logged in")
        assert "hunter2" not in terminal.seen
        assert terminal.process.wait(30) == 0


def test_t41_the_program_takes_long_pastes_too(sim: nibe_uplink.Simulator, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "nibe_uplink", "login", "--redirect-uri", CALLBACK]
    command += ["--base-url", sim.base_url, "--client-id", sim.client_id, "--token-file", str(tmp_path / "tokens.json")]
    with Terminal(sim, *command) as terminal:
        terminal.until("(it is not shown")
        (link,) = re.findall(r"^http\S+", terminal.seen, re.M)
        terminal.type(ends_at(link) + "&padding=" + "x" * 12_000 + "\n")
        terminal.until("logged in with READSYSTEM")
        assert "xxxx" not in terminal.seen
        assert terminal.process.wait(30) == 0


@pytest.mark.parametrize("script", ["exit 1", "sleep 60 & wait", "echo printed; echo printed >&2", None])
def test_t22_no_browser_fails_the_login(sim: nibe_uplink.Simulator, tmp_path: Path, script: str | None) -> None:
    for name in ("xdg-open", "x-www-browser", "gio"):
        if script is not None:
            (tmp_path / name).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
            (tmp_path / name).chmod(0o755)
    environment = {
        "DISPLAY": ":0",
        "PATH": str(tmp_path),
        "HOME": str(tmp_path),
        "NIBE_UPLINK_BASE_URL": sim.base_url,
        "NIBE_UPLINK_CLIENT_ID": sim.client_id,
        "NIBE_UPLINK_CLIENT_SECRET": sim.client_secret,
        "NIBE_UPLINK_REDIRECT_URI": REDIRECT,
    }
    command = [sys.executable, "-m", "nibe_uplink", "login"]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as login:
        assert login.stdout
        assert login.stderr
        link = login.stdout.readline().strip()
        browse(link)
        said = login.stderr.read()
        assert login.wait(30) == 0, said
    assert "logged in with READSYSTEM" in said
    assert "printed" not in said


def test_t65_a_careless_secret_file_is_said(sim: nibe_uplink.Simulator, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text(sim.client_secret, encoding="utf-8")
    command = [sys.executable, "-m", "nibe_uplink", "login", "--paste", "--client-secret-file", str(secret)]
    command += ["--base-url", sim.base_url, "--client-id", sim.client_id, "--token-file", str(tmp_path / "tokens.json")]

    def said() -> str:
        return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=30).stderr

    secret.chmod(0o644)
    assert f"note: other users can read {secret}; run `chmod 600 {secret}`" in said()
    secret.chmod(0o600)
    assert "note: " not in said()
    (tmp_path / ".git").mkdir()
    assert "git work tree" in said()


def test_a_paste_can_be_interrupted(sim: nibe_uplink.Simulator) -> None:
    with Terminal(sim, sys.executable, "-c", PASTING) as terminal:
        terminal.until("(it is not shown")
        terminal.process.send_signal(2)
        terminal.until("KeyboardInterrupt")
        assert termios.tcgetattr(terminal.slave)[3] == terminal.before[3]
        terminal.process.wait(30)


def test_t20_two_tabs_answer(sim: nibe_uplink.Simulator) -> None:
    def two_tabs(url: str) -> None:
        first, second = ends_at(url), ends_at(url)

        def open_quietly(url: str) -> None:
            with contextlib.suppress(urllib.error.URLError, ConnectionError):
                urllib.request.urlopen(url, timeout=10).close()

        tabs = [threading.Thread(target=open_quietly, args=(address,)) for address in (first, second)]
        for tab in tabs:
            tab.start()
        for tab in tabs:
            tab.join()

    client = nibe_uplink.login(open_browser=two_tabs, timeout=20, **application(sim, REDIRECT))
    assert client.scopes == ["READSYSTEM", "WRITESYSTEM"]
    assert sim.tally.token_calls == 1
