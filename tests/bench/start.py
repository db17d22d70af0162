"""What it takes to start: importing the client, and the program of the wheel to its first byte."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from bench.places import NATIVE, OURS, wheel_of
from bench.table import Line

ROUNDS = 21
IMPORT = "from nibe_uplink import Client"
MEMORY = "; print(next(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmRSS')))"


def lines() -> list[Line]:
    """The lines of the table."""
    python = OURS / "bin/python"
    programs = [OURS / "bin/nibe-uplink", "--version"], [NATIVE, "--version"], [python, "-I", "-c", "print()"]
    bare, ours = alternately(lambda code: cpu([python, "-I", "-c", code]), "pass", IMPORT)
    forget_pages()
    less, more = alternately(lambda code: memory([python, "-I", "-c", code + MEMORY]), "pass", IMPORT)
    wheel, native, alone = alternately(first_byte, *programs, of=min)
    size, small = (wheel_of(name).stat().st_size / 1e6 for name in ("nibe_uplink_client", "uplink_runtime"))
    return [
        Line("the wheel", "its bytes", size, bar=5, unit="MB"),
        Line("the wheel of `uplink-runtime`", "its bytes", small, bar=5, unit="MB"),
        Line(f"`{IMPORT}`, CPU", "bare interpreter", ours - bare, bar=10, unit="ms", ours=f"{ours:.1f} ms"),
        Line(f"`{IMPORT}`, memory", "bare interpreter", more - less, bar=4, unit="MB", ours=f"{more:.1f} MB"),
        Line(
            "`nibe-uplink` of the wheel, start to first byte",
            f"native program {native:.1f} ms, bare interpreter {alone:.1f} ms",
            wheel,
            bar=12,
            unit="ms",
            ours=f"{wheel:.1f} ms",
        ),
    ]


def alternately(measure: Callable[[Any], float], *works: Any, of: Callable[[Any], float] = median) -> list[float]:
    """The medians of several works that take turns; of time on the clock the least, which other programs add to."""
    rounds = [[measure(work) for work in works] for _ in range(ROUNDS)]
    return [of(times) for times in zip(*rounds, strict=True)]


def cpu(command: list[str | Path]) -> float:
    """The CPU milliseconds of a program."""
    process = subprocess.Popen(command)
    _, status, spent = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, command
    return (spent.ru_utime + spent.ru_stime) * 1000


def forget_pages() -> None:
    """Has the system read the extension anew.

    Of a file that was just written the page cache holds larger pieces than of one that was read, and each touch makes a
    whole piece resident.
    """
    if hasattr(os, "posix_fadvise"):
        for extension in OURS.glob("lib/python*/site-packages/nibe_uplink/*.so"):
            with extension.open("rb") as file:
                os.fsync(file.fileno())
                os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def memory(command: list[str | Path]) -> float:
    """The megabytes that a program says it has in memory."""
    return int(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout) * 1024 / 1e6


def first_byte(command: list[str | Path]) -> float:
    """The milliseconds from the start of a program to the first byte that it prints."""
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout and process.stdout.read(1)
        return (time.perf_counter() - start) * 1000
