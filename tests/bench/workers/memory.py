"""The highest memory during one `categories` call beyond what was there before it, in bytes; Linux alone tells."""

from __future__ import annotations

import sys
from pathlib import Path

from nibe_uplink import Client


def status(name):
    """A figure of this process in bytes."""
    for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
        if line.startswith(name):
            return int(line.split()[1]) * 1024
    raise SystemExit(f"/proc/self/status has no {name}")


address, nothing, system = sys.argv[1:]
client = Client.from_token("made-up", base_url=address, keep_pace=False, scopes=["READSYSTEM"])
# Connects, and makes what is made once.
client.categories(int(nothing), parameters=True)
Path("/proc/self/clear_refs").write_text("5", encoding="utf-8")
before = status("VmRSS:")
categories = client.categories(int(system), parameters=True)
print(status("VmHWM:") - before)
