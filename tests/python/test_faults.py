"""Tests of faults prove something only if they fail without them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent


def test_t72_every_test_that_switches_a_fault_fails_without_it() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-rA", "--tb=no", "-p", "no:cacheprovider", "-p", "without_faults", "."],
        cwd=FOLDER,
        env=os.environ | {"PYTHONPATH": str(FOLDER)},
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert re.findall(r"^PASSED (\S+)", done.stdout, re.M) == [], "these would not notice that their fault is gone"
    failed = re.findall(r"^FAILED (\S+)", done.stdout, re.M)
    assert len(failed) > 25, done.stdout + done.stderr
