"""The page about calls: its programs run, and do what it says."""

from __future__ import annotations

import logging
import re
from typing import Any

import pytest
from support import SPECS

PAGE = (SPECS.parent / "docs" / "calls.md").read_text(encoding="utf-8")
PROGRAMS = re.findall(r"```python\n(.*?)```", PAGE, re.S)


def run(program: str) -> dict[str, Any]:
    """Runs a program of the page; gives its names."""
    names: dict[str, Any] = {"__name__": "page"}
    exec(compile(program, "calls.md", "exec"), names)
    return names


def program(word: str) -> str:
    """The program with this word in it."""
    [found] = [program for program in PROGRAMS if word in program]
    return found


def test_readers_share_a_request(capsys: pytest.CaptureFixture[str]) -> None:
    run(program("gather"))
    # On a busy machine some readers come late.
    assert re.fullmatch(r"100 answers, [1-9] request\n", capsys.readouterr().out)


def test_options_do_what_they_say(capsys: pytest.CaptureFixture[str]) -> None:
    run(program("max_age"))
    response, waits = capsys.readouterr().out.splitlines()
    assert re.fullmatch(r"would wait [34] s", waits)
    assert response.startswith("200 2 application/json")


def test_a_watch_tells_readings_of_each_system(capsys: pytest.CaptureFixture[str]) -> None:
    run(program("client.watch"))
    systems = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert len(systems) == 3
    assert systems[0] == systems[1] != systems[2]


def test_the_log_shows_a_retry(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="nibe_uplink")
    run(program("basicConfig"))
    assert any("503; sends again in" in record.getMessage() for record in caplog.records)


def test_opentelemetry_measures_requests() -> None:
    metrics = run(program("opentelemetry"))["metrics"]
    [metric] = metrics.resource_metrics[0].scope_metrics[0].metrics
    [point] = metric.data.data_points
    assert metric.name == "http.client.request.duration"
    assert point.count == 1
    assert dict(point.attributes) == {
        "http.request.method": "GET",
        "url.template": "/api/v1/systems/{system_id}",
        "http.response.status_code": 200,
    }
