"""Answers in which clients once fell short: invented, each an example of a kind. They lie beside the repository."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cloud import serve

import nibe_uplink
from nibe_uplink import errors, myuplink

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "cases"
CASES = {
    case["case"]: (module, case)
    for module, name in ((myuplink, "myuplink.json"), (nibe_uplink, "nibe-uplink.json"))
    for case in (json.loads((FOLDER / name).read_text(encoding="utf-8")) if FOLDER.exists() else [])
}
needs_cases = pytest.mark.skipif(not CASES, reason=f"there are no cases at {FOLDER}")

# A device, a system of either cloud, and what a check is given: a client and the requests that came.
DEVICE, SYSTEM = "dev-1", "sys-1"
Check = Callable[[Any, list[tuple[str, str]]], None]


def chosen(count: int) -> Check:
    """The richest variant stands for all, and the limits of all can be looked at."""

    def check(client: Any, _: object) -> None:
        merged = myuplink.merge(client.points(DEVICE))["900"]
        assert (merged.point.parameter_unit, merged.point.limits) == ("DM", (-10.0, 10.0, 5.0))
        assert len(merged.variants) == count

    return check


def value(*right: object) -> Check:
    """The value of the first point is one of these."""
    return lambda client, _: _in(client.points(DEVICE)[0].value, right)


def _in(found: object, right: tuple[object, ...]) -> None:
    assert any(found == one and type(found) is type(one) for one in right), found


def points(client: Any, _: object) -> None:
    """No point is lost for one odd field."""
    assert [point.parameter_id for point in client.points(DEVICE)] == ["1", "2"]


def times(client: Any, _: object) -> None:
    """A time without an offset is UTC where the others are."""
    assert client.points(DEVICE)[1].timestamp == datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC)


def packages(*right: str) -> Check:
    """The packages that a system has."""

    def check(client: Any, _: object) -> None:
        assert tuple(str(package.type) for package in client.subscriptions(SYSTEM) or []) == right

    return check


def written(client: Any, _: object) -> None:
    """A write that was taken without a word is accepted."""
    assert client.write_points(DEVICE, {900: 5})["900"].state == "accepted"


def refused(amount: int, kind: type[errors.ApiError], *words: str) -> Check:
    """A refusal without a word says what is known of the point."""

    def check(client: Any, _: object) -> None:
        with pytest.raises(kind) as caught:
            client.write_points(DEVICE, {900: amount})
        assert all(word in str(caught.value) for word in words), caught.value

    return check


def away(client: Any, _: object) -> None:
    """A body that says error is one, whatever the status."""
    with pytest.raises(errors.ApiError, match="refused, in spite of the status"):
        client.set_smarthome_mode(SYSTEM, "Away")


def through_the_zone(client: Any, _: object) -> None:
    """The set point of a zone may not change when its point is written: the way that works is named."""
    assert "set_zone is the way" in client.write_points(DEVICE, {900: 22})["900"].said


def sent_on(client: Any, seen: list[tuple[str, str]]) -> None:
    """A redirect of a read within the server is followed."""
    client.ping()
    assert [request for request, _ in seen] == ["GET /v2/ping", "GET /v2/pong"]


def not_sent_on(client: Any, seen: list[tuple[str, str]]) -> None:
    """A redirect to somewhere else is not."""
    with pytest.raises(errors.ApiError, match="only within the server that was asked"):
        client.ping()
    assert [request for request, _ in seen] == ["GET /v2/ping"]


def blocked(client: Any, seen: list[tuple[str, str]]) -> None:
    """A block is known by its code whatever the status, and nothing is sent before four seconds are over."""
    with pytest.raises(errors.RateLimited) as caught:
        client.with_options(timeout=3).system(1)
    assert len(seen) == 1
    assert caught.value.retry_after is None or caught.value.retry_after > 3


def reading(parameter: int, right: float) -> Check:
    """What the display says wins over a factor that is weak."""

    def check(client: Any, _: object) -> None:
        assert client.parameters(1, [parameter])[0].value == right

    return check


def both_readings(client: Any, _: object) -> None:
    """No reading is lost for one odd field."""
    assert len(client.parameters(1, [40004, 40008])) == 2


def unit(client: Any, _: object) -> None:
    """A unit has one spelling."""
    assert client.parameters(1, [40121])[0].unit == "°C"


RIGHT: dict[str, Check] = {
    "M1a": chosen(2), "M1b": chosen(2), "M1c": chosen(16),
    "M2a": value(2.0), "M2b": value(5.0, "5.0"), "M2c": value("Blocked"),
    "M3a": packages("manage"), "M3b": packages("manage"), "M3c": packages(),
    "M4a": lambda client, _: _in(list(client.systems()), ([],)),
    "M4b": lambda client, _: _in(list(client.notifications(SYSTEM)), ([],)),
    "M5a": times, "M5b": points, "M5c": packages("manage"),
    "M6a": written, "M6b": written, "M6c": written, "M6d": away,
    "M6e": lambda client, _: _in(client.set_zone(DEVICE, "1", setpoint_heat=21.0), (None,)),
    "M7a": value("0042"), "M7b": value("Inf"), "M7c": value("2E5"),
    "M8": lambda client, _: _in(client.points(DEVICE)[0].title, ("hot water temp",)),
    "M9a": points, "M9b": points, "M9c": points,
    "M10a": refused(12, errors.BadRequest, "-10 to 10", "steps of 5"), "M10b": refused(5, errors.Forbidden, "`manage`"),
    "M12": through_the_zone, "M13a": sent_on, "M13b": not_sent_on,
    "V1": blocked, "V2": unit, "V3a": reading(47028, -1), "V3b": reading(47539, 1),
    "V4a": both_readings, "V4b": both_readings,
}  # fmt: skip


@needs_cases
def test_every_case_has_its_check() -> None:
    assert set(RIGHT) == set(CASES)


@needs_cases
@pytest.mark.filterwarnings("ignore::nibe_uplink.errors.OddAnswerWarning")
@pytest.mark.parametrize("name", CASES)
def test_a_case_has_the_right_answer(name: str) -> None:
    module, case = CASES[name]
    # Default options where the case is about them.
    options = {"retries": 2, "keep_pace": True} if name == "V1" else {}
    with closing(serve(module.Client, **options)) as clouds:
        answers = {
            request: (answer["status"], answer.get("headers", {}).get("Location", answer["body"]))
            for request, answer in case["answers"].items()
        }
        RIGHT[name](*next(clouds)(answers))


@needs_cases
def test_factors_of_the_register_lists_are_in_the_catalogue() -> None:
    rows = [line.split("\t") for line in (FOLDER / "factors.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    assert len(rows) == 125
    right = {int(row[0]): json.loads(row[2]) for row in rows}
    wrong = {id_: factors for id_, factors in right.items() if nibe_uplink.catalogue.get(id_).factor not in factors}
    assert wrong == {}
