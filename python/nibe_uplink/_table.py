"""Readings as a table, in a terminal and in a notebook."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

if TYPE_CHECKING:
    from nibe_uplink._generated.models import Category, Reading

HEADS = ("id", "title", "value", "unit", "shown as")


class Table:
    """Readings in rows. Prints as text; a notebook shows it as HTML."""

    def __init__(self, readings: Iterable[Reading | Category]) -> None:
        self.rows: list[tuple[str, ...]] = [
            (
                str(reading.parameter_id or ""),
                " ".join(filter(None, [(reading.title or "").strip(" :"), reading.designation])),
                _shown(reading.value),
                reading.unit or "",
                reading.display_value or "",
            )
            for reading in _each(readings)
        ]

    def __len__(self) -> int:
        return len(self.rows)

    def __repr__(self) -> str:
        return str(self)

    def __str__(self) -> str:
        widths = [max(map(_width, column)) for column in zip(HEADS, *self.rows, strict=True)]
        lines = [HEADS, tuple("-" * width for width in widths), *self.rows]
        return "\n".join(
            "  ".join(
                " " * (width - _width(cell)) + cell if number == 2 else cell + " " * (width - _width(cell))
                for number, (cell, width) in enumerate(zip(line, widths, strict=True))
            ).rstrip()
            for line in lines
        )

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{html.escape(text)}</th>" for text in HEADS)
        body = "".join("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>" for row in self.rows)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def table(readings: Iterable[Reading | Category]) -> Table:
    """Readings, or those of categories, as a table."""
    return Table(readings)


def _each(readings: Iterable[Reading | Category]) -> Iterator[Reading]:
    from nibe_uplink._generated.models import Category

    for one in readings:
        if isinstance(one, Category):
            yield from one.parameters or ()
        else:
            yield one


def _shown(value: float | int | str | None) -> str:
    if value is None:
        return "absent"
    return f"{value:g}" if isinstance(value, float) and abs(value) < 1e6 else str(value)


def _width(text: str) -> int:
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)
