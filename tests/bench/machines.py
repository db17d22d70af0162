"""Ten thousand machines in one service: what each takes in memory, and how long a day of all of them lasts.

Machines catch up when somebody looks, so that all of them are looked at, on the pages of the overview.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.places import NATIVE
from bench.publish import cpu, resident
from bench.table import Line

MACHINES, PAGE = 10_000, 50
TITLE = "the local service with 10,000 machines"
BARS = [("memory of each", 20.0, "kB"), ("a day of all", 60.0, "s")]


class Service:
    """A service with so many machines, by a clock that stands still but for what is said."""

    def __init__(self, process: subprocess.Popen[str], owners: int) -> None:
        assert process.stdout
        ready = json.loads(process.stdout.readline())
        self.pid, self.owners = process.pid, owners
        self._page, self._admin = ready["base_url"], ready["admin_url"]

    def look(self) -> tuple[float, float]:
        """Looks at all of them; seconds, and those of the service's processor."""
        began, before = time.monotonic(), cpu(self.pid)
        for first in range(1, self.owners + 1, PAGE):
            with urllib.request.urlopen(f"{self._page}/?from={first}", timeout=300) as page:
                shown = page.read().count(b"<h3>")
            assert shown == min(PAGE, self.owners - first + 1)
        return time.monotonic() - began, cpu(self.pid) - before

    def advance(self, seconds: float) -> None:
        """Sets the clock forward."""
        urllib.request.urlopen(
            urllib.request.Request(f"{self._admin}/advance", json.dumps({"seconds": seconds}).encode()), timeout=60
        ).close()


@contextmanager
def service(program: Path, owners: int) -> Iterator[Service]:
    """Runs a service."""
    words = ["--owners", str(owners), "--admin-port", "0", "--speed", "0", "--at", "2026-01-15T12:00:00Z"]
    with subprocess.Popen([program, "simulate", *words], stdout=subprocess.PIPE, text=True) as process:
        try:
            yield Service(process, owners)
        finally:
            process.kill()


def measured(program: Path) -> tuple[float, float, float]:
    """KB of each machine, seconds of a day, and those of the processor."""
    with service(program, 1) as one:
        one.look()
        alone = resident(one.pid)
    with service(program, MACHINES) as many:
        many.look()
        many.advance(86_400)
        took, seconds = many.look()
        return (resident(many.pid) - alone) / MACHINES * 1000, took, seconds


def lines(program: Path = NATIVE) -> list[Line]:
    """The lines of the table."""
    if not Path("/proc/self/stat").exists():
        return [Line(TITLE, what, bar=bar, unit=unit, skipped="the system has no /proc") for what, bar, unit in BARS]
    memory, took, seconds = measured(program)
    [each, day] = BARS
    return [
        Line(TITLE, each[0], memory, bar=each[1], unit=each[2]),
        Line(TITLE, day[0], took, bar=day[1], unit=day[2], ours=f"{seconds:.1f} s of CPU"),
    ]


if __name__ == "__main__":
    # Of another build than that of the bench: `python -m bench.machines target/debug/nibe-uplink`.
    for line in lines(*(Path(path) for path in sys.argv[1:])):
        print(line.row, line.against, f"{line.cpu:.1f}", line.unit, line.ours)
