"""The table: lines with their bars, as text, as Markdown and as JSON."""

from __future__ import annotations

import json
from typing import NamedTuple

# How far beyond its bar a figure may be when a profile shows what stands in the way.
NEAR = 1.2


class Line(NamedTuple):
    """One comparison.

    Attributes:
        row: What is measured.
        against: What with.
        cpu: CPU time over that of the other, or a figure in `unit`.
        instructions: The same in instructions.
        bar: The most that it may be; None for information.
        unit: The unit of the figure; empty for a ratio.
        counted: Whether instructions decide: where the kernel does nothing, and CPU time is no more than noise on top.
        ours: Our cost itself: microseconds and thousands of instructions, or the figure that the ratio was made of.
        skipped: Why there is no figure.
    """

    row: str
    against: str
    cpu: float | None = None
    instructions: float | None = None
    bar: float | None = None
    unit: str = ""
    counted: bool = False
    ours: str = ""
    skipped: str = ""


def mark(line: Line) -> str:
    """Whether the bar holds: `yes`, `near` when it is missed by 20 % at most, `no`, or nothing."""
    value = line.instructions if line.counted and line.instructions is not None else line.cpu
    if line.skipped:
        return "skipped"
    if line.bar is None or value is None:
        return ""
    return "yes" if value <= line.bar else "near" if value <= line.bar * NEAR else "no"


def figure(value: float | None, unit: str = "") -> str:
    """A figure with the digits that mean something."""
    if value is None:
        return ""
    return f"{value:.1f} {unit}" if unit else f"{value:.2f}"


def cells(line: Line) -> list[str]:
    """The cells of a line."""
    bar = "" if line.bar is None else f"{line.bar:g} {line.unit}".strip()
    figures = [figure(line.cpu, line.unit), figure(line.instructions)]
    return [line.row, line.against, line.ours, *figures, bar, mark(line)]


HEAD = ["row", "against", "ours", "CPU", "instructions", "bar", "holds"]


def text(lines: list[Line]) -> str:
    """The table for a terminal; what was skipped stands below it, with its reason."""
    rows = [HEAD, *map(cells, lines)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    made = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join(
        [*made, *(f"skipped: {line.row} against {line.against}: {line.skipped}" for line in lines if line.skipped)]
    )


def markdown(lines: list[Line]) -> str:
    """The table for docs/performance.md."""
    rows = [HEAD, ["---"] * len(HEAD), *map(cells, lines)]
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def to_json(lines: list[Line]) -> str:
    """The figures, with whether their bars hold."""
    return json.dumps([line._asdict() | {"holds": mark(line)} for line in lines], ensure_ascii=False, indent=1)


def from_json(text: str) -> list[Line]:
    """What `to_json` wrote."""
    return [Line(**{name: line[name] for name in Line._fields}) for line in json.loads(text)]
