"""Fixtures for tests of programs that use this package; pytest finds them by itself where it is installed.

`uplink_simulator` is a local service, `uplink_client` and `uplink_async_client` are clients of it that are logged in.
The marker `uplink_simulator` says what service it is, and `uplink_fault` what goes wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from nibe_uplink.simulator import BaseSimulator

MARKERS = (
    'uplink_simulator(api="nibe-uplink", **options): the service of the test; options are those of Simulator, and '
    'api="myuplink" makes it the other cloud.',
    "uplink_fault(kind, **options): spoils answers of the service, as Simulator.fault does; may be given several "
    "times, and the one nearest to the test strikes first.",
)


def pytest_configure(config: pytest.Config) -> None:
    """Makes the markers known."""
    for marker in MARKERS:
        config.addinivalue_line("markers", marker)


@pytest.fixture
def uplink_simulator(request: pytest.FixtureRequest) -> Iterator[BaseSimulator[Any, Any]]:
    """A local service with its demo machines, for one test. Its markers: `uplink_simulator`, `uplink_fault`."""
    from nibe_uplink.errors import SetupError

    # The marker nearest to the test comes first, and wins.
    options: dict[str, Any] = {}
    for marker in reversed(list(request.node.iter_markers("uplink_simulator"))):
        if marker.args:
            raise SetupError("the marker uplink_simulator takes options by name, such as api='myuplink'")
        options |= marker.kwargs
    with _kind(options.pop("api", "nibe-uplink"))(**options) as simulator:
        for marker in request.node.iter_markers("uplink_fault"):
            simulator.fault(*marker.args, **marker.kwargs)
        yield simulator


def _kind(api: str) -> Any:
    from nibe_uplink.errors import SetupError

    if api == "nibe-uplink":
        from nibe_uplink.simulator import Simulator

        return Simulator
    if api == "myuplink":
        from nibe_uplink import myuplink

        return myuplink.Simulator
    raise SetupError(f"there is no API {api!r}; there are nibe-uplink and myuplink")


@pytest.fixture
def uplink_client(uplink_simulator: BaseSimulator[Any, Any]) -> Iterator[Any]:
    """A blocking client of `uplink_simulator` with every scope, which does not wait for the API's pace."""
    client = uplink_simulator.client()
    yield client
    client.close()


@pytest.fixture
def uplink_async_client(uplink_simulator: BaseSimulator[Any, Any]) -> Iterator[Any]:
    """An asynchronous client of `uplink_simulator` with every scope, which does not wait for the API's pace."""
    client = uplink_simulator.async_client()
    yield client
    # What `aclose` does, where no event loop may run.
    client._core.close()
