"""The service that the generated tests talk to."""

from collections.abc import Iterator

import pytest
from support import SPEC, Service

import nibe_uplink


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    """A service that answers from the examples of the spec."""
    with nibe_uplink.Simulator(spec=SPEC) as simulator:
        yield Service(simulator)
