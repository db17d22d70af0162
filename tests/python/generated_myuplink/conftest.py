"""The service that the generated tests of the myUplink client talk to."""

from collections.abc import Iterator

import pytest
from support import SPECS, Service

from nibe_uplink import myuplink


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    """A service that answers from the examples of the spec."""
    with myuplink.Simulator(spec=SPECS / "myuplink-v2.toml") as simulator:
        yield Service(simulator)
