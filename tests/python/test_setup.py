"""What does not go together is refused by the package and by the program, in the same words."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import nibe_uplink
from nibe_uplink import myuplink
from nibe_uplink.errors import SetupError

SPEC = """
[api]
name = "Tiny"
version = "1"
base_url = "https://tiny.example"
doc = "Tiny."

[function.ping]
doc = "Says hello."
http = "GET /ping"
scope = "none"
answer.200 = "string"
"""

# What is asked of the package, the same of the program, and what both say; None where the program has no such option.
TABLE: list[tuple[dict[str, Any], list[str] | None, str]] = [
    (
        {"spec": "tiny.toml", "machines": ["machine.json"]},
        ["--spec", "tiny.toml", "--machine", "machine.json"],
        "a spec is served from its examples, so machines do not go with it; leave one of them out",
    ),
    (
        {"spec": "tiny.toml", "profile": "strict"},
        ["--spec", "tiny.toml", "--profile", "strict"],
        "the spec has no [oauth], so nobody logs in; leave profile out",
    ),
    (
        {"spec": "tiny.toml", "pace": "spec"},
        ["--spec", "tiny.toml", "--pace", "spec"],
        "the spec has no [pace] that could be enforced; leave pace out",
    ),
    (
        {"spec": "tiny.toml", "scopes": ["READ"]},
        ["--spec", "tiny.toml", "--scopes", "READ"],
        "the spec has no [oauth], so nobody logs in; leave scopes out",
    ),
    ({"speed": -1}, ["--speed", "-1"], "speed has to be a number, 0 or more"),
    ({"speed": float("nan")}, ["--speed", "nan"], "speed has to be a number, 0 or more"),
    (
        {"scopes": ["EVERYTHING"]},
        ["--scopes", "EVERYTHING"],
        "NIBE Uplink has no scope EVERYTHING; it has READSYSTEM, WRITESYSTEM",
    ),
    (
        {"redirect_uri": "ftp://example.org/back"},
        ["--redirect-uri", "ftp://example.org/back"],
        "the callback URL must lead to an application: http, https, or a scheme of its own",
    ),
    (
        {"redirect_uri": "https://*.example.org/back"},
        ["--redirect-uri", "https://*.example.org/back"],
        "the callback URL must not hold an asterisk: callbacks are compared letter by letter, none stands for many",
    ),
    (
        {"spec": "tiny.toml", "seed": 7},
        ["--spec", "tiny.toml", "--seed", "7"],
        "a seed is for the demo machines, and files are served as they are; leave one of them out",
    ),
    (
        {"grace": 5},
        None,
        "a grace is for refresh tokens that are good once; choose the rotation once, or leave it out",
    ),
    ({"rotation": "twice"}, None, "there is no rotation `twice`; there are never, loose and once"),
    ({"profile": "lax"}, None, "there is no profile `lax`; there are nibe, myuplink and strict"),
]


@pytest.mark.parametrize(("options", "arguments", "sentence"), TABLE, ids=[sentence for *_, sentence in TABLE])
def test_both_refuse_in_the_same_words(
    options: dict[str, Any],
    arguments: list[str] | None,
    sentence: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "tiny.toml").write_text(SPEC)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SetupError) as refused:
        nibe_uplink.Simulator(**options)
    assert str(refused.value) == sentence
    if arguments is not None:
        command = [sys.executable, "-m", "nibe_uplink", "simulate", *arguments]
        done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
        assert (done.returncode, done.stdout, done.stderr) == (2, "", f"error: {sentence}\n")


def test_what_is_of_pumps_is_refused_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    sentence = "only a pump at its own address is set to read_only; leave it out"
    monkeypatch.setattr(nibe_uplink.Simulator, "_manners", {"read_only": True, "whole_points": False})
    with pytest.raises(SetupError, match=sentence):
        nibe_uplink.Simulator()
    command = [sys.executable, "-m", "nibe_uplink", "simulate", "--read-only"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"error: {sentence}\n")
    # A pump has no login, so there is nothing strict about it.
    command = [sys.executable, "-m", "nibe_uplink", "--api", "local", "simulate", "--profile", "strict"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    sentence = "the spec has no [oauth], so nobody logs in; leave profile out"
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"error: {sentence}\n")


def test_each_cloud_has_its_own_profile() -> None:
    # Refresh tokens are good once at myUplink, so there a grace has a meaning.
    with myuplink.Simulator(grace=5) as cloud:
        assert cloud.systems


def test_the_same_seed_is_the_same_pump() -> None:
    def seen(seed: int | None) -> list[str]:
        with nibe_uplink.Simulator(seed=seed, at="2024-01-15T06:00:00Z", speed=0) as cloud, cloud.client() as client:
            cloud.advance(7200)
            rows = client.parameters(cloud.systems[0], [40004, 40033, 43420, 44308])
            return [row.display_value for row in rows]

    assert seen(7) == seen(7)
    assert len({tuple(seen(seed)) for seed in (None, 0, 7, 2**64 - 1)}) == 4
    for wrong in (-1, 2**64):
        with pytest.raises(SetupError, match="seed has to be a whole number"):
            nibe_uplink.Simulator(seed=wrong)


POINT = {
    "category": "NIBEF F1145-10 PC",
    "parameterId": "40004",
    "parameterName": "Current outd temp (BT1)",
    "parameterUnit": "\u00b0C",
    "writable": False,
    "timestamp": "2026-02-03T04:05:06+00:00",
    "value": -9.3,
    "strVal": "-9.3\u00b0C",
    "smartHomeCategories": [],
    "minValue": None,
    "maxValue": None,
    "stepValue": 1,
    "enumValues": [],
    "scaleValue": "0.1",
    "zoneId": None,
}


def test_a_machine_of_myuplink_comes_from_its_own_answers(tmp_path: Path) -> None:
    file = tmp_path / "points.json"
    file.write_text(json.dumps([POINT]), encoding="utf-8")
    for machine in (file, tmp_path):
        with myuplink.Simulator(machines=[machine]) as cloud:
            client = cloud.client()
            [system] = client.systems()
            [point] = client.points(system.devices[0].id)
            assert (system.name, point.title, point.value) == ("F1145-10 PC", "Current outd temp (BT1)", -9.3)
    with pytest.raises(SetupError, match="these are points of myUplink"):
        nibe_uplink.Simulator(machines=[file])
    # The program takes it too, and says what is wrong with another folder.
    (tmp_path / "empty").mkdir()
    command = [sys.executable, "-m", "nibe_uplink", "--api", "myuplink", "simulate", "--machine"]
    done = subprocess.run([*command, tmp_path / "empty"], capture_output=True, text=True, timeout=30, check=False)
    assert (done.returncode, "holds no list of points" in done.stderr) == (1, True), done.stderr
    with subprocess.Popen([*command, file], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        line = json.loads(process.stdout.readline())
        process.terminate()
    assert len(line["systems"]) == 1
