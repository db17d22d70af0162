"""Answers of real machines pass through the service and the clients of Python and of the shell without a loss."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import nibe_uplink
from nibe_uplink import Reading

# They lie beside the repository and are not part of it.
FOLDER = Path(__file__).resolve().parents[3] / "shared" / "captures"
FILES = sorted(FOLDER.glob("*.json"))
ROWS = 448
PROGRAM = str(Path(sys.executable).parent / "nibe-uplink")

# A machine of no capture: a unit nobody has seen, null where a text is usual, rows without parameters, large and
# negative raw values, a display with other digits than the factor gives, and fields that the API has not had yet.
OTHER = [
    {
        "unit": {
            "systemUnitId": 0,
            "name": "S9999",
            "shortName": "m",
            "product": "S9999",
            "softwareVersion": "1",
            "colour": "red",
        },
        "categories": [
            {"categoryId": "EMPTY", "name": "", "parameters": []},
            {
                "categoryId": "NEW_ONE",
                "name": "new ",
                "parameters": [
                    {"parameterId": 40004, "name": None, "title": "outdoor", "designation": None, "unit": "°C",
                     "displayValue": "-0.4°C", "rawValue": -4},
                    {"parameterId": 43144, "name": "43144", "title": "energy", "designation": "", "unit": "kWh",
                     "displayValue": "20477560.5kWh", "rawValue": 2047756049},
                    {"parameterId": 43005, "name": "43005", "title": "degree minutes", "designation": "", "unit": "DM",
                     "displayValue": "-3276DM", "rawValue": -32760},
                    {"parameterId": 99999, "name": "99999", "title": "unheard of:", "designation": "X1", "unit": "bar",
                     "displayValue": "1.25bar", "rawValue": 125, "note": "new"},
                    {"parameterId": 40121, "name": "40121", "title": "", "designation": "", "unit": "ºC",
                     "displayValue": "21.5ºC", "rawValue": 215},
                    {"parameterId": 40033, "name": "40033", "title": "room", "designation": "", "unit": "°C",
                     "displayValue": "--", "rawValue": -32768},
                    {"parameterId": 0, "name": None, "title": "serial number", "designation": "", "unit": "",
                     "displayValue": "06512018123456", "rawValue": -32768},
                ],
            },
        ],
    }
]  # fmt: skip
OTHER_VALUES: list[Any] = [-0.4, 20477560.49, -3276.0, 1.25, 21.5, None, "06512018123456"]


needs_captures = pytest.mark.skipif(not FILES, reason=f"there are no captures of real machines at {FOLDER}")


@pytest.fixture(scope="module", params=FILES or [Path()], ids=lambda path: path.stem)
def capture(request: pytest.FixtureRequest) -> Iterator[tuple[Path, nibe_uplink.Simulator]]:
    """A capture, and a service that plays its machine."""
    with nibe_uplink.Simulator(machines=[request.param]) as sim:
        yield request.param, sim


def judge(row: Reading) -> None:
    """The display text is the judge: a number differs from what is shown by less than one unit of the last digit."""
    number = re.match(r"-?\d+(?:\.(\d+))?", row.display_value)
    if row.display_value == "--":
        assert (row.value, row.source) == (None, "absent")
    elif number and row.parameter_id and row.display_value == number[0] + (row.raw_unit or "").strip():
        assert isinstance(row.value, int | float), row
        assert abs(row.value - float(number[0])) < 10.0 ** -len(number[1] or ""), row
    else:
        assert (row.value, row.source) == (row.display_value.strip(), "text")


@needs_captures
def test_every_row_arrives_in_python(capture: tuple[Path, nibe_uplink.Simulator]) -> None:
    path, sim = capture
    client = sim.client(scopes=["READSYSTEM"])
    for unit in json.loads(path.read_text(encoding="utf-8")):
        number = unit["unit"]["systemUnitId"]
        categories = client.categories(sim.systems[0], parameters=True, system_unit_id=number)
        expected = [row for category in unit["categories"] for row in category["parameters"]]
        rows = [row for category in categories for row in category.parameters or []]
        assert [(r.parameter_id, r.display_value, r.raw_value) for r in rows] == [
            (r["parameterId"], r["displayValue"], r["rawValue"]) for r in expected
        ]
        for row in rows:
            judge(row)


@needs_captures
def test_no_row_of_the_captures_is_missing() -> None:
    rows = sum(
        len(category["parameters"])
        for path in FILES
        for unit in json.loads(path.read_text(encoding="utf-8"))
        for category in unit["categories"]
    )
    assert rows == ROWS


def logged_in(sim: nibe_uplink.Simulator, folder: Path) -> dict[str, str]:
    """The environment of a program that has logged in."""
    environment = os.environ | {
        "NIBE_UPLINK_BASE_URL": sim.base_url,
        "NIBE_UPLINK_CLIENT_ID": sim.client_id,
        "NIBE_UPLINK_CLIENT_SECRET": sim.client_secret,
        "NIBE_UPLINK_REDIRECT_URI": "http://127.0.0.1:0/callback",
        "NIBE_UPLINK_TOKEN_FILE": str(folder / "tokens" / "tokens.json"),
    }
    login = [PROGRAM, "login", "--no-browser"]
    with subprocess.Popen(login, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        urllib.request.urlopen(process.stdout.readline().strip()).close()
        assert process.wait(30) == 0
    return environment


@needs_captures
def test_every_row_arrives_in_the_shell(capture: tuple[Path, nibe_uplink.Simulator], tmp_path: Path) -> None:
    path, sim = capture
    environment = logged_in(sim, tmp_path)
    for unit in json.loads(path.read_text(encoding="utf-8")):
        number = str(unit["unit"]["systemUnitId"])
        command = [PROGRAM, "--no-pace", "--json", "read", str(sim.systems[0]), "--unit", number]
        done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
        rows = [row for category in json.loads(done.stdout) for row in category["parameters"]]
        for row in rows:
            value, source = row.pop("value"), row.pop("source")
            reading = Reading.from_json(json.dumps(row))
            assert (reading.value, reading.source) == (value, source)
        assert rows == [row for category in unit["categories"] for row in category["parameters"]]


def test_a_machine_that_nobody_has_seen_arrives_too(tmp_path: Path) -> None:
    path = tmp_path / "other.json"
    path.write_text(json.dumps(OTHER), encoding="utf-8")
    with nibe_uplink.Simulator(machines=[path]) as sim:
        empty, new = sim.client().categories(sim.systems[0], parameters=True)
        assert empty.parameters == []
        assert new.parameters is not None
        assert [row.value for row in new.parameters] == OTHER_VALUES
        assert new.parameters[3].extra == {"note": "new"}
