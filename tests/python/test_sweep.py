"""A program that logs in, renews and fails in every way, with all logs open: what it says and leaves holds no secret."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import sys
import urllib.parse
from pathlib import Path

from changed import ROOT
from logins import application, ends_at, parameter

import nibe_uplink
from sweep import secrets, sweep, swept

CALLBACK = "http://127.0.0.1:9/callback"

PROGRAM = '''
import json, logging, os, sys, traceback, urllib.parse, urllib.request
import nibe_uplink
from nibe_uplink import errors
from nibe_uplink.simulator import MALFORMED

logging.basicConfig(level=logging.NOTSET, stream=sys.stderr)
CALLBACK = "http://127.0.0.1:9/callback"


class Seen:
    """What only the browser and the store may know."""

    def __init__(self):
        self.secrets = set()

    def __repr__(self):
        return "<Seen>"

    def browse(self, url, follow=True):
        self.secrets.add(urllib.parse.parse_qs(urllib.parse.urlsplit(url).query)["state"][0])
        class Stay(urllib.request.HTTPRedirectHandler):
            def redirect_request(self, *_):
                return None
        try:
            urllib.request.build_opener(Stay).open(url, timeout=10)
        except urllib.error.HTTPError as answer:
            place = answer.headers["location"]
        query = urllib.parse.parse_qs(urllib.parse.urlsplit(place).query)
        self.secrets.update(query.get("code", []))
        if follow:
            urllib.request.urlopen(place, timeout=10).close()
        return place

    def load(self, key):
        return self.kept.get(key)

    def save(self, key, text):
        self.kept[key] = text
        if text:
            entry = json.loads(text)
            self.secrets.update(filter(None, (entry["access_token"], entry.get("refresh_token"))))

    kept = {}


seen = Seen()


def attempt(work):
    """Shows all that a careless program shows."""
    try:
        print(repr(work()), flush=True)
    except Exception as error:
        # The frames of the program itself are its own affair; those of the package are ours.
        while error.__traceback__ and "nibe_uplink" not in error.__traceback__.tb_frame.f_code.co_filename:
            error.__traceback__ = error.__traceback__.tb_next
        print(repr(error), vars(error), flush=True)
        print("".join(traceback.TracebackException.from_exception(error, capture_locals=True).format()), flush=True)


def fail(_url):
    raise RuntimeError("the browser is broken")


with nibe_uplink.Simulator(profile="strict", redirect_uri=CALLBACK) as sim:
    seen.secrets.add(sim.client_secret)
    os.environ["NIBE_UPLINK_CLIENT_SECRET"] = sim.client_secret
    app = sim.register("Another", "http://127.0.0.1:0/callback")
    seen.secrets.add(app.client_secret)
    store = nibe_uplink.CallbackStore(seen.load, seen.save)
    common = {"base_url": sim.base_url, "client_id": sim.client_id, "redirect_uri": CALLBACK}
    new = lambda **more: nibe_uplink.Client(**common, client_secret=sim.client_secret, token_store=store,
        keep_pace=False, **more)
    begin = lambda: nibe_uplink.Login.begin(new())

    def finish(change=lambda place: place, **more):
        login = nibe_uplink.Login.begin(new(**more))
        return login.finish(change(seen.browse(login.url, follow=False))).wait()

    attempt(finish)
    attempt(lambda: finish(lambda place: place + "&code=twice"))
    attempt(lambda: finish(lambda place: place.replace("state=", "state=x")))
    attempt(lambda: finish(lambda place: place + "#access_token=EVIL"))
    attempt(lambda: finish(lambda place: "http://evil.example/?" + place))
    attempt(lambda: finish(base_url="http://10.0.0.1"))
    attempt(lambda: nibe_uplink.Client(client_id=None, client_secret=sim.client_secret))
    attempt(lambda: nibe_uplink.Client(**common, client_secret=sim.client_secret, timeout=-1))
    attempt(lambda: nibe_uplink.login(**common, scopes=["NONE"]))
    # These listen, where another run of the tests may listen too.
    listening = common | {"redirect_uri": "http://127.0.0.1:0/callback"}
    attempt(lambda: nibe_uplink.login(**listening, client_secret=sim.client_secret, open_browser=fail))
    attempt(lambda: nibe_uplink.login(**listening, open_browser=lambda _: None, timeout=0.1))
    attempt(lambda: nibe_uplink.Client.from_env(timeout=-1))
    attempt(lambda: nibe_uplink.Client.client_credentials(**common, client_secret=sim.client_secret))
    attempt(lambda: nibe_uplink.Client.from_token(sim.client_secret, base_url=sim.base_url).systems().collect())
    client = new()
    for kind in ("status", "hang_up", "html"):
        sim.expire_tokens()
        echo = "you sent " + sim.client_secret + " and " + " ".join(seen.secrets)
        body = json.dumps({"error": "invalid_request", "error_description": echo})
        sim.fault(kind, on="token", **({"status": 400, "body": body} if kind == "status" else {}))
        del echo, body
        attempt(lambda: client.system(sim.systems[0]))
        attempt(finish)
        client = new()
        attempt(lambda: client.system(sim.systems[0]))
    for form in MALFORMED:
        client = new()
        sim.expire_tokens()
        sim.fault("token_answer", on="token", form=form)
        attempt(lambda: client.system(sim.systems[0]))
        attempt(finish)
    sim.block()
    attempt(lambda: new().systems().collect())
    for thing in (client, client._core, client.token_store, begin(), app, sim, nibe_uplink.FileStore("x")):
        attempt(lambda: (repr(thing), str(thing)))
        attempt(lambda: __import__("pickle").dumps(thing))
with open(os.environ["SECRETS"], "w") as file:
    file.write("\\n".join(sorted(seen.secrets)))
'''


def forms(secret: str) -> list[str]:
    """How a secret may look."""
    raw = secret.encode()
    shifted = [base64.b64encode(b"x" * n + raw).decode()[(4 if n else 0) :].rstrip("=")[:-2] for n in range(3)]
    return [secret, urllib.parse.quote(secret, safe=""), str(list(raw))[1:-1], *shifted]


def test_t13_t33_t58_t59_t60_nothing_is_left_lying_about(tmp_path: Path) -> None:
    home, ledger = tmp_path / "home", tmp_path / "ledger"
    home.mkdir()
    environment = os.environ | {
        "HOME": str(home),
        "TMPDIR": str(home),
        "XDG_STATE_HOME": str(home),
        "RUST_LOG": "trace",
        "SECRETS": str(ledger),
    }
    done = subprocess.run(
        [sys.executable, "-X", "dev", "-c", PROGRAM],
        cwd=home,
        env=environment,
        capture_output=True,
        text=True,
        timeout=240,
    )
    known = ledger.read_text(encoding="utf-8").split("\n")
    # It must not be found by the sweep of the whole run.
    ledger.unlink()
    assert done.returncode == 0, done.stderr[-2000:]
    said = done.stdout + done.stderr
    for kind in [
        "BadTokenAnswer",
        "LoginRequired",
        "StateMismatch",
        "BadCallback",
        "SetupError",
        "ClientRejected",
        "Temporary",
        "Deadline",
    ]:
        assert kind in said, f"{kind} was not provoked"
    assert "client_secret = <Secret>" in said, "the variables are shown"
    left = {str(path): path.read_bytes().decode("latin-1") for path in home.rglob("*") if path.is_file()}
    assert len(known) > 20
    for secret in known:
        for form in forms(secret):
            assert form not in said, said[max(0, said.find(form) - 600) : said.find(form) + len(form)]
            assert not [path for path, text in left.items() if form in text]


def planted() -> list[str]:
    """Every secret of a login, as the service made it or the client drew it."""
    with nibe_uplink.Simulator(profile="strict", redirect_uri=CALLBACK) as sim:
        kept: list[str] = []
        store = nibe_uplink.CallbackStore(lambda _: None, lambda _, text: kept.append(text or "{}"))
        login = nibe_uplink.Login.begin(nibe_uplink.Client(**application(sim, CALLBACK), token_store=store))
        place = ends_at(login.url)
        login.finish(place).wait()
        tokens = json.loads(kept[0])
        drawn = [parameter(login.url, "state")]
        return [
            sim.client_secret,
            parameter(place, "code"),
            tokens["access_token"],
            tokens["refresh_token"],
            "CANARYmine",
            *drawn,
        ]


def test_t13_t58_t59_t61_the_sweep_of_the_whole_run_finds_what_is_planted(tmp_path: Path) -> None:
    """`tests/run.py` sweeps with these functions."""
    for secret in planted():
        for said in [f"a {secret} b", f"x?code={urllib.parse.quote(secret)}&y", json.dumps({"a": secret})]:
            (problem,) = swept("the output", f"fine\n{said}\nfine".encode())
            assert problem.startswith("a secret is in the output, line 2, after")
            assert secret not in problem
        if "SIMULATED" in secret or "CANARY" in secret:
            hidden = [base64.b64encode(b"x" * n + secret.encode()).decode() for n in range(3)]
            for said in [str(list(secret.encode())), secret.encode().hex(), *hidden]:
                assert secrets(said.encode()), said
        # A token file of 0600 is the only place for it.
        for path in (tmp_path / "left.txt", tmp_path / "deep" / "tokens.json"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(secret, encoding="utf-8")
            path.chmod(0o600)
        assert [problem.split(",")[0] for problem in sweep(tmp_path, ROOT)] == ["a secret is in left.txt"]
        (tmp_path / "deep" / "tokens.json").chmod(0o644)
        assert len(sweep(tmp_path, ROOT)) == 2
    shutil.rmtree(tmp_path)
    for fine in ["SIMULATED", "deadbeef" * 8, "test_t13_t33_t58_t59_t60_nothing_is_left_lying_about"]:
        assert not secrets(fine.encode())
