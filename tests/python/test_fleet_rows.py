"""What a fleet keeps of an answer says what its objects say."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest

import nibe_uplink
from nibe_uplink import myuplink
from nibe_uplink._core import nibe
from nibe_uplink._rows import rows

pytestmark = pytest.mark.filterwarnings("ignore::nibe_uplink.errors.OddAnswerWarning")

POINT = {
    "category": "F1255-6 R", "parameterId": "40004", "parameterName": "Outdoor", "parameterUnit": "°C", "writable": False,
    "timestamp": "2026-01-15T10:00:00+00:00", "value": 1.5, "strVal": "1.5°C", "smartHomeCategories": [], "minValue": None,
    "maxValue": None, "stepValue": 1, "enumValues": [], "scaleValue": "0.1", "zoneId": None,
}  # fmt: skip
READING = {
    "parameterId": 40004, "name": "40004", "title": "Outdoor", "designation": "BT1", "unit": "°C", "displayValue": "1.5°C",
    "rawValue": 15,
}  # fmt: skip
ODD_POINTS = [
    {"parameterId": "00123"}, {"parameterId": ""}, {"parameterId": "0"}, {"parameterId": "A1"}, {"parameterId": None},
    {"parameterId": "9" * 19}, {"parameterId": 40008}, {"parameterUnit": None}, {"parameterUnit": "\u00b0\u00a0C"},
    {"timestamp": None}, {"timestamp": "soon"}, {"timestamp": "2026-01-15T12:00:00+02:00"}, {"value": None}, {"value": "1.5"},
    {"value": []}, {"value": -32768, "strVal": "-32768"}, {"strVal": None}, {"value": 7, "strVal": "on \"1\"\\"},
    {"value": 10, "strVal": "10", "scaleValue": "x", "minValue": "low"},
    {"value": 1, "strVal": "on", "enumValues": [{"value": "1", "text": "o\u00adn", "icon": ""}]},
]  # fmt: skip
ODD_READINGS = [
    {"parameterId": 0}, {"parameterId": -5}, {"parameterId": None}, {"parameterId": "43005", "displayValue": "-120DM", "rawValue": -1203},
    {"unit": None}, {"unit": "ºC"}, {"displayValue": "--"}, {"displayValue": None}, {"rawValue": None}, {"rawValue": -32768},
    {"displayValue": "on", "unit": ""}, {"rawValue": "15"},
]  # fmt: skip


def plain(readings: Any) -> list[list[Any]]:
    return [[row.id, row.time, row.value, row.unit] for row in rows(readings) if row.id is not None]


def read(text: str) -> list[list[Any]]:
    return [[row[0], row[1] and datetime.fromisoformat(row[1]), *row[2:]] for row in json.loads(text)]


def test_points_of_all_machines() -> None:
    with myuplink.Simulator(speed=0) as sim, sim.client(unknown="ignore") as client:
        devices = [device.id for system in client.systems() for device in system.devices or ()]
        for device in devices:
            kept = read(nibe.point_rows(client._core, device).wait())
            assert kept == plain(client.points(device))
            assert len(kept) > 20
        assert len(devices) > 2


def test_readings_of_all_machines() -> None:
    with nibe_uplink.Simulator(speed=0) as sim, sim.client(unknown="ignore") as client:
        systems = [system.system_id for system in client.systems()]
        for system in systems:
            kept = read(nibe.reading_rows(client._core, system).wait())
            assert kept == plain(client.categories(system, parameters=True))
            assert len(kept) > 20
        assert len(systems) > 2


@pytest.mark.parametrize("odd", ODD_POINTS, ids=str)
def test_odd_points(odd: dict[str, Any]) -> None:
    with myuplink.Simulator() as sim, sim.client(unknown="ignore") as client:
        sim.fault("body", on="points", body=json.dumps([POINT, POINT | odd]), times=2)
        kept = read(nibe.point_rows(client._core, "any").wait())
        assert kept == plain(client.points("any"))
        assert 0 < len(kept) <= 2


@pytest.mark.parametrize("odd", ODD_READINGS, ids=str)
def test_odd_readings(odd: dict[str, Any]) -> None:
    with nibe_uplink.Simulator() as sim, sim.client(unknown="ignore") as client:
        answer: list[dict[str, Any]] = [
            {"categoryId": "STATUS", "name": "status", "parameters": [READING, READING | odd]},
            {"categoryId": "NONE", "name": "none", "parameters": None},
        ]
        sim.fault("body", on="categories", body=json.dumps(answer), times=2)
        kept = read(nibe.reading_rows(client._core, 80101).wait())
        assert kept == plain(client.categories(80101, parameters=True))
        # A system of the service has more.
        assert 0 < len(kept) <= 2


def test_what_went_wrong_is_told_as_by_every_call() -> None:
    with myuplink.Simulator() as sim, sim.client(unknown="ignore") as client:
        sim.fault("status", on="points", status=404)
        with pytest.raises(nibe_uplink.NotFound):
            nibe.point_rows(client._core, "any").wait()
        sim.fault("body", on="points", body="{}")
        with pytest.raises(nibe_uplink.DecodeError):
            nibe.point_rows(client._core, "any").wait()
