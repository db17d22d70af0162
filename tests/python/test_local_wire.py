"""What the clients of a pump put on the wire, byte for byte, against files written by hand."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support import differ, wire
from test_wire import Exchange

from nibe_uplink import local
from nibe_uplink.local import NewValue

FOLDER = Path(__file__).resolve().parents[1] / "local" / "wire"
CHANGED = NewValue(type="datavalue", variable_id=3671, integer_value=-1, string_value="")

CALLS: dict[str, Callable[[Any], Any]] = {
    "devices": lambda c: c.devices(),
    "device": lambda c: c.device("06612345678901"),
    "all_points": lambda c: c.all_points(0),
    "point": lambda c: c.point(0, 4, language="sv"),
    "set_points": lambda c: c.set_points(0, [CHANGED]),
    "set_points_whole": lambda c: c.set_points(0, [CHANGED.replace(is_ok=True)]),
    "set_points_refused": lambda c: c.set_points(0, [NewValue(type="datavalue", variable_id=4, integer_value=70)]),
    "notifications": lambda c: c.notifications(0, language="en"),
    "reset_notifications": lambda c: c.reset_notifications(0),
    "set_aid_mode": lambda c: c.set_aid_mode(0, "on"),
    "set_smart_mode": lambda c: c.set_smart_mode(0, local.SmartMode.AWAY),
}


def expect(exchange: Exchange, answer: object) -> None:
    """Compares what was sent with the file, and what was read with its answer."""
    exchange.expect_request("nibe-uplink-client")
    assert not list(differ(json.loads(exchange.answer_body or "null"), wire(answer), "answer"))


def test_there_is_a_file_for_every_call() -> None:
    assert CALLS.keys() == {path.stem for path in FOLDER.glob("*.http")}


@pytest.mark.parametrize("name", CALLS)
def test_blocking(name: str) -> None:
    exchange = Exchange(name, FOLDER)
    with local.Client(f"http://{exchange.host}", "house", "secret") as client:
        expect(exchange, CALLS[name](client))


@pytest.mark.parametrize("name", CALLS)
def test_asynchronous(name: str) -> None:
    exchange = Exchange(name, FOLDER)

    async def call() -> object:
        async with local.AsyncClient(f"http://{exchange.host}", "house", "secret") as client:
            return await CALLS[name](client)

    expect(exchange, asyncio.run(call()))
