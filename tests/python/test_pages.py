"""The pages of the local service in a real browser: buttons, sizes, dark mode, and the rules of axe-core."""

from __future__ import annotations

import tempfile
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import CHROMIUM
from changed import ROOT
from driven import Browser

import nibe_uplink
from nibe_uplink import myuplink
from nibe_uplink.errors import UplinkError

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no chromium is installed")
AXE = ROOT / "build" / "node" / "node_modules" / "axe-core" / "axe.min.js"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
        Browser(Path(folder)) as browser,
    ):
        yield browser


def button(label: str) -> str:
    """The first button of this label, as a script finds it."""
    return f"[...document.querySelectorAll('button')].find(button => button.textContent === {label!r})"


def test_buttons_switch_troubles_faults_and_applications(browser: Browser) -> None:
    with nibe_uplink.Simulator(at="2024-01-15T06:00:00Z", speed=0) as sim, sim.client() as client:
        system = sim.systems[0]
        browser.open(sim.base_url + "/")
        assert browser.run("document.title").startswith("Overview")
        browser.press(button("Low pressure"))
        assert browser.run(f"{button('Low pressure')}.getAttribute('aria-pressed')") == "true"
        alarms = [notice.info.title for notice in client.notifications(system)]
        assert "Low pressure alarm" in alarms
        browser.press(button("Low pressure"))
        assert "Low pressure alarm" not in [notice.info.title for notice in client.notifications(system)]
        browser.run("document.querySelector('select[name=kind]').value = 'status_500'")
        browser.run("document.querySelector('select[name=on]').value = 'systems'")
        browser.run("document.querySelector('input[name=times]').value = '5'")
        browser.press(button("Spoil"))
        assert "status: 5 \u00d7 systems" in browser.run("document.body.innerText")
        with pytest.raises(UplinkError):
            list(client.systems())
        browser.press(button("Take all back"))
        assert list(client.systems())
        browser.press(button("Block"))
        with pytest.raises(UplinkError):
            list(client.systems())
        browser.press(button("Let in"))
        assert list(client.systems())


def pages(sim: nibe_uplink.Simulator | myuplink.Simulator) -> dict[str, str]:
    """Every page that a person sees."""
    asked = {"response_type": "code", "client_id": sim.client_id, "redirect_uri": sim.redirect_uri, "state": "s"}
    return {
        "overview": "/",
        "registration": "/applications",
        "consent": "/oauth/authorize?" + urllib.parse.urlencode(asked),
        "refusal": "/oauth/authorize",
    }


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_pages_fit_and_keep_the_rules_of_axe(browser: Browser, dark: bool, width: int) -> None:
    if not AXE.exists():
        pytest.skip("the npm packages of tests/node are not installed")
    browser.send("Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1, mobile=width < 600)
    scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
    browser.send("Emulation.setEmulatedMedia", features=[scheme])
    with myuplink.Simulator(at="2024-01-15T06:00:00Z", speed=0, auto_approve=False) as sim, sim.client() as client:
        list(client.systems())
        system = sim.systems[0]
        sim.trouble(system, "filter")
        sim.fault("html", times=3)
        colours = set()
        for name, path in pages(sim).items():
            browser.open(sim.base_url + path)
            assert browser.run("document.documentElement.scrollWidth") <= width, name
            waiting = "html: 3 \u00d7 functions" in browser.run("document.body.innerText")
            assert waiting == (name == "overview")
            colours.add(browser.run("getComputedStyle(document.body).backgroundColor"))
            browser.run(AXE.read_text(encoding="utf-8"))
            found = browser.run("axe.run().then(r => r.violations.map(v => [v.id, v.nodes.map(n => n.html)]))")
            assert found == [], name
        assert colours == {"rgb(21, 24, 28)" if dark else "rgb(244, 245, 247)"}
