"""The page about moving to myUplink: its programs run, and its table knows every function."""

from __future__ import annotations

import re
import tomllib

import pytest
from support import SPECS

PAGE = (SPECS.parent / "docs" / "migration.md").read_text(encoding="utf-8")
PROGRAMS = re.findall(r"```python\n(.*?)```", PAGE, re.S)


def test_there_is_a_program_and_its_twin() -> None:
    assert len(PROGRAMS) == 3


@pytest.mark.parametrize("program", PROGRAMS, ids=["nibe-uplink", "myuplink", "writes"])
def test_each_program_runs(program: str, capsys: pytest.CaptureFixture[str]) -> None:
    exec(compile(program, "migration.md", "exec"), {})
    said = capsys.readouterr().out
    if "verify" in program:
        assert said == "4 refused read only value\n47751 applied modified\n"
        return
    assert "Lake house" in said
    assert "°C" in said
    if "myuplink" in program:
        assert said.endswith("{'47011': 'modified'}\n-1\n")


@pytest.mark.parametrize(("spec", "column"), [("nibe-uplink-v1.toml", 1), ("myuplink-v2.toml", 2)])
def test_the_table_knows_every_function(spec: str, column: int) -> None:
    functions = tomllib.loads((SPECS / spec).read_text(encoding="utf-8"))["function"].keys()
    rows = [line.split("|") for line in PAGE.splitlines() if line.startswith("| ")]
    named = {name for row in rows[1:] for name in re.findall(r"`(\w+)`", row[column])}
    if column == 2:
        named |= {"smarthome_mode", "set_smarthome_mode"}  # "the same"
    assert named == functions
