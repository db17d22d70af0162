//! What its tests stand on.

use super::Package;

impl Package<'_> {
    pub(super) fn conftest(&self) -> String {
        format!(
            "\"\"\"The local service that the tests ask.\"\"\"\n\nfrom collections.abc import Iterator\n\nimport pytest\nfrom support import Service\n\nfrom {0} import Simulator\n\n\n\
             @pytest.fixture(scope=\"module\")\ndef service() -> Iterator[Service]:\n    with Simulator() as simulator:\n        yield Service(simulator)\n",
            self.name
        )
    }
}

/// What the generated tests of a package stand on.
pub(super) fn support(runtime: &str) -> String {
    format!(
        r#""""What the tests stand on: a service, and a look at what was sent and what came."""

import json
from base64 import b64encode
from datetime import datetime
from typing import Any

from {runtime}._model import Model


class Service:
    """A service with a client of each kind, which may do everything."""

    def __init__(self, simulator: Any) -> None:
        self.simulator = simulator
        self.client = simulator.client()

    def async_client(self) -> Any:
        """A client for another event loop."""
        return self.simulator.async_client()

    def expect(self, function: str, body: str | None, answer: object, expected: str) -> None:
        """Checks the last request that the service saw, its body unless that is None, and what came of the answer."""
        last = self.simulator.requests()[-1]
        assert last.function == function
        assert body is None or sent(last.body) == sent(body)
        assert said(wire(answer)) == said(json.loads(expected))


def sent(body: str) -> Any:
    """A body as what its JSON says, in which the order of fields says nothing; or as the text that it is."""
    try:
        return json.loads(body)
    except ValueError:
        return body


def wire(value: object) -> Any:
    """A value as it would stand in JSON."""
    if isinstance(value, Model):
        return {{name: wire(getattr(value, field)) for field, name in value._wire.items()}} | dict(value.extra)
    if isinstance(value, list):
        return [wire(item) for item in value]
    if isinstance(value, dict):
        return {{name: wire(item) for name, item in value.items()}}
    if isinstance(value, bytes):
        return b64encode(value).decode()
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return value


def said(value: Any) -> Any:
    """A value without what is null, which may as well be absent, and moments in whatever way they are written."""
    if isinstance(value, dict):
        return {{name: said(item) for name, item in value.items() if item is not None}}
    if isinstance(value, list):
        return [said(item) for item in value]
    if isinstance(value, str) and "T" in value:
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            return value
    return value
"#
    )
}
