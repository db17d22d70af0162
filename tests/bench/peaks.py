"""Memory peaks of large answers over their size."""

from __future__ import annotations

from pathlib import Path
from statistics import median

from bench.answers import MEGABYTE, NOTHING, THIRTY
from bench.measure import run
from bench.places import OURS, RUST, WORKERS
from bench.table import Line

ROUNDS = 3


def lines(address: str, sizes: dict[int, int]) -> list[Line]:
    """The lines of the table."""
    python = (OURS / "bin/python", WORKERS / "memory.py", address, str(NOTHING))
    return [
        line(f"{name}, memory peak of an answer of {sizes[system] / 1e6:.0f} MB", command, system, sizes[system], bar)
        for name, command, bar in (("Rust", (RUST, "memory", address), 4.0), ("Python", python, 12.0))
        for system in (MEGABYTE, THIRTY)
    ]


def line(title: str, command: tuple[str | Path, ...], system: int, size: int, bar: float) -> Line:
    """The peak of one answer."""
    done = [run([*command, str(system)]) for _ in range(ROUNDS)]
    if failed := [each.stderr.strip() for each in done if each.returncode != 0]:
        return Line(title, "its size", bar=bar, skipped=(failed[0].splitlines() or ["it failed"])[-1])
    peak = median(int(each.stdout) for each in done)
    return Line(title, "its size", peak / size, bar=bar, ours=f"{peak / 1e6:.1f} MB")
