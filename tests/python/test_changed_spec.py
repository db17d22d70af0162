"""A changed spec is all it takes to change the clients, the program and the service."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from changed import ROOT, TARGET, copy_of_repository, run, skeleton

sys.path.insert(0, str(ROOT / "tests"))
from obstacles import add_obstacles
from rename_spec import rename

pytestmark = pytest.mark.builds
SPEC = ROOT / "spec" / "nibe-uplink-v1.toml"

WEATHER = """
[function.weather]
doc   = "The weather that the cloud assumes for a system."
http  = "GET /api/v1/systems/{system_id}/weather"
scope = "READSYSTEM"
query.hours_ahead = { type = "int", default = 0, min = 0, max = 48, doc = "How far ahead." }
answer.200 = "Weather"

[[example.weather]]
arguments = { system_id = 40201, hours_ahead = 3 }
answer    = '{"cloudCover":75,"sky":"OVERCAST","newestFirst":null}'

[struct.Weather]
doc = "The weather of an hour."
field.cloud_cover  = { type = "int", unit = "%", doc = "Share of the sky that is covered." }
field.sky          = { type = "Sky", doc = "What it looks like." }
field.newest_first = { type = "bool?", doc = "Whether newer forecasts come first." }

[enum.Sky]
doc    = "What the sky looks like."
values = ["CLEAR", "OVERCAST"]
"""
PARAMETER = "49990\tCLOUD_COVER\tcloud_cover\tcloud cover\tBT99\t%\t10\tpairs\tno\t\t\t\t\t\n"


def test_a_renamed_spec_gives_a_client_that_passes_its_tests(tmp_path: Path) -> None:
    spec = rename(SPEC.read_text(encoding="utf-8"))
    output = run(["cargo", "test", "--offline", "--quiet"], skeleton(tmp_path, spec))
    counts = [int(n) for n in re.findall(r"^test result: ok\. (\d+) passed", output, re.M)]
    assert sum(counts) >= 18, output


def test_no_word_of_the_api_stands_in_the_crates_that_serve_any_api() -> None:
    text = SPEC.read_text(encoding="utf-8")
    names = {f"{part}" for part in re.findall(r"\b[a-z]+[A-Z]\w*", text)} | {"READSYSTEM", "WRITESYSTEM"}
    words = {name for name in names if len(name) > 6} | {"nibe"}
    word = re.compile(rf"\b(?:{'|'.join(sorted(words))})\b")
    found = []
    for crate in ("spec", "codegen", "runtime", "oauth", "postgres", "simulator"):
        for path in sorted((ROOT / "crates" / crate / "src").rglob("*.rs")):
            inside = path.relative_to(ROOT / "crates" / crate / "src")
            # `setup` knows which clouds there are to imitate.
            if crate == "simulator" and inside.parts[0] in ("nibe", "myuplink", "local", "setup.rs", "setup_tests.rs"):
                continue
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                code = line.split("//")[0]
                if "nibe::" not in code and "mod nibe" not in code:
                    found += [f"{path.relative_to(ROOT)}:{number}: {hit}" for hit in word.findall(code)]
    assert not found, "\n".join(found)


# One build for extension, program and tests of Rust: by themselves they would have other features, and be compiled twice.
PACKAGES = [part for name in ("nibe-uplink-python", "nibe-uplink-cli", "uplink-tests") for part in ("-p", name)]
BUILD = ["cargo", "build", "--offline", *PACKAGES, "--lib", "--bins", "--test", "examples"]


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository whose spec has more functions, types and parameters, and everything built from it."""
    folder = copy_of_repository(tmp_path_factory.mktemp("grown"))
    spec = folder / "spec" / "nibe-uplink-v1.toml"
    spec.write_text(add_obstacles(spec.read_text(encoding="utf-8") + WEATHER), encoding="utf-8")
    table = folder / "spec" / "nibe-uplink-v1.parameters.tsv"
    table.write_text(table.read_text(encoding="utf-8") + PARAMETER, encoding="utf-8")
    run(["make", "generate"], folder)
    said = run([*BUILD, "--message-format", "json-render-diagnostics"], folder)
    assert "warning" not in "".join(line for line in said.splitlines() if not line.startswith("{"))
    built = [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    [tests] = [one["executable"] for one in built if one.get("executable") and one["target"]["name"] == "examples"]
    shutil.copy(tests, folder / "rust-tests")
    shutil.copy(TARGET / "debug" / "lib_core.so", folder / "python" / "nibe_uplink" / "_core.abi3.so")
    shutil.copy(TARGET / "debug" / "nibe-uplink", folder / "nibe-uplink")
    return folder


def test_new_functions_and_obstacles_arrive_in_rust_with_their_tests(grown: Path) -> None:
    output = run([str(grown / "rust-tests")], grown / "tests")
    assert "test weather_example_0 ... ok" in output
    assert int(re.findall(r"(\d+) passed; 0 failed", output)[0]) > 220


def test_new_functions_and_obstacles_arrive_in_python_with_their_tests(grown: Path) -> None:
    tests = grown / "tests" / "python" / "generated" / "test_examples.py"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tests)]
    output = run(command, grown / "tests", PYTHONPATH=str(grown / "python"))
    assert int(re.findall(r"(\d+) passed", output)[0]) > 440
    run([sys.executable, "-m", "mypy", "--strict", "--cache-dir", os.devnull, "nibe_uplink"], grown / "python")
    code = "import nibe_uplink; p = nibe_uplink.catalogue.get(49990); print(p.alias, p.factor, p.unit)"
    assert run([sys.executable, "-c", code], grown, PYTHONPATH=str(grown / "python")).strip() == "cloud_cover 10 %"


def test_a_new_function_arrives_in_the_program_and_the_service(grown: Path) -> None:
    program = str(grown / "nibe-uplink")
    spec = str(grown / "spec" / "nibe-uplink-v1.toml")
    command = [program, "simulate", "--port", "0", "--auto-approve", "--spec", spec]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as service:
        try:
            assert service.stdout
            about = json.loads(service.stdout.readline())
            environment = os.environ | {
                "NIBE_UPLINK_BASE_URL": about["base_url"],
                "NIBE_UPLINK_CLIENT_ID": about["client_id"],
                "NIBE_UPLINK_CLIENT_SECRET": about["client_secret"],
                "NIBE_UPLINK_REDIRECT_URI": about["redirect_uri"],
                "NIBE_UPLINK_TOKEN_FILE": str(grown / "tokens" / "tokens.json"),
            }
            login = subprocess.Popen(
                [program, "login", "--no-browser"], env=environment, stdout=subprocess.PIPE, text=True
            )
            assert login.stdout
            run([sys.executable, "-c", FOLLOW, login.stdout.readline().strip()], grown)
            assert login.wait(30) == 0
            login.stdout.close()
            call = [program, "--json", "call", "weather", "--system-id", "40201", "--hours-ahead", "3"]
            done = subprocess.run(call, env=environment, stdout=subprocess.PIPE, text=True, check=True)
            assert json.loads(done.stdout) == {"cloudCover": 75, "sky": "OVERCAST", "newestFirst": None}
        finally:
            service.terminate()


# Stands in for the browser: follows the link to the callback.
FOLLOW = "import sys, urllib.request; urllib.request.urlopen(sys.argv[1]).read()"
