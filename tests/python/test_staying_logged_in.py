"""A login that is stored is used, and who is not logged in learns what to do."""

from __future__ import annotations

import asyncio
import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from apis import APIS, Api
from logins import application, browse
from support import SPECS

import nibe_uplink
from nibe_uplink import errors
from nibe_uplink._core import nibe

FILE = Path("nibe-uplink") / "tokens.json"


def log_in(sim: nibe_uplink.Simulator, **options: Any) -> tuple[nibe_uplink.Client, list[str]]:
    """A login with the links that the user was shown."""
    shown: list[str] = []

    def browser(url: str) -> None:
        shown.append(url)
        browse(url)

    return nibe_uplink.login(open_browser=browser, timeout=20, **application(sim), **options), shown


def test_a_login_is_kept_where_the_program_keeps_it(sim: nibe_uplink.Simulator, state_home: Path) -> None:
    log_in(sim, scopes=["READSYSTEM"])
    assert nibe_uplink.FileStore().path == state_home / FILE
    assert len(json.loads((state_home / FILE).read_text(encoding="utf-8"))["entries"]) == 1
    said = nibe.cli_main(
        ["nibe-uplink", "systems", "--base-url", sim.base_url, "--client-id", sim.client_id, "--no-pace", "--json"]
    )
    assert said == 0, "the program is logged in too"


def test_what_is_stored_is_used_when_it_is_good_enough(sim: nibe_uplink.Simulator) -> None:
    log_in(sim, scopes=["READSYSTEM"])
    for scopes, asked in ((["READSYSTEM"], 0), (None, 0), (["READSYSTEM", "WRITESYSTEM"], 1), (["WRITESYSTEM"], 0)):
        client, shown = log_in(sim, scopes=scopes)
        assert len(shown) == asked, scopes
        assert client.system(sim.systems[0])
    assert len(log_in(sim, again=True)[1]) == 1


def test_a_login_that_serves_no_more_is_asked_for_again(sim: nibe_uplink.Simulator) -> None:
    client, _ = log_in(sim)
    sim.expire_tokens()
    assert log_in(sim)[1] == [], "it can be renewed"
    with nibe_uplink.Simulator() as other:
        # As when the server forgot it: its tokens are those of another.
        settings = application(other)
        dead = nibe_uplink.Client.from_tokens("dead", "dead too", 300, token_store=nibe_uplink.FileStore(), **settings)
        with pytest.raises(errors.LoginRequired):
            dead.system(other.systems[0])
        assert len(log_in(other)[1]) == 1
    assert client.granted() == ["READSYSTEM", "WRITESYSTEM"]


def test_an_asynchronous_login_uses_what_is_stored(sim: nibe_uplink.Simulator) -> None:
    log_in(sim)

    async def main() -> list[str] | None:
        client = nibe_uplink.AsyncClient(token_store=nibe_uplink.FileStore(), **application(sim))
        await client.login(open_browser=pytest.fail)
        granted = await client.granted()
        await client.logout()
        assert await client.granted() is None
        return granted

    assert asyncio.run(main()) == ["READSYSTEM", "WRITESYSTEM"]


def test_who_is_not_logged_in_learns_where_nothing_is(sim: nibe_uplink.Simulator, tmp_path: Path) -> None:
    for store, place in (
        (None, "the memory of this program"),
        (nibe_uplink.FileStore(tmp_path / "tokens.json"), str(tmp_path / "tokens.json")),
        (nibe_uplink.CallbackStore(lambda _: None, lambda *_: None), "this program's own store"),
    ):
        client = nibe_uplink.Client(token_store=store, **application(sim))
        with pytest.raises(errors.LoginRequired) as info:
            client.system(sim.systems[0])
        assert f"stored in {place} for client {sim.client_id} at {sim.base_url}" in str(info.value)
        assert "client.login()" in str(info.value)
        assert info.value.why == "never"


@pytest.mark.parametrize("api", [api for api in APIS if api.logs_in], ids=lambda api: api.name)
def test_the_way_to_log_in_is_that_of_the_api(api: Api) -> None:
    program = "nibe-uplink" if api.name == "nibe-uplink" else f"nibe-uplink --api {api.name}"
    client = api.package.Client("http://127.0.0.1:1", "id", "secret")
    with pytest.raises(errors.LoginRequired) as info:
        client.systems().collect()
    assert f"log in once by `{program} login` or {api.package.__name__}.login() and" in str(info.value)


@pytest.mark.parametrize("package", [nibe_uplink, nibe_uplink.myuplink])
def test_what_is_missing_is_named(package: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    name = "MYUPLINK_CLIENT_ID" if package is nibe_uplink.myuplink else "NIBE_UPLINK_CLIENT_ID"
    monkeypatch.delenv(name, raising=False)
    for begin in (package.Client.from_env, package.AsyncClient.from_env, package.login, package.Client):
        with pytest.raises(errors.SetupError, match=name):
            begin()


def test_a_client_goes_on_with_tokens_from_elsewhere(sim: nibe_uplink.Simulator) -> None:
    access, refresh, *_ = sim._service.issue(["READSYSTEM"])
    assert refresh
    client = nibe_uplink.Client.from_tokens(access, refresh, 0, scopes=["READSYSTEM"], **application(sim))
    assert client.system(sim.systems[0])
    assert client.granted() == ["READSYSTEM"]
    assert [one.grant for one in sim.oauth_requests()] == ["refresh_token"], "the access token had ended"
    with pytest.raises(errors.SetupError, match="client_id"):
        nibe_uplink.Client.from_tokens(access, refresh)


def test_stores_refuse_coroutines() -> None:
    async def load(_: str) -> str | None:
        return None

    def plain(*_: object) -> None:
        return None

    for functions in ((load, plain), (plain, load)):
        with pytest.raises(errors.SetupError, match="run_coroutine_threadsafe"):
            nibe_uplink.CallbackStore(*functions)  # type: ignore[arg-type]
    with pytest.raises(errors.SetupError, match="lock"):
        nibe_uplink.CallbackStore(plain, plain, lock=load)  # type: ignore[arg-type, return-value]


def test_a_coroutine_in_disguise_is_told(sim: nibe_uplink.Simulator) -> None:
    """It would have saved nothing, and nobody would know."""

    async def nothing() -> None:
        return None

    store = nibe_uplink.CallbackStore(lambda _: None, lambda *_: nothing())
    with pytest.raises(errors.StoreError, match=r"`save` raised TypeError"):
        nibe_uplink.Client.from_tokens("A", "R", token_store=store, **application(sim))


def test_the_page_about_it_runs(capsys: pytest.CaptureFixture[str]) -> None:
    page = (SPECS.parent / "docs" / "staying-logged-in.md").read_text(encoding="utf-8")
    [program] = [text for text in re.findall(r"```python\n(.*?)```", page, re.S) if "Simulator" in text]
    exec(compile(program, "staying-logged-in.md", "exec"), {"__name__": "page"})
    assert capsys.readouterr().out.startswith("NIBE F")


class Ring:
    """A keyring that keeps its entries in memory."""

    priority = 1

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, name: str) -> str | None:
        return self.kept.get((service, name))

    def set_password(self, service: str, name: str, text: str) -> None:
        self.kept[service, name] = text

    def delete_password(self, service: str, name: str) -> None:
        del self.kept[service, name]


def test_tokens_in_the_keyring(sim: nibe_uplink.Simulator, monkeypatch: pytest.MonkeyPatch) -> None:
    import keyring
    from keyring.backends import fail

    ring = Ring()
    monkeypatch.setattr(keyring, "get_keyring", lambda: ring)
    client, _ = log_in(sim, token_store=nibe_uplink.KeyringStore())
    assert [service for service, _ in ring.kept] == ["nibe-uplink"]
    again = nibe_uplink.Client(token_store=nibe_uplink.KeyringStore(), **application(sim))
    assert again.system(sim.systems[0])
    client.logout()
    client.logout()
    assert ring.kept == {}
    monkeypatch.setattr(keyring, "get_keyring", fail.Keyring)
    with pytest.raises(errors.SetupError, match="no keyring"):
        nibe_uplink.KeyringStore()
    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(errors.SetupError, match=r"nibe-uplink-client\[keyring\]"):
        nibe_uplink.KeyringStore()
