"""Lines of `nibe-uplink publish`, read by a parser of others."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import line_protocol_parser
import pytest
from test_publish import PROGRAM, until

TEXT = 'a", b="c, d=e \\'
"""What has to be escaped, in a text and in names."""


def point(number: str, value: object, shown: str) -> dict[str, Any]:
    """A point as myUplink tells it."""
    return {
        "category": "S1255-6", "parameterId": number, "parameterName": f"Odd, name={number}", "parameterUnit": "",
        "writable": False, "timestamp": "2026-02-03T04:05:06Z", "value": value, "strVal": shown,
        "smartHomeCategories": [], "minValue": None, "maxValue": None, "stepValue": 1, "enumValues": [],
        "scaleValue": "1", "zoneId": None,
    }  # fmt: skip


@pytest.fixture
def lines(tmp_path: Path) -> list[str]:
    """What is written of a machine with odd points, and of the machines of the demo."""
    machine = tmp_path / "odd.json"
    odd = [point("4", 21.5, "21.5°C") | {"parameterUnit": "°C"}, point("1", TEXT, TEXT), point("2", -32768, "-32768")]
    machine.write_text(json.dumps(odd))
    found: list[str] = []
    for more in ([], ["--machine", str(machine)]):
        service = subprocess.Popen([PROGRAM, "--api", "myuplink", "simulate", *more], stdout=subprocess.PIPE, text=True)
        assert service.stdout
        ready = json.loads(service.stdout.readline())
        path = tmp_path / f"{len(more)}.lp"
        config = tmp_path / "publish.toml"
        config.write_text(f'[source]\napi = "myuplink"\nevery = "1s"\n[influx]\nfile = "{path}"\n')
        environment = os.environ | {
            "MYUPLINK_BASE_URL": ready["base_url"], "MYUPLINK_CLIENT_ID": ready["client_id"],
            "MYUPLINK_CLIENT_SECRET": ready["client_secret"], "XDG_STATE_HOME": str(tmp_path),
        }  # fmt: skip
        command = [PROGRAM, "publish", "--config", str(config), "--client-credentials", "--no-pace"]
        process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
        enough = 2 if more else 250
        until(lambda path=path, enough=enough: path.exists() and path.read_text().count("\n") >= enough)
        for started in (process, service):
            started.kill()
            started.communicate()
        # The last one may be cut off: the program was killed.
        found += [line for line in path.read_text().splitlines(keepends=True) if line.endswith("\n")]
    return found


def test_a_parser_of_others_reads_every_line(lines: list[str]) -> None:
    parsed = [line_protocol_parser.parse_line(line.rstrip("\n")) for line in lines]
    assert len(parsed) > 250
    for row in parsed:
        assert row["measurement"] == "nibe_point"
        assert {"api", "device", "name", "point"} <= row["tags"].keys() <= {"api", "device", "name", "point", "unit"}
        assert all(row["tags"].values())
        [(field, value)] = row["fields"].items()
        assert (field, type(value)) in (("value", float), ("text", str))
        assert isinstance(row["time"], int)
    texts = [row["fields"]["text"] for row in parsed if row["tags"]["point"] == "1"]
    assert texts == [TEXT]
    # An absent sensor has no line.
    assert [
        row for row in parsed if row["tags"]["point"] == "2" and row["tags"].get("name", "").startswith("odd")
    ] == []
    keys = {(row["measurement"], tuple(sorted(row["tags"].items())), row["time"]) for row in parsed}
    assert len(keys) == len(parsed)
