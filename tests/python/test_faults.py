"""Tests of faults prove something only if they fail without them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent


def test_t72_every_test_that_switches_a_fault_fails_without_it() -> None:
    # It fails on purpose: what it hears and shows is not what other tests would.
    environment = {name: value for name, value in os.environ.items() if name != "UPLINK_TEST_NOTES"}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-v", "-rN", "--tb=no", "-p", "no:cacheprovider", "-p", "without_faults", "."],
        cwd=FOLDER,
        env=environment | {"PYTHONPATH": str(FOLDER)},
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert re.findall(r"^(\S+::.+) PASSED", done.stdout, re.M) == [], "these would not notice that their fault is gone"
    failed = re.findall(r"^(\S+::.+) FAILED", done.stdout, re.M)
    assert len(failed) > 25, done.stdout + done.stderr
