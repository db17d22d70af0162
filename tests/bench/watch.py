"""What a day of watching takes: 60 parameters every five minutes, in virtual time, with the server in the same process."""

from __future__ import annotations

from statistics import median

from bench.measure import run
from bench.places import RUST
from bench.table import Line

ROUNDS = 3
TITLE = "Rust, a day of watching 60 parameters every 5 minutes"


def lines() -> list[Line]:
    """The lines of the table."""
    bars = [("CPU", 2.0, "s"), ("resident memory", 15.0, "MB"), ("missed reads", 0.0, "reads")]
    done = [run((RUST, "day")) for _ in range(ROUNDS)]
    if failed := [each.stderr.strip() for each in done if each.returncode != 0]:
        why = (failed[0].splitlines() or ["it failed"])[-1]
        return [Line(TITLE, what, bar=bar, unit=unit, skipped=why) for what, bar, unit in bars]
    figures = [[float(word) for word in each.stdout.split()] for each in done]
    cpu, memory, missed = (median(column) for column in zip(*figures, strict=True))
    found = [cpu, memory / 1e6, missed]
    return [
        Line(TITLE, what, figure, bar=bar, unit=unit) for (what, bar, unit), figure in zip(bars, found, strict=True)
    ]
