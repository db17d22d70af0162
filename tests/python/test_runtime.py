"""What generated packages stand on: no API is in it, `nibe_uplink` is not needed, and both may be used in one process."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
import uplink_runtime
from changed import ROOT
from kettles import generate, python
from uplink_runtime import _core
from uplink_runtime.stores import FileStore, KeyringStore, PostgresStore

import nibe_uplink

sys.path.insert(0, str(ROOT / "release"))
import runtime

INSTALLED = Path(uplink_runtime.__file__).parent


def test_no_api_is_in_it() -> None:
    assert _core.known_apis() == []
    assert not hasattr(_core, "nibe")
    assert not [path.name for path in INSTALLED.iterdir() if "generated" in path.name]


def test_what_is_installed_is_what_lies_in_the_repository() -> None:
    wanted = {name.partition("/")[2]: source for name, source in runtime.files().items() if "/" in name}
    stale = [name for name, source in wanted.items() if (INSTALLED / name).read_bytes() != source.read_bytes()]
    assert stale == [], "run make package"
    there = {path.relative_to(INSTALLED).as_posix() for path in INSTALLED.rglob("*.py*") if path.suffix != ".pyc"}
    assert there <= set(wanted)


def test_a_file_of_both_packages_is_the_same_and_names_neither() -> None:
    for name in runtime.SHARED:
        text = (ROOT / "python" / "nibe_uplink" / name).read_text(encoding="utf-8")
        assert "nibe_uplink" not in text, name
        assert "uplink_runtime" not in text, name


EVERYTHING = """
import asyncio, sys

sys.modules["nibe_uplink"] = None
import kettle

with kettle.Simulator() as service:
    client = service.client()
    print([one.mode.value for one in client.kettles()], client.boil(1).parts[0].kettle_id)

    async def main():
        async with service.async_client() as client:
            print([one.mode.value async for one in client.kettles()])

    asyncio.run(main())

def consents(url):
    import urllib.request
    urllib.request.urlopen(url).read()

with kettle.Simulator(redirect_uri="http://127.0.0.1:0/callback") as service:
    application = {"base_url": service.base_url, "client_id": service.client_id, "client_secret": service.client_secret}
    kettle.login(open_browser=consents, redirect_uri="http://127.0.0.1:0/callback", timeout=20, **application)
    client = kettle.Client.from_env(**application)
    print(client.boil(1).mode.value, client.granted())
    try:
        kettle.Client.from_env()
    except kettle.errors.SetupError as error:
        print(error)
print(*sorted(name for name in sys.modules if name.partition(".")[0] == "nibe_uplink"))
"""


def test_a_package_works_where_nibe_uplink_is_not(generator: Path, tmp_path: Path) -> None:
    assert generate(generator, tmp_path, "login").returncode == 0
    state = tmp_path / "state"
    said = python(tmp_path, "-c", EVERYTHING, XDG_STATE_HOME=str(state)).splitlines()
    assert said[:3] == ["['IDLE'] 2", "['IDLE']", said[2]]
    assert "BOILING ['LOOK', 'BOIL']" in said
    assert said[-1] == "nibe_uplink", "that stands for what may not be imported"
    assert (state / "uplink-runtime" / "tokens.json").is_file()


IMPORTED = """
import sys
before = set(sys.modules)
import kettle
print(*sorted(sys.modules.keys() - before))
kettle.Client
print(*sorted((sys.modules.keys() - before) & {"typing", "pathlib", "json", "datetime", "asyncio", "contextlib"}))
print(kettle.Mode.IDLE.value, kettle.Kettle.from_json('{"kettleId": 1, "mode": "IDLE", "parts": []}').kettle_id)
print({"AsyncClient", "Client", "Kettle", "Mode", "Simulator", "errors"} <= set(dir(kettle)), hasattr(kettle, "Lid"))
"""
EVERY_NAME = """
from kettle import *
print(Kettle.__name__, Client.__name__, Simulator.__name__, "login" in globals(), "_HOMES" in globals())
"""


def test_importing_a_package_loads_nothing_before_it_is_used(generator: Path, tmp_path: Path) -> None:
    assert generate(generator, tmp_path, "keys").returncode == 0
    runtime_modules = [f"uplink_runtime{name}" for name in ("", "._core", "._package", ".errors", ".stores")]
    said = python(tmp_path, "-c", IMPORTED).splitlines()
    assert said == [
        " ".join(["__future__", "kettle", *runtime_modules]),
        "",
        "IDLE 1",
        "True False",
    ]
    assert python(tmp_path, "-c", EVERY_NAME) == "Kettle Client Simulator False False\n"


BOTH = """
import logging, kettle, nibe_uplink

told = set()
class Names(logging.Handler):
    def emit(self, record):
        told.add(record.name)
logging.basicConfig(level=logging.DEBUG, handlers=[Names()])
with nibe_uplink.Simulator() as cloud, kettle.Simulator() as service:
    pumps, kettles = cloud.client(), service.client()
    print(len(pumps.systems().collect()), len(kettles.kettles().collect()))
    for name, errors, call in (
        ("pumps", nibe_uplink.errors, lambda: pumps.system(1)),
        ("kettles", kettle.errors, lambda: list(kettle.Client(base_url=service.base_url, api_key="x").kettles())),
    ):
        try:
            call()
        except errors.ApiError as error:
            print(name, type(error).__module__)
    print(cloud.requests()[-1].function, service.requests()[-1].function)
print(*sorted(told & {"nibe_uplink", "uplink_runtime"}))
"""


def test_both_live_in_one_process(generator: Path, tmp_path: Path) -> None:
    assert generate(generator, tmp_path, "keys").returncode == 0
    said = python(tmp_path, "-c", BOTH).splitlines()
    assert said == [
        "3 1",
        "pumps nibe_uplink.errors",
        "kettles uplink_runtime.errors",
        "system kettles",
        "nibe_uplink uplink_runtime",
    ]


def test_requests_name_the_distribution(generator: Path, tmp_path: Path) -> None:
    assert generate(generator, tmp_path, "nobody").returncode == 0
    server = """
import http.server, threading, kettle

class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        print(self.headers["User-Agent"].partition("/")[0], flush=True)
        self.send_error(404)
    def log_message(self, *_): pass

server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
try:
    list(kettle.Client(base_url=f"http://127.0.0.1:{server.server_port}").kettles())
except kettle.errors.NotFound:
    pass
"""
    assert python(tmp_path, "-c", server) == "uplink-runtime\n"


def test_sentences_name_the_package_that_they_are_of(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "keyring", None)
    for kind, distribution in ((nibe_uplink.KeyringStore, "nibe-uplink-client"), (KeyringStore, "uplink-runtime")):
        with pytest.raises(Exception, match=rf"pip install '{distribution}\[keyring\]'"):
            kind()
    monkeypatch.delenv("UPLINK_TOKEN_KEY", raising=False)
    monkeypatch.delenv("NIBE_UPLINK_TOKEN_KEY", raising=False)
    for store, variable in ((nibe_uplink.PostgresStore, "NIBE_UPLINK_TOKEN_KEY"), (PostgresStore, "UPLINK_TOKEN_KEY")):
        with pytest.raises(Exception, match=f"set {variable}, "):
            store("postgres://somebody@localhost/logins")
    assert nibe_uplink.FileStore().path.parent.name == "nibe-uplink"
    assert FileStore().path.parent.name == "uplink-runtime"
    assert nibe_uplink._core.Secret.__module__ == "nibe_uplink._core"
    assert _core.Secret.__module__ == "uplink_runtime._core"
    assert uplink_runtime.Login.__module__ == "uplink_runtime"
