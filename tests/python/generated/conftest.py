"""The service that the generated tests talk to."""

from collections.abc import Iterator

import nibe_uplink
import pytest
from support import SPEC, Service


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    """A service that answers from the examples of the spec."""
    with nibe_uplink.Simulator(spec=SPEC) as simulator:
        yield Service(simulator)
