"""What the generated tests stand on: a local service that answers from the examples of the spec."""

from __future__ import annotations

import json
from base64 import b64encode
from datetime import datetime
from pathlib import Path
from typing import Any

from nibe_uplink._model import Model
from nibe_uplink.simulator import BaseSimulator

SPECS = Path(__file__).resolve().parents[2] / "spec"
SPEC = SPECS / "nibe-uplink-v1.toml"


class Service:
    """A service with a client of each kind, logged in with every scope."""

    def __init__(self, simulator: BaseSimulator[Any, Any]) -> None:
        self.simulator = simulator
        self.client = simulator.client()

    def async_client(self) -> Any:
        """A client for another event loop."""
        return self.simulator.async_client()

    def expect(self, function: str, body: str, answer: object, expected: str) -> None:
        """Checks the last request that the service saw, and what the client made of the answer."""
        last = self.simulator.requests()[-1]
        assert (last.function, last.body) == (function, body)
        differences = list(differ(json.loads(expected), wire(answer), "answer"))
        assert not differences, differences


def wire(value: object) -> Any:
    """A value as it would stand in JSON."""
    if isinstance(value, Model):
        return {name: wire(getattr(value, field)) for field, name in value._wire.items()} | dict(value.extra)
    if isinstance(value, list):
        return [wire(item) for item in value]
    if isinstance(value, dict):
        return {name: wire(item) for name, item in value.items()}
    if isinstance(value, bytes):
        return b64encode(value).decode()
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return value


def differ(expected: Any, got: Any, place: str) -> Any:
    """The places where `got` does not say what `expected` says; what was absent may be None."""
    if isinstance(expected, dict) and isinstance(got, dict):
        for key in expected.keys() | got.keys():
            yield from differ(expected.get(key), got.get(key), f"{place}.{key}")
    elif isinstance(expected, list) and isinstance(got, list) and len(expected) == len(got):
        for number, (one, other) in enumerate(zip(expected, got, strict=True)):
            yield from differ(one, other, f"{place}[{number}]")
    elif expected != got:
        yield f"{place}: expected {expected!r}, got {got!r}"
