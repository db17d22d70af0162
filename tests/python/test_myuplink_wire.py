"""What the clients of myUplink put on the wire, byte for byte, against files written by hand."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support import differ, wire
from test_wire import TOKEN, Exchange

from nibe_uplink import myuplink

FOLDER = Path(__file__).resolve().parents[1] / "myuplink" / "wire"
SYSTEM = "0f8fad5b-d9cb-469f-a165-70867728950e"
DEVICE = "emmy-r-123456-20240101-06512000000001-11-22-33-44-55-66"
SETTINGS = {47011: -1.5, "47041": "2"}

CALLS: dict[str, Callable[[Any], Any]] = {
    "ping": lambda c: c.ping(),
    "protected_ping": lambda c: c.protected_ping(),
    "systems": lambda c: c.systems(page=1, items_per_page=100).collect(),
    "subscriptions": lambda c: c.subscriptions(SYSTEM),
    "no_subscriptions": lambda c: c.subscriptions(SYSTEM),
    "smarthome_mode": lambda c: c.smarthome_mode(SYSTEM),
    "set_smarthome_mode": lambda c: c.set_smarthome_mode(SYSTEM, "Away"),
    "set_smarthome_mode_with_note": lambda c: c.set_smarthome_mode(SYSTEM, myuplink.SmartHomeMode.AWAY),
    "notifications": lambda c: c.notifications(SYSTEM, language="sv-SE", page=2, items_per_page=1).collect(),
    "active_notifications": lambda c: c.active_notifications(SYSTEM, page=1, items_per_page=10).collect(),
    "device": lambda c: c.device(DEVICE),
    "points": lambda c: c.points(DEVICE, parameter_ids=[40004, "40940"], language="de-DE"),
    "all_points": lambda c: c.points(DEVICE),
    "scaled_points": lambda c: c.scaled_points(DEVICE, parameter_ids=[47751]),
    "set_points": lambda c: c.set_points(DEVICE, SETTINGS),
    "set_points_before_2024": lambda c: c.set_points(DEVICE, SETTINGS),
    "set_points_in_part": lambda c: c.set_points(DEVICE, SETTINGS),
    "smarthome_categories": lambda c: c.smarthome_categories(DEVICE),
    "zones": lambda c: c.zones(DEVICE, language="nb-NO"),
    "set_zone": lambda c: c.set_zone(DEVICE, 2, setpoint_heat=22.0),
    "aid_mode": lambda c: c.aid_mode(DEVICE),
    "firmware_info": lambda c: c.firmware_info(DEVICE),
    "firmware": lambda c: c.firmware("5", "9718R2"),
    "brand_firmware": lambda c: c.brand_firmware("nibe ab", "5", "9718R2"),
}
# Where the answer stands in the body, when it is not all of it.
INSIDE = {
    "systems": "systems",
    "notifications": "notifications",
    "active_notifications": "notifications",
    "subscriptions": "subscriptions",
    "set_points_before_2024": "payload",
}


def expect(name: str, exchange: Exchange, answer: object) -> None:
    """Compares what was sent with the file, and what was read with its answer."""
    exchange.expect_request("nibe-uplink-client")
    if name in ("firmware", "brand_firmware"):
        assert answer == exchange.answer_body.encode()
        return
    expected = json.loads(exchange.answer_body or "null")
    expected = expected[INSIDE[name]] if name in INSIDE else expected
    assert not list(differ(expected, wire(answer), "answer"))


def test_there_is_a_file_for_every_call() -> None:
    assert CALLS.keys() == {path.stem for path in FOLDER.glob("*.http")}


@pytest.mark.parametrize("name", CALLS)
def test_blocking(name: str) -> None:
    exchange = Exchange(name, FOLDER)
    with myuplink.Client.from_token(TOKEN, base_url=f"http://{exchange.host}") as client:
        expect(name, exchange, CALLS[name](client))


@pytest.mark.parametrize("name", CALLS)
def test_asynchronous(name: str) -> None:
    exchange = Exchange(name, FOLDER)

    async def call() -> object:
        async with myuplink.AsyncClient.from_token(TOKEN, base_url=f"http://{exchange.host}") as client:
            return await CALLS[name](client)

    expect(name, exchange, asyncio.run(call()))
