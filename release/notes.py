"""Prints what the changelog says of a version, for its release; fails when the version is not that of the workspace.

python release/notes.py 0.1.0
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def notes(changelog: str, version: str) -> str | None:
    """The part of the changelog below the heading of a version, as `## 0.1.0` or `## 0.1.0 (2026-12-01)`."""
    found = re.search(rf"^## {re.escape(version)}(?: \(.*\))?\n(.*?)(?=^## |\Z)", changelog, re.M | re.S)
    return found[1].strip() if found else None


def main() -> None:
    """Prints the notes of the version that is named, with or without a `v`."""
    version = sys.argv[1].removeprefix("v")
    own = tomllib.loads((ROOT / "Cargo.toml").read_text(encoding="utf-8"))["workspace"]["package"]["version"]
    if version != own:
        sys.exit(f"error: the tag says {version}, Cargo.toml {own}; tag the version that Cargo.toml has")
    text = notes((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), version)
    if not text:
        sys.exit(f"error: CHANGELOG.md has no entries below `## {version}`; rename `## Unreleased`")
    print(text)


if __name__ == "__main__":
    main()
