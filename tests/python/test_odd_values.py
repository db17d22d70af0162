"""Odd values that both clouds send, and what the clients make of them; served by a few lines, since no machine is like that."""

from __future__ import annotations

import json
import subprocess
import sys
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cloud import Cloud, serve

import nibe_uplink
from nibe_uplink import catalogue, errors, myuplink

POINTS = "GET /v2/devices/dev-1/points"
WRITE = "PATCH /v2/devices/dev-1/points"
ZONES = "GET /v2/devices/dev-1/smart-home-zones"
ZONE = "PATCH /v2/devices/dev-1/zones"


@pytest.fixture
def cloud() -> Iterator[Cloud]:
    """The cloud of myUplink."""
    yield from serve(myuplink.Client)


@pytest.fixture
def old_cloud() -> Iterator[Cloud]:
    """The cloud of NIBE Uplink."""
    yield from serve(nibe_uplink.Client)


def point(**fields: Any) -> dict[str, Any]:
    """A point as the cloud sends it."""
    return {
        "category": "X", "parameterId": "900", "parameterName": "P", "parameterUnit": "", "writable": True,
        "timestamp": "2026-02-03T04:05:06+00:00", "value": 0.0, "strVal": "0", "smartHomeCategories": [],
        "minValue": None, "maxValue": None, "stepValue": 1.0, "enumValues": [], "scaleValue": "1", "zoneId": None,
    } | fields  # fmt: skip


def words(**words: str) -> list[dict[str, str]]:
    """Words as the cloud lists them."""
    return [{"value": value[1:], "text": text, "icon": ""} for value, text in words.items()]


RICH = point(
    parameterUnit="DM", value=-40.0, minValue=-100, maxValue=100, stepValue=50, scaleValue="0.1", parameterName="rich"
)
POOR = point(value=-40.0, stepValue=1, scaleValue="0.1", parameterName="poor")


@pytest.mark.parametrize("points", [[RICH, POOR], [POOR, RICH], [RICH, POOR] * 8], ids=["first", "last", "many"])
def test_the_richest_variant_is_chosen(cloud: Cloud, points: list[dict[str, Any]]) -> None:
    client, _ = cloud({POINTS: (200, points)})
    merged = myuplink.merge(client.points("dev-1"))["900"]
    assert (merged.point.parameter_unit, merged.point.limits) == ("DM", (-10.0, 10.0, 5.0))
    assert len(merged.variants) == len(points)
    assert {variant.limits for variant in merged.variants} == {(-10.0, 10.0, 5.0), (None, None, 0.1)}


VALUES: dict[str, tuple[dict[str, Any], Any]] = {
    "a number with its unit": (
        {"value": 2.0, "strVal": "2kW", "parameterUnit": "kW", "scaleValue": "0.1",
         "enumValues": words(_2="alarm", _700="off")}, 2.0),
    "words by what is stored": (
        {"value": 5, "strVal": "5", "scaleValue": "0.1", "enumValues": words(_0="0.0", _5="0.5", _50="5.0")}, 5.0),
    "a word": ({"value": 241, "strVal": "Blocked", "enumValues": words(_241="Blocked", _242="Off")}, "Blocked"),
    "a word by what is stored": (
        {"value": 3, "strVal": "eco", "scaleValue": "0.1", "enumValues": words(_3="off", _30="eco")}, "eco"),
    "leading zeros": ({"value": "0042", "strVal": "0042"}, "0042"),
    "no exponent": ({"value": "2E5", "strVal": "2E5"}, "2E5"),
    "infinity": ({"value": "Inf", "strVal": "Inf"}, "Inf"),
    "not a number": ({"value": "nan", "strVal": None}, "nan"),
    "a serial number": ({"value": "06512018123456", "strVal": "06512018123456"}, "06512018123456"),
    "a quantity as text": ({"value": "18.5", "strVal": "18.5 °C", "parameterUnit": "ºC", "scaleValue": "0.1"}, 18.5),
    "u16, two dashes": ({"value": 65535, "strVal": "--"}, None),
    "u8, nothing to read": ({"value": 255, "strVal": ""}, None),
    "s32, far outside": ({"value": -2147483648, "strVal": None, "minValue": 0, "maxValue": 100}, None),
    "s16 by scale": ({"value": -3276.8, "strVal": "--", "scaleValue": "0.1"}, None),
    "a counter": ({"value": 255, "strVal": "255"}, 255),
    "a counter within its limits": ({"value": 65535, "strVal": None, "minValue": 0, "maxValue": 100000}, 65535),
    "s16": ({"value": -32768, "strVal": "-32768°C", "parameterUnit": "°C"}, None),
}  # fmt: skip


@pytest.mark.parametrize("name", VALUES)
def test_values_are_what_people_read(cloud: Cloud, name: str) -> None:
    fields, right = VALUES[name]
    client, _ = cloud({POINTS: (200, [point(**fields)])})
    (got,) = client.points("dev-1")
    assert got.value == right
    assert type(got.value) is type(right)


def test_names_are_one_line_and_units_spelled_in_one_way(cloud: Cloud) -> None:
    name = " hot\r\n  wa\u00adter\ttemp\u00a0"
    client, _ = cloud({POINTS: (200, [point(parameterName=name, parameterUnit="ºC"), point(parameterUnit="kWH")])})
    first, second = client.points("dev-1")
    assert first.title == "hot water temp"
    assert (first.parameter_unit, first.raw_unit, second.parameter_unit) == ("°C", "ºC", "kWh")


def test_a_refusal_without_a_reason_says_what_the_point_takes(cloud: Cloud) -> None:
    client, _ = cloud({POINTS: (200, [POOR, RICH]), WRITE: (400, None)})
    with pytest.raises(errors.BadRequest, match=r"point 900 takes -10 to 10, goes in steps of 5"):
        client.write_points("dev-1", {900: 12})
    client, _ = cloud({POINTS: (200, [point(writable=False)]), WRITE: (403, None)})
    with pytest.raises(errors.Forbidden, match=r"package `manage`.*point 900 is said to be read only"):
        client.write_points("dev-1", {900: 5})
    client, _ = cloud({POINTS: (200, []), WRITE: (400, {"message": "Busy"})})
    with pytest.raises(errors.BadRequest, match=r"Busy$"):
        client.write_points("dev-1", {900: 5})


def zone(id_: str) -> dict[str, Any]:
    """A zone as the cloud sends it."""
    return {
        "zoneId": id_, "name": "Zone", "commandOnly": False, "supportedModes": "heat", "mode": "heat",
        "temperature": 20.5, "setpoint": 21, "setpointHeat": 21.0, "setpointCool": 25.0, "setpointRangeMin": 5,
        "setpointRangeMax": 30, "isCelsius": True, "indoorCo2": None, "indoorHumidity": None,
    }  # fmt: skip


SET_POINT = point(parameterUnit="°C", value=20.0, smartHomeCategories=["sh-indoorSpHeat"])


def test_a_set_point_without_a_zone_finds_the_only_one(cloud: Cloud) -> None:
    set_zone = "PATCH /v2/devices/dev-1/zones/1"
    client, seen = cloud({POINTS: (200, [SET_POINT]), ZONES: (200, [zone("1")]), set_zone: (200, {"1": "modified"})})
    written = client.write_points("dev-1", {900: 22})["900"]
    assert (written.state, written.zone_id, written.said) == ("accepted", "1", "modified")
    assert written.point.zone_id is None, "what was read stays as it was"
    assert seen[-1] == (set_zone, '{"setpointHeat":22.0}')


@pytest.mark.parametrize("zones", [(200, [zone("1"), zone("2")]), (500, None)], ids=["several", "unknown"])
def test_a_set_point_whose_zone_is_open_says_what_may_help(cloud: Cloud, zones: tuple[int, Any]) -> None:
    client, _ = cloud({POINTS: (200, [SET_POINT]), ZONES: zones, WRITE: (200, {"900": "modified"})})
    written = client.write_points("dev-1", {900: 22}, verify=True, within=0.1, every=0.05)["900"]
    assert written.state == "accepted"
    assert "set_zone" in written.said


def test_a_zone_that_cannot_be_written_is_no_way(cloud: Cloud) -> None:
    client, seen = cloud({POINTS: (200, [SET_POINT]), ZONES: (200, [zone("1")]), WRITE: (200, {"900": "modified"})})
    written = client.write_points("dev-1", {900: 22})["900"]
    assert (written.state, written.zone_id) == ("accepted", None)
    assert "set_zone" in written.said
    assert [request for request, _ in seen[-2:]] == ["PATCH /v2/devices/dev-1/zones/1", WRITE]


def test_a_machine_without_zones_is_written_to_as_it_is(cloud: Cloud) -> None:
    client, _ = cloud({POINTS: (200, [SET_POINT]), ZONES: (200, []), WRITE: (200, {"900": "modified"})})
    assert client.write_points("dev-1", {900: 22})["900"].said == "modified"


def row(id_: int, unit: str, shown: str, raw: int) -> dict[str, Any]:
    """A row as NIBE Uplink sends it."""
    return {
        "parameterId": id_, "name": str(id_), "title": "x", "designation": "", "unit": unit, "displayValue": shown,
        "rawValue": raw,
    }  # fmt: skip


def test_factors_of_the_register_lists_and_units_of_readings(old_cloud: Cloud) -> None:
    rows = [row(47028, "°C", "-1°C", -1), row(47539, "", "1", 1), row(40121, "ºC", "24.8ºC", 248)]
    client, _ = old_cloud({"GET /api/v1/systems/1/parameters": (200, rows)})
    readings = client.parameters(1, [47028, 47539, 40121])
    assert [(r.value, r.unit, r.raw_unit) for r in readings] == [(-1, "°C", "°C"), (1, "", ""), (24.8, "°C", "ºC")]
    known = catalogue.get(40121)
    assert known
    assert known.unit == readings[2].unit


PAGE = {"page": 1, "itemsPerPage": 10, "numItems": 0}
PACKAGE = {"type": "manage", "validUntil": None}


@pytest.mark.parametrize(
    "body",
    [
        [PACKAGE],
        {"subscriptions": [PACKAGE]},
        [{"subscriptions": [PACKAGE]}],
        {"subscriptions": [PACKAGE | {"validUntil": "9999-12-31T23:00:00Z"}]},
    ],
    ids=["list", "object", "list of objects", "for ever"],
)
def test_packages_come_in_three_forms(cloud: Cloud, body: Any) -> None:
    client, _ = cloud({"GET /v2/systems/sys-1/subscriptions": (200, body)})
    assert [package.type for package in client.subscriptions("sys-1")] == ["manage"]


def test_no_packages_are_none(cloud: Cloud) -> None:
    client, _ = cloud({"GET /v2/systems/sys-1/subscriptions": (204, None)})
    assert client.subscriptions("sys-1") is None


def test_null_in_place_of_a_list_is_nothing_in_it(cloud: Cloud) -> None:
    client, _ = cloud(
        {
            "GET /v2/systems/me": (200, PAGE | {"systems": None}),
            "GET /v2/systems/sys-1/notifications": (200, PAGE | {"notifications": None}),
            POINTS: (200, None),
        }
    )
    assert client.systems().collect() == []
    assert client.notifications("sys-1").collect() == []
    assert client.points("dev-1") == []


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-02-03T04:05:06", datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC)),
        ("2026-02-03T04:05:06+02:00", datetime(2026, 2, 3, 2, 5, 6, tzinfo=UTC)),
        ("2026-02-03t04:05:06.1234567z", datetime(2026, 2, 3, 4, 5, 6, 123456, UTC)),
        ("2026-02-03T04:05:60Z", datetime(2026, 2, 3, 4, 5, 59, tzinfo=UTC)),
        ("0001-01-01T00:00:00", datetime(1, 1, 1, tzinfo=UTC)),
        ("0000-01-01T00:00:00Z", "0000-01-01T00:00:00Z"),
        ("9999-12-31T23:59:59.9999999", "9999-12-31T23:59:59.9999999"),
    ],
)
def test_one_odd_time_loses_no_list(cloud: Cloud, text: str, moment: object) -> None:
    client, _ = cloud({POINTS: (200, [point(), point(parameterId="2", timestamp=text)])})
    assert [found.parameter_id for found in client.points("dev-1")] == ["900", "2"]
    assert client.points("dev-1")[1].timestamp == moment


@pytest.mark.parametrize("status", [200, 202, 204])
def test_a_write_that_is_answered_with_nothing_was_taken(cloud: Cloud, status: int) -> None:
    client, seen = cloud({WRITE: (status, None), POINTS: (200, [point()]), f"{ZONE}/1": (status, None)})
    assert client.write_points("dev-1", {900: 5})["900"].state == "accepted"
    assert client.set_zone("dev-1", "1", setpoint_heat=21.0) is None
    assert [request for request, _ in seen if request.startswith("PATCH")] == [WRITE, f"{ZONE}/1"]


def test_a_read_is_sent_on_within_its_server_alone(cloud: Cloud) -> None:
    client, seen = cloud({"GET /v2/ping": (308, "/v2/pong"), "GET /v2/pong": (204, None)})
    client.ping()
    assert [request for request, _ in seen] == ["GET /v2/ping", "GET /v2/pong"]
    other, asked = cloud({"GET /v2/pong": (204, None)})
    client, seen = cloud({"GET /v2/ping": (308, f"{other.base_url}/v2/pong"), WRITE: (308, "/v2/pong")})
    with pytest.raises(errors.ApiError, match="only within the server that was asked"):
        client.ping()
    with pytest.raises(errors.ApiError, match="Only reads are sent on"):
        client.set_points("dev-1", {900: 1})
    assert asked == []
    assert [request for request, _ in seen] == ["GET /v2/ping", WRITE]


def test_a_redirect_without_end_ends(cloud: Cloud) -> None:
    client, seen = cloud({"GET /v2/ping": (307, "/v2/ping")})
    with pytest.raises(errors.ApiError):
        client.ping()
    assert len(seen) == 4


def test_categories_are_a_table_of_their_readings(old_cloud: Cloud) -> None:
    reading = {
        "parameterId": 40004, "name": "40004", "title": "outdoor temp.", "designation": "BT1", "unit": "°C",
        "displayValue": "1.0°C", "rawValue": 10,
    }  # fmt: skip
    category = {"categoryId": "STATUS", "name": "status", "parameters": [reading]}
    path = "GET /api/v1/systems/1/serviceinfo/categories"
    client, _ = old_cloud({path: (200, [category, category | {"parameters": None}])})
    table = nibe_uplink.table(client.categories(1, parameters=True))
    assert len(table) == 1
    assert "outdoor temp. BT1" in str(table)


TYPES_OF_OTHERS: dict[str, tuple[dict[str, Any], str, Any]] = {
    "a number for text": ({"scaleValue": 0.1}, "scale_value", "0.1"),
    "a whole number for text": ({"zoneId": 3}, "zone_id", "3"),
    "text for a number": ({"stepValue": "0.5"}, "step_value", 0.5),
    "a word for a truth": ({"writable": "true"}, "writable", True),
}


@pytest.mark.parametrize("name", TYPES_OF_OTHERS)
def test_a_scalar_of_another_type_is_what_it_says(cloud: Cloud, name: str) -> None:
    fields, attribute, right = TYPES_OF_OTHERS[name]
    client, _ = cloud({POINTS: (200, [point(parameterId="1"), point(**fields)])})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        points = client.points("dev-1")
    assert (getattr(points[1], attribute), points[1].extra) == (right, {})


def missing(field: str) -> dict[str, Any]:
    """A point that lacks a field."""
    return {name: value for name, value in point(parameterId="2").items() if name != field}


@pytest.mark.parametrize(
    ("odd", "attribute"),
    [
        (point(parameterId="2", writable=None), "writable"),
        (point(parameterId="2", writable=7), "writable"),
        (missing("timestamp"), "timestamp"),
        (point(parameterId="2", timestamp="yesterday"), "timestamp"),
    ],
)
def test_an_item_that_cannot_be_read_in_full_is_kept(cloud: Cloud, odd: dict[str, Any], attribute: str) -> None:
    client, _ = cloud({POINTS: (200, [point(parameterId="1"), odd | {"new": [1]}])})
    with pytest.warns(errors.OddAnswerWarning, match=r"^points: what came at \[1\].*`extra`$"):
        points = client.points("dev-1")
    assert [found.parameter_id for found in points] == ["1", "2"]
    assert (getattr(points[1], attribute), points[1].value) == (None, 0)
    assert points[1].extra == odd | {"new": [1]}
    assert json.loads(points[1].to_json()) == {"timestamp": None} | odd | {"new": [1]}
    assert myuplink.merge(points)["2"].point is points[1]


def test_readings_that_cannot_be_read_in_full_are_kept(old_cloud: Cloud) -> None:
    odd = [row(40008, "°C", "1.0°C", 10) | change for change in ({"title": None}, {"rawValue": 10.5})]
    odd.append(row(40008, "°C", "1.0°C", 10) | {"displayValue": None})
    client, _ = old_cloud({"GET /api/v1/systems/1/parameters": (200, [row(40004, "°C", "1.0°C", 10), *odd])})
    with pytest.warns(errors.OddAnswerWarning, match=r"\[1\]\.title .*, \[2\]\.rawValue .*, \[3\]\.displayValue "):
        readings = client.parameters(1, [40004, 40008])
    assert [reading.value for reading in readings] == [1.0, 1.0, 1.0, ""]
    assert [dict(reading.extra) for reading in readings] == [{}, *odd]
    assert (readings[1].title, readings[2].raw_value) == (None, None)
    assert len(str(nibe_uplink.table(readings)).splitlines()) == 6


def test_a_byte_order_mark_is_nothing(old_cloud: Cloud) -> None:
    client, _ = old_cloud({"GET /api/v1/systems/1/config": (200, b"\xef\xbb\xbf" + json.dumps(CONFIG).encode())})
    assert client.system_config(1).has_cooling is False


CONFIG = {"hasCooling": False, "hasHeating": True, "hasHotWater": True, "hasVentilation": False}


def test_one_object_alone_is_not_kept_in_part(old_cloud: Cloud) -> None:
    client, _ = old_cloud({"GET /api/v1/systems/1/config": (200, CONFIG | {"hasCooling": None})})
    with pytest.raises(errors.DecodeError, match=r"at hasCooling: invalid type: null, expected true or false$"):
        client.system_config(1)


MODE = "PUT /v2/systems/sys-1/smart-home-mode"


@pytest.mark.parametrize("body", [{"payload": {"state": "error"}}, {"state": "Error: busy"}])
def test_a_refusal_with_a_status_of_success_is_an_error(cloud: Cloud, body: Any) -> None:
    client, _ = cloud({MODE: (200, body), WRITE: (200, body), f"{ZONE}/1": (200, body), POINTS: (200, [point()])})
    for refused in (
        lambda: client.set_smarthome_mode("sys-1", "Away"),
        lambda: client.set_points("dev-1", {900: 5}),
        lambda: client.set_zone("dev-1", "1", setpoint_heat=21.0),
        lambda: client.write_points("dev-1", {900: 5}),
    ):
        with pytest.raises(
            errors.ApiError, match=r"the server answered 200: .*refused, in spite of the status"
        ) as caught:
            refused()
        assert caught.value.status == 200
    client, _ = cloud({MODE: (200, {"payload": {"state": "done"}})})
    assert client.set_smarthome_mode("sys-1", "Away") == {"payload": {"state": "done"}}


def test_an_answer_that_cannot_be_read_says_that_the_write_was_taken(old_cloud: Cloud) -> None:
    client, _ = old_cloud({"POST /api/v1/systems/1/smarthome/thermostats": (200, b"OK")})
    with pytest.raises(
        errors.DecodeError, match=r"the server accepted the request \(200\), but .*it is not JSON"
    ) as caught:
        client.set_thermostat(1, external_id=7, name="Hall")
    assert caught.value.accepted == 200


def test_the_program_fails_and_warns_too(cloud: Cloud, tmp_path: Path) -> None:
    client, _ = cloud(
        {MODE: (200, {"payload": {"state": "error"}}), POINTS: (200, [point(), point(writable=None, strVal="7")])}
    )
    tokens = tmp_path / "tokens.json"
    own = {"base_url": client.base_url, "client_id": "made-up", "token_store": nibe_uplink.FileStore(tokens)}
    myuplink.Client.from_token("token", scopes=["READSYSTEM", "WRITESYSTEM"], **own)

    def program(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "nibe_uplink", "--api", "myuplink", "--base-url", client.base_url]
        command += ["--client-id", "made-up", "--token-file", str(tokens), *arguments]
        return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)

    refused = program("call", "set_smarthome_mode", "--system-id", "sys-1", "--smart-home-mode", "Away")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.startswith("error: set_smarthome_mode: the server answered 200: ")
    read = program("call", "points", "--device-id", "dev-1")
    assert (read.returncode, [found["strVal"] for found in json.loads(read.stdout)]) == (0, ["0", "7"])
    assert read.stderr.startswith("warning: points: what came at [1].writable (")
