"""What a Python package sends of a document with each style, kind of body and kind of caller, held against the document."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.usefixtures("generator")
def test_each_kind_of_request_is_as_the_document_says() -> None:
    script = ROOT / "tests" / "strangers"
    done = subprocess.run(
        [sys.executable, script, script / "styles.yaml"], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "112 right; 0 notes" in done.stdout, done.stdout
