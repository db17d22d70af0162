"""A program that runs for long: many requests and refreshes in one process, whose memory does not grow."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from logins import loops

import nibe_uplink

REFRESHES = 2_000
CALLS_EACH = 10
# 0.3 MiB was seen over the whole of it, by an allocator that finds its places.
MOST_GROWTH = 1024 * 1024

# Calls as often as it is told, and says how much memory it has.
WORKER = """
import os, sys, nibe_uplink
client = nibe_uplink.Client(base_url=os.environ["BASE_URL"], client_id=os.environ["CLIENT_ID"],
    client_secret=os.environ["CLIENT_SECRET"], token_store=nibe_uplink.FileStore(sys.argv[1]), keep_pace=False)
page = os.sysconf("SC_PAGE_SIZE")
for line in sys.stdin:
    for _ in range(int(line)):
        client.system(int(sys.argv[2]))
    with open("/proc/self/statm") as statm:
        print(int(statm.read().split()[1]) * page, flush=True)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_a_long_run_does_not_grow() -> None:
    # In memory where there is such a folder: each refresh waits for the disk twice.
    shared = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=shared if shared.is_dir() else None) as folder:
        run(nibe_uplink.FileStore(Path(folder) / "tokens.json"))


def run(store: nibe_uplink.FileStore) -> None:
    rounds, calls = loops(REFRESHES), loops(CALLS_EACH)
    with nibe_uplink.Simulator(profile="strict") as sim:
        sim.client(token_store=store)
        settings = {"BASE_URL": sim.base_url, "CLIENT_ID": sim.client_id, "CLIENT_SECRET": sim.client_secret}
        with subprocess.Popen(
            [sys.executable, "-c", WORKER, str(store.path), str(sim.systems[0])],
            env=os.environ | settings,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as worker:
            assert worker.stdin
            assert worker.stdout
            sizes = []
            for _ in range(rounds):
                sim.expire_tokens()
                worker.stdin.write(f"{calls}\n")
                worker.stdin.flush()
                sizes.append(int(worker.stdout.readline()))
            worker.stdin.close()
        assert (sim.tally.refreshes, sim.tally.reuses) == (rounds, 0)
    # The first quarter fills caches and threads.
    growth = sizes[-1] - sizes[rounds // 4]
    print(f"{rounds * calls} requests, {rounds} refreshes: {sizes[-1] >> 10} KiB, {growth >> 10} KiB more")
    assert growth < MOST_GROWTH
