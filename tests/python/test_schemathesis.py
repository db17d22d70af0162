"""A tester of others makes thousands of requests of the exported OpenAPI documents, right ones and wrong ones.

It compares what the service answers with what the document says, with all of its checks, one request after another and in
chains of them.
"""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
from changed import ROOT

import nibe_uplink
from nibe_uplink import myuplink

PROGRAM = ROOT / "build" / "schemathesis" / "bin" / "schemathesis"
CONFIGURATIONS = ROOT / "tests" / "schemathesis"

pytestmark = pytest.mark.skipif(not PROGRAM.exists(), reason="schemathesis is not installed")


def described(document: str, examples: dict[str, str]) -> str:
    """An exported document whose examples are of the machines that are served, so that they lead somewhere."""
    text = (ROOT / "docs" / "reference" / document).read_text(encoding="utf-8")
    for one, other in examples.items():
        assert one in text, f"the document has no {one}"
        text = text.replace(one, other)
    return text


def judge(
    sim: nibe_uplink.Simulator | myuplink.Simulator, document: str, configuration: str, cases: int, folder: Path
) -> None:
    """Runs the tester with so many cases for each function, and fails with all that it found."""
    (folder / "openapi.json").write_text(document, encoding="utf-8")
    token = sim._service.issue(list(sim._every_scope))[0]
    command: list[Any] = [PROGRAM, "--config-file", CONFIGURATIONS / configuration, "run", "openapi.json"]
    command += ["--url", sim.base_url, "--header", f"Authorization:Bearer {token}", "--no-color"]
    command += ["--checks", "all", "--phases", "examples,coverage,fuzzing,stateful", "--seed", "20240115"]
    command += ["--max-examples", str(cases), "--continue-on-failure", "--workers", "1"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300, check=False)
    found = re.search(r"= FAILURES =.*", done.stdout, re.DOTALL)
    assert done.returncode == 0, found.group() if found else done.stdout + done.stderr
    generated = re.search(r"(\d+) generated", done.stdout)
    assert generated, done.stdout
    assert int(generated.group(1)) >= 2000
    statuses = {seen.status // 100 for seen in sim.requests()}
    assert statuses == {2, 4}, "some requests were right, some wrong, and none broke the service"


def test_nibe_uplink_is_as_described(tmp_path: Path) -> None:
    with nibe_uplink.Simulator(at="2024-01-15T06:00:00Z", speed=0) as sim:
        document = described("openapi.json", {"40201": str(sim.systems[0])})
        judge(sim, document, "nibe-uplink.toml", 60, tmp_path)


def test_myuplink_is_as_described(tmp_path: Path) -> None:
    with myuplink.Simulator(at="2024-01-15T06:00:00Z", speed=0) as sim:
        example = json.loads((ROOT / "docs/reference/myuplink/openapi.json").read_text(encoding="utf-8"))
        device = example["paths"]["/v2/devices/{deviceId}"]["get"]["parameters"][0]["examples"]["example_1"]["value"]
        document = described("myuplink/openapi.json", {device: next(iter(sim.client().systems())).devices[0].id})
        judge(sim, document, "myuplink.toml", 150, tmp_path)
