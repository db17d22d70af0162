"""Our client at authorization servers that are not ours, and clients that are not ours at the local service."""

from __future__ import annotations

import http.cookiejar
import re
import shutil
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from logins import ends_at

import nibe_uplink
from nibe_uplink import errors

CALLBACK = "http://127.0.0.1:9/callback"
SECRET = "AAbb+/cc=:%2F d"
NODE = Path(__file__).resolve().parents[2] / "build" / "node"
SCRIPTS = Path(__file__).resolve().parents[1] / "node"

# The other programs' own ways; they are not ours to change.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")


@pytest.fixture
def insecure(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets the others use http, which is on this machine only."""
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")


@pytest.mark.parametrize("auth", ["body", "basic_raw", "basic_encoded"])
@pytest.mark.parametrize("pkce", [True, False])
def test_our_client_at_authlib(insecure: None, auth: Any, pkce: bool, tmp_path: Path) -> None:
    pytest.importorskip("authlib", reason="the PyPI package authlib is not installed")
    from foreign import Server

    server = Server("client", SECRET, CALLBACK, "client_secret_post" if auth == "body" else "client_secret_basic")
    try:
        client = nibe_uplink.Client(
            base_url=server.base_url,
            client_id="client",
            client_secret=SECRET,
            redirect_uri=CALLBACK,
            client_auth=auth,
            pkce=pkce,
            token_store=nibe_uplink.FileStore(tmp_path / "tokens.json"),
            keep_pace=False,
        )
        login = nibe_uplink.Login.begin(client, ["READSYSTEM"])
        answer = ends_at(login.url)
        try:
            assert login.finish(answer).wait() == ["READSYSTEM"]
        except errors.ClientRejected:
            # It takes Basic one way only, which is why the form is the default.
            assert auth.startswith("basic")
            return
        with pytest.raises(errors.NotFound):
            client.system(1)
        assert server.refreshes == 1
        with pytest.raises(errors.NotFound):
            client.system(1)
        assert server.refreshes == 1
    finally:
        server.close()


def need_node() -> str:
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed")
    if not (NODE / "node_modules" / "oidc-provider").exists():
        pytest.skip("the npm packages of tests/node are not installed")
    return node


@pytest.fixture
def provider(tmp_path: Path) -> Iterator[str]:
    """The address of oidc-provider."""
    node = need_node()
    # Modules are looked for beside the script.
    shutil.copy(SCRIPTS / "server.mjs", NODE / "server.mjs")
    with subprocess.Popen(
        [node, str(NODE / "server.mjs"), "client", SECRET, CALLBACK],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout
        lines = iter(process.stdout.readline, "")
        port = next(line for line in lines if line.strip().isdigit()).strip()
        yield f"http://127.0.0.1:{port}"
        process.kill()


class Person:
    """Clicks through the pages of oidc-provider."""

    def __init__(self) -> None:
        class Stop(urllib.request.HTTPRedirectHandler):
            def redirect_request(self, request: Any, file: Any, code: int, message: str, headers: Any, url: str) -> Any:
                if url.startswith(CALLBACK):
                    raise StopIteration(url)
                return super().redirect_request(request, file, code, message, headers, url)

        self.browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()), Stop)

    def consent(self, link: str) -> str:
        """Where the consent leads."""
        try:
            place, form = link, None
            for _ in range(4):
                with self.browser.open(place, form, timeout=20) as page:
                    text = page.read().decode()
                (action,) = re.findall(r'action="([^"]+)" method="post"', text)
                prompt = re.findall(r'name="prompt" value="([^"]+)"', text)[0]
                place = urllib.parse.urljoin(page.url, action)
                form = urllib.parse.urlencode({"prompt": prompt, "login": "anna", "password": "any"}).encode()
        except StopIteration as end:
            return str(end.value)
        raise AssertionError("no end")


def test_our_client_at_oidc_provider(provider: str, tmp_path: Path) -> None:
    client = nibe_uplink.Client(
        base_url=provider,
        client_id="client",
        client_secret=SECRET,
        redirect_uri=CALLBACK,
        pkce=True,
        token_store=nibe_uplink.FileStore(tmp_path / "tokens.json"),
        keep_pace=False,
    )
    login = nibe_uplink.Login.begin(client, ["READSYSTEM"])
    assert login.finish(Person().consent(login.url)).wait() == ["READSYSTEM"]
    with pytest.raises(errors.NotFound):
        client.system(1)
    with urllib.request.urlopen(provider + "/refreshes", timeout=10) as answer:
        assert answer.read() == b"1"


def test_authlib_at_the_local_service(insecure: None) -> None:
    pytest.importorskip("authlib", reason="the PyPI package authlib is not installed")
    from authlib.integrations.requests_client import OAuth2Session

    with nibe_uplink.Simulator(profile="strict", redirect_uri=CALLBACK) as sim:
        session = OAuth2Session(
            sim.client_id,
            sim.client_secret,
            scope="READSYSTEM",
            redirect_uri=CALLBACK,
            code_challenge_method="S256",
            token_endpoint_auth_method="client_secret_post",
            token_endpoint=sim.base_url + "/oauth/token",
        )
        with session:
            verifier = "v" * 43
            link, state = session.create_authorization_url(sim.base_url + "/oauth/authorize", code_verifier=verifier)
            session.fetch_token(
                sim.base_url + "/oauth/token", authorization_response=ends_at(link), state=state, code_verifier=verifier
            )
            session.refresh_token(sim.base_url + "/oauth/token")
            assert session.get(sim.base_url + "/api/v1/systems").json()["numItems"] == 3
        assert (sim.tally.refreshes, sim.tally.reuses) == (1, 0)


def test_requests_oauthlib_at_the_local_service(insecure: None) -> None:
    library = pytest.importorskip("requests_oauthlib", reason="the PyPI package requests-oauthlib is not installed")
    with nibe_uplink.Simulator(profile="strict", redirect_uri=CALLBACK) as sim:
        scope = ["READSYSTEM", "WRITESYSTEM"]
        session = library.OAuth2Session(sim.client_id, redirect_uri=CALLBACK, scope=scope, pkce="S256")
        with session:
            link, _ = session.authorization_url(sim.base_url + "/oauth/authorize")
            own = {"client_id": sim.client_id, "client_secret": sim.client_secret}
            session.fetch_token(
                sim.base_url + "/oauth/token", authorization_response=ends_at(link), include_client_id=True, **own
            )
            session.refresh_token(sim.base_url + "/oauth/token", **own)
            assert session.get(sim.base_url + "/api/v1/systems").json()["numItems"] == 3


def test_requests_oauth2client_at_the_local_service() -> None:
    library = pytest.importorskip(
        "requests_oauth2client", reason="the PyPI package requests-oauth2client is not installed"
    )
    with nibe_uplink.Simulator(profile="strict", redirect_uri=CALLBACK) as sim:
        client = library.OAuth2Client(
            token_endpoint=sim.base_url + "/oauth/token",
            authorization_endpoint=sim.base_url + "/oauth/authorize",
            redirect_uri=CALLBACK,
            auth=library.ClientSecretPost(sim.client_id, sim.client_secret),
            testing=True,
        )
        request = client.authorization_request(scope="READSYSTEM")
        granted = client.authorization_code(request.validate_callback(ends_at(str(request))), validate=False)
        renewed = client.refresh_token(granted)
        answer = requests.get(sim.base_url + "/api/v1/systems", auth=renewed, timeout=20)
        assert answer.json()["numItems"] == 3
        assert (sim.tally.refreshes, sim.tally.reuses) == (1, 0)


@pytest.mark.parametrize("program", ["oauth4webapi", "simple-oauth2", "badgateway"])
def test_programs_of_node_at_the_local_service(program: str) -> None:
    node = need_node()
    script = f"{program}.mjs"
    shutil.copy(SCRIPTS / script, NODE / script)
    # Those that know no PKCE cannot log in at the strict one.
    profile = "nibe" if program == "simple-oauth2" else "strict"
    with nibe_uplink.Simulator(profile=profile, redirect_uri=CALLBACK) as sim:
        done = subprocess.run(
            [node, str(NODE / script), sim.base_url, sim.client_id, sim.client_secret, CALLBACK],
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert done.stdout.strip() == "3", done.stderr
        assert sim.tally.refreshes == 1


def test_what_the_others_need_is_there() -> None:
    """The Python packages are installed by `make test`; without them nothing above would be tested."""
    for name in ("authlib", "requests_oauthlib", "requests_oauth2client", "trustme"):
        subprocess.run([sys.executable, "-c", f"import {name}"], check=True)
