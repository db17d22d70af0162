"""Trouble with tokens that users meet: what is lost, what is kept, and what they are told to do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from logins import application, browse

import nibe_uplink
from nibe_uplink import errors, myuplink


@pytest.fixture
def sim() -> Iterator[nibe_uplink.Simulator]:
    """A service where each refresh token is good once, and whose user consents at once."""
    with nibe_uplink.Simulator(profile="strict", auto_approve=True) as simulator:
        yield simulator


def test_a_damaged_token_file_is_named_whoever_looked_first(sim: nibe_uplink.Simulator, tmp_path: Path) -> None:
    path = tmp_path / "tokens.json"
    path.write_text('{"version": 1, "entries": {')
    client = nibe_uplink.Client(token_store=nibe_uplink.FileStore(path), **application(sim))
    assert client.scopes is None
    for _ in range(2):
        with pytest.raises(errors.LoginRequired, match=r"moved to .*tokens\.json\.corrupt") as info:
            client.system(1)
        assert info.value.why == "store_unreadable"
    client.logout()
    with pytest.raises(errors.LoginRequired, match="no login is stored"):
        client.system(1)


@pytest.mark.parametrize("mode", [0o775, 0o777])
def test_a_folder_where_others_may_write_is_refused(sim: nibe_uplink.Simulator, tmp_path: Path, mode: int) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    folder.chmod(mode)
    with pytest.raises(errors.StoreError, match=r"shared; run `chmod go-w`"):
        sim.client(token_store=nibe_uplink.FileStore(folder / "tokens.json"))


def test_no_renewal_begins_that_cannot_be_noted_and_what_was_not_saved_is_saved_at_the_next_call(
    sim: nibe_uplink.Simulator,
) -> None:
    kept: dict[str, str] = {}
    room = 1

    def save(key: str, text: str | None) -> None:
        nonlocal room
        if room == 0:
            raise OSError(28, "No space left on device")
        room -= 1
        kept[key] = text or ""

    store = nibe_uplink.CallbackStore(kept.get, save)
    client = sim.client(token_store=store)
    system = sim.systems[0]
    client.system(system)
    sim.expire_tokens()
    before, calls = dict(kept), sim.tally.token_calls
    with pytest.raises(errors.StoreError, match="make room"):
        client.system(system)
    assert (kept, sim.tally.token_calls) == (before, calls), "nothing was spent"

    room = 1  # for the note, not for the answer
    with pytest.raises(errors.StoreError):
        client.system(system)
    client.system(system)  # what was said once is not said again
    assert sim.tally.token_calls == calls + 1
    noted = dict(kept)
    room = 1
    client.system(system)
    assert kept != noted
    room = 9
    again = nibe_uplink.Client(token_store=store, keep_pace=False, **application(sim, sim.redirect_uri))
    sim.expire_tokens()
    assert again.system(system).system_id == system
    assert sim.tally.reuses == 0


def test_a_login_that_will_end_soon_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    with myuplink.Simulator(auto_approve=True) as sim:
        sim.fault("fewer_scopes", scopes=["READSYSTEM"])
        myuplink.login(scopes=["READSYSTEM", "offline_access"], open_browser=browse, timeout=20, **application(sim))
    said = capsys.readouterr().err
    assert "note: this login ends in an hour; log in again and tick offline_access on the consent page" in said


def test_a_refused_secret_at_a_renewal_names_the_other_ways_to_show_it(sim: nibe_uplink.Simulator) -> None:
    client = sim.client()
    sim.expire_tokens()
    sim.fault("status", on="token", status=401, body='{"error":"invalid_client"}')
    with pytest.raises(errors.ClientRejected, match="client_auth"):
        client.system(sim.systems[0])


@pytest.mark.parametrize(("error", "words"), [("invalid_request", "`pkce`"), ("invalid_scope", "`scopes`")])
def test_a_refused_login_says_what_to_change(sim: nibe_uplink.Simulator, error: str, words: str) -> None:
    client = nibe_uplink.Client(**application(sim))
    login = nibe_uplink.Login.begin(client, ["READSYSTEM"])
    state = login.url.partition("state=")[2].partition("&")[0]
    with pytest.raises(errors.LoginDenied, match=words):
        login.finish(f"{application(sim)['redirect_uri']}?error={error}&state={state}").wait()


def test_an_answer_of_another_server_names_both(sim: nibe_uplink.Simulator) -> None:
    client = nibe_uplink.Client(**application(sim))
    login = nibe_uplink.Login.begin(client, ["READSYSTEM"])
    state = login.url.partition("state=")[2].partition("&")[0]
    with pytest.raises(errors.BadCallback, match=r"https://login\.example.*127\.0\.0\.1.*`base_url`"):
        login.finish(
            f"{application(sim)['redirect_uri']}?code=c0de&state={state}&iss=https%3A%2F%2Flogin.example"
        ).wait()
