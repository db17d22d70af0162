"""A user with a browser, for tests of logins."""

from __future__ import annotations

import os
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

import pytest

import nibe_uplink

# The system chooses the port; the service takes any address of this machine.
REDIRECT = "http://127.0.0.1:0/callback"


def browse(url: str) -> str:
    """What a browser does with a link: follows it to the end. Gives the page."""
    with urllib.request.urlopen(url, timeout=10) as page:
        return str(page.read().decode())


def application(sim: nibe_uplink.Simulator, redirect_uri: str = REDIRECT) -> dict[str, Any]:
    return {
        "base_url": sim.base_url,
        "client_id": sim.client_id,
        "client_secret": sim.client_secret,
        "redirect_uri": redirect_uri,
    }


def ends_at(url: str) -> str:
    """The address that the browser is sent to, where nobody listens."""

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_: Any) -> None:
            return None

    with pytest.raises(urllib.error.HTTPError) as info:
        urllib.request.build_opener(Stay).open(url, timeout=10)
    with info.value as answer:
        return str(answer.headers["location"])


def parameter(url: str, name: str) -> str:
    """A parameter of a link."""
    return urllib.parse.parse_qs(urllib.parse.urlsplit(url).query)[name][0]


def loops(everything: int) -> int:
    """How often a loop goes round: a tenth, unless `UPLINK_LOOPS` names another share in percent."""
    return max(1, everything * int(os.environ.get("UPLINK_LOOPS", "10")) // 100)
