"""The page about security names tests that exist, and leaves out no row."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")


def test_every_row_is_there() -> None:
    rows = re.findall(r"^\| (T[^|]+) \|", PAGE, re.M)
    numbers = set()
    for row in rows:
        found = [int(number) for number in re.findall(r"T(\d+)a?", row)]
        numbers.update(range(found[0], found[-1] + 1) if " to " in row else found)
    assert numbers == set(range(1, 80))


def test_every_test_is_there_and_every_numbered_test_is_named() -> None:
    sources = [
        *ROOT.glob("crates/*/src/**/*.rs"),
        *ROOT.glob("crates/*/tests/**/*.rs"),
        *ROOT.glob("tests/python/*.py"),
    ]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    exist = set(re.findall(r"\b(?:fn|def) ((?:test_)?t\d\d\w*|test_\w+)\(", text))
    named = set(re.findall(r"`((?:test_)?t\d\w+|test_\w+)`", PAGE))
    assert named - exist == set()
    numbered = {name for name in exist if re.match(r"(?:test_)?t\d\d", name)}
    rows = {number for name in numbered for number in re.findall(r"(?<![a-z0-9])t(\d\da?)(?=_)", name)}
    promised = set(re.findall(r"T(\d\da?)", PAGE)) - {"53"}
    assert promised - rows == set(), "each row with a test of its number"
