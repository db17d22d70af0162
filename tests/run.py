"""Runs every test runner, and adds up what they counted.

The last line is `N passed, 0 failed, K skipped`. A skip that `skips.txt` does not allow counts as a failure, and so does
a secret in anything that the run said, logged or left behind.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sweep import sweep, swept

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
# What this run writes: temporary files, and what passing tests said and logged, at every level. Outside of the git work
# tree, whose files a login warns of.
RUN = Path(tempfile.mkdtemp(prefix="tests-"))
TEMPORARY, NOTES = RUN / "tmp", RUN / "notes"
NOTED = ["-o", "junit_logging=all", "-o", "junit_log_passing_tests=true", "-o", "log_level=NOTSET"]

Runner = tuple[str, list[str]]


def pytest(name: str, marked: str) -> Runner:
    """The Python tests with a mark."""
    command = [str(BIN / "pytest"), "tests", "-m", marked, "-q", "-rs", "-p", "no:cacheprovider", "--durations=25"]
    return name, [*command, f"--junitxml={NOTES / name}.xml", *NOTED]


CHECKS = ("checks", ["make", "--no-print-directory", "check"])
PYTHON = pytest("Python", "not builds")
# What compiles copies of the workspace starts with what the Rust tests have compiled.
BUILDS = pytest("Builds", "builds")
# Two rows that take about the same time, for two processors.
ROWS: list[list[Runner]] = [
    [("Rust", ["cargo", "test", "--workspace", "--quiet", "--", "--show-output"]), BUILDS],
    [PYTHON],
]


def run(runner: Runner, *, live: bool = True) -> tuple[str, int, str]:
    """Runs a command, shows its output as it comes or else at its end, and returns its name, exit code and output."""
    name, command = runner
    print(f"== {name}: {' '.join(command)}", flush=True)
    started = time.monotonic()
    lines: list[str] = []
    environment = os.environ | {
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}",
        "TMPDIR": str(TEMPORARY),
        "UPLINK_TEST_NOTES": str(NOTES),
    }
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        assert process.stdout
        for line in process.stdout:
            lines.append(line)
            if live:
                print(line, end="", flush=True)
    output = "".join(lines)
    end = f"== {name}: exit code {process.returncode} after {time.monotonic() - started:.0f} s"
    print(end if live else f"{output}{end}", flush=True)
    return name, process.returncode, output


def allowed_skips() -> list[str]:
    """The messages that a skip may have."""
    lines = (ROOT / "tests/skips.txt").read_text(encoding="utf-8").splitlines()
    return [line.split("\t")[0] for line in lines if line and not line.startswith("#")]


def main() -> int:
    passed = failed = skipped = 0
    refused: list[str] = []
    for folder in (TEMPORARY, NOTES):
        folder.mkdir(parents=True)
    # One test runs its program as another user, who has to reach its files.
    RUN.chmod(0o711)
    results = [run(CHECKS)]
    with ThreadPoolExecutor() as pool:
        rows = pool.map(lambda row: [run(runner, live=runner == PYTHON) for runner in row], ROWS)
        results += [result for row in rows for result in row]
    for name, code, output in results:
        if name == "checks":
            passed += code == 0
        for counts in re.findall(r"^test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored", output, re.M):
            passed += int(counts[0])
            failed += int(counts[1])
            skipped += int(counts[2])
        summary = (
            re.findall(r"(\d+) (passed|failed|skipped|errors?|xfailed|xpassed)\b", output.splitlines()[-1])
            if output
            else []
        )
        for count, word in summary if name in (PYTHON[0], BUILDS[0]) else []:
            passed += int(count) if word == "passed" else 0
            skipped += int(count) if word in ("skipped", "xfailed") else 0
            failed += int(count) if word in ("failed", "error", "errors", "xpassed") else 0
        if code != 0 and (name == "checks" or failed == 0):
            failed += 1
        skips = re.findall(r"^(?:SKIPPED .*|skipped: .*|test (?!result:).* ignored.*)$", output, re.M)
        skipped += sum(skip.startswith("skipped: ") for skip in skips)
        refused += [skip for skip in skips if not any(allowed in skip for allowed in allowed_skips())]
    for skip in refused:
        print(f"error: this skip is not in tests/skips.txt: {skip}")
    failed += len(refused)
    leaks = [leak for name, _, output in results for leak in swept(f"the output of {name}", output.encode())]
    leaks += sweep(RUN, ROOT)
    for leak in leaks:
        print(f"error: {leak}")
    failed += len(leaks)
    shutil.rmtree(RUN, ignore_errors=True)
    print(f"{passed} passed, {failed} failed, {skipped} skipped")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
