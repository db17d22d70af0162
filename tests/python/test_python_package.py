"""Packages that are made from specs of others: nothing of them is compiled, and nothing but their spec is written by hand."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from kettles import KINDS, generate, python

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("kind", KINDS)
def test_its_own_tests_pass(generator: Path, tmp_path: Path, kind: str) -> None:
    made = generate(generator, tmp_path, kind)
    assert made.returncode == 0, made.stderr
    assert "4 passed" in python(tmp_path, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests")


def test_a_key_and_a_token_share_a_header(generator: Path, tmp_path: Path) -> None:
    assert generate(generator, tmp_path, "one_header").returncode == 0
    said = python(
        tmp_path,
        "-c",
        """
import kettle
with kettle.Simulator() as service:
    token = kettle.Client(base_url=service.base_url, token="t")
    print(len(service.client().kettles().collect()), len(token.kettles().collect()), token.boil(1).mode)
    try:
        kettle.Client(base_url=service.base_url, api_key="wrong").kettles().collect()
    except kettle.errors.Unauthorized as error:
        print(error)
""",
    )
    assert said.splitlines() == [
        "1 1 BOILING",
        "kettles: the server answered 401. The key or password is not accepted; check it (`key`)",
    ]


GROUPS = """
[function.lids]
doc  = "All lids."
call = "lids.list"
http = "GET /lids"
auth = "none"
answer.200 = "[Mode]"

[[example.lids]]
answer = '["IDLE"]'

[function.close_lid]
doc  = "Closes a lid."
call = "lids.close"
http = "POST /lids/close"
auth = "none"
deprecated = "Lids close by themselves."
answer.200 = "[Mode]"

[[example.close_lid]]
answer = '["BOILING"]'
"""


def test_functions_in_groups_and_deprecated_ones(generator: Path, tmp_path: Path) -> None:
    assert generate(generator, tmp_path, "keys", more=GROUPS).returncode == 0
    assert "8 passed" in python(tmp_path, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests")
    said = python(
        tmp_path,
        "-W",
        "always",
        "-c",
        """
import asyncio, inspect, warnings, kettle

with kettle.Simulator() as service, warnings.catch_warnings(record=True) as told:
    client = service.client()
    print(client.lids.list(), client.with_options(timeout=9).lids.list(max_age=0), hasattr(client, "close_lid"))
    print(client.lids.close())
    async def main():
        async with service.async_client() as client:
            print(await client.lids.list(), await client.lids.close(), inspect.iscoroutinefunction(client.lids.close))
    asyncio.run(main())
for warning in told:
    print(warning.category.__name__, warning.message, warning.filename)
""",
    )
    first = "[<Mode.IDLE: 'IDLE'>]"
    assert said.splitlines() == [
        f"{first} {first} False",
        "[<Mode.BOILING: 'BOILING'>]",
        f"{first} [<Mode.BOILING: 'BOILING'>] True",
        "DeprecationWarning LidsGroup.close is deprecated: Lids close by themselves. <string>",
        "DeprecationWarning AsyncLidsGroup.close is deprecated: Lids close by themselves. <string>",
    ]


def test_http_goes_into_the_house_where_spec_and_client_say_so(generator: Path, tmp_path: Path) -> None:
    assert generate(generator, tmp_path, "keys").returncode == 0
    program = """
import kettle

for options in ({}, {"insecure_http": True}):
    try:
        print(kettle.Client("http://kettle.local:8080", api_key="hidden", **options).base_url)
    except kettle.errors.SetupError as error:
        print(error)
"""
    refused = python(tmp_path, "-c", program).splitlines()
    assert refused == [
        "the base URL `http://kettle.local:8080` must start with https://; http:// is for this machine only (127.0.0.1, localhost)",
        "`insecure_http` is not for Kettle, whose spec does not have it; use https://",
    ]
    spec = tmp_path / "made/kettle/kettle.toml"
    spec.write_text(spec.read_text(encoding="utf-8").replace("[api]", "[api]\ninsecure_http = true"), encoding="utf-8")
    assert python(tmp_path, "-c", program).splitlines() == [
        "the base URL `http://kettle.local:8080` is not encrypted, so that whoever is in that network reads keys and "
        "values; set `insecure_http` if it shall be asked all the same",
        "http://kettle.local:8080",
    ]


def test_type_checkers_have_nothing_to_say(generator: Path, tmp_path: Path) -> None:
    assert generate(generator, tmp_path, "both", more=GROUPS).returncode == 0
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", os.devnull, "-p", "kettle"]
    done = subprocess.run(command, cwd=tmp_path / "made", capture_output=True, text=True, check=False, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_program_with_keys(generator: Path, tmp_path: Path) -> None:
    assert generate(generator, tmp_path, "keys").returncode == 0
    said = python(
        tmp_path,
        "-c",
        """
import asyncio, kettle

def told(work):
    try:
        print(work())
    except kettle.errors.UplinkError as error:
        print(type(error).__name__, error)

with kettle.Simulator() as service:
    client = service.client()
    print([one.mode for one in client.kettles()], client.boil(1, until=95.5).parts)
    async def main():
        async with service.async_client() as client:
            print([one.kettle_id async for one in client.kettles()])
    asyncio.run(main())
    told(lambda: kettle.Client(service.base_url).boil(1))
    told(lambda: kettle.Client(service.base_url, api_key="hidden").kettles().collect())
    told(lambda: kettle.Client(service.base_url, api_key="hidden\\n"))
    told(lambda: client.login())
print(kettle.Client.from_env(), kettle.Kettle.from_json('{"kettleId":1,"mode":"NEW","parts":[]}').mode)
""",
        KETTLE_API_KEY="hidden",
        KETTLE_BASE_URL="http://127.0.0.1:1",
    )
    assert said.splitlines() == [
        "[<Mode.IDLE: 'IDLE'>] [Kettle(kettle_id=2, mode=<Mode.IDLE: 'IDLE'>, parts=[])]",
        "[1]",
        "SetupError `boil` needs user name and password (`account`); give it to the client",
        'Unauthorized kettles: the server answered 401. The key or password is not accepted; check it (`key`: Printed "below")',
        "SetupError the credential `key` holds characters that a header cannot carry",
        "SetupError Kettle has no login",
        "Client(base_url='http://127.0.0.1:1', client_id=None) NEW",
    ]


@pytest.mark.parametrize("kind", ["login", "elsewhere"])
def test_a_program_that_logs_in(generator: Path, tmp_path: Path, kind: str) -> None:
    assert generate(generator, tmp_path, kind).returncode == 0
    said = python(
        tmp_path,
        "-c",
        """
import kettle, urllib.request

with kettle.Simulator() as service:
    app = {"client_id": service.client_id, "client_secret": service.client_secret, "redirect_uri": service.redirect_uri}
    client = kettle.login(base_url=service.base_url, open_browser=urllib.request.urlopen, scopes=["LOOK"], **app)
    print(client.scopes, client.kettles().collect()[0].kettle_id)
    try:
        client.boil(1)
    except kettle.errors.MissingScope as error:
        print(error)
    itself = kettle.Client.client_credentials(base_url=service.base_url, scopes=["BOIL"], **app)
    print(itself.boil(1, until=95.5).kettle_id)
""",
        NIBE_UPLINK_TOKEN_FILE=str(tmp_path / "tokens"),
        HOME=str(tmp_path),
        XDG_CONFIG_HOME=str(tmp_path),
        XDG_DATA_HOME=str(tmp_path),
        XDG_STATE_HOME=str(tmp_path),
    )
    assert said.splitlines()[-3:] == [
        "['LOOK'] 1",
        "boil needs the scope BOIL, but the user granted LOOK; log in again and ask for it",
        "1",
    ]


def test_either_a_key_or_a_login_will_do(generator: Path, tmp_path: Path) -> None:
    assert generate(generator, tmp_path, "both").returncode == 0
    said = python(
        tmp_path,
        "-c",
        """
import kettle

with kettle.Simulator() as service:
    (_, _, key), = service._service.credentials()
    client = kettle.Client(service.base_url, api_key=key)
    print(client.kettles().collect()[0].kettle_id)
    for work in (lambda: client.boil(1), lambda: client.login(), lambda: kettle.Client(service.base_url)):
        try:
            work()
        except kettle.errors.SetupError as error:
            print(error)
""",
    )
    assert said.splitlines() == [
        "1",
        "`boil` needs an access token; give it to the client",
        "this client of Kettle was made without client_id, so nobody can log in",
        "the client needs client_id, the identifier of the registered application; Client.from_env() takes it from "
        "KETTLE_CLIENT_ID",
    ]


def test_what_cannot_be_a_package_is_refused(generator: Path, tmp_path: Path) -> None:
    for name, sentence in {
        "nibe_uplink": "give the package a name with --name",
        "uplink_runtime": "`uplink_runtime` is what packages stand on; give the package another name with --name",
        "Kettle": "`Kettle` is no name of a Python package; use small letters, digits and _, a letter first",
        "class": "`class` is no name of a Python package",
    }.items():
        refused = generate(generator, tmp_path, "keys", name)
        assert (refused.returncode, sentence in refused.stderr) == (1, True), refused.stderr
    computed = '\n[struct.Lid]\ndoc = "A lid."\nfield.a = { type = "int", doc = "A." }\ncomputed.b = { type = "Value", doc = "B." }\n'
    refused = generate(generator, tmp_path, "keys", more=computed)
    assert (refused.returncode, "`Lid` has `computed` words" in refused.stderr) == (1, True), refused.stderr


def test_a_name_is_given_once(generator: Path, tmp_path: Path) -> None:
    # That of an API of `nibe_uplink` is free, since the runtime has none.
    assert generate(generator, tmp_path, "keys", "myuplink").returncode == 0
    said = python(
        tmp_path,
        "-c",
        """
import myuplink
from uplink_runtime import _core
try:
    _core.describe_api("myuplink", "other", "other.toml")
except myuplink.errors.SetupError as error:
    print(error)
""",
    )
    assert said == "there is an API `myuplink` already; generate the package with another --name\n"


def test_it_is_installed_as_any_other(generator: Path, tmp_path: Path) -> None:
    assert generate(generator, tmp_path, "keys").returncode == 0
    where = tmp_path / "site"
    command = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--no-index",
        "--no-deps",
    ]
    command += ["--no-build-isolation", "--target", str(where), str(tmp_path / "made")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    program_ = "import kettle\nwith kettle.Simulator() as service: print(service.client().boil(1).kettle_id)"
    found = subprocess.run(
        [sys.executable, "-c", program_],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(where)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert found.stdout == "1\n", found.stderr
    names = {path.name for path in where.glob("kettle-*.dist-info/*")}
    assert "METADATA" in names
