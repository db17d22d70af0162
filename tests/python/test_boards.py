"""The examples of docs/boards: what they show is what `nibe-uplink publish` says, and units are those that Grafana knows."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from test_publish import METRICS, SIMULATE, Publish, get, metrics_at, publish, until
from test_publish_mqtt import MOSQUITTO, Broker, broker, components_of, configs, program
from test_publish_prometheus import PROMETHEUS, ask, metrics, pace, prometheus, service

# Fixtures of the neighbours.
__all__ = ["broker", "metrics", "pace", "program", "prometheus", "publish", "service"]

BOARDS = Path(__file__).resolve().parents[2] / "docs/boards"
DEVICE = "06512018000101"
UNITS = {
    "celsius": "nibe_temperature_celsius", "hertz": "nibe_frequency_hertz", "percentunit": "nibe_share_ratio",
    "amp": "nibe_current_amperes", "joule": "nibe_energy_joules_total", "s": "nibe_running_seconds_total",
}  # fmt: skip
"""Ids of Grafana for units, and the metric that is kept in each."""


@pytest.fixture(scope="module")
def board() -> Any:
    return json.loads((BOARDS / "grafana.json").read_text())


def expressions(board: Any) -> Iterator[tuple[str, str]]:
    """The queries of the panels, each with its unit."""
    for panel in board["panels"]:
        for target in panel["targets"]:
            yield panel["fieldConfig"]["defaults"]["unit"], target["expr"].replace("$device", DEVICE)


def test_the_metrics_of_the_board_are_said(board: Any, publish: Publish) -> None:
    url = metrics_at(publish(SIMULATE + METRICS))
    until(lambda: len(re.findall(r"^nibe_up\{[^}]*\} 1$", get(url)[2], re.MULTILINE)) == 4)
    said = set(re.findall(r"^(nibe_\w+)", get(url)[2], re.MULTILINE))
    asked = {metric for _, query in expressions(board) for metric in re.findall(r"\bnibe_\w+(?=\{)", query)}
    assert asked <= said
    assert len(asked) >= 9


def test_a_unit_of_the_board_is_that_of_its_metric(board: Any) -> None:
    seen = set()
    for unit, query in expressions(board):
        if unit in UNITS:
            assert UNITS[unit] in query, query
            seen.add(unit)
        else:
            # Watts from joules a second, milliseconds from seconds, degree minutes from degree seconds, and no unit at all.
            assert (unit, "rate(" in query or "_watts" in query) == ("watt", True) or (
                unit, "* 1000" in query) == ("dateTimeFromNow", True) or unit == "none", query  # fmt: skip
    assert seen == UNITS.keys()


def test_panels_do_not_overlap(board: Any) -> None:
    taken: set[tuple[int, int]] = set()
    for panel in board["panels"]:
        at = panel["gridPos"]
        cells = {(x, y) for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])}
        assert all(x < 24 for x, _ in cells)
        assert not cells & taken, panel["title"]
        taken |= cells
    assert len({panel["id"] for panel in board["panels"]}) == len(board["panels"])


@pytest.mark.skipif(PROMETHEUS is None, reason="prometheus is not installed")
def test_a_real_prometheus_has_something_for_every_query(board: Any, prometheus: str) -> None:
    until(lambda: len(ask(prometheus, "nibe_up == 1")) == 4)
    for _, query in expressions(board):
        # Two scrapes are needed for a rate, and the scrapes are a second apart.
        until(lambda query=query: ask(prometheus, query))


@pytest.mark.skipif(MOSQUITTO is None, reason="mosquitto is not installed")
def test_the_entities_of_the_dashboard_are_announced(broker: Broker, program: object) -> None:
    announced = broker.wait(configs)
    components = {c["default_entity_id"]: c for config in announced for c in components_of(config).values()}
    text = (BOARDS / "home-assistant.yaml").read_text()
    shown = re.findall(r"\b(?:sensor|number|select|switch)\.\w+", text)
    assert len(shown) >= 15
    assert set(shown) <= components.keys()
    for entity in shown:
        assert components[entity].get("enabled_by_default", True), f"{entity} is off until somebody turns it on"
    counters = re.findall(r"- entity: (sensor\.\w+)", text.partition("statistics-graph")[2])
    assert [components[entity]["state_class"] for entity in counters] == ["total_increasing"] * 3
