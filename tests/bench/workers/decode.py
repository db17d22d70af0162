"""Bytes to typed readings, every field read. In the place of an address stands the file with the answer."""

from __future__ import annotations

import sys
from pathlib import Path

import work

name, answer, _, count = sys.argv[1:]
data = Path(answer).read_bytes()
if name == "msgspec":
    from types_msgspec import CATEGORIES

    work.repeat(lambda: work.read_all(CATEGORIES.decode(data)), int(count))
else:
    from types_pydantic import CATEGORIES as ADAPTER

    work.repeat(lambda: work.read_all(ADAPTER.validate_json(data)), int(count))
