"""The local service as a test bench: a strict profile, faults from outside."""

from __future__ import annotations

import base64
import hashlib
import http.client
import json
import re
import urllib.parse
from pathlib import Path
from typing import Any

import pytest

import nibe_uplink
from nibe_uplink.errors import ServerError, SetupError
from nibe_uplink.simulator import MALFORMED, ODD, Application

VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"


class Answer:
    """An answer as it came over the wire."""

    def __init__(self, sim: nibe_uplink.Simulator, method: str, path: str, form: dict[str, str] | None = None) -> None:
        host = urllib.parse.urlsplit(sim.base_url).netloc
        connection = http.client.HTTPConnection(host, timeout=10)
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        connection.request(method, path, urllib.parse.urlencode(form) if form else None, headers)
        answer = connection.getresponse()
        self.status = answer.status
        self.fault = answer.headers["X-Simulator-Fault"]
        self.retry_after = answer.headers["Retry-After"]
        self.location = answer.headers["Location"] or ""
        self.body = answer.read()
        connection.close()

    @property
    def returned(self) -> dict[str, str]:
        """The values that the user is sent back with."""
        return dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(self.location).query))

    @property
    def json(self) -> Any:
        """The body."""
        return json.loads(self.body)


class Program:
    """A program that talks to the authorization server by hand."""

    def __init__(self, sim: nibe_uplink.Simulator, application: Application | None = None) -> None:
        self.sim = sim
        self.application = application or Application(sim.client_id, sim.client_secret, sim.redirect_uri)

    def authorize(self, **more: str) -> Answer:
        """Sends the user."""
        query = {
            "client_id": self.application.client_id,
            "redirect_uri": self.application.redirect_uri,
            "response_type": "code",
            "state": "s",
        }
        return Answer(self.sim, "GET", "/oauth/authorize?" + urllib.parse.urlencode(query | more))

    def token(self, **form: str) -> Answer:
        """Calls the token endpoint."""
        own = {"client_id": self.application.client_id}
        if self.application.client_secret:
            own["client_secret"] = self.application.client_secret
        return Answer(self.sim, "POST", "/oauth/token", own | form)

    def log_in(self, verifier: str | None = None) -> Answer:
        """The whole login."""
        challenge, proof = {}, {}
        if verifier:
            digest = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
            challenge = {"code_challenge": digest, "code_challenge_method": "S256"}
            proof = {"code_verifier": verifier}
        code = self.authorize(**challenge).returned["code"]
        return self.token(
            grant_type="authorization_code", code=code, redirect_uri=self.application.redirect_uri, **proof
        )

    def refresh(self, token: str) -> Answer:
        """Renews a token."""
        return self.token(grant_type="refresh_token", refresh_token=token)


def test_strict_needs_pkce_of_those_without_a_secret() -> None:
    with nibe_uplink.Simulator(profile="strict") as sim:
        public = Program(sim, sim.register("Notebook", "http://127.0.0.1:1/cb", public=True))
        assert public.authorize().returned["error"] == "invalid_request"
        assert public.log_in(VERIFIER).status == 200
        assert Program(sim).log_in().status == 200
        assert Program(sim).authorize(redirect_uri=sim.redirect_uri + "/x").status == 400


def test_strict_counts_reuses_and_ends_the_login() -> None:
    with nibe_uplink.Simulator(profile="strict") as sim:
        program = Program(sim)
        first = program.log_in().json["refresh_token"]
        second = program.refresh(first).json["refresh_token"]
        assert program.refresh(first).json["error"] == "invalid_grant"
        assert program.refresh(second).json["error"] == "invalid_grant"
        assert (sim.tally.refreshes, sim.tally.reuses, sim.tally.codes, sim.tally.token_calls) == (1, 1, 1, 4)


def test_the_old_server_keeps_refresh_tokens(sim: nibe_uplink.Simulator) -> None:
    program = Program(sim)
    first = program.log_in().json["refresh_token"]
    assert all(program.refresh(first).status == 200 for _ in range(3))
    dead = program.refresh("dead")
    assert (dead.status, dead.json) == (400, {"error": "invalid_request"})


@pytest.mark.parametrize(
    ("rotation", "renewed", "again"), [("never", False, 200), ("loose", True, 200), ("once", True, 400)]
)
def test_rotations(rotation: Any, renewed: bool, again: int) -> None:
    with nibe_uplink.Simulator(rotation=rotation) as sim:
        program = Program(sim)
        first = program.log_in().json["refresh_token"]
        assert ("refresh_token" in program.refresh(first).json) == renewed
        assert program.refresh(first).status == again


def test_a_grace_lets_a_spent_token_work() -> None:
    with nibe_uplink.Simulator(profile="strict", grace=60, speed=0) as sim:
        program = Program(sim)
        first = program.log_in().json["refresh_token"]
        assert [program.refresh(first).status, program.refresh(first).status] == [200, 200]
        sim.advance(61)
        assert program.refresh(first).status == 400


def test_a_busy_token_endpoint(sim: nibe_uplink.Simulator) -> None:
    program = Program(sim)
    token = program.log_in().json["refresh_token"]
    sim.fault("status", on="token", status=503, retry_after=7, times=2)
    busy = program.refresh(token)
    assert (busy.status, busy.retry_after, busy.fault) == (503, "7", "status")
    sim.clear_faults()
    assert (program.refresh(token).status, sim.tally.refreshes) == (200, 1)
    assert [seen.fault for seen in sim.oauth_requests()] == [None, None, "status", None]


def test_an_answer_that_is_lost_after_the_tokens_changed() -> None:
    with nibe_uplink.Simulator(profile="strict") as sim:
        program = Program(sim)
        token = program.log_in().json["refresh_token"]
        sim.fault("hang_up", on="token")
        with pytest.raises(http.client.RemoteDisconnected):
            program.refresh(token)
        assert (program.refresh(token).status, sim.tally.reuses) == (400, 1)


@pytest.mark.parametrize("form", [*MALFORMED, *ODD])
def test_token_answers_that_are_wrong(sim: nibe_uplink.Simulator, form: str) -> None:
    program = Program(sim)
    token = program.log_in().json["refresh_token"]
    sim.fault("token_answer", form=form)
    spoilt = program.refresh(token)
    assert (spoilt.status, spoilt.fault) == (200, form)
    try:
        found = json.loads(spoilt.body.decode("utf-8-sig"))["access_token"]
        usable = isinstance(found, str) and 0 < len(found) < 8192 and found.isprintable()
        usable = usable and spoilt.json["token_type"] == "bearer" if form != "byte_order_mark" else usable
    except (ValueError, LookupError, TypeError):
        usable = False
    assert usable == (form in ODD)
    assert program.refresh(token).fault is None


def test_a_user_who_denies_or_grants_less(sim: nibe_uplink.Simulator) -> None:
    program = Program(sim)
    sim.fault("deny")
    sim.fault("fewer_scopes", scopes=["READSYSTEM"])
    denied = program.authorize()
    assert (denied.returned, denied.fault) == ({"error": "access_denied", "state": "s"}, "deny")
    assert program.log_in().json["scope"] == "READSYSTEM"
    assert program.log_in().json["scope"] == "READSYSTEM WRITESYSTEM"


def test_a_blocked_application(sim: nibe_uplink.Simulator) -> None:
    program = Program(sim)
    token = program.log_in().json["refresh_token"]
    sim.block()
    assert program.refresh(token).json["error"] == "invalid_client"
    assert program.authorize().status == 400
    sim.unblock()
    assert program.refresh(token).status == 200
    with pytest.raises(SetupError, match="no application has the identifier x"):
        sim.block("x")


def test_a_function_that_is_busy_does_nothing(sim: nibe_uplink.Simulator) -> None:
    client = sim.client()
    system = sim.systems[0]
    before = client.parameters(system, ["hot_water_boost"])[0].raw_value
    sim.fault("status", on="set_parameters", status=503)
    with pytest.raises(ServerError):
        client.set_parameters(system, {"hot_water_boost": "1"})
    assert client.parameters(system, ["hot_water_boost"])[0].raw_value == before


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"kind": "explode"}, "there is no fault `explode`; there are status, "),
        ({"kind": "status"}, "the fault `status` needs a status from 200 to 599"),
        ({"kind": "html", "on": "fly"}, "there is no function `fly`; "),
        ({"kind": "html", "status": 500}, "the fault `html` has no `status`"),
        ({"kind": "token_answer", "form": "odd"}, "there is no form `odd`; there are html, "),
    ],
)
def test_a_fault_that_does_not_exist(sim: nibe_uplink.Simulator, words: dict[str, Any], sentence: str) -> None:
    with pytest.raises(SetupError, match=f"^{sentence}"):
        sim.fault(**words)


def test_pkce_of_everyone() -> None:
    with nibe_uplink.Simulator(pkce="everyone") as sim:
        assert Program(sim).authorize().returned["error"] == "invalid_request"
        assert Program(sim).log_in(VERIFIER).status == 200


def test_wrong_profiles_are_named() -> None:
    with pytest.raises(SetupError, match="there is no profile `lax`; there are nibe, myuplink and strict"):
        nibe_uplink.Simulator(profile="lax")  # type: ignore[arg-type]
    with pytest.raises(SetupError, match="there is no rotation `x`; there are never, loose and once"):
        nibe_uplink.Simulator(rotation="x")  # type: ignore[arg-type]
    with pytest.raises(SetupError, match="there is no `x` for pkce; there are spec, public and everyone"):
        nibe_uplink.Simulator(pkce="x")  # type: ignore[arg-type]
    with pytest.raises(SetupError, match="there is no `x` for basic; there are either, raw, encoded and refused"):
        nibe_uplink.Simulator(basic="x")  # type: ignore[arg-type]


def test_logins_applications_and_settings_survive_a_restart(tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    with nibe_uplink.Simulator(profile="strict", state=state) as sim:
        system = sim.systems[0]
        application = sim.register("Mine", "https://mine.example/back")
        token = Program(sim, application).log_in().json
        sim.client().set_parameters(system, {"hot_water_boost": "1"})
        with pytest.raises(SetupError, match="another service uses it; choose another file"):
            nibe_uplink.Simulator(state=state)
    assert state.stat().st_mode & 0o777 == 0o600
    text = state.read_text()
    assert application.client_secret not in text
    assert token["refresh_token"] not in text
    with nibe_uplink.Simulator(profile="strict", state=state) as sim:
        program = Program(sim, application)
        assert program.refresh(token["refresh_token"]).status == 200
        assert program.refresh(token["refresh_token"]).status == 400
        assert sim.client().parameters(system, ["hot_water_boost"])[0].raw_value == 1
    state.write_text("{")
    with pytest.raises(SetupError, match="it is damaged in line 1; move it away"):
        nibe_uplink.Simulator(state=state)
    assert state.read_text() == "{"


def test_an_application_is_registered_on_its_page(sim: nibe_uplink.Simulator) -> None:
    page = Answer(sim, "GET", "/applications").body.decode()
    word = re.search(r'name="page" value="([^"]+)"', page)
    assert word is not None
    form = {"page": word[1], "name": "Mine", "callback": "http://127.0.0.1:9/cb", "kind": "confidential"}
    answer = Answer(sim, "POST", "/applications", form)
    codes = re.findall(r"<dd><code>([^<]+)</code>", answer.body.decode())
    assert (answer.status, len(codes)) == (200, 3)
    client_id, redirect_uri, client_secret = codes
    program = Program(sim, Application(client_id, client_secret, redirect_uri))
    assert program.log_in().status == 200
    again = Answer(sim, "GET", "/applications").body.decode()
    assert client_id in again
    assert client_secret not in again
    assert Answer(sim, "POST", "/applications", form).status == 403
