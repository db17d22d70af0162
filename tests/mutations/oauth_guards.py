"""Seeded faults of logins and tokens, by the rows of docs/security.md: each takes one guard away.

`make mutations` runs them, `make test` does not: they are many.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from faults import Fault, turns_red
from guards_of_logins import LOGINS
from guards_of_stores import STORES
from guards_of_tokens import TOKENS

pytestmark = pytest.mark.builds

GUARDS = LOGINS | TOKENS | STORES


@pytest.mark.parametrize("name", GUARDS)
def test_guard_is_missed(name: str, copy: Path) -> None:
    file, right, wrong, test = GUARDS[name]
    package = "uplink-postgres" if file.startswith("postgres/") else "uplink-oauth"
    turns_red(Fault(f"crates/{file}", right, wrong, f"{package} --lib", test), copy)
