"""The generator serves an API of somebody else: a crate outside the workspace, described in one file."""

from __future__ import annotations

import shutil

import pytest
from changed import ROOT, run

pytestmark = pytest.mark.builds
KETTLE = ROOT / "crates" / "codegen" / "examples" / "kettle"


def test_a_third_api_works_against_its_service() -> None:
    # The versions of the workspace, so that nothing is downloaded; the file is not committed.
    shutil.copy(ROOT / "Cargo.lock", KETTLE / "Cargo.lock")
    output = run(["cargo", "run", "--offline", "--quiet"], KETTLE)
    assert "kettle 1: 21.5 °C, CLOSED" in output
    assert "boiled: 95 °C" in output


def test_its_program_is_short() -> None:
    lines = (KETTLE / "src" / "main.rs").read_text(encoding="utf-8").splitlines()
    assert len([line for line in lines if line.strip() and not line.startswith("//")]) < 40
