"""A real browser without a window, which sees this machine only."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from pathlib import Path
from typing import NamedTuple

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


class Visit(NamedTuple):
    """What a browser made of a page: its elements after everything ran, and what it wrote to its console."""

    page: str
    console: str


def visit(url: str, profile: Path, *, hosts: str = "", screenshot: Path | None = None) -> Visit:
    """Opens a page with the profile of a user and closes the browser again. `hosts` names other hosts for this machine."""
    assert CHROMIUM is not None
    rules = ", ".join(filter(None, [hosts, "MAP * ~NOTFOUND", "EXCLUDE 127.0.0.1"]))
    command = [
        *(CHROMIUM, "--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking"),
        *("--disable-component-update", "--disable-dev-shm-usage", "--enable-logging=stderr"),
        *(f"--user-data-dir={profile}", f"--host-resolver-rules={rules}"),
        # The sandbox needs rights that containers do not give; the pages are ours.
        "--no-sandbox",
        "--dump-dom" if screenshot is None else f"--screenshot={screenshot}",
        url,
    ]
    # Into files of the profile: pages hold what only their user may see.
    page, console = profile / "page.html", profile / "console.txt"
    with page.open("wb") as out, console.open("wb") as err:
        environment = os.environ | {"HOME": str(profile)}
        code = subprocess.run(command, env=environment, stdout=out, stderr=err, timeout=60, check=False).returncode
    assert code == 0
    return Visit(page.read_text(encoding="utf-8").strip(), console.read_text(encoding="utf-8", errors="replace"))


def history(profile: Path) -> list[str]:
    """The addresses that the browser remembers, the last one at the end."""
    (path,) = profile.rglob("History")
    with sqlite3.connect(path) as database:
        return [url for (url,) in database.execute("select url from urls order by id")]
