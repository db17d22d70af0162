"""A client for any API that has an OpenAPI document, written by others, reads the exported ones and asks the service.

It checks what it sends and what comes by the document.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from changed import ROOT

import nibe_uplink
from nibe_uplink import myuplink

aiopenapi3 = pytest.importorskip("aiopenapi3", reason="the PyPI package aiopenapi3 is not installed")
httpx2 = pytest.importorskip("httpx2", reason="the PyPI package aiopenapi3 is not installed")

# The other program's own ways; they are not ours to change.
pytestmark = pytest.mark.filterwarnings("ignore")


def reader(document: str, sim: nibe_uplink.Simulator | myuplink.Simulator, token: str) -> Any:
    """Its functions for a document in which only the address is another."""
    described = json.loads((ROOT / "docs" / "reference" / document).read_text(encoding="utf-8"))
    described["servers"] = [{"url": sim.base_url}]

    class Session(httpx2.Client):  # type: ignore[misc,name-defined]  # it may not be installed
        """Carries the token, because it knows only of logins by itself."""

        def __init__(self, **options: Any) -> None:
            super().__init__(**options)
            self.headers["Authorization"] = f"Bearer {token}"

    api = aiopenapi3.OpenAPI(f"{sim.base_url}/openapi.json", described, session_factory=Session)
    api.authenticate(oauth2="")
    return api._


def token_of(sim: nibe_uplink.Simulator | myuplink.Simulator) -> str:
    """An access token for everything."""
    form = {
        "grant_type": "client_credentials",
        "client_id": sim.client_id,
        "client_secret": sim.client_secret,
        "scope": "READSYSTEM WRITESYSTEM",
    }
    with httpx2.Client() as session:
        granted: dict[str, Any] = session.post(f"{sim.base_url}/oauth/token", data=form).json()
    return str(granted["access_token"])


def test_it_reads_myuplink() -> None:
    with myuplink.Simulator() as cloud:
        api = reader("myuplink/openapi.json", cloud, token_of(cloud))
        systems = api.systems(parameters={}).systems
        assert [system.systemId for system in systems] == cloud.systems
        device = systems[0].devices[0].id
        points = api.points(parameters={"deviceId": device, "parameters": ["40004", "47011"]})
        assert [point.parameterId for point in points] == ["40004", "47011"]
        written = api.set_points(parameters={"deviceId": device}, data={"47011": -2})
        assert written.root == {"47011": "modified"}
        cloud.advance(60)
        (after,) = api.points(parameters={"deviceId": device, "parameters": ["47011"]})
        assert after.value == -2
