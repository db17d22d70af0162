"""Cells as a table of text, and of HTML."""

from __future__ import annotations

import html
from collections.abc import Collection, Sequence
from unicodedata import east_asian_width

# What a notebook shows of a long table.
CAP = 200


def text(heads: Sequence[str], rows: Collection[Sequence[str]], right: Collection[int]) -> str:
    """A table for terminals; columns in `right` are set flush right."""
    widths = [max(map(_width, column)) for column in zip(heads, *rows, strict=True)]
    lines = [heads, tuple("-" * width for width in widths), *rows]
    return "\n".join(
        "  ".join(
            " " * (width - _width(cell)) + cell if number in right else cell + " " * (width - _width(cell))
            for number, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def page(heads: Sequence[str], rows: Sequence[Sequence[str]], right: Collection[int]) -> str:
    """A table of HTML without colours, so that it reads on light and dark; of a long one the first rows."""

    def cell(tag: str, number: int, value: str) -> str:
        style = ' style="text-align: right"' if number in right else ""
        return f"<{tag}{style}>{html.escape(value)}</{tag}>"

    def line(tag: str, values: Sequence[str]) -> str:
        return "<tr>" + "".join(cell(tag, *one) for one in enumerate(values)) + "</tr>"

    body = "".join(line("td", row) for row in rows[:CAP])
    note = f"<p>the first {CAP} of {len(rows)} rows</p>" if len(rows) > CAP else ""
    return f"<table><thead>{line('th', heads)}</thead><tbody>{body}</tbody></table>{note}"


def _width(cell: str) -> int:
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in cell)
