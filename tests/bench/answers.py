"""The answers that the server of the bench gives: made-up readings in the form of NIBE Uplink's API v1."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

# Title, designation, unit, digits after the point.
KINDS = [
    ("outdoor temp.", "BT1", "°C", 1),
    ("room temperature", "BT50", "°C", 1),
    ("hot water charging", "BT6", "°C", 1),
    ("degree minutes", "", "DM", 0),
    ("current, phase 1", "BE1", "A", 1),
    ("compressor starts", "EP14", "", 0),
    ("heat medium flow", "BF1", "l/m", 1),
]
# Systems by what they answer: readings in 10 categories.
NOTHING, USUAL, MEGABYTE, THIRTY = 40202, 40201, 40203, 40204
SIZES = {USUAL: 24_000, MEGABYTE: 1_000_000, THIRTY: 30_000_000}
PARAMETERS = range(40004, 40019)


def reading(number: int) -> dict[str, Any]:
    """A reading; equal numbers give equal readings."""
    title, designation, unit, digits = KINDS[number % len(KINDS)]
    raw = number * 37 % 900
    return {
        "parameterId": 40004 + number,
        "name": str(40004 + number),
        "title": title,
        "designation": designation,
        "unit": unit,
        "displayValue": f"{raw / 10**digits:.{digits}f}{unit}",
        "rawValue": raw,
    }


def text(answer: object) -> bytes:
    """JSON as the cloud sends it, without blanks."""
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":")).encode()


def categories(size: int) -> bytes:
    """An answer of about `size` bytes of 10 categories."""
    each = size // 10
    groups: list[dict[str, Any]] = []
    number = 0
    for group in range(10):
        readings: list[dict[str, Any]] = []
        room = each - len(text({"categoryId": f"SYSTEM_{group}", "name": f"system {group}", "parameters": []})) - 1
        while room > 0:
            readings.append(reading(number))
            room -= len(text(readings[-1])) + 1
            number += 1
        groups.append({"categoryId": f"SYSTEM_{group}", "name": f"system {group}", "parameters": readings})
    return text(groups)


def write(folder: Path) -> dict[int, int]:
    """Writes the files that the server reads; the sizes of the `categories` answers by system."""
    folder.mkdir(parents=True, exist_ok=True)
    answers = {system: categories(size) for system, size in SIZES.items()} | {NOTHING: b"[]"}
    for system, answer in answers.items():
        (folder / f"categories-{system}.json").write_bytes(answer)
    (folder / f"parameters-{USUAL}.json").write_bytes(text([reading(number) for number in range(len(PARAMETERS))]))
    return {system: len(answer) for system, answer in answers.items()}
