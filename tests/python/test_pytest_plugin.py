"""The plugin for pytest, as a program that has the package installed finds it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from support import SPECS

PAGE = (SPECS.parent / "docs" / "testing.md").read_text(encoding="utf-8")
PROGRAMS = re.findall(r"```python\n(.*?)```", PAGE, re.S)


def run(folder: Path, text: str, *options: str) -> str:
    """What pytest says of a file, where nothing but the package is known."""
    (folder / "test_program.py").write_text(text, encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "--strict-markers",
        "-W",
        "error",
        "-p",
        "no:cacheprovider",
        *options,
    ]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    done = subprocess.run(command, cwd=folder, env=environment, stdout=subprocess.PIPE, text=True, check=False)
    return done.stdout


@pytest.mark.parametrize("number", range(len(PROGRAMS)))
def test_the_programs_of_the_page_pass(number: int, tmp_path: Path) -> None:
    tests = PROGRAMS[number].count("def test_")
    said = run(tmp_path, PROGRAMS[number])
    assert tests > 0
    assert f"{tests} passed" in said, said


def test_each_test_has_a_service_of_its_own(tmp_path: Path) -> None:
    said = run(
        tmp_path,
        """
import pytest
from nibe_uplink import ServerError, SetupError

pytestmark = [pytest.mark.uplink_simulator(speed=0), pytest.mark.uplink_fault("status", status=503, times=9)]

@pytest.mark.parametrize("_", range(2))
def test_it_fails(_, uplink_simulator, uplink_client):
    assert uplink_simulator.requests() == []
    with pytest.raises(ServerError):
        uplink_client.with_options().systems().collect()
    assert uplink_simulator.now == uplink_simulator.now

@pytest.mark.uplink_fault("hang_up")
@pytest.mark.uplink_simulator(api="myuplink")
def test_the_nearest_counts(uplink_simulator, uplink_client):
    with pytest.raises(ServerError):
        uplink_client.systems().collect()
    assert [seen.status for seen in uplink_simulator.requests()][:2] == [0, 503]
    assert type(uplink_client).__module__.startswith("nibe_uplink.myuplink")

def test_the_client_is_closed(uplink_client, uplink_async_client):
    global kept
    kept = uplink_client, uplink_async_client

def test_afterwards():
    with pytest.raises(SetupError, match="closed"):
        kept[0].systems()
    with pytest.raises(SetupError, match="closed"):
        kept[1].systems()
""",
    )
    assert "5 passed" in said, said


@pytest.mark.parametrize(
    ("marker", "sentence"),
    [
        ("uplink_simulator(api='nibe')", "there is no API 'nibe'"),
        ("uplink_simulator('myuplink')", "takes options by name"),
        ("uplink_simulator(sped=0)", "sped"),
        ("uplink_fault('nonsense')", "nonsense"),
    ],
)
def test_slips_in_markers_are_told(marker: str, sentence: str, tmp_path: Path) -> None:
    text = f"import pytest\n@pytest.mark.{marker}\ndef test_it(uplink_client):\n    pass\n"
    said = run(tmp_path, text)
    assert "1 error" in said
    assert sentence in said


def test_who_does_not_use_it_pays_nothing(tmp_path: Path) -> None:
    text = (
        "import sys\ndef test_it():\n    assert not {'nibe_uplink._core', 'nibe_uplink.simulator'} & set(sys.modules)\n"
    )
    assert "1 passed" in run(tmp_path, text)
    assert "uplink_client" in run(tmp_path, text, "--fixtures")
    assert "@pytest.mark.uplink_fault" in run(tmp_path, text, "--markers")
    assert "uplink_client" not in run(tmp_path, text, "-p", "no:nibe_uplink", "--fixtures")
