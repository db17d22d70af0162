"""The documentation site: it builds without a warning, its links lead somewhere, and its search finds what people ask."""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit

import pytest
from browser import CHROMIUM
from driven import Browser
from support import SPECS

import nibe_uplink
from nibe_uplink import myuplink

ROOT = SPECS.parent
BUILD = ROOT / "docs" / "site" / "build.py"
# What a newcomer asks, and the pages that answer.
QUESTIONS = {
    "register an application": ["how-to/register"],
    "which redirect URI": ["how-to/register"],
    "callback URL": ["how-to/register"],
    "stay logged in": ["staying-logged-in"],
    "login over ssh": ["how-to/without-a-browser"],
    "docker": ["how-to/without-a-browser"],
    "cron": ["how-to/cron-and-systemd"],
    "systemd": ["how-to/cron-and-systemd"],
    "Home Assistant": ["how-to/home-assistant"],
    "proxy": ["how-to/proxies-and-certificates"],
    "company CA certificate": ["how-to/proxies-and-certificates"],
    "see what is sent": ["calls"],
    "timeout": ["how-to/timeouts-and-waits"],
    "many systems": ["how-to/many-systems"],
    "threads": ["how-to/threads-and-fork"],
    "fork": ["how-to/threads-and-fork"],
    "test my own program": ["testing"],
    "moving from nibeuplink": ["how-to/from-nibeuplink"],
    "moving from myuplink": ["how-to/from-myuplink"],
    "DataFrame": ["data", "notebooks/a-week"],
    "COP": ["analysis", "notebooks/cop-and-heat-curve"],
    "heat curve": ["analysis", "notebooks/cop-and-heat-curve"],
    "writing settings": ["notebooks/writing-settings"],
}
# Types into the search, and gives where its answers lead.
SEARCH = """
(async () => {
  const later = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
  const root = () => [...document.querySelectorAll("*")].map((one) => one.shadowRoot).find((one) => one);
  const box = () => root() && root().querySelector("input[role=combobox]");
  document.querySelector(".md-search__button").click();
  while (!box()) await later(20);
  const value = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set;
  value.call(box(), QUESTION);
  box().dispatchEvent(new InputEvent("input", { bubbles: true }));
  for (let turn = 0; turn < 500 && !root().querySelector("ol a"); turn++) await later(20);
  return [...root().querySelectorAll("ol a")].map((link) => link.getAttribute("href"));
})()
"""

# The machinery of notebooks warns; it is not ours to change.
pytestmark = [
    pytest.mark.filterwarnings("ignore"),
    pytest.mark.skipif(importlib.util.find_spec("zensical") is None, reason="zensical is not installed"),
]
in_a_browser = pytest.mark.skipif(CHROMIUM is None, reason="no chromium is installed")


def build(out: Path, script: Path = BUILD) -> subprocess.CompletedProcess[str]:
    """Builds the site of the pages that lie beside a script."""
    return subprocess.run(
        [sys.executable, str(script), str(out)], capture_output=True, encoding="utf-8", check=False, timeout=600
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built."""
    out = tmp_path_factory.mktemp("docs")
    done = build(out)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "No issues found" in done.stdout
    return out / "site"


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """Where the site is served."""

    class Quiet(SimpleHTTPRequestHandler):
        def __init__(self, *arguments: object) -> None:
            super().__init__(*arguments, directory=str(site))  # type: ignore[arg-type]

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Quiet) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


class Links(HTMLParser):
    """Where a page leads, and the places that it has."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.leads: list[str] = []
        self.places: set[str] = set()
        self.feed(page.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes what a tag says."""
        for name, value in attrs:
            if name in ("href", "src") and value:
                self.leads.append(value)
            elif name in ("id", "name") and value:
                self.places.add(value)


def test_every_link_within_the_site_leads_somewhere(site: Path) -> None:
    pages = {page: Links(page) for page in site.rglob("*.html") if page.name != "404.html"}
    assert len(pages) > 70
    broken = []
    for page, links in pages.items():
        for link in links.leads:
            if urlsplit(link).scheme or link.startswith("//"):
                continue
            path, place = urldefrag(link)
            target = (page.parent / unquote(path.partition("?")[0])).resolve() if path else page
            if not target.exists() or (place and target in pages and unquote(place) not in pages[target].places):
                broken.append(f"{page.relative_to(site)}: {link}")
    assert broken == []


def test_a_link_that_leads_nowhere_ends_the_build(tmp_path: Path) -> None:
    shutil.copytree(BUILD.parent, tmp_path / "docs" / "site", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "docs" / "index.md").write_text("# Home\n\n[gone](nowhere.md)\n", encoding="utf-8")
    config = tmp_path / "docs" / "site" / "zensical.toml"
    # Its pages are not here.
    text = re.sub(r"^nav = \[\n.*?^\]\n", "", config.read_text(encoding="utf-8"), flags=re.M | re.S)
    config.write_text(text, encoding="utf-8")
    done = build(tmp_path / "out", tmp_path / "docs" / "site" / "build.py")
    assert done.returncode != 0
    assert "nowhere.md" in done.stdout
    assert "Traceback" not in done.stdout


def test_every_page_is_found_by_its_navigation(site: Path) -> None:
    """Pages of single functions are found in the list of functions."""
    led = {urldefrag(link)[0].removeprefix("./") for link in Links(site / "heat-pump.html").leads}
    pages = {str(page.relative_to(site)) for page in site.rglob("*.html")} - {"404.html"}
    assert {page for page in pages - led if "/functions/" not in page} == set()


def test_nothing_is_loaded_from_elsewhere(site: Path) -> None:
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        loaded = re.findall(r"<(?:script|img|link|iframe)\b[^>]*?(?:src|href)=\"?([^\"\s>]+)", text)
        assert [link for link in loaded if "//" in link] == [], page


@in_a_browser
def test_the_search_finds_what_a_newcomer_asks(address: str, tmp_path: Path) -> None:
    missed = []
    with Browser(tmp_path) as browser:
        for question, wanted in QUESTIONS.items():
            browser.open(f"{address}index.html")
            found = browser.run(SEARCH.replace("QUESTION", json.dumps(question)))
            first = urlsplit(found[0]).path.strip("/").removesuffix(".html") if found else None
            if first not in wanted:
                missed.append((question, first))
    assert missed == []


@in_a_browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1300, 390])
def test_pages_fit_a_window_and_a_phone_light_and_dark(address: str, tmp_path: Path, width: int, scheme: str) -> None:
    with Browser(tmp_path) as browser:
        browser.send(
            "Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1, mobile=width < 500
        )
        browser.send("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
        for page in (
            "index",
            "analysis",
            "notebooks/first-steps",
            "notebooks/a-week",
            "reference/functions/parameters",
        ):
            browser.open(f"{address}{page}.html")
            assert browser.run("document.documentElement.scrollWidth") <= width, page
            colours = browser.run("getComputedStyle(document.body).backgroundColor").strip("rgba()").split(",")[:3]
            assert (max(map(float, colours)) < 100) is (scheme == "dark"), page
            pictures = "[...document.querySelectorAll('article img')].every((one) => one.complete && one.naturalWidth)"
            assert browser.run(pictures), page


@pytest.mark.parametrize(
    ("page", "package", "client"),
    [
        ("from-nibeuplink.md", "nibeuplink", nibe_uplink.AsyncClient),
        ("from-myuplink.md", "myuplink", myuplink.AsyncClient),
    ],
)
def test_what_stands_side_by_side_is_there_on_both_sides(page: str, package: str, client: type) -> None:
    theirs = pytest.importorskip(package, reason=f"the PyPI package {package} is not installed")
    text = (ROOT / "docs" / "how-to" / page).read_text(encoding="utf-8")
    names = re.findall(r"`(\w+)\.(\w+)`", text)
    for owner, name in names:
        if owner in ("client", "AsyncClient"):
            assert hasattr(client, name), f"{owner}.{name}"
        elif owner != "point":
            assert hasattr(getattr(theirs, owner), name), f"{owner}.{name}"
    assert len(names) > 20
