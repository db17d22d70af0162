"""A pytest plugin for `test_faults.py`: runs the tests that switch faults, at a service that has none."""

from __future__ import annotations

import inspect

import pytest

from nibe_uplink.simulator import BaseSimulator

SWITCHES = ("fault", "tamper", "block")


def pytest_configure() -> None:
    for switch in SWITCHES:
        setattr(BaseSimulator, switch, lambda *_args, **_options: None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keeps tests that switch faults themselves, with one set of parameters each."""
    chosen: dict[object, pytest.Item] = {}
    for item in items:
        function = getattr(item, "function", None)
        if inspect.isfunction(function) and any(f".{switch}(" in inspect.getsource(function) for switch in SWITCHES):
            chosen.setdefault(function, item)
    items[:] = chosen.values()
