"""What it costs that there is much of something in one process: systems, clients, calls."""

from __future__ import annotations

from pathlib import Path
from statistics import median

from bench.answers import USUAL
from bench.measure import run
from bench.places import OURS, RUST, WORKERS
from bench.table import Line

ROUNDS = 3
# What is compared, its bar, and the unit of both.
Rows = list[tuple[str, float, str]]
SYSTEMS: Rows = [("memory of each", 4.0, "kB"), ("time of a reading over that of 10 systems", 1.2, "")]
CLIENTS: Rows = [("memory of each", 25.0, "kB"), ("CPU of each", 0.2, "ms")]
CALLS: Rows = [("connections", 32.0, ""), ("threads", 8.0, "")]


def lines(address: str) -> list[Line]:
    """The lines of the table."""
    worker = (OURS / "bin/python", WORKERS / "many.py", address, str(USUAL), "1000")
    many = measured((RUST, "systems", "10000"))
    if not isinstance(many, str):
        memory, of_many, of_few = many
        many = [memory / 1e3, of_many / of_few]
    each = measured((RUST, "clients", "1000"))
    if not isinstance(each, str):
        each = [each[0] / 1e3, each[1] / 1e6]
    return [
        *figures("Rust, 10,000 systems of one client", SYSTEMS, many),
        *figures("Rust, 1,000 clients over https, each with its token", CLIENTS, each),
        *figures("Python async, 1,000 calls of one client at once", CALLS, measured(worker)),
    ]


def measured(command: tuple[str | Path, ...]) -> list[float] | str:
    """The median of each figure that a program prints, or why there is none."""
    done = [run(command) for _ in range(ROUNDS)]
    if failed := [each.stderr.strip() for each in done if each.returncode != 0]:
        return (failed[0].splitlines() or ["it failed"])[-1]
    figures = [[float(word) for word in each.stdout.split()] for each in done]
    return [median(column) for column in zip(*figures, strict=True)]


def figures(title: str, rows: Rows, found: list[float] | str) -> list[Line]:
    """A line for each figure."""
    if isinstance(found, str):
        return [Line(title, what, bar=bar, unit=unit, skipped=found) for what, bar, unit in rows]
    return [
        Line(title, what, figure, bar=bar, unit=unit) for (what, bar, unit), figure in zip(rows, found, strict=True)
    ]
